import { isDaemon, takesRoom, type NodeView } from "../node-view";
import type { NodePool } from "../pools";

/** A node that goes, and the pool whose number it lowers. */
export interface Removal {
    readonly pool: NodePool;
    readonly node: string;
}

/** Whether nothing runs on a node but what runs on every node. */
export function isIdle(node: NodeView): boolean {
    return node.pods.every((pod) => isDaemon(pod) || !takesRoom(pod));
}

/**
 * The nodes that the autoscaler takes away: idle for long enough, and never more than leave the pool's minimum. Nodes that are used but little are
 * left, unlike in AKS, where their pods move: a rehearsal shows where pods land, not where they wander to.
 *
 * @param idleSince milliseconds since 1970 by the names of nodes
 */
export function planScaleDown(
    pools: readonly { readonly pool: NodePool; readonly nodes: readonly NodeView[] }[],
    idleSince: ReadonlyMap<string, number>,
    now: number,
    delayMilliseconds: number,
): Removal[] {
    return pools
        .filter(({ pool }) => pool.autoscaled && pool.succeeded)
        .flatMap(({ pool, nodes }) => {
            const spare = Math.min(nodes.length, pool.count) - pool.minCount;
            const idle = nodes.filter((node) => isIdle(node) && now - (idleSince.get(node.name) ?? now) >= delayMilliseconds);
            return idle
                .reverse()
                .slice(0, Math.max(0, spare))
                .map(({ name }) => ({ pool, node: name }));
        });
}
