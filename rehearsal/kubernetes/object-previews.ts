import type { ProviderHost } from "../provider/contract";
import { hasUnknown, type Properties } from "../provider/values";
import type { ClusterAccess } from "./access";
import { idOf, stateOf } from "./checkpoint";
import type { Configuration } from "./configuration";
import { textAt } from "./fields";
import { referenceOf } from "./file-objects";
import { toObject } from "./object-form";
import { creationError, updateError } from "./object-errors";
import { ApiError, isNamespaceMissing, type KubernetesObject, NoMatchError, type ObjectStore } from "./object-store";

/**
 * What creates and updates would do, by dry runs where there is an API server to ask. As the real provider (provider/pkg/provider/provider.go),
 * it shows the inputs as they are where a dry run cannot tell: something is not known yet, the cluster or the kind is not there yet, the
 * namespace is only planned, or the object that is in the way is to be replaced.
 */
export class ObjectPreviews {
    constructor(
        private readonly host: Pick<ProviderHost, "log">,
        private readonly store: ObjectStore,
        private readonly configuration: Configuration,
        private readonly access: ClusterAccess,
    ) {}

    async create(urn: string, inputs: Properties, fieldManager: string, isPatch: boolean): Promise<Properties> {
        const object = toObject(inputs);
        const cluster = isPatch || !this.configuration.serverSideApply ? undefined : await this.clusterFor(inputs, object);
        if (cluster === undefined) {
            return inputs;
        }
        const options = { fieldManager, dryRun: true, warn: this.warn(urn) };
        try {
            const live = this.configuration.upsertExistingObjects
                ? await this.store.apply(cluster, object, { ...options, force: true })
                : await this.store.create(cluster, object, options);
            const { status: _status, ...planned } = live;
            return stateOf(inputs, planned, fieldManager, textAt(object, "apiVersion"));
        } catch (error) {
            if (isNamespaceMissing(error) || isRefused(error, "AlreadyExists") || cannotTell(error)) {
                return inputs;
            }
            throw creationError(error, idOf(object));
        }
    }

    /** @param change what the update sends */
    async update(
        urn: string,
        news: Properties,
        fieldManager: string,
        initialApiVersion: string,
        change: { readonly object: KubernetesObject; readonly force: boolean; readonly isReplacement: boolean },
    ): Promise<Properties | undefined> {
        const cluster = await this.clusterFor(news, change.object);
        if (cluster === undefined) {
            return undefined;
        }
        const options = { fieldManager, dryRun: true, warn: this.warn(urn) };
        try {
            await this.store.get(cluster, referenceOf(change.object));
            const live = change.isReplacement
                ? await this.store.replace(cluster, change.object, options)
                : await this.store.apply(cluster, change.object, { ...options, force: change.force });
            return stateOf(news, live, fieldManager, initialApiVersion);
        } catch (error) {
            if (cannotTell(error)) {
                return undefined;
            }
            throw updateError(error, idOf(change.object));
        }
    }

    /** The cluster in which a dry run says something about an object. */
    private async clusterFor(inputs: Properties, object: KubernetesObject): Promise<string | undefined> {
        const reached = this.access.reach();
        if (hasUnknown(inputs) || !("cluster" in reached) || !this.store.capabilities(reached.cluster).validates) {
            return undefined;
        }
        const namespaced = await this.store.isNamespaced(reached.cluster, textAt(object, "apiVersion"), textAt(object, "kind"));
        return namespaced === undefined ? undefined : reached.cluster;
    }

    private warn(urn: string): (message: string) => void {
        return (message) => this.host.log("warning", message, urn);
    }
}

/** A kind that went meanwhile, or a user who may look but not touch: neither says anything about the object. */
function cannotTell(error: unknown): boolean {
    return error instanceof NoMatchError || isRefused(error, "Forbidden");
}

function isRefused(error: unknown, reason: ApiError["reason"]): boolean {
    return error instanceof ApiError && error.reason === reason;
}
