import type {
    CheckRequest,
    CheckResult,
    CreateRequest,
    CreateResult,
    DeleteRequest,
    DiffRequest,
    DiffResult,
    ProviderHost,
    ReadRequest,
    ReadResult,
    UpdateRequest,
} from "../../provider/contract";
import { differences, isWithin } from "../../provider/difference";
import { stackOfUrn } from "../../provider/urn";
import { isObject, plain, type Properties } from "../../provider/values";
import type { ClusterAccess } from "../access";
import { parseId, withSecrets } from "../checkpoint";
import { objectAt, textAt } from "../fields";
import { ApiError, type ObjectStore } from "../object-store";
import { checkedInputs, faultsOfRelease } from "./release-inputs";
import { importedRelease, merged, recordOf, referenceTo, releaseState, revisionOf, storedChart, storedValues } from "./release-record";

/** A Helm chart in a cluster, as the SDK's `helm.v3.Release` registers it. */
export const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

/** Who owns the fields of what Helm writes. */
const MANAGER = { fieldManager: "helm" };

/**
 * Helm releases as Pulumi resources, for one provider instance. Inputs, outputs, replacement and errors are those of the real provider
 * (pulumi-kubernetes 4, provider/pkg/provider/helm_release.go).
 *
 * Nothing is downloaded and nothing rendered: `resourceNames` is empty, no workload and no definition of the chart appears in the cluster, and a
 * custom resource of such a definition is refused. What the real provider takes from the rendered chart, its checksum, is made of what goes into it.
 */
export class ReleaseResources {
    constructor(
        private readonly host: ProviderHost,
        private readonly store: ObjectStore,
        private readonly access: ClusterAccess,
    ) {}

    check(request: CheckRequest): Promise<CheckResult> {
        const reached = this.access.reach();
        const inputs = checkedInputs(request, "namespace" in reached ? reached.namespace : "default");
        const { failures, notes } = faultsOfRelease(inputs);
        for (const note of notes) {
            this.host.log("info", note, request.urn);
        }
        return Promise.resolve({ inputs, failures });
    }

    diff({ oldInputs, news, ignoreChanges }: DiffRequest): DiffResult {
        const changes = Object.entries(differences(oldInputs, news))
            .filter(([path]) => !isWithin(path, ignoreChanges))
            .map(([path, kind]) => [path, { kind, replace: path === "name" || path === "namespace" }] as const);
        return { changes: Object.fromEntries(changes), deleteBeforeReplace: false };
    }

    async create({ urn, inputs, preview }: CreateRequest): Promise<CreateResult> {
        if (preview) {
            return { id: "", state: inputs };
        }
        const cluster = this.access.require("can't create Helm Release with unreachable cluster");
        const release = plain(inputs);
        const options = { ...MANAGER, stack: stackOfUrn(urn) };
        if ((await this.find(cluster, release)) !== undefined) {
            throw new Error("cannot re-use a name that is still in use");
        }
        if (release["createNamespace"] === true) {
            const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: textAt(release, "namespace") } };
            await this.store.create(cluster, namespace, options).catch(ignore("AlreadyExists"));
        }
        const record = recordOf(release, 1);
        await this.store.create(cluster, record, options).catch((error: unknown) => {
            throw error instanceof ApiError && error.reason === "AlreadyExists"
                ? new Error("cannot re-use a name that is still in use")
                : new Error(`create: failed to create: ${error instanceof Error ? error.message : String(error)}`);
        });
        return { id: idOf(release), state: releaseState(inputs, record) };
    }

    async read({ urn, id, inputs, state }: ReadRequest): Promise<ReadResult> {
        const reached = this.access.toRead(urn);
        if (reached === "gone") {
            return "gone";
        }
        const known = Object.keys(inputs).length > 0 ? inputs : state;
        const { namespace = "default", name } = parseId(id);
        const record = await this.find(reached.cluster, { namespace, name });
        if (record === undefined) {
            return "gone";
        }
        const isImport = Object.keys(known).length === 0;
        const values = merged(objectAt(plain(known), "values"), storedValues(record));
        const live = isImport
            ? importedRelease(record)
            : withSecrets({ ...plain(known), values, version: storedChart(record).version }, known);
        return { id, inputs: live, state: releaseState(live, record) };
    }

    async update({ news, preview }: UpdateRequest): Promise<{ state: Properties }> {
        if (preview) {
            return { state: news };
        }
        const cluster = this.access.require("can't update Helm Release with unreachable cluster");
        const release = plain(news);
        const old = await this.find(cluster, release);
        if (old === undefined) {
            throw new Error(`"${textAt(release, "name")}" has no deployed releases`);
        }
        const record = recordOf(release, revisionOf(old) + 1);
        await this.store.apply(cluster, record, { ...MANAGER, force: true });
        return { state: releaseState(news, record) };
    }

    async delete({ urn, id }: DeleteRequest): Promise<void> {
        const reached = this.access.toDelete(urn);
        if (reached === "gone") {
            return;
        }
        const { namespace = "default", name } = parseId(id);
        if ((await this.find(reached.cluster, { namespace, name })) === undefined) {
            throw new Error(`uninstall: Release not loaded: ${name}: release: not found`);
        }
        await this.store.delete(reached.cluster, referenceTo({ namespace, name }));
    }

    private async find(cluster: string, release: Properties): Promise<Properties | undefined> {
        const found = await this.store.get(cluster, referenceTo(release)).catch(ignore("NotFound"));
        return isObject(found) ? found : undefined;
    }
}

function idOf(release: Properties): string {
    return `${textAt(release, "namespace")}/${textAt(release, "name")}`;
}

function ignore(reason: ApiError["reason"]): (error: unknown) => undefined {
    return (error) => {
        if (error instanceof ApiError && error.reason === reason) {
            return undefined;
        }
        throw error;
    };
}
