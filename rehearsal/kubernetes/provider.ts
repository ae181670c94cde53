import * as path from "node:path";
import type { ProviderHost, ProviderInstance, SimulatedProvider } from "../provider/contract";
import type { Properties } from "../provider/values";
import { diffConfiguration, readConfiguration, type Configuration } from "./configuration";
import type { ControlPlanes } from "../control-plane/control-planes";
import { type Clock, systemClock } from "./await/clock";
import { Waiting } from "./await/waiting";
import { ClusterStores } from "./cluster-stores";
import { activeCluster } from "./kubeconfig";
import { ObjectChecks } from "./object-checks";
import type { ObjectStore } from "./object-store";
import { ClusterAccess, type Reach } from "./access";
import { ObjectResources } from "./object-resources";
import { invoke } from "./functions";
import type { DefinitionsOf } from "./releases/chart-definitions";
import { RELEASE_TYPE, ReleaseResources } from "./releases/release-resources";

/** A cluster of the simulated subscription. */
export interface FoundCluster {
    readonly key: string;
    /** Why it does not answer, as a client sees it. @default - it answers */
    readonly unreachable?: string;
}

/** Knows which clusters stand in the simulated subscription. */
export interface ClusterDirectory {
    /**
     * @param server URL of an API server as a kubeconfig names it, for example `https://demo-1a2b.hcp.westeurope.azmk8s.io:443`
     * @returns the cluster behind it, with what is in the way where it stands and does not answer; undefined where there is none
     */
    lookup(server: string): FoundCluster | undefined;
}

/**
 * The `kubernetes` provider, over the API servers of clusters with a control plane, and over files for the others.
 *
 * Names, namespaces, replacement, server-side apply, dry runs, waits and errors are those of the real provider. In files the rest of a cluster
 * is missing: no schemas are checked, nothing is scheduled, and every object counts as ready at once. A release of a Helm chart is checked
 * against what its chart reads and recorded; nothing is rendered, so the cluster holds none of what the chart would make but its definitions.
 */
export function kubernetesProvider(options: KubernetesProviderOptions): SimulatedProvider {
    const { clusters, clock = systemClock, definitionsOf = () => [] } = options;
    const store = new ClusterStores(path.resolve(options.directory), options.controlPlanes);
    return { name: "kubernetes", version: "4.34.2", open: (host) => open(host, { store, clusters, clock, definitionsOf }) };
}

export interface KubernetesProviderOptions {
    /** Where the objects are kept, one folder per cluster. */
    readonly directory: string;
    /** An API server that it does not know is unreachable. */
    readonly clusters: ClusterDirectory;
    /** @default - every cluster is kept in files */
    readonly controlPlanes?: ControlPlanes;
    /** What waits and retries go by. @default - real time */
    readonly clock?: Clock;
    /** What charts bring of definitions. @default - none */
    readonly definitionsOf?: DefinitionsOf;
}

function open(
    host: ProviderHost,
    {
        store,
        clusters,
        clock,
        definitionsOf,
    }: { store: ObjectStore; clusters: ClusterDirectory; clock: Clock; definitionsOf: DefinitionsOf },
): ProviderInstance {
    const waiting = new Waiting(host, store, clock);
    const handlers = (configuration: Configuration, to: () => Reach): Handlers => {
        const access = new ClusterAccess(host, configuration.deleteUnreachable, to);
        return {
            checks: new ObjectChecks(store, configuration, access, waiting),
            objects: new ObjectResources({ host, store, configuration, access, waiting }),
            releases: new ReleaseResources(host, store, access, waiting, definitionsOf),
        };
    };
    let current = handlers(readConfiguration({}, process.env), () => ({ reason: "the provider is not configured" }));
    const forType = (type: string): ObjectResources | ReleaseResources => (type === RELEASE_TYPE ? current.releases : current.objects);
    const checksOf = (type: string): ObjectChecks | ReleaseResources => (type === RELEASE_TYPE ? current.releases : current.checks);
    return {
        diffConfig: ({ oldInputs, news }) => Promise.resolve(diffConfiguration(oldInputs, news, process.env)),
        configure: (args: Properties) => {
            const configuration = readConfiguration(args, process.env);
            current = handlers(configuration, () => reach(configuration, clusters));
            return Promise.resolve();
        },
        check: (request) => checksOf(request.type).check(request),
        diff: (request) => checksOf(request.type).diff(request),
        create: (request) => forType(request.type).create(request),
        read: (request) => forType(request.type).read(request),
        update: (request) => forType(request.type).update(request),
        delete: (request) => forType(request.type).delete(request),
        cancel: () => waiting.cancel(),
        invoke: ({ token, args }) => Promise.resolve().then(() => invoke(token, args)),
    };
}

/** What makes objects and releases of one provider instance. */
interface Handlers {
    readonly checks: ObjectChecks;
    readonly objects: ObjectResources;
    readonly releases: ReleaseResources;
}

/** The cluster that the configuration leads to now, or why none answers. Clusters come and go while a provider instance lives. */
function reach(configuration: Configuration, clusters: ClusterDirectory): Reach {
    try {
        const { server, namespace } = activeCluster(configuration.kubeconfig, configuration.context, process.env);
        const cluster = clusters.lookup(server);
        if (cluster !== undefined && cluster.unreachable === undefined) {
            return { cluster: cluster.key, namespace: configuration.namespace ?? (namespace || "default") };
        }
        const why = cluster?.unreachable ?? "no cluster of the simulated subscription answers there";
        return { reason: `unable to load schema information from the API server: Get "${server}/openapi/v2": ${why}` };
    } catch (error) {
        return { reason: `unable to load Kubernetes client configuration: ${error instanceof Error ? error.message : String(error)}` };
    }
}
