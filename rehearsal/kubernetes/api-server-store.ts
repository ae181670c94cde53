import { type ApiCaller, Discovery, pathOf, type ServedKind } from "../control-plane/discovery";
import type { ApiRequest, ApiResponse } from "../control-plane/rest-client";
import type { Properties } from "../provider/values";
import { objectAt, objectsAt, textAt, uidOf } from "./fields";
import { referenceOf } from "./file-objects";
import type { Ledger } from "./ledger";
import { isMadeByUser } from "./made-objects";
import { needsTakeOver, takenOver } from "./managed-fields";
import {
    type ApplyOptions,
    type Capabilities,
    absent,
    type KubernetesObject,
    NoMatchError,
    type ObjectReference,
    type ObjectStore,
    type Propagation,
    type StandingObject,
    type WriteOptions,
} from "./object-store";
import { isPathMissing, refusalOf } from "./refusals";
import { isReleaseSecret, releaseIn } from "./releases/release-secrets";

/** The API servers of the simulated clusters. */
export interface ApiServers {
    /** @param level `"full"` where controllers must run, since objects are to become ready or to go; `"api"` for a look. */
    connect(cluster: string, level: "api" | "full"): Promise<ApiCaller>;
    /** Which stack's program made what. */
    ledger(cluster: string): Ledger;
}

/** The objects of clusters with a real API server. Refusals are the server's own. */
export class ApiServerStore implements ObjectStore {
    private readonly discoveries = new WeakMap<ApiCaller, Discovery>();

    constructor(private readonly servers: ApiServers) {}

    capabilities(): Capabilities {
        return { validates: true, controllers: true, releaseKind: false };
    }

    async get(cluster: string, { apiVersion, kind, namespace, name }: ObjectReference): Promise<KubernetesObject> {
        return this.fulfilled(cluster, apiVersion, kind, "api", (served) => ({
            method: "GET",
            path: pathOf(served, namespace ?? "default", name),
        }));
    }

    async list(cluster: string): Promise<StandingObject[]> {
        const { server, discovery } = await this.reach(cluster, "api");
        const ledger = this.servers.ledger(cluster);
        const lists = await Promise.all(
            (await discovery.listable()).map(async (served) => {
                const answer = await server.send({ method: "GET", path: pathOf(served, undefined) });
                // a kind may go between the two questions
                return answer.status === 200 ? itemsOf(answer.body, served.apiVersion, served.kind) : [];
            }),
        );
        const seen = new Set<string>();
        return lists.flat().flatMap((object) => {
            const uid = uidOf(object);
            if (seen.has(uid) || !isMadeByUser(object)) {
                return [];
            }
            seen.add(uid);
            const stack = ledger.stackOf(uid);
            const shown = isReleaseSecret(object) ? releaseIn(object) : object;
            return shown === undefined ? [] : [{ object: shown, ...(stack === undefined ? {} : { stack }) }];
        });
    }

    async listKind(cluster: string, apiVersion: string, kind: string, namespace?: string): Promise<KubernetesObject[]> {
        const body = await this.fulfilled(cluster, apiVersion, kind, "api", (served) => ({
            method: "GET",
            path: pathOf(served, namespace),
        }));
        return itemsOf(body, apiVersion, kind);
    }

    async isNamespaced(cluster: string, apiVersion: string, kind: string): Promise<boolean | undefined> {
        const { discovery } = await this.reach(cluster, "api");
        return (await discovery.find(apiVersion, kind))?.isNamespaced;
    }

    async create(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
        const created = await this.write(cluster, object, options, (path, query) => ({ method: "POST", path, query }), "collection");
        this.note(cluster, created, options);
        return created;
    }

