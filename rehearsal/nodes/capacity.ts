import { sizeOf, type NodePool } from "./pools";
import type { Amounts } from "./quantity";

/** CPU that AKS keeps for the kubelet, in thousandths, from so many vCPUs on (AKS documentation, node resource reservations, 2026-09). */
const RESERVED_MILLICPU: readonly (readonly [vcpus: number, millicpu: number])[] = [
    [64, 740],
    [32, 420],
    [16, 260],
    [8, 180],
    [4, 140],
    [2, 100],
    [1, 60],
];

const MIB = 2 ** 20;

/**
 * What Linux shows of a machine's memory. The kernel keeps a 64th for the list of pages and about 110 MiB for itself; so computed, 4, 7 and
 * 56 GiB come out within 1 percent of what nodes report (Azure/AKS#3525, AKS documentation, Azure/acs-engine#4236).
 */
function visibleMemory(memoryGiB: number): number {
    return Math.floor(((memoryGiB * 1024 * 63) / 64 - 110) * MIB);
}

/** Share of the OS disk that the root file system offers: 129886128 KiB of 128 GiB (AKS documentation), 259966896 of 256 (Azure/AKS#3525). */
const FILE_SYSTEM_SHARE = 0.968;

export interface Room {
    readonly capacity: Amounts;
    readonly allocatable: Amounts;
}

/**
 * What a node of a pool has and what of it pods can ask for; GPUs apart, which only a device plugin offers.
 *
 * Memory that AKS keeps: the smaller of 20 MiB for each pod and 50 MiB more, and a quarter of all; and 100 MiB below which pods are evicted
 * (AKS documentation, node resource reservations, Kubernetes 1.29 and later). Of the disk the kubelet evicts from 90 percent on.
 */
export function roomOf(pool: NodePool): Room {
    const size = sizeOf(pool.size, pool.name);
    const memory = visibleMemory(size.memoryGiB);
    const reservedMemory = Math.min((20 * pool.maxPods + 50) * MIB, Math.floor(memory / 4)) + 100 * MIB;
    const reservedMillicpu = RESERVED_MILLICPU.find(([vcpus]) => size.vcpus >= vcpus)?.[1] ?? 60;
    const disk = Math.floor(pool.osDiskGiB * 1024 * MIB * FILE_SYSTEM_SHARE);
    return {
        capacity: amounts(size.vcpus * 1000, memory, disk, pool.maxPods),
        allocatable: amounts(size.vcpus * 1000 - reservedMillicpu, memory - reservedMemory, Math.floor(disk * 0.9), pool.maxPods),
    };
}

function amounts(millicpu: number, memory: number, disk: number, pods: number): Amounts {
    return { cpu: millicpu, memory: memory * 1000, "ephemeral-storage": disk * 1000, pods: pods * 1000 };
}
