import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { answered, created } from "./mock-azure";
import { keepUnredacted, readable } from "./recorded-inputs";

/**
 * Runs programs under Pulumi's mocks and records what they register, options included: mocks alone show only type, name and
 * inputs, but the request to the monitor has everything.
 */

/** Resource options of a registration, where set. Resources are named by their logical names. */
export interface RegisteredOptions {
    readonly protect?: true;
    readonly deletedWith?: string;
    readonly replaceWith?: readonly string[];
    readonly ignoreChanges?: readonly string[];
    readonly replaceOnChanges?: readonly string[];
    readonly deleteBeforeReplace?: boolean;
    readonly retainOnDelete?: true;
    readonly replacementTrigger?: unknown;
}

/** One resource as it was registered. */
export interface Registration {
    readonly type: string;
    /** Logical name. */
    readonly name: string;
    readonly urn: string;
    /** Logical name of the parent; none for the program's roots. */
    readonly parent?: string;
    readonly custom: boolean;
    /** The inputs, with `"[secret]"` for secrets and `"[unknown]"` for what a preview does not know. */
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly options: RegisteredOptions;
    /** Logical names of the resources that it waits for, by `dependsOn` or through its inputs, sorted. */
    readonly dependencies: readonly string[];
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    readonly aliases: readonly string[];
    readonly provider?: string;
}

export interface Recording<T> {
    /** As the requests came, which differs from run to run: parents before children, and no more. */
    readonly resources: readonly Registration[];
    /** Provider functions that were called. */
    readonly calls: readonly { readonly token: string; readonly inputs: Readonly<Record<string, unknown>> }[];
    /** What the program returned. */
    readonly result: T;
}

export interface RecordSettings {
    /** Run as a preview: ids and computed outputs are unknown. @default false */
    readonly preview?: boolean;
    /** @default "ml-platform" */
    readonly project?: string;
    /** @default "test" */
    readonly stack?: string;
    /** @default "organization" */
    readonly organization?: string;
    /**
     * Outputs of the stacks that exist, by their full names; those of `kubeconfig` are secret, as in the state.
     * @default {}
     */
    readonly stackOutputs?: Readonly<Record<string, Properties>>;
}

type Properties = Record<string, unknown>;

/**
 * Runs a program under fresh mocks and returns what it registered, once all of it is. Programs run one after the other, never at
 * once: the mocks are global.
 */
export async function record<T>(program: () => T | Promise<T>, settings: RecordSettings = {}): Promise<Recording<T>> {
    const resources: Registration[] = [];
    const calls: { token: string; inputs: Properties }[] = [];
    const preview = settings.preview ?? false;
    let inputs: Properties = {};
    const mocks: pulumi.runtime.Mocks = {
        newResource: (args) => {
            inputs = toProperties(args.inputs);
            if (args.type === "pulumi:pulumi:StackReference") {
                return referenced(args.id ?? "", settings.stackOutputs ?? {});
            }
            return preview ? { id: "", state: inputs } : created(args.type, args.name, inputs);
        },
        call: (args) => {
            const given = toProperties(args.inputs);
            if (args.token === "pulumi:pulumi:readStackOutputs") {
                return referenced(String(given["name"]), settings.stackOutputs ?? {}).state;
            }
            calls.push({ token: args.token, inputs: given });
            return answered(args.token, given);
        },
    };
    const { project = "ml-platform", stack = "test", organization = "organization" } = settings;
    await pulumi.runtime.setMocks(mocks, project, stack, preview, organization);
    const monitor: unknown = pulumi.runtime.getMonitor();
    if (!(monitor instanceof MockMonitor)) {
        throw new Error("Pulumi did not install the mocks");
    }
    // The mocks of the SDK take resources with hooks, and forget to answer for the hooks.
    const registerHook = (_request: unknown, answer: (error: null) => void): void => answer(null);
    Object.assign(monitor, { registerErrorHook: registerHook, registerResourceHook: registerHook });
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = async (request: RegisterResourceRequest, callback: (error: unknown, response: unknown) => void) => {
        // The mocked `newResource` runs before the first await in there, so these are this request's inputs.
        const done = register(request, callback);
        const registration = toRegistration(request, inputs);
        keepUnredacted(registration, inputs);
        resources.push(registration);
        await done;
    };
    const result = await program();
    await settled();
    return { resources, calls, result };
}

/** What the engine reads of another stack: known in a preview too. */
function referenced(stack: string, stacks: Readonly<Record<string, Properties>>): { id: string; state: Properties } {
    const outputs = stacks[stack];
    if (outputs === undefined) {
        // With the field that the SDK takes the message of a failed call from.
        throw Object.assign(new Error(), { details: `unknown stack "${stack}"` });
    }
    const { kubeconfig, ...plain } = outputs;
    const secrets = kubeconfig === undefined ? {} : { kubeconfig: pulumi.secret(kubeconfig) };
    return { id: stack, state: { name: stack, outputs: { ...plain, ...secrets }, secretOutputNames: Object.keys(secrets) } };
}

