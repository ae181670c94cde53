import type { Properties } from "./values";

/**
 * What a simulated Pulumi provider implements.
 *
 * `server.ts` speaks the gRPC protocol of Pulumi's ResourceProvider service and calls these methods with plain objects. All property
 * maps may hold the markers of `values.ts`. An error that a method throws reaches the user as the provider's error message.
 */
export interface SimulatedProvider {
    /** Package name, for example `azure-native`. */
    readonly name: string;
    /** Version of the SDK that this provider answers for, for example `3.28.0`. */
    readonly version: string;
    /**
     * Called once for each provider instance of a program (each default and each explicit provider has a connection of its own),
     * so that instances with different configuration never share it.
     */
    open(host: ProviderHost): ProviderInstance;
}

/** What the server offers to a provider instance. */
export interface ProviderHost {
    /** Shows a line under the resource in the engine's display. */
    log(severity: "debug" | "info" | "warning" | "error", message: string, urn?: string): void;
    /** Shows beside the resource what it waits for, until the next call; an empty text takes it away. */
    status(message: string, urn: string): void;
    /**
     * To be awaited by a provider whose create, update or delete goes on in the cloud after the request was accepted, at the moment when the
     * request was accepted and its effect stored, but not answered yet. A rehearsed crash may end the engine here.
     *
     * @returns how the operation is to end, when a rehearsed fault lets it fail
     */
    accepted(call: ResourceCall): Promise<OperationFailure | undefined>;
}

/** Why an operation that was accepted failed later. */
export interface OperationFailure {
    readonly code: string;
    readonly message: string;
}

export interface ProviderInstance {
    /** @default accepts any configuration */
    checkConfig?(request: { urn: string; olds: Properties; news: Properties }): Promise<CheckResult>;
    /** @default no difference */
    diffConfig?(request: { urn: string; oldInputs: Properties; news: Properties }): Promise<DiffResult>;
    /** Not called when any configuration value is unknown (a first preview). */
    configure(args: Properties): Promise<void>;
    check(request: CheckRequest): Promise<CheckResult>;
    diff(request: DiffRequest): Promise<DiffResult>;
    create(request: CreateRequest): Promise<CreateResult>;
    read(request: ReadRequest): Promise<ReadResult>;
    update(request: UpdateRequest): Promise<{ state: Properties }>;
    delete(request: DeleteRequest): Promise<void>;
    /** Arguments are always known. */
    invoke(request: { token: string; args: Properties }): Promise<Properties>;
    /** The user pressed Ctrl-C: operations under way should stop soon. */
    cancel?(): void;
}

export interface ResourceIdentity {
    readonly urn: string;
    /** Type token, for example `azure-native:containerservice:AgentPool`. */
    readonly type: string;
    /** Logical name: the last part of the URN. */
    readonly name: string;
}

export type Verb = "create" | "read" | "update" | "delete";

export interface ResourceCall extends ResourceIdentity {
    readonly verb: Verb;
}

export interface CheckRequest extends ResourceIdentity {
    /** The inputs of the last deployment; empty for a new resource. */
    readonly olds: Properties;
    readonly news: Properties;
    readonly randomSeed: Uint8Array;
    /** The name that the engine proposes for a resource without a physical one. */
    readonly proposedName?: string;
}

export interface CheckResult {
    readonly inputs: Properties;
    readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

export type ChangeKind = "add" | "delete" | "update";

export interface DiffRequest extends ResourceIdentity {
    readonly id: string;
    readonly oldInputs: Properties;
    readonly oldState: Properties;
    readonly news: Properties;
    readonly ignoreChanges: readonly string[];
}

export interface DiffResult {
    /** Property path (`networkProfile.serviceCidr`, `nodeTaints[0]`) to what changes there; empty when nothing does. */
    readonly changes: Readonly<Record<string, { readonly kind: ChangeKind; readonly replace: boolean }>>;
    /** Whether a replacement deletes the old resource first, because both cannot exist at once. */
    readonly deleteBeforeReplace: boolean;
}

export interface CreateRequest extends ResourceIdentity {
    readonly inputs: Properties;
    readonly preview: boolean;
    readonly timeoutSeconds: number;
    /** A rehearsed fault: what the provider waits for after the request does not come. @default false */
    readonly neverReady?: boolean;
}

export interface CreateResult {
    /** Empty in a preview. */
    readonly id: string;
    readonly state: Properties;
}

export interface ReadRequest extends ResourceIdentity {
    readonly id: string;
    readonly inputs: Properties;
    readonly state: Properties;
}

export type ReadResult = { readonly id: string; readonly inputs: Properties; readonly state: Properties } | "gone";

export interface UpdateRequest extends ResourceIdentity {
    readonly id: string;
    readonly oldInputs: Properties;
    readonly oldState: Properties;
    readonly news: Properties;
    readonly ignoreChanges: readonly string[];
    readonly preview: boolean;
    readonly timeoutSeconds: number;
    /** A rehearsed fault: what the provider waits for after the request does not come. @default false */
    readonly neverReady?: boolean;
}

export interface DeleteRequest extends ResourceIdentity {
    readonly id: string;
    readonly inputs: Properties;
    readonly state: Properties;
    readonly timeoutSeconds: number;
}

/**
 * Thrown by create or update when the resource exists but is not as asked (a create that failed while polling, an object whose await
 * timed out). The engine keeps the resource in the state and reports the reasons.
 */
export class PartialFailure extends Error {
    constructor(
        readonly id: string,
        readonly state: Properties,
        readonly inputs: Properties,
        readonly reasons: readonly string[],
    ) {
        super(reasons.join("; "));
        this.name = "PartialFailure";
    }
}
