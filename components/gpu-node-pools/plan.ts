import { findSize } from "../core/catalog";
import { formatTaint, GPU_TAINT, placementOf, POOL_LABEL, SPOT_LABEL, SPOT_TAINT, type Placement, type Taint } from "../core/placement";
import { GPU_POOL_DEFAULTS, type GpuPoolSpec } from "./spec";

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
    readonly osDiskSizeGiB: number;
    readonly maxPods: number;
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

/** Plans the pools, in the order of their keys, so that the order in a file changes nothing. */
export function planPools(name: string, pools: Readonly<Record<string, GpuPoolSpec>>): GpuPoolPlan[] {
    return Object.entries(pools)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([poolName, spec]) => planPool(name, poolName, spec));
}

function planPool(name: string, poolName: string, spec: GpuPoolSpec): GpuPoolPlan {
    const spot = (spec.capacity ?? GPU_POOL_DEFAULTS.capacity) === "spot";
    const generation = spec.generation ?? GPU_POOL_DEFAULTS.generation;
    const labels = { ...(spec.labels ?? GPU_POOL_DEFAULTS.labels), ...fixedLabels(poolName, spot) };
    const taints = spot ? [GPU_TAINT, SPOT_TAINT] : [GPU_TAINT];
    return {
        name: poolName,
        // A new generation is a new resource: under one URN the provider always deletes before it replaces.
        logicalName: generation === 1 ? `${name}-${poolName}` : `${name}-${poolName}-${generation}`,
        agentPoolName: agentPoolName(poolName, spot, generation),
        size: spec.size,
        gpusPerNode: findSize(spec.size)?.gpu?.count ?? 0,
        spot,
        minCount: spec.minCount,
        maxCount: spec.maxCount,
        driver: (spec.driver ?? GPU_POOL_DEFAULTS.driver) === "aks" ? "Install" : "None",
        zones: spec.zones,
        labels,
        taints,
        osDiskSizeGiB: spec.osDiskSizeGiB ?? GPU_POOL_DEFAULTS.osDiskSizeGiB,
        maxPods: spec.maxPods ?? GPU_POOL_DEFAULTS.maxPods,
        placement: placementOf({ labels, taints }),
    };
}

/** Taints in the form that AKS takes. */
export function nodeTaints(plan: Pick<GpuPoolPlan, "taints">): string[] {
    return plan.taints.map(formatTaint);
}
