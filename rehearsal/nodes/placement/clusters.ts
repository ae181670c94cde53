import { listResources } from "../../azure/provider";
import type { ControlPlanes } from "../../control-plane/control-planes";
import type { RehearsalPaths } from "../../home";
import { clusterFolder } from "../../kubernetes/object-files";
import type { Obstacle } from "../autoscaler/scale-up";
import { readWorld } from "../loop/read-world";
import { waitUntilSettled } from "../loop/status";
import type { World } from "../world";

/** A cluster with nodes, as it is once everything in it that can be placed is. */
export interface RestingCluster {
    readonly name: string;
    readonly world: World;
    /** Pods for which no pool grows, by namespace and name, with the reason for each pool. */
    readonly stranded: Readonly<Record<string, readonly (readonly [pool: string, obstacle: Obstacle])[]>>;
    /** What was still under way when the time was over. */
    readonly underWay: readonly string[];
}

/** A cold start of the controllers, and the longest chain of steps: a node, its daemon sets, its GPUs, a pod. */
export const REST_MILLISECONDS = 90_000;

/**
 * The clusters of a stack, each waited for until it has come to rest. Those that are stopped, or whose objects are kept in files, have no nodes and are left out.
 *
 * @param stack @default - of every stack
 */
export async function restingClusters(planes: ControlPlanes, paths: RehearsalPaths, stack: string | undefined): Promise<RestingCluster[]> {
    const found: RestingCluster[] = [];
    for (const { name, apiServer, powerState, stack: owner } of listResources(paths.subscription)) {
        const isWanted = (stack === undefined || owner === stack) && powerState !== "Stopped";
        if (apiServer === undefined || !isWanted || !planes.has(apiServer)) {
            continue;
        }
        const { client } = await planes.open(apiServer, "full");
        const folder = clusterFolder(paths.clusters, apiServer);
        const { settledSince, stranded, underWay } = await waitUntilSettled(folder, REST_MILLISECONDS);
        const world = await readWorld(client, paths.subscription, apiServer);
        if (world !== undefined) {
            found.push({ name, world, stranded, underWay: settledSince === undefined ? underWay : [] });
        }
    }
    return found;
}
