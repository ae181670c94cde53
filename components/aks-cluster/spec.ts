import type { PodNetworking } from "../core/contracts";

/** Free has no SLA and fits up to about 10 nodes; Standard costs 0.10 USD an hour; Premium, 0.60 USD, adds long-term support. */
export type ClusterTier = "Free" | "Standard" | "Premium";

/** Who can reach the API server. */
export type AccessSpec =
    /** Anyone on the internet; Entra ID decides who gets in. */
    | { readonly kind: "public" }
    /** A public address that only these ranges reach. The machine that runs Pulumi must be in one of them. */
    | { readonly kind: "restricted"; /** CIDR ranges or single addresses. */ readonly authorizedIpRanges: readonly string[] }
    /** Only from the network and what is peered with it. The machine that runs Pulumi must be inside. */
    | {
          readonly kind: "private";
          /**
           * `system`: AKS makes a private DNS zone. `none`: no zone, the name is public and resolves to the private address. Or the
           * ARM id of your own zone `privatelink.<region>.azmk8s.io`.
           */
          readonly dnsZone: string;
      };

/**
 * The pool that runs the cluster's own add-ons, and nothing else.
 *
 * It counts when the cluster is created. Afterwards changes here are ignored: Azure writes it as part of the cluster, beside the
 * pools that are resources of their own, and would refuse or lose them. docs/runbooks/replace-system-pool.md: how another system pool
 * takes its place.
 */
export interface SystemPoolSpec {
    /** Azure VM size: at least 2 vCPUs and 4 GiB, no GPU, no B series. */
    readonly size: string;
    /** Smallest number of nodes the autoscaler keeps; at least 1. */
    readonly minCount: number;
    /** Largest number of nodes the autoscaler may run. */
    readonly maxCount: number;
    /**
     * Availability zones that the nodes are spread over, `"1"` to `"3"`.
     * @default - no zone is asked for, and Azure picks one
     */
    readonly zones?: readonly string[];
    /**
     * Size of each node's managed disk.
     * @default 128
     */
    readonly osDiskSizeGiB?: number;
}

export type KubernetesChannel = "patch" | "stable" | "rapid" | "node-image" | "none";
export type NodeOsChannel = "NodeImage" | "SecurityPatch" | "Unmanaged" | "None";
export type DayOfWeek = "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday";

/** When AKS may upgrade. Nodes are drained one after the other then, and jobs on them stop. */
export interface UpgradeWindowSpec {
    readonly dayOfWeek: DayOfWeek;
    /** Local time, `HH:mm`. */
    readonly startTime: string;
    /** 4 to 24. */
    readonly durationHours: number;
    /** Offset of the local time, `+HH:mm` or `-HH:mm`. */
    readonly utcOffset: string;
}

export interface UpgradesSpec {
    /**
     * `patch` keeps the minor version; `stable` (newest minor but one) and `rapid` (newest) also raise it, and the version in the
     * specification then only counts at creation.
     * @default "patch"
     */
    readonly kubernetes: KubernetesChannel;
    /**
     * How the nodes' operating system is patched.
     * @default "NodeImage"
     */
    readonly nodeOs: NodeOsChannel;
    /** @default Sunday, 02:00 UTC, 4 hours */
    readonly window: UpgradeWindowSpec;
}

/** What the control plane logs, to a Log Analytics workspace of the cluster's own. Azure bills each GiB that comes in. */
export interface LogsSpec {
    /** Days that logs are kept, 30 to 730; the first 31 are in the price of what comes in. */
    readonly retentionDays: number;
    /** Also log requests that only read (`kube-audit` in place of `kube-audit-admin`). Several times the volume. */
    readonly auditReads: boolean;
}

/** What moves packets between pods: Cilium's eBPF programs, or the kernel's own iptables. */
export type Dataplane = "cilium" | "azure";

/** Who enforces network policies. `azure` is Azure's Network Policy Manager, which retires on 2028-09-30. */
export type NetworkPolicyEngine = "cilium" | "calico" | "azure" | "none";

/** A cluster: version, access, address ranges, system pool, upgrades, administrators, logs. */
export interface ClusterSpec {
    /**
     * Minor version (`1.36`: Azure picks the patch) or, with `upgrades.kubernetes` `none` or `node-image`, a full one.
     * @default "1.36"
     */
    readonly kubernetesVersion?: string;
    /** @default "Standard" */
    readonly tier?: ClusterTier;
    readonly access: AccessSpec;
    /**
     * Where pods get their addresses. With `node-subnet` the network reaches pods directly, and each node takes 111 addresses of its
     * subnet. Azure turns `node-subnet` into `overlay` in place, and never back.
     * @default "overlay"
     */
    readonly podNetworking?: PodNetworking;
    /**
     * Azure turns `azure` into `cilium` in place, and never back.
     * @default "cilium"
     */
    readonly dataplane?: Dataplane;
    /**
     * Who enforces network policies; with `none` they are accepted and have no effect. Changing it makes every node anew.
     * @default "cilium"
     */
    readonly networkPolicy?: NetworkPolicyEngine;
    /**
     * Range of the pods with `overlay`, which is the cluster's own: one /24 for each node. Changing it replaces the cluster.
     * @default "10.244.0.0/16" (256 nodes)
     */
    readonly podCidr?: string;
    /**
     * Range of the services, smaller than /12. Changing it replaces the cluster.
     * @default "172.20.0.0/16"
     */
    readonly serviceCidr?: string;
    /**
     * Address of the cluster's DNS inside `serviceCidr`, neither its first nor its second. Changing it replaces the cluster.
     * @default - the address that ends in .10: the service range's first plus ten (172.20.0.10)
     */
    readonly dnsServiceIp?: string;
    readonly systemPool: SystemPoolSpec;
    /** @default - patches of the minor version and node images, Sundays from 02:00 to 06:00 UTC */
    readonly upgrades?: UpgradesSpec;
    /**
     * Object ids of the Entra ID groups whose members administer the cluster. At least one, unless `adminKubeconfig`.
     * @default []
     */
    readonly adminGroupObjectIds?: readonly string[];
    /**
     * Keep the local administrator account, and hand out its kubeconfig. Whoever holds that file is administrator without
     * signing in, and it cannot be revoked for one person.
     * @default false: local accounts are off, and the kubeconfig signs in to Entra ID by kubelogin
     */
    readonly adminKubeconfig?: boolean;
    /** @default { retentionDays: 30, auditReads: false } */
    readonly logs?: LogsSpec;
}

/** What is used for what a specification leaves out. */
export const CLUSTER_DEFAULTS = {
    kubernetesVersion: "1.36",
    tier: "Standard",
    podNetworking: "overlay",
    dataplane: "cilium",
    networkPolicy: "cilium",
    podCidr: "10.244.0.0/16",
    serviceCidr: "172.20.0.0/16",
    systemPoolOsDiskSizeGiB: 128,
    upgrades: {
        kubernetes: "patch",
        nodeOs: "NodeImage",
        window: { dayOfWeek: "Sunday", startTime: "02:00", durationHours: 4, utcOffset: "+00:00" },
    },
    adminGroupObjectIds: [],
    adminKubeconfig: false,
    logs: { retentionDays: 30, auditReads: false },
} as const satisfies Required<Omit<ClusterSpec, "access" | "systemPool" | "dnsServiceIp">> & { systemPoolOsDiskSizeGiB: number };
