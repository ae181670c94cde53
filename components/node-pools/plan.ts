import { poolEntry, type AgentPoolPlan, type PoolEntryPlan } from "../core/agent-pool";
import { POOL_LABEL, SPOT_LABEL, SPOT_TAINT } from "../core/placement";
import { SURGE_PERCENT } from "../core/pool-room";
import { NODE_POOL_DEFAULTS, type NodePoolSpec } from "./spec";

/** The pool's name in Azure: its key, and from the second generation on the generation's number. */
export function nodePoolName(key: string, { generation = NODE_POOL_DEFAULTS.generation }: Pick<NodePoolSpec, "generation">): string {
    return generation === 1 ? key : `${key}${generation}`;
}

/** Labels that the pool always has, whatever the specification says; users' own may not replace them. */
export function fixedLabels(key: string, spot: boolean): Record<string, string> {
    return { [POOL_LABEL]: key, ...(spot ? { [SPOT_LABEL.key]: SPOT_LABEL.value } : {}) };
}

/** Plans the pools, in the order of their keys, so that the order in a file changes nothing. */
export function planNodePools(name: string, pools: Readonly<Record<string, NodePoolSpec>>): PoolEntryPlan[] {
    return Object.entries(pools)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, spec]) => poolEntry(key, [planPool(`${name}-${key}`, key, spec)]));
}

function planPool(prefix: string, key: string, spec: NodePoolSpec): AgentPoolPlan {
    const generation = spec.generation ?? NODE_POOL_DEFAULTS.generation;
    const capacity = spec.capacity ?? NODE_POOL_DEFAULTS.capacity;
    const taints = spec.taints ?? NODE_POOL_DEFAULTS.taints;
    const isSpot = capacity === "spot";
    return {
        // A new generation is a new resource: under one URN the provider always deletes before it replaces.
        logicalName: generation === 1 ? prefix : `${prefix}-${generation}`,
        agentPoolName: nodePoolName(key, spec),
        mode: (spec.mode ?? NODE_POOL_DEFAULTS.mode) === "system" ? "System" : "User",
        size: spec.size,
        capacity,
        gpusPerNode: 0,
        minCount: spec.minCount,
        maxCount: spec.maxCount,
        autoscaled: spec.minCount !== spec.maxCount,
        zones: spec.zones,
        labels: { ...(spec.labels ?? NODE_POOL_DEFAULTS.labels), ...fixedLabels(key, isSpot) },
        taints: isSpot ? [...taints, SPOT_TAINT] : taints,
        osDiskType: "Managed",
        osDiskSizeGiB: spec.osDiskSizeGiB ?? NODE_POOL_DEFAULTS.osDiskSizeGiB,
        maxPods: spec.maxPods ?? NODE_POOL_DEFAULTS.maxPods,
        drainTimeoutMinutes: 30,
        upgrade: { maxSurge: `${SURGE_PERCENT}%` },
    };
}
