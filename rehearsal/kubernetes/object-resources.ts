import { randomBytes } from "node:crypto";
import {
    type CreateRequest,
    type CreateResult,
    type DeleteRequest,
    PartialFailure,
    type ProviderHost,
    type ReadRequest,
    type ReadResult,
    type UpdateRequest,
} from "../provider/contract";
import { stackOfUrn } from "../provider/urn";
import { hasUnknown, plain, type Properties } from "../provider/values";
import type { ClusterAccess } from "./access";
import { annotation, forcesPatch, PATCH_FIELD_MANAGER, propagationOf, skipsAwait, timeoutOf } from "./await/annotations";
import { type Awaiter, awaiterOf, inVain, NOT_AWAITED, skipsAwaitOfDeletion } from "./await/awaiters";
import { AwaitError, type Waiting } from "./await/waiting";
import { idOf, importedInputs, liveInputs, parseId, stateOf, withSecrets } from "./checkpoint";
import type { Configuration } from "./configuration";
import { objectAt, textAt } from "./fields";
import { referenceOf } from "./file-objects";
import { withIgnoredFields } from "./ignored-fields";
import { creationError, patchRemovalError, updateError } from "./object-errors";
import { toObject } from "./object-form";
import { ObjectPreviews } from "./object-previews";
import { absent, type KubernetesObject, type ObjectReference, type ObjectStore } from "./object-store";
import { kindOfType, refuseOtherTypes } from "./patches";

/** What the objects of one provider instance are made with. */
export interface ObjectContext {
    readonly host: ProviderHost;
    readonly store: ObjectStore;
    readonly configuration: Configuration;
    readonly access: ClusterAccess;
    readonly waiting: Waiting;
}

/** Kubernetes objects as Pulumi resources, for one provider instance. */
export class ObjectResources {
    private readonly previews: ObjectPreviews;

    constructor(private readonly context: ObjectContext) {
        const { host, store, configuration, access } = context;
        this.previews = new ObjectPreviews(host, store, configuration, access);
    }

    async create({ urn, type, inputs, preview, timeoutSeconds, neverReady }: CreateRequest): Promise<CreateResult> {
        const { store, configuration, access, waiting } = this.context;
        const object = toObject(inputs);
        const { isPatch } = kindOfType(type, object);
        const fieldManager = this.fieldManager({}, object);
        if (preview) {
            return { id: "", state: await this.previews.create(urn, inputs, fieldManager, isPatch) };
        }
        const cluster = access.require();
        const awaiter = this.awaiter(cluster, object, neverReady === true ? this.warn(urn) : undefined);
        const options = { fieldManager, stack: stackOfUrn(urn), warn: this.warn(urn) };
        const make = async (): Promise<KubernetesObject> =>
            isPatch || configuration.upsertExistingObjects
                ? store.apply(cluster, object, { ...options, force: this.forces(object) })
                : store.create(cluster, object, options);
        const made = await (store.capabilities(cluster).controllers ? waiting.retried(urn, make) : make()).catch((error: unknown) => {
            throw creationError(error, idOf(object));
        });
        const id = idOf(made);
        const state = (live: KubernetesObject): Properties => stateOf(inputs, live, fieldManager, textAt(object, "apiVersion"));
        const target = { cluster, urn, timeoutSeconds: timeoutOf(timeoutSeconds, object) };
        const live = await this.awaited(target, made, awaiter).catch((error: unknown) => {
            throw partial(
                error,
                (known) =>
                    new PartialFailure(id, state(known.live), inputs, [
                        `resource ${id} was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: ${known.message}`,
                        ...known.reasons,
                    ]),
            );
        });
        return { id, state: state(live) };
    }