/** Waits for every registration and for what they wait for; the function is internal, and there is no other. */
async function settled(): Promise<void> {
    const wait: unknown = Reflect.get(pulumi.runtime, "waitForRPCs");
    if (typeof wait !== "function") {
        throw new Error("@pulumi/pulumi no longer has runtime.waitForRPCs");
    }
    await (wait as () => Promise<void>)();
}

/** The value of an output and whether it is secret; unknown values are undefined. */
export async function valueOf<T>(output: pulumi.Output<T>): Promise<{ readonly value: T | undefined; readonly secret: boolean }> {
    const secret = await pulumi.isSecret(output);
    const inner: unknown = Reflect.get(output, "promise");
    if (typeof inner !== "function") {
        throw new Error("not an output");
    }
    return { value: await (inner as () => Promise<T | undefined>).call(output), secret };
}

/** Names of the resources without a parent. */
export function roots(recording: Recording<unknown>): string[] {
    return recording.resources.filter(({ parent }) => parent === undefined).map(({ name }) => name);
}

/** The URNs in a fixed order: equal lists mean the same resources. */
export function urns(recording: Recording<unknown>): string[] {
    return recording.resources.map(({ urn }) => urn).sort();
}

/** The registered resource of that logical name. */
export function named(recording: Recording<unknown>, name: string): Registration {
    const found = recording.resources.filter((resource) => resource.name === name);
    if (found.length !== 1 || found[0] === undefined) {
        throw new Error(`${found.length} resources are named ${name}; there are ${recording.resources.map((one) => one.name).join(", ")}`);
    }
    return found[0];
}

function toProperties(value: unknown): Properties {
    return typeof value === "object" && value !== null ? { ...value } : {};
}

function toRegistration(request: RegisterResourceRequest, inputs: Properties): Registration {
    const parent = nameIn(request.getParent());
    const provider = request.getProvider();
    const type = request.getType();
    const name = request.getName();
    return {
        type,
        name,
        urn: urnOf(request.getParent(), type, name),
        ...(parent === undefined ? {} : { parent }),
        custom: request.getCustom(),
        inputs: readable(inputs),
        options: toOptions(request),
        dependencies: names(request.getDependenciesList()).sort(),
        propertyDependencies: propertyDependencies(request),
        aliases: [
            ...request.getAliasurnsList(),
            ...request.getAliasesList().map((alias) => {
                const spec = alias.getSpec();
                return spec === undefined ? alias.getUrn() : `${spec.getType()}::${spec.getName()}`;
            }),
        ],
        ...(provider === "" ? {} : { provider }),
    };
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
    return Object.fromEntries([...request.getPropertydependenciesMap().entries()].map(([key, on]) => [key, names(on.getUrnsList())]));
}

function toOptions(request: RegisterResourceRequest): RegisteredOptions {
    const deletedWith = nameIn(request.getDeletedwith());
    const replaceWith = names(request.getReplaceWithList());
    const ignoreChanges = request.getIgnorechangesList();
    const replaceOnChanges = request.getReplaceonchangesList();
    const replacementTrigger: unknown = request.getReplacementTrigger()?.toJavaScript();
    return {
        ...(request.getProtect() === true ? { protect: true } : {}),
        ...(deletedWith === undefined ? {} : { deletedWith }),
        ...(replaceWith.length === 0 ? {} : { replaceWith }),
        ...(ignoreChanges.length === 0 ? {} : { ignoreChanges }),
        ...(replaceOnChanges.length === 0 ? {} : { replaceOnChanges }),
        ...(request.getDeletebeforereplacedefined() ? { deleteBeforeReplace: request.getDeletebeforereplace() } : {}),
        ...(request.getRetainondelete() === true ? { retainOnDelete: true } : {}),
        ...(replacementTrigger === undefined || replacementTrigger === null ? {} : { replacementTrigger }),
    };
}

/** The logical name at the end of a URN. */
function nameIn(urn: string): string | undefined {
    return urn === "" ? undefined : urn.split("::").slice(3).join("::");
}

const names = (urnList: readonly string[]): string[] => urnList.map((urn) => nameIn(urn) ?? urn);

/** A URN as the engine makes it; the mocks know the types of the two nearest ancestors only. */
function urnOf(parent: string, type: string, name: string): string {
    const parentTypes = parent === "" ? "" : `${parent.split("::")[2] ?? ""}$`;
    return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${parentTypes}${type}::${name}`;
}
