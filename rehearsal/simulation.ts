import { azureProvider } from "./azure/provider";
import { forgetDeletedClusters, standingClusters } from "./clusters";
import type { ControlPlanes } from "./control-plane/control-planes";
import type { FaultInjector } from "./faults/injector";
import type { RehearsalPaths } from "./home";
import { clockOf } from "./kubernetes/await/clock";
import { kubernetesProvider } from "./kubernetes/provider";
import { knownDefinitions } from "./kubernetes/releases/known-definitions";
import { serveProviders } from "./provider/server";
import { randomProvider } from "./random/provider";
import { tlsProvider } from "./tls/provider";

export interface Simulation {
    /** Port of each package's provider, on loopback. */
    readonly ports: Readonly<Record<string, number>>;
    close(): Promise<void>;
}

export interface SimulationOptions {
    /** What to let go wrong. @default - nothing */
    readonly faults?: FaultInjector | undefined;
    /** Control planes of the clusters; who opened them closes them. @default - every cluster is kept in files */
    readonly planes?: ControlPlanes | undefined;
}

/** What clusters go with. */
const HOLDS_CLUSTERS: ReadonlySet<string> = new Set([
    "azure-native:containerservice:ManagedCluster",
    "azure-native:resources:ResourceGroup",
]);

/** Serves all simulated providers from this process: one subscription, and the clusters that stand in it. */
export async function serveSimulation(paths: RehearsalPaths, { faults, planes }: SimulationOptions = {}): Promise<Simulation> {
    const providers = [
        azureProvider({
            directory: paths.subscription,
            // a cluster that was replaced ends here, and not with the command, in which the new one may have to wait for much
            onDeleted: async (type) => (HOLDS_CLUSTERS.has(type) ? forgetDeletedClusters(paths) : undefined),
        }),
        kubernetesProvider({
            directory: paths.clusters,
            clusters: standingClusters(paths),
            definitionsOf: knownDefinitions,
            clock: clockOf(),
            ...(planes === undefined ? {} : { controlPlanes: planes }),
        }),
        randomProvider(),
        tlsProvider(),
    ];
    const servers = await serveProviders(providers, faults === undefined ? {} : { faults });
    return {
        ports: servers.ports,
        async close() {
            await servers.close();
            await forgetDeletedClusters(paths);
        },
    };
}
