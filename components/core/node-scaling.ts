/** Who adds and removes nodes. Cluster, pools and Karpenter all follow it. */

/** How the cluster autoscaler chooses among pools that could take a pod. */
export const EXPANDERS = ["priority", "least-waste", "random", "most-pods"] as const;
export type Expander = (typeof EXPANDERS)[number];

/** Pools of one size each, which AKS's cluster autoscaler grows and shrinks. */
export interface AutoscalerSpec {
    readonly kind: "cluster-autoscaler";
    /**
     * How it chooses among pools that could take a pod: by the order of preference (`priority`), by what is left over (`least-waste`),
     * by room for pods, or at random.
     * @default "least-waste"
     */
    readonly expander?: Expander;
    /**
     * Minutes after a node was added in which none is removed.
     * @default - AKS's own, 10
     */
    readonly scaleDownDelayAfterAddMinutes?: number;
    /**
     * Minutes that a node must be unneeded before it is removed.
     * @default - AKS's own, 10
     */
    readonly scaleDownUnneededMinutes?: number;
    /**
     * Share of a node's CPU or memory that pods must ask for, or it counts as unneeded.
     * @default - AKS's own, 50
     */
    readonly scaleDownUtilizationPercent?: number;
}

/** What Karpenter's NodePools have in common, managed or self-hosted. */
export interface KarpenterSpec {
    /** Ceilings on what it may run at once. */
    readonly limits: {
        /** vCPUs of all nodes without GPUs. */
        readonly vcpus: number;
        /** Memory of all nodes without GPUs. */
        readonly memoryGiB: number;
        /** GPUs of each size in `gpuPools`; 0 starts none. */
        readonly gpus: number;
    };
    /**
     * When nodes without GPUs go: once they are empty, or also when their pods would fit elsewhere. GPU nodes go only when they are empty.
     * @default "when-underutilized"
     */
    readonly consolidation?: "when-empty" | "when-underutilized";
    /**
     * Minutes that a node must be unneeded before it goes.
     * @default 5
     */
    readonly consolidateAfterMinutes?: number;
    /**
     * Hours after which a node is replaced, whatever runs on it.
     * @default - never
     */
    readonly expireAfterHours?: number;
    /**
     * Operating system of the nodes.
     * @default "Ubuntu"
     */
    readonly imageFamily?: "Ubuntu" | "Ubuntu2404" | "AzureLinux";
}

/** Karpenter run by AKS. It makes nodes of any fitting size, without pools. */
export interface NodeAutoProvisioningSpec extends KarpenterSpec {
    readonly kind: "node-auto-provisioning";
}

/** Karpenter in the cluster, by its chart: for versions that AKS does not run yet. Microsoft does not support it. */
export interface SelfHostedKarpenterSpec extends KarpenterSpec {
    readonly kind: "self-hosted-karpenter";
    /**
     * Version of the charts `karpenter` and `karpenter-crd`.
     * @default "1.10.2"
     */
    readonly version?: string;
    /**
     * Controllers, each on a node of the system pool of its own; one leads.
     * @default 2
     */
    readonly replicas?: number;
}

/** Who adds and removes nodes. */
export type NodeScalingSpec = AutoscalerSpec | NodeAutoProvisioningSpec | SelfHostedKarpenterSpec;

/** What is used for what a specification leaves out. */
export const NODE_SCALING_DEFAULTS = {
    kind: "cluster-autoscaler",
    expander: "least-waste",
    consolidation: "when-underutilized",
    consolidateAfterMinutes: 5,
    imageFamily: "Ubuntu",
    version: "1.10.2",
    replicas: 2,
} as const;
