import { existsSync } from "node:fs";
import { listResources, type StandingResource } from "./azure/provider";
import { type RehearsalPaths, rehearsalPaths } from "./home";
import { listObjects, type ListedObject, sweepClusters } from "./kubernetes/inventory";
import type { ClusterDirectory } from "./kubernetes/provider";

/** An object of a simulated cluster. */
export interface StandingObject extends ListedObject {
    /** Stack whose program made it; where that is not known, the cluster's. */
    readonly stack: string;
}

/**
 * The clusters of the subscription, as the simulated Kubernetes provider finds them. Each has a host name that no other ever had: a
 * replaced cluster starts empty, and an old kubeconfig leads nowhere.
 */
export function standingClusters(paths: RehearsalPaths): ClusterDirectory {
    return {
        lookup(server) {
            const host = URL.canParse(server) ? new URL(server).hostname : server;
            return clusters(paths).some(({ apiServer }) => apiServer === host) ? { key: host } : undefined;
        },
    };
}

/** The objects of the clusters that stand: what a deleted cluster held went with it. */
export function standingObjects(paths: RehearsalPaths): StandingObject[] {
    const stacks = new Map(clusters(paths).map(({ apiServer, stack }) => [apiServer, stack]));
    return listObjects(paths.clusters).flatMap((object) => {
        const clusterStack = stacks.get(object.cluster);
        return clusterStack === undefined ? [] : [{ ...object, stack: object.stack ?? clusterStack }];
    });
}

/** Forgets what deleted clusters held. */
export function forgetDeletedClusters(paths: RehearsalPaths): void {
    sweepClusters(paths.clusters, () => clusters(paths).flatMap(({ apiServer }) => apiServer ?? []));
}

function clusters(paths: RehearsalPaths): StandingResource[] {
    return listResources(paths.subscription).filter(({ apiServer }) => apiServer !== undefined);
}

export interface Inventory {
    readonly resources: readonly StandingResource[];
    readonly objects: readonly StandingObject[];
}

/** All that stands in the simulated subscription and its clusters; what a cluster has by itself is left out. */
export function takeInventory(stack: string | undefined, paths: RehearsalPaths = rehearsalPaths()): Inventory {
    if (!existsSync(paths.subscription)) {
        // looking into a subscription begins it, and a look should leave nothing behind
        return { resources: [], objects: [] };
    }
    const wanted = (entry: { stack: string }): boolean => stack === undefined || entry.stack === stack;
    return { resources: listResources(paths.subscription).filter(wanted), objects: standingObjects(paths).filter(wanted) };
}
