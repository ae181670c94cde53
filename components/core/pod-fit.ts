import { allocatable } from "./allocatable";
import { findSize } from "./catalog";

/** What one pod asks for. */
export interface PodDemand {
    readonly gpus: number;
    readonly cpus: number;
    readonly memoryGiB: number;
    /** Of the node's disk: volumes, logs and what the pod writes into its own file system. Left out, of no account. */
    readonly diskGiB?: number;
}

/** A kind of node that a pod may land on. */
export interface NodeOffer {
    /** Azure VM size. */
    readonly size: string;
    readonly maxPods: number;
    /** How many GPUs one node offers, or turns or instances of them. Left out, as many as the machine has. */
    readonly gpusPerNode?: number;
    /** Size of the disk that the node boots from. Left out, nobody knows it. */
    readonly osDiskGiB?: number;
}

/** Something that no node of the pool has enough of. */
export interface FitFault {
    readonly key: keyof PodDemand;
    readonly asked: number;
    /** The most that a node has for pods. */
    readonly most: number;
    readonly unit: "GPUs" | "vCPUs" | "GiB" | "GiB of disk";
}

/**
 * Share of the OS disk that pods can ask for: the file system takes 3 percent (129886128 KiB of 128 GiB, AKS documentation), and the
 * kubelet evicts from 90 percent on.
 */
const DISK_SHARE = 0.968 * 0.9;

/** Disk of a node that images take, and that pods cannot have: the runtime's and those of a machine learning image. */
const IMAGES_GIB = 20;

/**
 * What a pod asks for that no node has, each at the kind of node that has most of it; nothing when a kind has all of it. A pod for which one
 * kind has the CPUs and another one the memory is told what those with the CPUs lack. Sizes that are not in the catalog are not judged.
 */
export function fitFaults(pod: PodDemand, offers: readonly NodeOffer[]): FitFault[] {
    const nodes = offers.flatMap((offer) => {
        const size = findSize(offer.size);
        return size === undefined ? [] : [roomOf(offer, allocatable(size, offer.maxPods))];
    });
    if (nodes.length === 0 || nodes.some((node) => DEMANDS.every(({ key }) => (pod[key] ?? 0) <= node[key]))) {
        return [];
    }
    const faults = DEMANDS.flatMap(({ key, unit }) => {
        const most = Math.max(...nodes.map((node) => node[key]));
        const asked = pod[key] ?? 0;
        return asked <= most ? [] : [{ key, asked, most, unit }];
    });
    return faults.length > 0 ? faults : together(pod, nodes);
}

/** What a pod lacks on those nodes that have all that comes before it in the list. */
function together(pod: PodDemand, nodes: readonly Room[]): FitFault[] {
    let left = nodes;
    for (const { key, unit } of DEMANDS) {
        const asked = pod[key] ?? 0;
        const most = Math.max(...left.map((node) => node[key]));
        if (asked > most) {
            return [{ key, asked, most, unit }];
        }
        left = left.filter((node) => asked <= node[key]);
    }
    return [];
}

const DEMANDS = [
    { key: "gpus", unit: "GPUs" },
    { key: "cpus", unit: "vCPUs" },
    { key: "memoryGiB", unit: "GiB" },
    { key: "diskGiB", unit: "GiB of disk" },
] as const;

type Room = Readonly<Record<keyof PodDemand, number>>;

function roomOf({ gpusPerNode, osDiskGiB }: NodeOffer, { cpus, memoryGiB, gpus }: ReturnType<typeof allocatable>): Room {
    return {
        gpus: gpusPerNode ?? gpus,
        cpus,
        memoryGiB: memoryGiB ?? Infinity,
        diskGiB: osDiskGiB === undefined ? Infinity : Math.floor(osDiskGiB * DISK_SHARE) - IMAGES_GIB,
    };
}
