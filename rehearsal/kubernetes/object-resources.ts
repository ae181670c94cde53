import { randomBytes } from "node:crypto";
import type {
    CheckRequest,
    CheckResult,
    CreateRequest,
    CreateResult,
    DeleteRequest,
    DiffRequest,
    DiffResult,
    ReadRequest,
    ReadResult,
    UpdateRequest,
} from "../provider/contract";
import { differences, isWithin } from "../provider/difference";
import { stackOfUrn } from "../provider/urn";
import { hasUnknown, plain, type Properties } from "../provider/values";
import type { ClusterAccess } from "./access";
import { idOf, importedInputs, liveInputs, parseId, stateOf, withSecrets } from "./checkpoint";
import type { Configuration } from "./configuration";
import { objectAt, textAt } from "./fields";
import { isNamespacedKind } from "./kinds";
import { completeInputs, isAutonamed, typeOf } from "./naming";
import { ApiError, NoMatchError, type ObjectReference, type ObjectStore } from "./object-store";
import { replacingProperties } from "./replacement";

const PATCH_FORCE = "pulumi.com/patchForce";
const PATCH_FIELD_MANAGER = "pulumi.com/patchFieldManager";

/** Kubernetes objects as Pulumi resources, for one provider instance. */
export class ObjectResources {
    constructor(
        private readonly store: ObjectStore,
        private readonly configuration: Configuration,
        private readonly access: ClusterAccess,
    ) {}

    async check(request: CheckRequest): Promise<CheckResult> {
        refuseOtherTypes(request.type);
        const reached = this.access.reach();
        const { apiVersion, kind } = { ...typeOf(request.type), ...textFields(request.news) };
        const namespaced =
            "cluster" in reached ? await this.store.isNamespaced(reached.cluster, apiVersion, kind) : isNamespacedKind(apiVersion, kind);
        const home = "cluster" in reached ? reached.namespace : (this.configuration.namespace ?? "default");
        const inputs = completeInputs(request, namespaced === true ? home : undefined, !this.configuration.serverSideApply);
        return { inputs, failures: [] };
    }

    diff({ oldInputs, news, ignoreChanges }: DiffRequest): DiffResult {
        const olds = plain(oldInputs);
        const currents = plain(news);
        const kind = textAt(currents, "kind");
        const mutable = kind === "ConfigMap" ? this.configuration.configMapMutable : this.configuration.secretMutable;
        const replacing = replacingProperties(textAt(currents, "apiVersion"), kind, mutable && olds["immutable"] !== true);
        const changes = Object.entries(differences(oldInputs, news))
            .filter(([path]) => !isWithin(path, ignoreChanges))
            .map(([path, change]) => [path, { kind: change, replace: isWithin(path, replacing) || covers(path, replacing) }] as const);
        const isReplaced = changes.some(([, { replace }]) => replace);
        return {
            changes: Object.fromEntries(changes),
            deleteBeforeReplace: isReplaced && isNamedByUser(currents) && idOf(olds) === idOf(currents),
        };
    }

    async create({ urn, inputs, preview }: CreateRequest): Promise<CreateResult> {
        if (preview) {
            return { id: "", state: inputs };
        }
        const cluster = this.access.require();
        const object = plain(inputs);
        const fieldManager = this.fieldManager({}, object);
        const write = this.configuration.upsertExistingObjects ? this.store.apply.bind(this.store) : this.store.create.bind(this.store);
        const live = await write(cluster, object, { fieldManager, stack: stackOfUrn(urn) }).catch((error: unknown) => {
            throw explained(
                error,
                "creation",
                `resource ${idOf(object)} was not successfully created by the Kubernetes API server: `,
                idOf(object),
            );
        });
        return { id: idOf(live), state: stateOf(inputs, live, fieldManager, textAt(object, "apiVersion")) };
    }

    async read({ urn, type, id, inputs, state }: ReadRequest): Promise<ReadResult> {
        refuseOtherTypes(type);
        const reached = this.access.toRead(urn);
        if (reached === "gone") {
            return "gone";
        }
        const live = await this.store.get(reached.cluster, referenceFrom(type, id, state)).catch(absent);
        if (live === undefined) {
            return "gone";
        }
        const oldInputs = plain(inputs);
        const isImport = Object.keys(oldInputs).length === 0;
        const known = withSecrets(isImport ? importedInputs(live) : liveInputs(live, oldInputs), inputs);
        const initialApiVersion = textAt(state, "__initialApiVersion") || textAt(live, "apiVersion");
        return { id, inputs: known, state: stateOf(known, live, this.fieldManager(state, live), initialApiVersion) };
    }

