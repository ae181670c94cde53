import type {
    CheckRequest,
    CheckResult,
    CreateRequest,
    CreateResult,
    DeleteRequest,
    DiffRequest,
    DiffResult,
    OperationFailure,
    ProviderHost,
    ProviderInstance,
    ReadRequest,
    ReadResult,
    ResourceCall,
    ResourceIdentity,
    UpdateRequest,
    Verb,
} from "../provider/contract";
import { PartialFailure } from "../provider/contract";
import { stackOfUrn } from "../provider/urn";
import { isObject, plain, type Properties, secret, UNKNOWN, type Value } from "../provider/values";
import { ArmError, RETRIED_CODES } from "./arm-error";
import type { Cloud } from "./cloud";
import { invoke } from "./invokes";
import { withName } from "./naming";
import { put } from "./put";
import { requestRemoval } from "./removal";
import { isGlobalType } from "./rules/general";
import { failuresOf } from "./schema/check";
import { withSdkDefaults } from "./schema/defaults";
import { diffOf } from "./schema/diff";
import { markSecretProperties } from "./schema/markers";
import { previewOutputs } from "./schema/project";
import type { TypeTable } from "./schema/tables";
import { tableOf } from "./schema/tables";
import { importedInputs, outputsOf, refreshedInputs } from "./state";
import type { ResourceRecord } from "./subscription/store";

/** Who asks, as the provider configuration says. */
export interface Connection {
    readonly subscriptionId?: string;
    readonly tenantId?: string;
    readonly location?: string;
}

/** The result of work that may throw, as a promise that then rejects. */
const promised = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One configured azure-native provider of a program. */
export class AzureInstance implements ProviderInstance {
    private connection: Connection = {};
    private cancelled = false;

    /** @param openCloud reads the subscription from disk @param onDeleted told the type of what has gone */
    constructor(
        private readonly host: ProviderHost,
        private readonly openCloud: (connection: Connection) => Cloud,
        private readonly onDeleted: (type: string) => Promise<void> = () => Promise.resolve(),
    ) {}

    configure(args: Properties): Promise<void> {
        const text = (name: string): string | undefined => {
            const value: Value | undefined = plain(args[name] ?? null);
            return typeof value === "string" && value !== "" && value !== UNKNOWN ? value : undefined;
        };
        const [subscriptionId, tenantId, location] = [text("subscriptionId"), text("tenantId"), text("location")];
        this.connection = {
            ...(subscriptionId === undefined ? {} : { subscriptionId }),
            ...(tenantId === undefined ? {} : { tenantId }),
            ...(location === undefined ? {} : { location }),
        };
        return Promise.resolve();
    }

    check(request: CheckRequest): Promise<CheckResult> {
        return promised(() => {
            const table = tableOf(request.type);
            const inputs = withSdkDefaults(table, this.withLocation(table, withName(table, request)));
            return { inputs, failures: failuresOf(table, inputs) };
        });
    }

    diff(request: DiffRequest): Promise<DiffResult> {
        return promised(() => diffOf(tableOf(request.type), lastInputs(request), request.news, request.ignoreChanges));
    }

    async create(request: CreateRequest): Promise<CreateResult> {
        if (request.preview) {
            return { id: "", state: previewOutputs(tableOf(request.type), request.inputs) };
        }
        return this.put("create", request, request.inputs);
    }

    async update(request: UpdateRequest): Promise<{ state: Properties }> {
        if (request.preview) {
            const state = previewOutputs(tableOf(request.type), request.news);
            for (const fixed of ["name", "location", "type"]) {
                const old = request.oldState[fixed];
                if (old !== undefined && state[fixed] !== undefined) {
                    state[fixed] = old;
                }
            }
            return { state };
        }
        return this.put("update", request, request.news);
    }

    async delete(request: DeleteRequest): Promise<void> {
        const record = await this.requested(request, () => requestRemoval(request.id, this.cloud()));
        if (record !== undefined) {
            await this.host.accepted(call(request, "delete"));
            await this.finished(record);
            await this.onDeleted(record.type);
        }
    }

    read(request: ReadRequest): Promise<ReadResult> {
        return promised(() => this.readNow(request));
    }

    private readNow(request: ReadRequest): ReadResult {
        const cloud = this.cloud();
        const record = cloud.find(request.id);
        if (record === undefined) {
            return "gone";
        }
        if (record.type !== request.type) {
            throw new Error(`${request.id} is a ${record.type}, not a ${request.type}`);
        }
        const outputs = outputsOf(record, cloud);
        const known = Object.keys(request.inputs).length > 0 || Object.keys(request.state).length > 0;
        const inputs = known
            ? refreshedInputs(tableOf(record.type), lastKnown(request), plain(request.state), outputs)
            : importedInputs(record);
        return { id: record.id, inputs, state: stateOf(inputs, outputs) };
    }

