import type { VmSize } from "./catalog";

/** What a node has left for pods. */
export interface Allocatable {
    readonly cpus: number;
    /** Undefined where the catalog does not know the size's memory. */
    readonly memoryGiB?: number;
    readonly gpus: number;
}

/** CPU that AKS keeps for itself, in thousandths, by the number of vCPUs (AKS documentation, resource reservations; Kubernetes 1.29 on). */
const RESERVED_MILLICPU: readonly (readonly [vcpus: number, millicpu: number])[] = [
    [64, 740],
    [32, 420],
    [16, 260],
    [8, 180],
    [4, 140],
    [2, 100],
    [1, 60],
];

/** What the agents of every node ask for beside that: the network's, the proxy's and the disk drivers' (about, on a new cluster). */
const AGENT_MILLICPU = 300;
const AGENT_MIB = 400;

/**
 * What pods can ask for on a node of a size: its vCPUs and memory without what AKS reserves and what the node's own agents ask for.
 *
 * Memory: the smaller of 20 MiB for each pod and 50 MiB, and a quarter of all; and 100 MiB below which pods are evicted.
 */
export function allocatable(size: VmSize, maxPods: number): Allocatable {
    const reserved = RESERVED_MILLICPU.find(([vcpus]) => size.vcpus >= vcpus)?.[1] ?? 60;
    const cpus = Math.max(0, size.vcpus - (reserved + AGENT_MILLICPU) / 1000);
    const gpus = size.gpu?.count ?? 0;
    if (size.memoryGiB === undefined) {
        return { cpus, gpus };
    }
    const kubeletGiB = Math.min((20 * maxPods + 50) / 1024, size.memoryGiB / 4);
    return { cpus, gpus, memoryGiB: Math.max(0, size.memoryGiB - kubeletGiB - (100 + AGENT_MIB) / 1024) };
}
