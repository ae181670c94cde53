import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseFaults } from "../../../rehearsal/faults/fault-file";
import { FaultInjector } from "../../../rehearsal/faults/injector";
import { fasterClock } from "../../../rehearsal/kubernetes/await/clock";
import { kubernetesProvider } from "../../../rehearsal/kubernetes/provider";
import { serveProviders } from "../../../rehearsal/provider/server";
import { isSecret, secret, type Properties, type Value } from "../../../rehearsal/provider/values";
import { TestEngine } from "../provider/client";

export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
export const SECRET = "kubernetes:core/v1:Secret";
export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
export const RELEASE = "kubernetes:helm.sh/v3:Release";
export const KEY = "/subscriptions/s/managedClusters/demo";

/** A release of a chart that the rehearsal knows, in a namespace that a new cluster does not have. */
export const DCGM: Properties = {
    chart: "dcgm-exporter",
    version: "4.8.2",
    repositoryOpts: { repo: "https://nvidia.github.io/dcgm-exporter/helm-charts" },
    namespace: "gpu-resources",
    name: "dcgm",
};

export const kubeconfig = (host: string): string => `
apiVersion: v1
kind: Config
current-context: demo
contexts: [{ name: demo, context: { cluster: c, user: u } }, { name: elsewhere, context: { cluster: gone, user: u, namespace: team } }]
clusters: [{ name: c, cluster: { server: "https://${host}:443" } }, { name: gone, cluster: { server: "https://gone:443" } }]
users: [{ name: u, user: { token: hunter2 } }]
`;

export interface TestCluster {
    readonly directory: string;
    readonly engine: TestEngine;
    /** The API servers that answer. */
    readonly standing: Set<string>;
    readonly make: (type: string, name: string, news: Properties) => Promise<{ inputs: Properties; id: string; state: Properties }>;
    readonly close: () => Promise<void>;
}

/**
 * A provider instance that leads to an empty cluster. Ten minutes of waiting are less than a second.
 *
 * @param faults what goes wrong, as a fault file says it @default - nothing
 */
export async function startCluster(faults = ""): Promise<TestCluster> {
    const directory = mkdtempSync(path.join(tmpdir(), "rehearsal-kubernetes-"));
    const standing = new Set(["https://demo:443"]);
    const lookup = (server: string) => (standing.has(server) ? { key: KEY } : undefined);
    const servers = await serveProviders([kubernetesProvider({ directory, clusters: { lookup }, clock: fasterClock(1000) })], {
        faults: new FaultInjector(parseFaults(faults)),
    });
    const engine = new TestEngine(servers.ports["kubernetes"] ?? 0);
    await engine.start({ kubeconfig: secret(kubeconfig("demo")) });
    return {
        directory,
        engine,
        standing,
        make: async (type, name, news) => {
            const { inputs } = await engine.check(type, name, news, {}, new Uint8Array(32).fill(0xab));
            return { inputs, ...(await engine.create(type, name, inputs)) };
        },
        close: async () => {
            engine.close();
            await servers.close();
            rmSync(directory, { recursive: true });
        },
    };
}

export function merged(base: Properties, change: Properties): Properties {
    const result: Properties = { ...base };
    for (const [key, value] of Object.entries(change)) {
        const old = result[key];
        const both = [old, value].every((one) => typeof one === "object" && one !== null && !Array.isArray(one));
        result[key] = both ? merged(old as Properties, value as Properties) : value;
    }
    return result;
}

/** What is left to see when every secret is hidden. */
export function revealed(value: Value): string {
    return JSON.stringify(value, (_key, element: Value) => (isSecret(element) ? "[secret]" : element));
}
