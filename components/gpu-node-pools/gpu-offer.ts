import { findSize } from "../core/catalog";
import { GPU_RESOURCE } from "../core/placement";
import { GPU_POOL_DEFAULTS, type SharingSpec } from "./spec";

/** What a node offers to pods, in the words of a pod specification. */
export interface GpuOffer {
    /** Extended resource that a pod asks for. */
    readonly gpuResource: string;
    /** How many of it a node has. */
    readonly gpusPerNode: number;
}

/**
 * What a node of a size offers: its GPUs, or the turns or instances that they are shared in. AKS splits every GPU of a node in the same way,
 * so there is one resource on it; NVIDIA's device plugin names instances after their profile with the strategy `mixed`.
 */
export function gpuOffer(size: string, sharing: SharingSpec): GpuOffer {
    const gpu = findSize(size)?.gpu;
    const gpus = gpu?.count ?? 0;
    switch (sharing.kind) {
        case "none":
            return { gpuResource: GPU_RESOURCE, gpusPerNode: gpus };
        case "time-slicing":
            return { gpuResource: GPU_RESOURCE, gpusPerNode: gpus * sharing.replicas };
        case "mig": {
            const split = gpu?.migProfiles?.find(({ profile }) => profile === sharing.profile);
            const isNamed = (sharing.strategy ?? GPU_POOL_DEFAULTS.migStrategy) === "mixed" && split !== undefined;
            return {
                gpuResource: isNamed ? `nvidia.com/mig-${split.nvidiaProfile}` : GPU_RESOURCE,
                gpusPerNode: gpus * (split?.instancesPerGpu ?? 0),
            };
        }
    }
}