    async apply(cluster: string, object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject> {
        const live = await this.get(cluster, referenceOf(object)).catch(absent);
        const mustTakeOver = live !== undefined && needsTakeOver(live, options.fieldManager);
        if (mustTakeOver && options.dryRun !== true) {
            await this.takeOver(cluster, live, options.fieldManager);
        }
        // a dry run cannot take over first, so it must not fail for that
        const force = options.force === true || (options.dryRun === true && mustTakeOver);
        const applied = await this.write(
            cluster,
            object,
            options,
            (path, query) => ({
                method: "PATCH",
                path,
                query: { ...query, force: String(force) },
                contentType: "application/apply-patch+yaml",
            }),
            "object",
        );
        if (live === undefined) {
            this.note(cluster, applied, options);
        }
        return applied;
    }

    async replace(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
        const live = await this.get(cluster, referenceOf(object));
        const metadata = { ...objectAt(object, "metadata"), resourceVersion: objectAt(live, "metadata")["resourceVersion"] ?? null };
        return this.write(cluster, { ...object, metadata }, options, (path, query) => ({ method: "PUT", path, query }), "object");
    }

    async delete(cluster: string, reference: ObjectReference, propagation: Propagation = "Foreground"): Promise<void> {
        const { apiVersion, kind, namespace, name } = reference;
        const answer = await this.fulfilled(cluster, apiVersion, kind, "full", (served) => ({
            method: "DELETE",
            path: pathOf(served, namespace ?? "default", name),
            body: { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: propagation },
        }));
        // the answer is the object that is going, or the uid of the one that went
        this.servers.ledger(cluster).forget(uidOf(answer) || textAt(objectAt(answer, "details"), "uid"));
    }

    /** Makes fields that the provider wrote in other ways its own, as {@link takenOver} has it. */
    private async takeOver(cluster: string, live: KubernetesObject, fieldManager: string): Promise<void> {
        const { apiVersion, kind, namespace, name } = referenceOf(live);
        // with the version that was read, so that nothing is lost which another writes meanwhile
        const resourceVersion = objectAt(live, "metadata")["resourceVersion"] ?? null;
        await this.fulfilled(cluster, apiVersion, kind, "full", (served) => ({
            method: "PATCH",
            path: pathOf(served, namespace ?? "default", name),
            contentType: "application/merge-patch+json",
            body: { metadata: { resourceVersion, managedFields: takenOver(live, fieldManager) } },
        }));
    }

    private async write(
        cluster: string,
        object: KubernetesObject,
        { dryRun, fieldManager, warn }: WriteOptions,
        request: (path: string, query: Readonly<Record<string, string | undefined>>) => ApiRequest,
        to: "collection" | "object",
    ): Promise<KubernetesObject> {
        const { apiVersion, kind, namespace, name } = referenceOf(object);
        const query = { fieldManager, fieldValidation: "Strict", ...(dryRun === true ? { dryRun: "All" } : {}) };
        return this.fulfilled(
            cluster,
            apiVersion,
            kind,
            dryRun === true ? "api" : "full",
            (served) => {
                const path = pathOf(served, namespace ?? "default", to === "object" ? name : undefined);
                return { ...request(path, query), body: placed(object, served) };
            },
            warn,
        );
    }

    /** Sends a request about a kind, and returns the answer unless it is a refusal. */
    private async fulfilled(
        cluster: string,
        apiVersion: string,
        kind: string,
        level: "api" | "full",
        request: (served: ServedKind) => ApiRequest,
        warn?: (message: string) => void,
    ): Promise<Properties> {
        const { server, discovery } = await this.reach(cluster, level);
        const served = await discovery.find(apiVersion, kind);
        if (served === undefined) {
            throw new NoMatchError(apiVersion, kind);
        }
        const answer: ApiResponse = await server.send(request(served));
        if (isPathMissing(answer)) {
            discovery.forget(apiVersion);
            throw new NoMatchError(apiVersion, kind);
        }
        if (answer.status >= 300) {
            throw refusalOf(answer);
        }
        for (const warning of answer.warnings) {
            warn?.(warning);
        }
        return answer.body;
    }

    private async reach(cluster: string, level: "api" | "full"): Promise<{ readonly server: ApiCaller; readonly discovery: Discovery }> {
        const server = await this.servers.connect(cluster, level);
        const discovery = this.discoveries.get(server) ?? new Discovery(server);
        this.discoveries.set(server, discovery);
        return { server, discovery };
    }

    private note(cluster: string, object: KubernetesObject, { dryRun, stack }: WriteOptions): void {
        if (dryRun !== true && stack !== undefined) {
            this.servers.ledger(cluster).note(uidOf(object), stack);
        }
    }
}

/** The object with a namespace where its kind has one, and without where it has none. */
function placed(object: KubernetesObject, { isNamespaced }: ServedKind): KubernetesObject {
    const { namespace, ...metadata } = objectAt(object, "metadata");
    const home = typeof namespace === "string" && namespace !== "" ? namespace : "default";
    return { ...object, metadata: isNamespaced ? { ...metadata, namespace: home } : metadata };
}

/** The elements of a list, which do not say what they are. */
function itemsOf(list: Properties, apiVersion: string, kind: string): KubernetesObject[] {
    return objectsAt(list, "items").map((item) => ({ apiVersion, kind, ...item }));
}
