import {
    type CheckRequest,
    type CheckResult,
    type CreateRequest,
    type CreateResult,
    type DeleteRequest,
    type DiffRequest,
    type DiffResult,
    PartialFailure,
    type ProviderHost,
    type ReadRequest,
    type ReadResult,
    type UpdateRequest,
} from "../../provider/contract";
import { differences, isWithin } from "../../provider/difference";
import { stackOfUrn } from "../../provider/urn";
import { hasUnknown, plain, type Properties } from "../../provider/values";
import type { ClusterAccess } from "../access";
import { parseId, withSecrets } from "../checkpoint";
import { objectAt, textAt } from "../fields";
import { NEVER, NOT_AWAITED } from "../await/awaiters";
import type { Waiting } from "../await/waiting";
import { ApiError, type KubernetesObject, type ObjectStore } from "../object-store";
import {
    type ChartDefinition,
    type DefinitionsOf,
    HELM,
    type ReleaseContents,
    ReleaseDefinitions,
    type ReleaseTarget,
} from "./chart-definitions";
import { checkedInputs, faultsOfRelease } from "./release-inputs";
import { importedRelease, merged, recordOf, releaseState, revisionOf, storedChart, storedValues } from "./release-record";
import { releaseRecords } from "./release-records";

/** A Helm chart in a cluster, as the SDK's `helm.v3.Release` registers it. */
export const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

/**
 * Helm releases as Pulumi resources, for one provider instance. Inputs, outputs, replacement and errors are those of the real provider
 * (pulumi-kubernetes 4, provider/pkg/provider/helm_release.go).
 *
 * Nothing is downloaded and nothing rendered: `resourceNames` is empty, and no workload of the chart appears in the cluster. Its definitions do,
 * as far as they are known. What the real provider takes from the rendered chart, its checksum, is made of what goes into it.
 */
export class ReleaseResources {
    private readonly definitions: ReleaseDefinitions;

    constructor(
        private readonly host: ProviderHost,
        private readonly store: ObjectStore,
        private readonly access: ClusterAccess,
        private readonly waiting: Waiting,
        private readonly definitionsOf: DefinitionsOf,
    ) {
        this.definitions = new ReleaseDefinitions(store, waiting);
    }

    check(request: CheckRequest): Promise<CheckResult> {
        const reached = this.access.reach();
        this.access.warnOnce(request.urn);
        const inputs = checkedInputs(request, "namespace" in reached ? reached.namespace : "default");
        const { failures, notes } = faultsOfRelease(inputs);
        for (const note of notes) {
            this.host.log("info", note, request.urn);
        }
        return Promise.resolve({ inputs, failures: failures.length > 0 ? failures : [...failures, ...this.faultsOfDefinitions(inputs)] });
    }

    diff({ oldInputs, news, ignoreChanges }: DiffRequest): Promise<DiffResult> {
        const changes = Object.entries(differences(oldInputs, news))
            .filter(([path]) => !isWithin(path, ignoreChanges))
            .map(([path, kind]) => [path, { kind, replace: path === "name" || path === "namespace" }] as const);
        return Promise.resolve({ changes: Object.fromEntries(changes), deleteBeforeReplace: false });
    }

