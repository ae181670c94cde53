import { findSize } from "../core/catalog";
import { sharingLabels } from "../core/gpu-sharing";
import { formatTaint, GPU_TAINT, placementOf, POOL_LABEL, SPOT_LABEL, SPOT_TAINT, type Placement, type Taint } from "../core/placement";
import { GPU_POOL_DEFAULTS, type GpuPoolSpec, type SharingSpec } from "./spec";

/** A pool with every default filled in. */
export interface GpuPoolPlan {
    /** The pool's key. */
    readonly name: string;
    /** Logical name of the agent pool. */
    readonly logicalName: string;
    /** Name in Azure: key, `d`(emand) or `s`(pot), generation; at most 12 lower-case letters and digits. */
    readonly agentPoolName: string;
    readonly size: string;
    readonly gpusPerNode: number;
    readonly spot: boolean;
    readonly minCount: number;
    readonly maxCount: number;
    readonly driver: "Install" | "None";
    readonly zones: readonly string[] | undefined;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
    readonly osDiskType: "Managed" | "Ephemeral";
    /** Left out, Azure decides: an ephemeral disk is as large as it makes it on the machine's own. */
    readonly osDiskSizeGiB: number | undefined;
    /** How every GPU is split into instances, in Azure's word. */
    readonly gpuInstanceProfile: string | undefined;
    readonly capacityReservationGroupId: string | undefined;
    readonly maxPods: number;
    readonly drainTimeoutMinutes: number;
    readonly placement: Placement;
}

/** Labels that the pool always has, whatever the specification says; users' own may not replace them. */
export function fixedLabels(poolName: string, spot: boolean): Record<string, string> {
    return {
        [POOL_LABEL]: poolName,
        "nvidia.com/gpu.present": "true",
        ...(spot ? { [SPOT_LABEL.key]: SPOT_LABEL.value } : {}),
    };
}

/**
 * The pool's name in Azure. The last letter before the final digits is the capacity, so two pools never get the same name.
 */
export function agentPoolName(poolName: string, spot: boolean, generation: number): string {
    return `${poolName}${spot ? "s" : "d"}${generation}`;
}

/**
 * Plans the pools, in the order of their keys, so that the order in a file changes nothing: one for the first size and capacity of each.
 *
 * @param idle keep no node while nothing asks for one, whatever the smallest number is
 */
export function planPools(name: string, pools: Readonly<Record<string, GpuPoolSpec>>, idle = false): GpuPoolPlan[] {
    return Object.entries(pools)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([poolName, spec]) => planPool(name, poolName, idle ? { ...spec, minCount: 0 } : spec));
}

function planPool(name: string, poolName: string, spec: GpuPoolSpec): GpuPoolPlan {
    const [size = ""] = spec.sizes;
    const spot = (spec.capacity ?? GPU_POOL_DEFAULTS.capacity)[0] === "spot";
    const osDisk = spec.osDisk ?? GPU_POOL_DEFAULTS.osDisk;
    const sharing = spec.sharing ?? GPU_POOL_DEFAULTS.sharing;
    const generation = spec.generation ?? GPU_POOL_DEFAULTS.generation;
    const labels = { ...(spec.labels ?? GPU_POOL_DEFAULTS.labels), ...fixedLabels(poolName, spot), ...sharingLabels(sharing) };
    const taints = spot ? [GPU_TAINT, SPOT_TAINT] : [GPU_TAINT];
    return {
        name: poolName,
        // A new generation is a new resource: under one URN the provider always deletes before it replaces.
        logicalName: generation === 1 ? `${name}-${poolName}` : `${name}-${poolName}-${generation}`,
        agentPoolName: agentPoolName(poolName, spot, generation),
        size,
        gpusPerNode: gpusPerNode(size, sharing),
        spot,
        minCount: spec.minCount,
        maxCount: spec.maxCount,
        driver: (spec.driver ?? GPU_POOL_DEFAULTS.driver) === "aks" ? "Install" : "None",
        zones: spec.zones,
        labels,
        taints,
        osDiskType: osDisk.kind === "managed" ? "Managed" : "Ephemeral",
        osDiskSizeGiB: osDisk.sizeGiB ?? (osDisk.kind === "managed" ? GPU_POOL_DEFAULTS.osDisk.sizeGiB : undefined),
        gpuInstanceProfile: sharing.kind === "mig" ? sharing.profile : undefined,
        capacityReservationGroupId: spec.reservation?.capacityReservationGroupId,
        maxPods: spec.maxPods ?? GPU_POOL_DEFAULTS.maxPods,
        drainTimeoutMinutes: spec.drainTimeoutMinutes ?? GPU_POOL_DEFAULTS.drainTimeoutMinutes,
        placement: placementOf({ labels, taints }),
    };
}

/** What a specification asks for and `planPools` does not plan yet, by path below the pools, and what it plans instead. */
export function unbuiltParts(pools: Readonly<Record<string, GpuPoolSpec>>): { readonly path: string; readonly builds: string }[] {
    return Object.entries(pools).flatMap(([key, { sizes, capacity = GPU_POOL_DEFAULTS.capacity, sharing }]) => [
        ...(sizes.length > 1 ? [{ path: `${key}.sizes`, builds: "one pool of one size for each entry" }] : []),
        ...(capacity.length > 1 ? [{ path: `${key}.capacity`, builds: "one pool of one capacity for each entry" }] : []),
        ...(sharing?.kind === "mig" && sharing.strategy === "mixed"
            ? [{ path: `${key}.sharing.strategy`, builds: "pools whose MIG instances are all asked for as nvidia.com/gpu" }]
            : []),
    ]);
}

/** What a node offers as `nvidia.com/gpu`: its GPUs, or the instances or turns that they are shared in. */
function gpusPerNode(size: string, sharing: SharingSpec): number {
    const gpu = findSize(size)?.gpu;
    const gpus = gpu?.count ?? 0;
    switch (sharing.kind) {
        case "none":
            return gpus;
        case "time-slicing":
            return gpus * sharing.replicas;
        case "mig":
            return gpus * (gpu?.migProfiles?.find(({ profile }) => profile === sharing.profile)?.instancesPerGpu ?? 0);
    }
}

/** Taints in the form that AKS takes. */
export function nodeTaints(plan: Pick<GpuPoolPlan, "taints">): string[] {
    return plan.taints.map(formatTaint);
}
