import { parseCidr, prefixFor, sizeOf } from "./cidr";
import type { ClusterAddresses } from "./contracts";

/** Share of a pool that an upgrade adds in new nodes at once, where the pool upgrades by surge. */
export const SURGE_PERCENT = 33;

/** Nodes of a pool at its largest, with those that an upgrade adds for a while. */
export function withSurge(maxCount: number): number {
    return maxCount + Math.ceil((maxCount * SURGE_PERCENT) / 100);
}

/** Pods that the system pool's nodes have room for. */
export const SYSTEM_POOL_MAX_PODS = 110;

/** Fewest pods that AKS wants room for in a pool. */
export const FEWEST_PODS_IN_POOL = 30;

/** Most nodes of a cluster (AKS quotas). */
const LARGEST_CLUSTER = 5000;

/** Addresses that Azure keeps of every subnet. */
const KEPT_BY_AZURE = 5;

/** What a pool takes of its cluster's room at its largest. */
export interface RoomDemand {
    readonly nodes: number;
    readonly maxPods: number;
}

/** What the system pool takes. */
export function systemDemand({ systemNodes }: Pick<ClusterAddresses, "systemNodes">): RoomDemand {
    return { nodes: systemNodes, maxPods: SYSTEM_POOL_MAX_PODS };
}

/** Room that pools do not find, and how much they would need. */
export interface RoomFault {
    readonly kind: "subnet" | "pod-range" | "cluster";
    readonly message: string;
    readonly fix: string;
}

/**
 * Where pools at their largest, with the surge of upgrades, find no room. Every node takes an address of the subnet, and without an
 * overlay every pod that fits on it another one; with an overlay every node takes a /24 of the pod range.
 */
export function roomFaults({ nodeSubnet, podCidr, podNetworking }: ClusterAddresses, demands: readonly RoomDemand[]): RoomFault[] {
    const nodes = demands.reduce((sum, one) => sum + one.nodes, 0);
    const overlay = podNetworking === "overlay";
    const needed = demands.reduce((sum, one) => sum + one.nodes * (overlay ? 1 : one.maxPods + 1), 0);
    const found: RoomFault[] = [];
    const subnet = parseCidr(nodeSubnet);
    const usable = subnet === undefined ? needed : Math.max(sizeOf(subnet) - KEPT_BY_AZURE, 0);
    if (usable < needed) {
        found.push({
            kind: "subnet",
            message: `the node subnet ${nodeSubnet} has ${usable} usable addresses; all pools at their largest with the surge of upgrades need ${needed}`,
            fix: `use a node subnet of /${prefixFor(needed + KEPT_BY_AZURE)} or larger, or lower maxCount`,
        });
    }
    const pods = overlay ? parseCidr(podCidr) : undefined;
    const room = pods === undefined ? nodes : Math.floor(sizeOf(pods) / 256);
    if (room < nodes) {
        found.push({
            kind: "pod-range",
            message: `each node takes a /24 of the pod range ${podCidr}, which has room for ${room} nodes; all pools need ${nodes}`,
            fix: `use a pod range of /${prefixFor(nodes * 256)} or larger, or lower maxCount`,
        });
    }
    if (nodes > LARGEST_CLUSTER) {
        found.push({
            kind: "cluster",
            message: `all pools at their largest with the surge of upgrades have ${nodes} nodes; a cluster has at most ${LARGEST_CLUSTER}`,
            fix: "lower maxCount, or use a second cluster",
        });
    }
    return found;
}
