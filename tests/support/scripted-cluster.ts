import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { RestClient } from "../../rehearsal/control-plane/rest-client";
import { definitionFrom } from "../../rehearsal/kubernetes/definitions/definition";
import type { DefinitionFacts } from "../../rehearsal/kubernetes/definitions/facts";
import { resourcePath } from "../../rehearsal/kubernetes/definitions/status/scripts";
import { runStatusScripts } from "../../rehearsal/kubernetes/definitions/status/status-loop";
import type { Properties } from "../../rehearsal/provider/values";
import { type ApiServer, startApiServer } from "./api-server";

export const DEFINITIONS = "apiextensions.k8s.io/v1/customresourcedefinitions";

const PATIENCE_SECONDS = 180;

export interface Condition {
    readonly type: string;
    readonly status: string;
    readonly message: string;
}

/** A cluster with the controllers of Kubernetes and the scripted ones, and with AKS' storage classes. */
export async function startScriptedCluster(
    definitions: readonly DefinitionFacts[],
    isHeld: (object: Properties) => boolean,
): Promise<ScriptedCluster> {
    const cluster = new ScriptedCluster(await startApiServer({ controllers: true }), isHeld);
    try {
        await Promise.all(definitions.map((one) => cluster.create(DEFINITIONS, definitionFrom(one))));
        for (const { name } of definitions) {
            await cluster.until(`${name} is served`, async () =>
                isTrue(await cluster.conditions(DEFINITIONS, undefined, name), "Established"),
            );
        }
        return cluster;
    } catch (error) {
        await cluster.stop();
        throw error;
    }
}

export class ScriptedCluster {
    /** What the API server refused of what the scripts did. */
    readonly refusals: string[] = [];
    readonly client: RestClient;
    private readonly controller = new AbortController();
    private readonly loop: Promise<void>;

    constructor(
        private readonly server: ApiServer,
        isHeld: (object: Properties) => boolean,
    ) {
        this.client = server.client;
        this.loop = runStatusScripts(server.client, this.controller.signal, { isHeld, log: (line) => this.refusals.push(line) });
    }

    async stop(): Promise<void> {
        this.controller.abort();
        await this.loop;
        await this.server.stop();
    }

    async create(resource: string, object: Properties): Promise<void> {
        const { namespace } = object["metadata"] as { namespace?: string };
        const path = resourcePath(resource, namespace);
        const { status, body } = await this.client.send({ method: "POST", path, query: { fieldValidation: "Strict" }, body: object });
        expect([path, status, body["message"]]).toEqual([path, 201, undefined]);
    }

    /** @param text objects in YAML whose plural is their kind and an `s` */
    async createAll(text: string): Promise<void> {
        for (const object of parseAllDocuments(text).map((document) => document.toJS() as Properties)) {
            await this.create(`${object["apiVersion"] as string}/${(object["kind"] as string).toLowerCase()}s`, object);
        }
    }

    async read(resource: string, namespace: string | undefined, name: string): Promise<Properties | undefined> {
        const { status, body } = await this.client.send({ method: "GET", path: resourcePath(resource, namespace, name) });
        return status === 200 ? body : undefined;
    }

    async conditions(resource: string, namespace: string | undefined, name: string): Promise<readonly Condition[]> {
        const { conditions } = ((await this.read(resource, namespace, name))?.["status"] ?? {}) as {
            conditions?: readonly Condition[] | null;
        };
        return conditions ?? [];
    }

    async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
        const end = Date.now() + PATIENCE_SECONDS * 1000;
        while (!(await isSo())) {
            if (Date.now() > end) {
                throw new Error(`not after ${String(PATIENCE_SECONDS)} seconds: ${what}`);
            }
            await sleep(200);
        }
    }

    async untilReady(resource: string, namespace: string | undefined, name: string): Promise<void> {
        await this.until(`${resource} ${name} is ready`, async () => isTrue(await this.conditions(resource, namespace, name), "Ready"));
    }
}

function isTrue(conditions: readonly Condition[], type: string): boolean {
    return conditions.some((one) => one.type === type && one.status === "True");
}
