import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../../../provider/values";
import { UnreachableError, type RestClient } from "../../../control-plane/rest-client";
import { AskedValues, type Condition } from "../conditions";
import { conditionOf, objectAt, objectsAt, textAt } from "../../fields";
import { FLUX_NAME, FLUX_NAMESPACE, manifestObjects } from "./manifests";
import { resourceName } from "../../kinds";
import type { KubernetesObject } from "../../object-store";
import { madeWith, needsOf, nextStatus, STATUS_MANAGER, type FindRelated, type RelatedReference, type StatusStep } from "./next-status";
import { resourcePath, STATUS_SCRIPTS, versionOf, type StatusScript } from "./scripts";
import { textOf } from "./template";

export interface StatusLoopOptions {
    /** Objects that never become ready, beside those that are annotated. @default none */
    readonly isHeld?: (object: KubernetesObject) => boolean;
    /** Takes what the API server refuses of what the scripts do, and what else goes wrong. @default nobody */
    readonly log?: (line: string) => void;
}

/** Pauses between two looks: while something is on its way, and when nothing is. */
const BUSY_MILLISECONDS = 500;
const IDLE_MILLISECONDS = 1500;

/** Resources of what a Kustomization applies here: definitions first, since their objects need the controller that goes with it. */
const APPLIED: readonly string[] = ["apiextensions.k8s.io/v1/customresourcedefinitions", "apps/v1/deployments", "v1/namespaces"];
const MERGE_PATCH = "application/merge-patch+json";
const APPLY_PATCH = "application/apply-patch+yaml";

const MAKES_PODS: readonly string[] = ["Deployment", "StatefulSet"];

/**
 * Does what the controllers of the known kinds do: sets the status of custom resources and makes what belongs to them, until it is told to stop.
 * An API server that does not answer is asked again.
 */
