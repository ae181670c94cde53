import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { ControlPlanes } from "../../rehearsal/control-plane/control-planes";
import type { RestClient } from "../../rehearsal/control-plane/rest-client";
import { parseFaults } from "../../rehearsal/faults/fault-file";
import { FaultInjector } from "../../rehearsal/faults/injector";
import { fasterClock } from "../../rehearsal/kubernetes/await/clock";
import { ClusterStores } from "../../rehearsal/kubernetes/cluster-stores";
import { objectAt, textAt } from "../../rehearsal/kubernetes/fields";
import { kubernetesProvider } from "../../rehearsal/kubernetes/provider";
import type { ChartDefinition, DefinitionsOf } from "../../rehearsal/kubernetes/releases/chart-definitions";
import { serveProviders } from "../../rehearsal/provider/server";
import { isObject, type Properties } from "../../rehearsal/provider/values";
import { TestEngine } from "../simulation/provider/client";
import { DCGM, kubeconfig } from "../simulation/kubernetes/cluster";

/** Ten minutes of waiting are six seconds. */
const SPEED = 100;

/** A provider instance that leads to a cluster with an API server. */
export interface ApiCluster {
    readonly engine: TestEngine;
    /** Leads to the cluster. */
    readonly kubeconfig: string;
    /** Port at which the provider is served, for an engine. */
    readonly port: number;
    readonly store: ClusterStores;
    readonly client: RestClient;
    /** Kept by the provider beside what the server keeps. */
    readonly directory: string;
    /** Makes a namespace that nobody else uses. */
    readonly newNamespace: () => Promise<string>;
    /** Changes an object behind the provider's back: a merge patch at a path of the server. */
    readonly patch: (path: string, body: Properties) => Promise<void>;
    readonly make: (type: string, name: string, news: Properties) => Promise<{ inputs: Properties; id: string; state: Properties }>;
    /** Marks the pods of a namespace as running, or as ended, as a node would. */
    readonly runPods: (namespace: string, phase: "Running" | "Succeeded" | "Failed") => Promise<void>;
    /** Another provider instance that leads to the same cluster, whose requests go wrong as a fault file says it. */
    readonly withFaults: (faults: string) => Promise<ApiCluster>;
    readonly close: () => Promise<void>;
}

/** A definition of which the chart of the tests is said to bring it. */
const GADGETS: ChartDefinition = {
    object: {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "gadgets.example.org" },
        spec: {
            group: "example.org",
            scope: "Namespaced",
            names: { kind: "Gadget", plural: "gadgets", singular: "gadget", listKind: "GadgetList" },
            versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
        },
    },
    place: "templates",
    onUpgrade: "applied",
    onUninstall: "removed",
};

/** @param faults what goes wrong, as a fault file says it @default - nothing */
export async function startApiCluster(planes: ControlPlanes, cluster: string, faults = ""): Promise<ApiCluster> {
    const directory = mkdtempSync(path.join(tmpdir(), "rehearsal-api-"));
    const lookup = () => ({ key: cluster });
    const definitionsOf: DefinitionsOf = ({ chart }) => (chart === DCGM["chart"] ? [GADGETS] : []);
    const provider = kubernetesProvider({
        directory,
        clusters: { lookup },
        controlPlanes: planes,
        clock: fasterClock(SPEED),
        definitionsOf,
    });
    const servers = await serveProviders([provider], { faults: new FaultInjector(parseFaults(faults)) });
    const port = servers.ports["kubernetes"] ?? 0;
    const engine = new TestEngine(port);
    await engine.start({ kubeconfig: kubeconfig("demo") });
    const { client } = await planes.open(cluster, "full");
    const make: ApiCluster["make"] = async (type, name, news) => {
        const { inputs } = await engine.check(type, name, news, {}, new Uint8Array(32).fill(0xab));
        return { inputs, ...(await engine.create(type, name, inputs)) };
    };
    let spaces = 0;
    return {
        engine,
        kubeconfig: kubeconfig("demo"),
        port,
        client,
        directory,
        make,
        withFaults: async (wanted) => startApiCluster(planes, cluster, wanted),
        newNamespace: async () => {
            const name = `space-${String(++spaces)}`;
            await make("kubernetes:core/v1:Namespace", name, { metadata: { name } });
            return name;
        },
        patch: async (at, body) => {
            const answer = await client.send({ method: "PATCH", path: at, body, contentType: "application/merge-patch+json" });
            if (answer.status !== 200) {
                throw new Error(`${at}: ${JSON.stringify(answer.body)}`);
            }
        },
        store: new ClusterStores(directory, planes),
        runPods: async (namespace, phase) => runPods(client, namespace, phase),
        close: async () => {
            engine.close();
            await servers.close();
            rmSync(directory, { recursive: true });
        },
    };
}

async function runPods(client: RestClient, namespace: string, phase: string): Promise<void> {
    const { body } = await client.send({ method: "GET", path: `/api/v1/namespaces/${namespace}/pods` });
    const pods = Array.isArray(body["items"]) ? body["items"].filter(isObject) : [];
    for (const pod of pods) {
        const name = textAt(objectAt(pod, "metadata"), "name");
        const status = phase === "Running" ? "True" : "False";
        const conditions = ["PodScheduled", "Initialized", "ContainersReady", "Ready"].map((type) => ({
            type,
            status: type.endsWith("Ready") ? status : "True",
        }));
        await client.send({
            method: "PATCH",
            path: `/api/v1/namespaces/${namespace}/pods/${name}/status`,
            contentType: "application/merge-patch+json",
            body: { status: { phase, conditions, podIP: "10.1.0.9", podIPs: [{ ip: "10.1.0.9" }] } },
        });
    }
}
