import type { GpuSoftwareArgs } from "../../components";
import { GPU_TAINT, placementOf, POOL_LABEL, SPOT_TAINT } from "../../components/core/placement";
import type { GpuPoolSpec, SharingSpec } from "../../components/gpu-node-pools/spec";

/** Pools as the software for GPUs is given them. */

const WHOLE = { kind: "none" } as const;
export const SLICED = { kind: "time-slicing", replicas: 4 } as const;
export const SPLIT = { kind: "mig", profile: "MIG1g" } as const;
export const MIXED = { ...SPLIT, strategy: "mixed" } as const;

export const t4: GpuPoolSpec = { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 1 };
export const spot: GpuPoolSpec = { ...t4, capacity: ["spot"] };

/** Pools as the component takes them. */
export function served(pools: Readonly<Record<string, GpuPoolSpec>>): GpuSoftwareArgs["pools"] {
    const entries = Object.entries(pools).map(([name, { capacity = [], driver = "aks", sharing = WHOLE }]) => {
        const taints = capacity.includes("spot") ? [GPU_TAINT, SPOT_TAINT] : [GPU_TAINT];
        return [name, { placement: placementOf({ labels: { [POOL_LABEL]: name }, taints }), driver, sharing }] as const;
    });
    return Object.fromEntries(entries);
}

type Served = GpuSoftwareArgs["pools"][string];

/** The same as a list. */
export const list = (pools: Readonly<Record<string, GpuPoolSpec>>): Served[] => Object.values(served(pools));
/** A pool for each way to share. */
export const sharing = (...kinds: SharingSpec[]): Served[] =>
    list(Object.fromEntries(kinds.map((kind, index) => [`p${index}`, { ...t4, sharing: kind }])));
