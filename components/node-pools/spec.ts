import type { Capacity } from "../core/capacity";
import type { Taint } from "../core/placement";

/** A pool of nodes without GPUs. */
export interface NodePoolSpec {
    /** Azure VM size without a GPU, for example `Standard_D8ds_v5`. Changing it replaces the pool. */
    readonly size: string;
    /**
     * `system` pools may run the cluster's own add-ons, and never shrink to nothing; `user` pools run workloads.
     * @default "user"
     */
    readonly mode?: "user" | "system";
    /**
     * `spot` is cheaper and can be taken away with 30 seconds' notice. Changing it replaces the pool.
     * @default "on-demand"
     */
    readonly capacity?: Capacity;
    /** Smallest number of nodes that the autoscaler keeps; 0 costs nothing while idle. The same as `maxCount`: a fixed number. */
    readonly minCount: number;
    /** Largest number of nodes that the autoscaler may run: the ceiling on spending. */
    readonly maxCount: number;
    /**
     * Availability zones, `"1"` to `"3"`. Changing them replaces the pool.
     * @default - no zone is asked for, and Azure picks one
     */
    readonly zones?: readonly string[];
    /**
     * Kubernetes labels of the nodes, beside those that the pool always has.
     * @default {}
     */
    readonly labels?: Readonly<Record<string, string>>;
    /**
     * Taints of the nodes: pods stay away unless they tolerate them.
     * @default []
     */
    readonly taints?: readonly Taint[];
    /**
     * Size of each node's managed disk. Changing it replaces the pool.
     * @default 128
     */
    readonly osDiskSizeGiB?: number;
    /**
     * Largest number of pods on a node, 10 to 250. Changing it replaces the pool.
     * @default 110
     */
    readonly maxPods?: number;
    /**
     * Number that the pool's name in Azure ends in from 2 on, up to 9999. Raise it together with a change that replaces the pool, and the
     * new pool stands before the old one goes.
     * @default 1
     */
    readonly generation?: number;
}

/** What is used for what a pool leaves out. */
export const NODE_POOL_DEFAULTS = {
    mode: "user",
    capacity: "on-demand",
    labels: {},
    taints: [],
    osDiskSizeGiB: 128,
    maxPods: 110,
    generation: 1,
} as const satisfies Partial<NodePoolSpec>;

/** The form of a pool's key, which is its name in Azure. */
export const NODE_POOL_KEY_PATTERN = /^[a-z][a-z0-9]{0,11}$/;
