import type { Capacity } from "../core/capacity";

/** Ways to split every GPU of a node into instances, in Azure's words. */
export const MIG_PROFILES = ["MIG1g", "MIG2g", "MIG3g", "MIG4g", "MIG7g"] as const;
export type MigProfileName = (typeof MIG_PROFILES)[number];

/** How several pods share one GPU. */
export type SharingSpec =
    /** A GPU is one pod's. */
    | { readonly kind: "none" }
    /** The device plugin offers every GPU several times; pods take turns, and nothing keeps one from using all of the memory. */
    | { readonly kind: "time-slicing"; /** How often each GPU is offered, 2 to 64. */ readonly replicas: number }
    /** The GPU itself is split into instances with memory of their own. For A100, H100 and H200; fixed for the life of the pool. */
    | {
          readonly kind: "mig";
          readonly profile: MigProfileName;
          /**
           * `single`: instances are offered as `nvidia.com/gpu`. `mixed`: by their profile, for example `nvidia.com/mig-1g.10gb`, for
           * which the cluster autoscaler starts no node while the pool has none.
           * @default "single"
           */
          readonly strategy?: "single" | "mixed";
      };

/** The disk that a node boots from, which holds the images too. */
export type OsDiskSpec =
    /** A disk in Azure Storage. Any size of machine has room for it, and it is billed by the month. */
    | {
          readonly kind: "managed";
          /** @default 256 */
          readonly sizeGiB?: number;
      }
    /** A part of the machine's own fast disk: no charge, quicker starts, and gone with the node. */
    | {
          readonly kind: "ephemeral";
          /** @default - as large as Azure makes it on the machine's disk */
          readonly sizeGiB?: number;
      };

/** Machines that are paid for, and so kept, whether they run or not. */
export interface ReservationSpec {
    /**
     * ARM id of the capacity reservation group. It must exist, in the same region, and the cluster's identity must have Contributor on
     * its resource group; the grant may take an hour to work.
     */
    readonly capacityReservationGroupId: string;
}

/** One kind of GPU node: what machines, how many, who installs the driver. */
export interface GpuPoolSpec {
    /**
     * Azure VM sizes with NVIDIA GPUs, in order of preference, at most 10, for example `["Standard_NC4as_T4_v3"]`. Each is a pool
     * of its own in Azure, told apart by its place: one added at the end is one pool more, one put in front replaces those behind it.
     */
    readonly sizes: readonly string[];
    /**
     * Ways to pay for the machines, in order of preference. `spot` is cheaper and can be taken away with 30 seconds' notice: jobs must
     * checkpoint. Spot nodes count against the region's Spot quota, the others against the quota of the size's family. Each is a pool
     * of its own in Azure for every size.
     * @default ["on-demand"]
     */
    readonly capacity?: readonly Capacity[];
    /**
     * Smallest number of nodes of each size that the autoscaler keeps, of the capacity that is named first; 0 costs nothing while idle.
     */
    readonly minCount: number;
    /** Largest number of nodes of each size and capacity that the autoscaler may run: the ceiling on spending. Quota must cover it in vCPUs. */
    readonly maxCount: number;
    /**
     * Who installs the GPU driver: AKS with the node image, or the NVIDIA GPU Operator in the cluster. Never both. Changing it
     * replaces the pool.
     * @default "aks"
     */
    readonly driver?: "aks" | "operator";
    /** @default { kind: "none" } */
    readonly sharing?: SharingSpec;
    /**
     * Availability zones, `"1"` to `"3"`. Changing them replaces the pool.
     * @default - no zone is asked for, and Azure picks one
     */
    readonly zones?: readonly string[];
    /**
     * Reserved machines that the pool uses before others. Changing it replaces the pool.
     * @default - none
     */
    readonly reservation?: ReservationSpec;
    /**
     * Kubernetes labels of the nodes, beside those that the pool always has.
     * @default {}
     */
    readonly labels?: Readonly<Record<string, string>>;
    /**
     * The disk that a node boots from. Changing it replaces the pool.
     * @default { kind: "managed", sizeGiB: 256 }
     */
    readonly osDisk?: OsDiskSpec;
    /**
     * Largest number of pods on a node, 10 to 250. Changing it replaces the pool.
     * @default 110
     */
    readonly maxPods?: number;
    /**
     * Minutes that an upgrade waits for the pods of a node to end before it fails, 1 to 1440.
     * @default 30
     */
    readonly drainTimeoutMinutes?: number;
    /**
     * Number at the end of the pool's name in Azure, 1 to 9999. Raise it together with a change that replaces the pool, and the new
     * pool stands before the old one goes (which needs quota for both).
     * @default 1
     */
    readonly generation?: number;
}

/** Most sizes of an entry: each has a letter of its own for every capacity. */
export const MOST_SIZES = 10;

/** The form of a pool's key: with the capacity letter and a generation of up to four digits it makes a legal Azure name. */
export const POOL_KEY_PATTERN = /^[a-z][a-z0-9]{0,6}$/;

/** What is used for what a pool leaves out. */
export const GPU_POOL_DEFAULTS = {
    capacity: ["on-demand"],
    driver: "aks",
    sharing: { kind: "none" },
    migStrategy: "single",
    labels: {},
    osDisk: { kind: "managed", sizeGiB: 256 },
    maxPods: 110,
    drainTimeoutMinutes: 30,
    generation: 1,
} as const satisfies Partial<GpuPoolSpec> & { migStrategy: "single" | "mixed" };
