import { existsSync } from "node:fs";
import { listResources, type StandingResource } from "./azure/provider";
import { clustersOf, openClusters } from "./clusters";
import { uidOf } from "./kubernetes/fields";
import type { ControlPlanes } from "./control-plane/control-planes";
import { type RehearsalPaths, rehearsalPaths } from "./home";
import { ClusterStores } from "./kubernetes/cluster-stores";
import { referenceOf } from "./kubernetes/file-objects";
import type { ListedObject } from "./kubernetes/inventory";

/** An object of a simulated cluster. */
export interface StandingObject extends ListedObject {
    /** Stack whose program made it; where that is not known, the cluster's. */
    readonly stack: string;
}

export interface Inventory {
    readonly resources: readonly StandingResource[];
    readonly objects: readonly StandingObject[];
}

/** The objects of the clusters that stand: what a deleted cluster held went with it, and what a cluster makes by itself is left out. */
export async function standingObjects(paths: RehearsalPaths, planes: ControlPlanes): Promise<StandingObject[]> {
    const stores = new ClusterStores(paths.clusters, planes);
    const lists = await Promise.all(
        clustersOf(paths).map(async ({ key, resource }) => {
            const baseline = planes.has(key) ? (await planes.open(key, "api")).baseline : undefined;
            const objects = await stores.list(key);
            return objects
                .filter(({ object }) => baseline?.has(uidOf(object)) !== true)
                .map(({ object, stack = resource.stack }) => ({ cluster: key, ...referenceOf(object), stack }));
        }),
    );
    return lists.flat();
}

/**
 * All that stands in the simulated subscription and its clusters.
 *
 * @param planes those of the command, where it has some @default - started for the look, and ended after it
 */
export async function takeInventory(
    stack: string | undefined,
    paths: RehearsalPaths = rehearsalPaths(),
    planes?: ControlPlanes,
): Promise<Inventory> {
    if (!existsSync(paths.subscription)) {
        // looking into a subscription begins it, and a look should leave nothing behind
        return { resources: [], objects: [] };
    }
    const wanted = (entry: { stack: string }): boolean => stack === undefined || entry.stack === stack;
    const opened = planes ?? (await openClusters(paths, {}));
    try {
        const objects = await standingObjects(paths, opened);
        return { resources: listResources(paths.subscription).filter(wanted), objects: objects.filter(wanted) };
    } finally {
        if (planes === undefined) {
            await opened.close();
        }
    }
}