    invoke(request: { token: string; args: Properties }): Promise<Properties> {
        return promised(() => invoke(request.token, plain(request.args), this.cloud()));
    }

    cancel(): void {
        this.cancelled = true;
    }

    private cloud(): Cloud {
        return this.openCloud(this.connection);
    }

    private async put(
        verb: "create" | "update",
        request: ResourceIdentity,
        inputs: Properties,
    ): Promise<{ id: string; state: Properties }> {
        const stored = await this.requested(request, () => put(verb, request.type, plain(inputs), this.cloud(), stackOfUrn(request.urn)));
        const accepted = this.failing(stored, await this.host.accepted(call(request, verb)));
        await this.finished(accepted);
        const cloud = this.cloud();
        const record = cloud.find(accepted.id);
        if (record === undefined) {
            throw new ArmError(404, "ResourceNotFound", `The Resource '${accepted.id}' was deleted while its ${verb} went on.`);
        }
        const state = stateOf(inputs, outputsOf(record, cloud));
        const failure = accepted.operation?.failure;
        if (record.provisioningState === "Failed" && failure !== undefined) {
            throw new PartialFailure(record.id, state, inputs, [`Code="${failure.code}" Message="${failure.message}"`]);
        }
        return { id: record.id, state };
    }

    /** Sends a request, again after the conflicts that azure-native waits out. */
    private async requested<T>(request: ResourceIdentity, send: () => T): Promise<T> {
        for (let attempt = 0; ; attempt++) {
            try {
                return send();
            } catch (error) {
                const wait = this.cloud().settings.retryMilliseconds[attempt];
                if (!(error instanceof ArmError) || !RETRIED_CODES.has(error.code) || wait === undefined || this.cancelled) {
                    throw error;
                }
                this.host.log(
                    "info",
                    `Azure refused with ${error.code}; azure-native waits and sends the request again (${attempt + 1})`,
                    request.urn,
                );
                await pause(wait);
            }
        }
    }

    /** Lets the operation of a record end as a rehearsed fault says. */
    private failing(record: ResourceRecord, failure: OperationFailure | undefined): ResourceRecord {
        if (failure === undefined) {
            return record;
        }
        const failing = { ...record, operation: { completesAt: Date.now(), failure } };
        this.cloud().replace(failing);
        return failing;
    }

    /** Waits until the operation of a record is over. */
    private async finished(record: ResourceRecord): Promise<void> {
        const left = (record.operation?.completesAt ?? 0) - Date.now();
        await pause(Math.max(left, 0) + 1);
        // Reading the subscription settles what is over.
        this.cloud();
    }

    /** azure-native takes a location that is left out from its configuration, else from the resource group. */
    private withLocation(table: TypeTable, inputs: Properties): Properties {
        const node = table.root.children.get("location");
        if (node === undefined || node.readOnly === true || inputs["location"] !== undefined || isGlobalType(table.type)) {
            return inputs;
        }
        const location = this.connection.location ?? this.groupLocation(plain(inputs["resourceGroupName"] ?? null));
        return location === undefined ? inputs : { ...inputs, location };
    }

    private groupLocation(group: Value): string | undefined {
        if (typeof group !== "string" || group === UNKNOWN) {
            return undefined;
        }
        const cloud = this.cloud();
        return cloud.find(`/subscriptions/${cloud.subscriptionId}/resourceGroups/${group}`)?.location;
    }
}

function call({ urn, type, name }: ResourceIdentity, verb: Verb): ResourceCall {
    return { urn, type, name, verb };
}

function stateOf(inputs: Properties, outputs: Properties): Properties {
    return { ...markSecretProperties(inputs, outputs), __inputs: secret(plain(inputs)) };
}

/** The inputs of the last deployment: those that the engine gives, else the copy in the state. */
function lastInputs(request: DiffRequest): Properties {
    if (Object.keys(request.oldInputs).length > 0) {
        return request.oldInputs;
    }
    const copy = plain(request.oldState["__inputs"] ?? null);
    return isObject(copy) ? copy : {};
}

function lastKnown(request: ReadRequest): Properties {
    const copy = plain(request.state["__inputs"] ?? null);
    return Object.keys(request.inputs).length > 0 ? request.inputs : isObject(copy) ? copy : {};
}