    async read({ urn, type, id, inputs, state }: ReadRequest): Promise<ReadResult> {
        refuseOtherTypes(type);
        const { store, access } = this.context;
        const reached = access.toRead(urn);
        if (reached === "gone") {
            return "gone";
        }
        const live = await store.get(reached.cluster, referenceFrom(type, id, state)).catch(absent);
        if (live === undefined) {
            return "gone";
        }
        const oldInputs = plain(inputs);
        const isImport = Object.keys(oldInputs).length === 0;
        const known = withSecrets(isImport ? importedInputs(live) : liveInputs(live, oldInputs), inputs);
        const initialApiVersion = textAt(state, "__initialApiVersion") || textAt(live, "apiVersion");
        const result = { id, inputs: known, state: stateOf(known, live, this.fieldManager(state, live), initialApiVersion) };
        const awaiter = isImport ? undefined : this.awaiter(reached.cluster, oldInputs);
        const verdict = awaiter?.onRead === true ? await this.context.waiting.judge(reached.cluster, live, awaiter) : undefined;
        if (verdict?.isReady === false) {
            throw new PartialFailure(id, result.state, known, [
                `Resource '${textAt(objectAt(live, "metadata"), "name")}' was created but failed to initialize`,
                ...verdict.reasons,
            ]);
        }
        return result;
    }

    async update(request: UpdateRequest): Promise<{ state: Properties }> {
        const { urn, type, id, oldState, news, ignoreChanges, preview, timeoutSeconds, neverReady } = request;
        const { store, access } = this.context;
        const object = withIdentity(toObject(news), id);
        const fieldManager = this.fieldManager(oldState, object);
        const initialApiVersion = textAt(oldState, "__initialApiVersion") || textAt(object, "apiVersion");
        const isReplacement = textAt(object, "kind") === "CustomResourceDefinition" && !kindOfType(type, object).isPatch;
        const change = { object, force: this.forces(object), isReplacement };
        if (preview) {
            const planned = await this.previews.update(urn, news, fieldManager, initialApiVersion, change);
            return { state: planned ?? (hasUnknown(news) ? news : withServerFields(news, oldState)) };
        }
        const cluster = access.require();
        const awaiter = this.awaiter(cluster, object, neverReady === true ? this.warn(urn) : undefined);
        const state = (live: KubernetesObject): Properties => stateOf(news, live, fieldManager, initialApiVersion);
        try {
            const old = await store.get(cluster, referenceOf(object));
            const wanted = { ...change, object: withIgnoredFields(object, old, ignoreChanges, fieldManager) };
            const options = { fieldManager, stack: stackOfUrn(urn), warn: this.warn(urn) };
            const changed = isReplacement
                ? await store.replace(cluster, wanted.object, options)
                : await store.apply(cluster, wanted.object, { ...options, force: change.force });
            const live = await this.awaited({ cluster, urn, timeoutSeconds: timeoutOf(timeoutSeconds, object) }, changed, awaiter);
            await this.relinquish(cluster, object, textAt(plain(oldState), "__fieldManager"), fieldManager);
            return { state: state(live) };
        } catch (error) {
            if (error instanceof AwaitError) {
                const message = `the Kubernetes API server reported that ${id} failed to fully initialize or become live: ${error.message}`;
                throw new PartialFailure(id, state(error.live), news, [message, ...error.reasons]);
            }
            throw updateError(error, id);
        }
    }

    async delete({ urn, type, id, inputs, state, timeoutSeconds }: DeleteRequest): Promise<void> {
        const { store, access, waiting } = this.context;
        const reached = access.toDelete(urn);
        if (reached === "gone") {
            return;
        }
        const { cluster } = reached;
        const reference = referenceFrom(type, id, state);
        const own = toObject(Object.keys(inputs).length > 0 ? inputs : objectAt(plain(state), "__inputs"));
        if (kindOfType(type, { apiVersion: reference.apiVersion, kind: reference.kind }).isPatch) {
            await this.withdraw(cluster, reference, textAt(plain(state), "__fieldManager"));
            return;
        }
        const isThere = await store.delete(cluster, reference, propagationOf(own)).then(() => true, absent);
        const isAwaited = store.capabilities(cluster).controllers && !(skipsAwait(own) && skipsAwaitOfDeletion(reference.kind));
        if (isThere === true && isAwaited) {
            await waiting.untilGone({ cluster, urn, timeoutSeconds: timeoutOf(timeoutSeconds, own) }, reference);
        }
    }

