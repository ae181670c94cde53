import { azureProvider } from "./azure/provider";
import type { FaultInjector } from "./faults/injector";
import type { RehearsalPaths } from "./home";
import { kubernetesProvider } from "./kubernetes/provider";
import { serveProviders } from "./provider/server";
import { randomProvider } from "./random/provider";
import { forgetDeletedClusters, standingClusters } from "./standing";
import { tlsProvider } from "./tls/provider";

export interface Simulation {
    /** Port of each package's provider, on loopback. */
    readonly ports: Readonly<Record<string, number>>;
    close(): Promise<void>;
}

/** Serves all simulated providers from this process: one subscription, and the clusters that stand in it. */
export async function serveSimulation(paths: RehearsalPaths, faults?: FaultInjector): Promise<Simulation> {
    const providers = [
        azureProvider({ directory: paths.subscription }),
        kubernetesProvider({ directory: paths.clusters, clusters: standingClusters(paths) }),
        randomProvider(),
        tlsProvider(),
    ];
    const servers = await serveProviders(providers, faults === undefined ? {} : { faults });
    return {
        ports: servers.ports,
        async close() {
            await servers.close();
            forgetDeletedClusters(paths);
        },
    };
}
