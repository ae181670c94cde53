/** One GPU pool: what machines, how many, who installs the driver. */
export interface GpuPoolSpec {
    /** Azure VM size with an NVIDIA GPU, for example `Standard_NC4as_T4_v3`. Changing it replaces the pool. */
    readonly size: string;
    /**
     * `spot` is cheaper and can be taken away with 30 seconds' notice: jobs must checkpoint. Spot nodes count against the region's
     * Spot quota, the others against the quota of the size's family. Changing it replaces the pool.
     * @default "on-demand"
     */
    readonly capacity?: "on-demand" | "spot";
    /** Smallest number of nodes the autoscaler keeps; 0 costs nothing while idle. */
    readonly minCount: number;
    /** Largest number of nodes the autoscaler may run: the ceiling on spending. Quota must cover it in vCPUs. */
    readonly maxCount: number;
    /**
     * Who installs the GPU driver: AKS with the node image, or the NVIDIA GPU Operator in the cluster. Never both. Changing it
     * replaces the pool.
     * @default "aks"
     */
    readonly driver?: "aks" | "operator";
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
     * Size of each node's managed disk, which holds the images too.
     * @default 256
     */
    readonly osDiskSizeGiB?: number;
    /**
     * Largest number of pods on a node, 10 to 250. Changing it replaces the pool.
     * @default 110
     */
    readonly maxPods?: number;
    /**
     * Number at the end of the pool's name in Azure, 1 to 9999. Raise it together with a change that replaces the pool, and the new
     * pool stands before the old one goes (which needs quota for both).
     * @default 1
     */
    readonly generation?: number;
}

/** The form of a pool's key: with the capacity letter and a generation of up to four digits it makes a legal Azure name. */
export const POOL_KEY_PATTERN = /^[a-z][a-z0-9]{0,6}$/;

/** What is used for what a pool leaves out. */
export const GPU_POOL_DEFAULTS = {
    capacity: "on-demand",
    driver: "aks",
    labels: {},
    osDiskSizeGiB: 256,
    maxPods: 110,
    generation: 1,
} as const satisfies Partial<GpuPoolSpec>;