    async update({ id, oldState, news, preview }: UpdateRequest): Promise<{ state: Properties }> {
        if (preview) {
            return { state: hasUnknown(news) ? news : withServerFields(news, oldState) };
        }
        const cluster = this.access.require();
        const object = withIdentity(plain(news), id);
        const fieldManager = this.fieldManager(oldState, object);
        const force = !this.configuration.serverSideApply || annotations(object)[PATCH_FORCE] === "true";
        const live = await this.store.apply(cluster, object, { fieldManager, force }).catch((error: unknown) => {
            throw explained(error, "update", `update of resource ${id} failed because the Kubernetes API server refused it: `, id);
        });
        return { state: stateOf(news, live, fieldManager, textAt(oldState, "__initialApiVersion") || textAt(object, "apiVersion")) };
    }

    async delete({ urn, type, id, state }: DeleteRequest): Promise<void> {
        const reached = this.access.toDelete(urn);
        if (reached !== "gone") {
            await this.store.delete(reached.cluster, referenceFrom(type, id, state)).catch(absent);
        }
    }

    private fieldManager(state: Properties, object: Properties): string {
        if (!this.configuration.serverSideApply) {
            return "pulumi-kubernetes";
        }
        const asked = annotations(object)[PATCH_FIELD_MANAGER];
        return typeof asked === "string" ? asked : textAt(state, "__fieldManager") || `pulumi-kubernetes-${randomBytes(4).toString("hex")}`;
    }
}

/** Types of the SDK that are no objects of the API. */
function refuseOtherTypes(type: string): void {
    const { apiVersion, kind } = typeOf(type);
    if (/^(helm\.sh|yaml|kustomize)(\/|$)/.test(apiVersion)) {
        throw new Error(
            `the simulated kubernetes provider cannot make a ${type}: nothing renders charts or manifests here; a chart can be a kubernetes:helm.sh/v3:Release, anything else is added to rehearsal/kubernetes/object-resources.ts`,
        );
    }
    if (
        isNamespacedKind(apiVersion, kind) === undefined &&
        /(Patch|List)$/.test(kind) &&
        isNamespacedKind(apiVersion, kind.replace(/(Patch|List)$/, "")) !== undefined
    ) {
        throw new Error(
            `the simulated kubernetes provider cannot make a ${type}: use ${kind.replace(/(Patch|List)$/, "")}, or extend rehearsal/kubernetes/object-resources.ts`,
        );
    }
}

/** Such a name stays when the object is replaced, so both cannot exist at once. */
function isNamedByUser(inputs: Properties): boolean {
    return textAt(objectAt(inputs, "metadata"), "name") !== "" && !isAutonamed(inputs);
}

/** A change of a whole subtree, such as an added `spec`, changes what lies in it. */
function covers(path: string, replacing: readonly string[]): boolean {
    return replacing.some((property) => isWithin(property, [path]));
}

function explained(error: unknown, verb: string, prefix: string, id: string): Error {
    if (error instanceof NoMatchError) {
        return new Error(
            `${verb} of resource ${id} failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. ` +
                `Verify that any required CRDs have been created: ${error.message}`,
        );
    }
    return error instanceof Error ? new Error(`${prefix}${error.message}`) : new Error(String(error));
}

/** Undefined for what is not there: neither the object nor, any more, its kind. */
function absent(error: unknown): undefined {
    if ((error instanceof ApiError && error.reason === "NotFound") || error instanceof NoMatchError) {
        return undefined;
    }
    throw error;
}

function referenceFrom(type: string, id: string, state: Properties): ObjectReference {
    return { ...typeOf(type), ...textFields(state), ...parseId(id) };
}

/** apiVersion and kind where a map has them. */
function textFields(properties: Properties): { apiVersion?: string; kind?: string } {
    const { apiVersion, kind } = plain(properties);
    return { ...(typeof apiVersion === "string" ? { apiVersion } : {}), ...(typeof kind === "string" ? { kind } : {}) };
}

/** An object with a generated name has it in its id only. */
function withIdentity(object: Properties, id: string): Properties {
    return { ...object, metadata: { ...objectAt(object, "metadata"), ...parseId(id) } };
}

/** The inputs with what the server wrote, which an update keeps. */
function withServerFields(inputs: Properties, state: Properties): Properties {
    const metadata = { ...objectAt(plain(state), "metadata"), ...objectAt(inputs, "metadata") };
    return { ...("status" in state ? { status: state["status"] ?? null } : {}), ...inputs, metadata };
}

function annotations(object: Properties): Properties {
    return objectAt(objectAt(object, "metadata"), "annotations");
}