export async function runStatusScripts(client: RestClient, signal: AbortSignal, options: StatusLoopOptions = {}): Promise<void> {
    const controllers = new ScriptedControllers(client, options);
    while (!signal.aborted) {
        const isIdle = await controllers.look().catch((error: unknown) => {
            if (!(error instanceof UnreachableError)) {
                // one odd object must not leave all others without a controller
                options.log?.(error instanceof Error ? (error.stack ?? error.message) : String(error));
            }
            return true;
        });
        await sleep(isIdle ? IDLE_MILLISECONDS : BUSY_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
}

/** The controllers of one cluster. */
export class ScriptedControllers {
    /** What was made already, by object, generation and path. Forgotten with the process: making again changes nothing. */
    private readonly made = new Set<string>();

    constructor(
        private readonly client: RestClient,
        private readonly options: StatusLoopOptions = {},
    ) {}

    /** Looks once at every object that has a script; says whether nothing is on its way. */
    async look(): Promise<boolean> {
        const served = await this.servedVersions();
        const scripts = STATUS_SCRIPTS.filter((script) => served.has(versionOf(script)));
        const known = new Map<string, KubernetesObject>();
        const found = await Promise.all(scripts.map(async (script) => ({ script, objects: await this.listOf(script) })));
        for (const { script, objects } of found) {
            for (const object of objects) {
                known.set(pathOf(script.resource, object), object);
            }
        }
        const looks = found.flatMap(({ script, objects }) =>
            objects.filter((object) => meets(object, script.when ?? "always")).map((object) => this.lookAt(script, object, known)),
        );
        return (await Promise.all(looks)).every((isSettled) => isSettled);
    }

    private async lookAt(script: StatusScript, object: KubernetesObject, known: Map<string, KubernetesObject>): Promise<boolean> {
        const find: FindRelated = ({ resource, namespace, name }) => known.get(resourcePath(resource, namespace, name));
        const metadata = objectAt(object, "metadata");
        if (metadata["deletionTimestamp"] !== undefined) {
            await this.cleanUp(script, object, find);
            return true;
        }
        const isHeld = this.options.isHeld?.(object) ?? false;
        if (!nextStatus(script, object, new Date(), find, isHeld).isSettled) {
            await Promise.all(needsOf(script, object).map(({ reference }) => this.learn(reference, known)));
        }
        await this.hold(script, object);
        const step = nextStatus(script, object, new Date(), find, isHeld);
        const isNew = await this.make(object, step);
        if (step.status !== undefined && !isNew) {
            const path = pathOf(script.resource, object);
            await this.send("PATCH", `${path}/status`, { status: step.status }, [200, 404]);
        }
        return step.isSettled;
    }

    /** Says whether something is under way: definitions that were installed, which takes the API server a moment, or pods that do not run yet. */
    private async make(object: KubernetesObject, { makes, definitions }: StatusStep): Promise<boolean> {
        for (const one of makes) {
            await this.makeOnce(object, collectionOf(one), one);
        }
        let isNew = false;
        const manifests = definitions === undefined ? [] : manifestObjects(object, definitions);
        if (manifests instanceof Error) {
            this.options.log?.(`${textAt(object, "kind")} ${textAt(objectAt(object, "metadata"), "name")}: ${manifests.message}`);
            return true;
        }
        for (const one of manifests) {
            const path = collectionOf(one);
            isNew = (await this.makeOnce(object, path, one)) || isNew;
            isNew = isNew || !(await this.runs(path, one));
        }
        return isNew;
    }

    /** Whether something that a Kustomization waits for has its pods. */
    private async runs(collection: string, object: KubernetesObject): Promise<boolean> {
        if (object["kind"] !== "Deployment") {
            return true;
        }
        const { body } = await this.client.send({ method: "GET", path: `${collection}/${textAt(objectAt(object, "metadata"), "name")}` });
        return conditionOf(body, "Available")?.["status"] === "True";
    }

    private async makeOnce(owner: KubernetesObject, path: string, object: KubernetesObject): Promise<boolean> {
        const metadata = objectAt(owner, "metadata");
        const key = [textOf(metadata["uid"]), textOf(metadata["generation"]), path, textAt(objectAt(object, "metadata"), "name")].join(" ");
        if (this.made.has(key)) {
            return false;
        }
        let status = await this.send("POST", path, object, [201, 409]);
        if (status === 409 && MAKES_PODS.includes(textAt(object, "kind"))) {
            // a change of the owner reaches what runs for it
            status = await this.send("PATCH", `${path}/${textAt(objectAt(object, "metadata"), "name")}`, object, [200, 409], APPLY_PATCH);
        }
        if ([200, 201, 409].includes(status)) {
            this.made.add(key);
        }
        return status === 201;
    }

    /** A controller that cleans up after its objects holds them until it has. */
    private async hold({ finalizer, resource }: StatusScript, object: KubernetesObject): Promise<void> {
        const { finalizers = [], resourceVersion = "" } = objectAt(object, "metadata");
        if (finalizer !== undefined && Array.isArray(finalizers) && !finalizers.includes(finalizer)) {
            const body = { metadata: { finalizers: [...finalizers, finalizer], resourceVersion } };
            await this.send("PATCH", pathOf(resource, object), body, [200, 404, 409]);
        }
    }

    private async cleanUp(script: StatusScript, object: KubernetesObject, find: FindRelated): Promise<void> {
        const metadata = objectAt(object, "metadata");
        const { finalizers = [], resourceVersion = "" } = metadata;
        if (script.finalizer === undefined || !Array.isArray(finalizers) || !finalizers.includes(script.finalizer)) {
            return;
        }
        if (script.removesWhen !== undefined && meets(object, script.removesWhen)) {
            const selector = `${FLUX_NAME}=${textAt(metadata, "name")},${FLUX_NAMESPACE}=${textAt(metadata, "namespace")}`;
            const applied = script.ready.definitions === undefined ? [] : await this.appliedWith(selector);
            const paths = [
                ...applied,
                ...madeWith(script, object, new Date(), find).map(
                    (made) => `${collectionOf(made)}/${textAt(objectAt(made, "metadata"), "name")}`,
                ),
            ];
            for (const path of paths) {
                await this.send("DELETE", path, undefined, [200, 202, 404]);
            }
        }
        const body = { metadata: { finalizers: finalizers.filter((one) => one !== script.finalizer), resourceVersion } };
        await this.send("PATCH", pathOf(script.resource, object), body, [200, 404, 409]);
    }

    /** Paths of what a Kustomization applied. */
    private async appliedWith(selector: string): Promise<string[]> {
        const found = await Promise.all(
            APPLIED.map(async (resource) => (await this.list(resource, selector)).map((object) => pathOf(resource, object))),
        );
        return found.flat();
    }

    private async learn({ resource, namespace, name }: RelatedReference, known: Map<string, KubernetesObject>): Promise<void> {
        const path = resourcePath(resource, namespace, name);
        if (name !== "" && !known.has(path)) {
            const { status, body } = await this.client.send({ method: "GET", path });
            if (status === 200) {
                known.set(path, body);
            }
        }
    }

    /** Objects of built-in kinds do not say in a list of what kind they are. */
    private async listOf(script: StatusScript): Promise<KubernetesObject[]> {
        const objects = await this.list(script.resource);
        return objects.map((object) => ({ apiVersion: versionOf(script), kind: script.kind, ...object }));
    }

    private async list(resource: string, labelSelector?: string): Promise<KubernetesObject[]> {
        // Served from the server's cache, which etcd need not be asked for
        const query = { resourceVersion: "0", labelSelector };
        const { status, body } = await this.client.send({ method: "GET", path: resourcePath(resource), query });
        return status === 200 ? objectsAt(body, "items") : [];
    }

    private async servedVersions(): Promise<Set<string>> {
        const { body } = await this.client.send({ method: "GET", path: "/apis" });
        const versions = objectsAt(body, "groups").flatMap((group) => objectsAt(group, "versions"));
        return new Set(["v1", ...versions.map((version) => textAt(version, "groupVersion"))]);
    }

    private async send(
        method: "POST" | "PATCH" | "DELETE",
        path: string,
        body: Properties | undefined,
        expected: number[],
        contentType = MERGE_PATCH,
    ): Promise<number> {
        const answer = await this.client.send({
            method,
            path,
            ...(method === "DELETE"
                ? {}
                : { query: { fieldManager: STATUS_MANAGER, ...(contentType === APPLY_PATCH ? { force: "true" } : {}) } }),
            ...(body === undefined ? {} : { body }),
            ...(method === "PATCH" ? { contentType } : {}),
        });
        if (!expected.includes(answer.status)) {
            this.options.log?.(`${method} ${path}: ${String(answer.status)} ${textAt(answer.body, "message")}`);
        }
        return answer.status;
    }
}

function meets(object: KubernetesObject, condition: Condition): boolean {
    return new AskedValues(object).meets(condition);
}

function pathOf(resource: string, object: KubernetesObject): string {
    const metadata = objectAt(object, "metadata");
    const namespace = textAt(metadata, "namespace");
    return resourcePath(resource, namespace === "" ? undefined : namespace, textAt(metadata, "name"));
}

/** Where objects of the kind of one that a script makes are created. */
function collectionOf(object: KubernetesObject): string {
    const [apiVersion, kind] = [textAt(object, "apiVersion"), textAt(object, "kind")];
    const [plural = ""] = resourceName(apiVersion, kind).split(".");
    const namespace = textAt(objectAt(object, "metadata"), "namespace");
    return resourcePath(`${apiVersion}/${plural}`, namespace === "" ? undefined : namespace);
}