    async create({ urn, inputs, preview, neverReady }: CreateRequest): Promise<CreateResult> {
        if (preview) {
            return { id: "", state: inputs };
        }
        const cluster = this.access.require("can't create Helm Release with unreachable cluster");
        const release = plain(inputs);
        const stack = stackOfUrn(urn);
        const records = releaseRecords(this.store, cluster);
        if ((await records.find(release)) !== undefined) {
            throw new Error("cannot re-use a name that is still in use");
        }
        if (release["createNamespace"] === true) {
            // Helm leaves it behind when the release goes
            const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: textAt(release, "namespace") } };
            await this.store.create(cluster, namespace, { ...HELM, stack }).catch(ignore("AlreadyExists"));
        }
        const isInVain = this.isInVain(urn, release, neverReady);
        const record = recordOf(release, 1, isInVain ? "failed" : "deployed");
        const target = targetOf(cluster, urn, release);
        const definitions = this.definitionsIn(cluster, record, release);
        await this.definitions.install(target, definitions);
        await records.add(record, stack).catch((error: unknown) => {
            throw error instanceof ApiError && error.reason === "AlreadyExists"
                ? new Error("cannot re-use a name that is still in use")
                : new Error(`create: failed to create: ${error instanceof Error ? error.message : String(error)}`);
        });
        const state = releaseState(inputs, record);
        if (isInVain) {
            const reason = await this.waiting.inVain(urn, Number(release["timeout"]), NEVER);
            if (release["atomic"] === true) {
                await this.definitions.remove(target, definitions);
                await records.remove(release);
                throw new Error(`release ${target.name} failed, and has been uninstalled due to atomic being set: ${reason}`);
            }
            throw this.unfinished(urn, inputs, state, "was created, but failed", reason);
        }
        return { id: idOf(release), state };
    }

    async read({ urn, id, inputs, state }: ReadRequest): Promise<ReadResult> {
        const reached = this.access.toRead(urn);
        if (reached === "gone") {
            return "gone";
        }
        const known = Object.keys(inputs).length > 0 ? inputs : state;
        const { namespace = "default", name } = parseId(id);
        const record = await releaseRecords(this.store, reached.cluster).find({ namespace, name });
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

    async update({ urn, news, preview, neverReady }: UpdateRequest): Promise<{ state: Properties }> {
        if (preview) {
            return { state: news };
        }
        const cluster = this.access.require("can't update Helm Release with unreachable cluster");
        const release = plain(news);
        const records = releaseRecords(this.store, cluster);
        const old = await records.find(release);
        if (old === undefined) {
            throw new Error(`"${textAt(release, "name")}" has no deployed releases`);
        }
        const isInVain = this.isInVain(urn, release, neverReady);
        const record = recordOf(release, revisionOf(old) + 1, isInVain ? "failed" : "deployed");
        const target = targetOf(cluster, urn, release);
        const [after, before] = [this.definitionsIn(cluster, record, release), this.definitionsIn(cluster, old, release)];
        await this.definitions.upgrade(target, after, before);
        await records.supersede(record, stackOfUrn(urn));
        const state = releaseState(news, record);
        if (isInVain) {
            const reason = await this.waiting.inVain(urn, Number(release["timeout"]), NEVER);
            if (release["atomic"] === true) {
                await this.definitions.upgrade(target, before, after);
                const rolledBack = { ...objectAt(old, "spec"), revision: revisionOf(record) + 1 };
                await records.supersede({ ...old, spec: rolledBack }, stackOfUrn(urn));
                throw new Error(`release ${target.name} failed, and has been rolled back due to atomic being set: ${reason}`);
            }
            throw this.unfinished(urn, news, state, "failed", reason);
        }
        return { state };
    }

    async delete({ urn, id, inputs }: DeleteRequest): Promise<void> {
        const reached = this.access.toDelete(urn);
        if (reached === "gone") {
            return;
        }
        const { namespace = "default", name } = parseId(id);
        const records = releaseRecords(this.store, reached.cluster);
        const record = await records.find({ namespace, name });
        if (record === undefined) {
            throw new Error(`uninstall: Release not loaded: ${name}: release: not found`);
        }
        // the record goes last, so that whoever is killed in between finds the release still there and can uninstall it again
        await this.definitions.remove(
            { cluster: reached.cluster, urn, namespace, name },
            this.definitionsIn(reached.cluster, record, plain(inputs)),
        );
        await records.remove({ namespace, name });
    }

    /** Whether a rehearsed fault lets the wait for a release fail, if anything is waited for. */
    private isInVain(urn: string, release: Properties, neverReady = false): boolean {
        if (neverReady && release["skipAwait"] === true) {
            this.host.log("warning", NOT_AWAITED, urn);
        }
        return neverReady && release["skipAwait"] !== true;
    }

    /** A release whose objects did not get ready, in the words of the real provider (pulumi/pulumi-kubernetes#2921). */
    private unfinished(urn: string, inputs: Properties, state: Properties, what: string, reason: string): PartialFailure {
        const id = idOf(plain(inputs));
        const advice = "Use the `helm` command to investigate the error, correct it, then retry.";
        const name = textAt(plain(inputs), "name");
        this.host.log("warning", `Helm release "${name}" was created but has a failed status. ${advice} Reason: ${reason}`, urn);
        return new PartialFailure(id, state, inputs, [
            `Helm release "${id}" ${what} to initialize completely. Use Helm CLI to investigate.: failed to become available within allocated timeout. Error: Helm Release ${id}: ${reason}`,
        ]);
    }

    /** A chart of which nobody looked what it brings is refused before anything is made. */
    private faultsOfDefinitions(inputs: Properties): CheckResult["failures"] {
        if (hasUnknown(inputs)) {
            return [];
        }
        try {
            this.definitionsOf({ ...contentsOf(recordOf(plain(inputs), 1), plain(inputs)), checksFields: false });
            return [];
        } catch (error) {
            return [{ property: "chart", reason: error instanceof Error ? error.message : String(error) }];
        }
    }

    /** @param release the inputs, as far as they are not in the record */
    private definitionsIn(cluster: string, record: KubernetesObject, release: Properties): readonly ChartDefinition[] {
        return this.definitionsOf({ ...contentsOf(record, release), checksFields: this.store.capabilities(cluster).validates });
    }
}

function contentsOf(record: KubernetesObject, release: Properties): Omit<ReleaseContents, "checksFields"> {
    return {
        ...storedChart(record),
        values: storedValues(record),
        skipCrds: release["skipCrds"] === true,
        disableWebhooks: release["disableWebhooks"] === true,
    };
}

function targetOf(cluster: string, urn: string, release: Properties): ReleaseTarget {
    return { cluster, urn, namespace: textAt(release, "namespace"), name: textAt(release, "name") };
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
