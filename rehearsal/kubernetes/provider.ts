import * as path from "node:path";
import type { ProviderHost, ProviderInstance, SimulatedProvider } from "../provider/contract";
import type { Properties } from "../provider/values";
import { diffConfiguration, readConfiguration, type Configuration } from "./configuration";
import { FileObjectStore } from "./file-store";
import { activeCluster } from "./kubeconfig";
import type { ObjectStore } from "./object-store";
import { ClusterAccess, type Reach } from "./access";
import { ObjectResources } from "./object-resources";
import { invoke } from "./functions";
import { RELEASE_TYPE, ReleaseResources } from "./releases/release-resources";

/** Knows which clusters stand in the simulated subscription. */
export interface ClusterDirectory {
    /**
     * @param server URL of an API server as a kubeconfig names it, for example `https://demo-1a2b.hcp.westeurope.azmk8s.io:443`
     * @returns the cluster behind it; undefined when nothing answers there
     */
    lookup(server: string): { readonly key: string } | undefined;
}

/**
 * The `kubernetes` provider over objects kept in files.
 *
 * Names, namespaces, replacement, server-side apply and errors are those of the real provider and API server. What is missing is the rest of a
 * cluster: no schemas are checked, nothing is scheduled, and every object counts as ready at once. A release of a Helm chart is checked against
 * what its chart reads and kept as one object; nothing is rendered, so the cluster holds none of what the chart would make.
 *
 * @param options.directory where the objects are kept, one folder per cluster
 * @param options.clusters an API server that it does not know is unreachable
 */
export function kubernetesProvider(options: { readonly directory: string; readonly clusters: ClusterDirectory }): SimulatedProvider {
    const store = new FileObjectStore(path.resolve(options.directory));
    return { name: "kubernetes", version: "4.34.2", open: (host) => open(host, store, options.clusters) };
}

function open(host: ProviderHost, store: ObjectStore, clusters: ClusterDirectory): ProviderInstance {
    const handlers = (configuration: Configuration, to: () => Reach): Handlers => {
        const access = new ClusterAccess(host, configuration.deleteUnreachable, to);
        return { objects: new ObjectResources(store, configuration, access), releases: new ReleaseResources(host, store, access) };
    };
    let current = handlers(readConfiguration({}, process.env), () => ({ reason: "the provider is not configured" }));
    const forType = (type: string): ObjectResources | ReleaseResources => (type === RELEASE_TYPE ? current.releases : current.objects);
    return {
        diffConfig: ({ oldInputs, news }) => Promise.resolve(diffConfiguration(oldInputs, news, process.env)),
        configure: (args: Properties) => {
            const configuration = readConfiguration(args, process.env);
            current = handlers(configuration, () => reach(configuration, clusters));
            return Promise.resolve();
        },
        check: (request) => forType(request.type).check(request),
        diff: (request) => Promise.resolve(forType(request.type).diff(request)),
        create: (request) => forType(request.type).create(request),
        read: (request) => forType(request.type).read(request),
        update: (request) => forType(request.type).update(request),
        delete: (request) => forType(request.type).delete(request),
        invoke: ({ token, args }) => Promise.resolve().then(() => invoke(token, args)),
    };
}

/** What makes objects and releases of one provider instance. */
interface Handlers {
    readonly objects: ObjectResources;
    readonly releases: ReleaseResources;
}

/** The cluster that the configuration leads to now, or why none answers. Clusters come and go while a provider instance lives. */
function reach(configuration: Configuration, clusters: ClusterDirectory): Reach {
    try {
        const { server, namespace } = activeCluster(configuration.kubeconfig, configuration.context, process.env);
        const cluster = clusters.lookup(server);
        return cluster === undefined
            ? {
                  reason: `unable to load schema information from the API server: Get "${server}/openapi/v2": no cluster of the simulated subscription answers there`,
              }
            : { cluster: cluster.key, namespace: configuration.namespace ?? (namespace || "default") };
    } catch (error) {
        return { reason: `unable to load Kubernetes client configuration: ${error instanceof Error ? error.message : String(error)}` };
    }
}
