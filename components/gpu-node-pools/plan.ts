import { poolEntry, type AgentPoolPlan, type PoolEntryPlan } from "../core/agent-pool";
import type { Capacity } from "../core/capacity";
import { sharingLabels } from "../core/gpu-sharing";
import { GPU_TAINT, POOL_LABEL, SPOT_LABEL, SPOT_TAINT } from "../core/placement";
import { gpuOffer } from "./gpu-offer";
import { GPU_POOL_DEFAULTS, type GpuPoolSpec } from "./spec";

/** A pool in Azure with every default filled in. */
export interface GpuPoolPlan extends AgentPoolPlan {
    /** Key of the entry that it belongs to. */
    readonly name: string;
    /** A former logical name, under which a stack may still know the pool. */
    readonly formerName: string | undefined;
    readonly driver: "Install" | "None";
    /** How every GPU is split into instances, in Azure's word. */
    readonly gpuInstanceProfile: string | undefined;
    readonly capacityReservationGroupId: string | undefined;
}

/** Labels that the pool always has, whatever the specification says; users' own may not replace them. */
export function fixedLabels(poolName: string, spot: boolean): Record<string, string> {
    return {
        [POOL_LABEL]: poolName,
        "nvidia.com/gpu.present": "true",
        ...(spot ? { [SPOT_LABEL.key]: SPOT_LABEL.value } : {}),
    };
}

/** Letters of the capacities for the sizes of an entry, by their place in the list: no letter is in both. */
const CAPACITY_LETTERS: Readonly<Record<Capacity, string>> = { "on-demand": "defghijklm", spot: "stuvwxyzab" };

/**
 * The pool's name in Azure: the entry's key, a letter, the generation. The letter says capacity and place of the size: `d` and `s` for the
 * first size, the letters behind them for the others. It is the last one before the final digits, so two pools never get the same name.
 */
export function agentPoolName(key: string, { place, capacity, generation }: PoolPlace): string {
    return `${key}${CAPACITY_LETTERS[capacity].charAt(place)}${generation}`;
}

/** What tells the pools of one entry apart. */
export interface PoolPlace {
    /** Place of the size in the list, from 0. */
    readonly place: number;
    readonly capacity: Capacity;
    readonly generation: number;
}

/** The pools of an entry in order of preference: every capacity of the first size, then of the next. */
export function poolPlaces(spec: GpuPoolSpec): PoolPlace[] {
    const { sizes, capacity: capacities = GPU_POOL_DEFAULTS.capacity, generation = GPU_POOL_DEFAULTS.generation } = spec;
    return sizes.flatMap((_, place) => capacities.map((capacity) => ({ place, capacity, generation })));
}

/**
 * Plans the entries, in the order of their keys, so that the order in a file changes nothing: a pool for each size and capacity.
 *
 * @param idle keep no node while nothing asks for one, whatever the smallest number is
 */
export function planEntries(name: string, pools: Readonly<Record<string, GpuPoolSpec>>, idle = false): PoolEntryPlan<GpuPoolPlan>[] {
    return Object.entries(pools)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([key, spec]) => {
            const [first, ...others] = poolPlaces(spec).map((place) => planPool(`${name}-${key}`, key, place, spec, idle));
            return first === undefined ? [] : [poolEntry(key, [first, ...others])];
        });
}

/** All pools of all entries, in the order in which they are planned. */
export function planPools(name: string, pools: Readonly<Record<string, GpuPoolSpec>>, idle = false): GpuPoolPlan[] {
    return planEntries(name, pools, idle).flatMap((entry) => entry.pools);
}

function planPool(prefix: string, key: string, at: PoolPlace, spec: GpuPoolSpec, idle: boolean): GpuPoolPlan {
    const size = spec.sizes[at.place] ?? "";
    const spot = at.capacity === "spot";
    const capacities = spec.capacity ?? GPU_POOL_DEFAULTS.capacity;
    const osDisk = spec.osDisk ?? GPU_POOL_DEFAULTS.osDisk;
    const sharing = spec.sharing ?? GPU_POOL_DEFAULTS.sharing;
    return {
        name: key,
        ...logicalNames(prefix, at, capacities),
        agentPoolName: agentPoolName(key, at),
        mode: "User",
        size,
        capacity: at.capacity,
        ...gpuOffer(size, sharing),
        // The smallest number is one of nodes of a size: those of the capacity that is preferred.
        minCount: idle || at.capacity !== capacities[0] ? 0 : spec.minCount,
        maxCount: spec.maxCount,
        autoscaled: true,
        driver: (spec.driver ?? GPU_POOL_DEFAULTS.driver) === "aks" ? "Install" : "None",
        zones: spec.zones,
        labels: { ...(spec.labels ?? GPU_POOL_DEFAULTS.labels), ...fixedLabels(key, spot), ...sharingLabels(sharing) },
        taints: spot ? [GPU_TAINT, SPOT_TAINT] : [GPU_TAINT],
        osDiskType: osDisk.kind === "managed" ? "Managed" : "Ephemeral",
        osDiskSizeGiB: osDisk.sizeGiB ?? (osDisk.kind === "managed" ? GPU_POOL_DEFAULTS.osDisk.sizeGiB : undefined),
        gpuInstanceProfile: sharing.kind === "mig" ? sharing.profile : undefined,
        capacityReservationGroupId: spec.reservation?.capacityReservationGroupId,
        maxPods: spec.maxPods ?? GPU_POOL_DEFAULTS.maxPods,
        drainTimeoutMinutes: spec.drainTimeoutMinutes ?? GPU_POOL_DEFAULTS.drainTimeoutMinutes,
        upgrade: { maxSurge: "0", maxUnavailable: "1" },
    };
}

/**
 * A new generation is a new resource: under one URN the provider always deletes before it replaces. Capacities have names of their own,
 * so that adding one leaves the other alone. Spot pools once had no name of their own: where a stack still has one under the short name,
 * and nothing else is called that now, it is the same pool.
 */
function logicalNames(prefix: string, { place, capacity, generation }: PoolPlace, capacities: readonly Capacity[]): LogicalNames {
    const of = (...parts: string[]): string => [prefix, ...parts, ...(generation === 1 ? [] : [generation])].join("-");
    const size = place === 0 ? [] : [`size${place + 1}`];
    return capacity === "spot"
        ? { logicalName: of(...size, "spot"), formerName: place === 0 && !capacities.includes("on-demand") ? of() : undefined }
        : { logicalName: of(...size), formerName: undefined };
}

type LogicalNames = Pick<GpuPoolPlan, "logicalName" | "formerName">;