    /** Takes back what a patch applied, and nothing else. */
    private async withdraw(cluster: string, reference: ObjectReference, fieldManager: string): Promise<void> {
        const { store } = this.context;
        const live = await store.get(cluster, reference).catch(absent);
        if (live !== undefined) {
            await store.apply(cluster, identity(reference), { fieldManager, force: true }).catch((error: unknown) => {
                throw patchRemovalError(error);
            });
        }
    }

    /** Gives up the fields that the object was applied with under another name. */
    private async relinquish(cluster: string, object: KubernetesObject, oldManager: string, fieldManager: string): Promise<void> {
        if (oldManager !== "" && oldManager !== fieldManager) {
            await this.context.store.apply(cluster, identity(referenceOf(object)), { fieldManager: oldManager, force: true });
        }
    }

    private async awaited(
        target: Parameters<Waiting["untilReady"]>[0],
        made: KubernetesObject,
        awaiter: Awaiter | undefined,
    ): Promise<KubernetesObject> {
        if (awaiter === undefined) {
            return made;
        }
        try {
            return await this.context.waiting.untilReady(target, made, awaiter);
        } catch (error) {
            // whatever goes wrong while it waits, the object is there, and must not be lost to the state
            throw error instanceof AwaitError ? error : new AwaitError(error instanceof Error ? error.message : String(error), made, []);
        }
    }

    /** How an object is awaited, if at all; in vain where `warn` is given, which takes what there is to say of that fault. */
    private awaiter(cluster: string, object: KubernetesObject, warn?: (message: string) => void): Awaiter | undefined {
        const awaiter = skipsAwait(object) ? undefined : awaiterOf(object, process.env);
        if (warn === undefined) {
            return this.context.store.capabilities(cluster).controllers ? awaiter : undefined;
        }
        if (awaiter === undefined) {
            warn(NOT_AWAITED);
        }
        return awaiter && inVain(awaiter);
    }

    private forces(object: KubernetesObject): boolean {
        const { serverSideApply, patchForce } = this.context.configuration;
        return !serverSideApply || patchForce || forcesPatch(object);
    }

    private warn(urn: string): (message: string) => void {
        return (message) => this.context.host.log("warning", message, urn);
    }

    private fieldManager(state: Properties, object: Properties): string {
        if (!this.context.configuration.serverSideApply) {
            return "pulumi-kubernetes";
        }
        const asked = annotation(object, PATCH_FIELD_MANAGER);
        return asked || textAt(state, "__fieldManager") || `pulumi-kubernetes-${randomBytes(4).toString("hex")}`;
    }
}

function partial(error: unknown, failure: (known: AwaitError) => PartialFailure): unknown {
    return error instanceof AwaitError ? failure(error) : error;
}

function referenceFrom(type: string, id: string, state: Properties): ObjectReference {
    const { apiVersion, kind } = kindOfType(type, plain(state));
    return { apiVersion, kind, ...parseId(id) };
}

function identity({ apiVersion, kind, namespace, name }: ObjectReference): KubernetesObject {
    return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

/** An object with a generated name has it in its id only. */
function withIdentity(object: KubernetesObject, id: string): KubernetesObject {
    const { generateName: _generateName, ...metadata } = objectAt(object, "metadata");
    return { ...object, metadata: { ...metadata, ...parseId(id) } };
}

/** The inputs with what the server wrote, which an update keeps. */
function withServerFields(inputs: Properties, state: Properties): Properties {
    const metadata = { ...objectAt(plain(state), "metadata"), ...objectAt(inputs, "metadata") };
    return { ...("status" in state ? { status: state["status"] ?? null } : {}), ...inputs, metadata };
}
