import { formatAddress, parseCidr } from "../core/cidr";
import type { ClusterAddresses, NetworkRanges } from "../core/contracts";
import { SURGE_PERCENT, withSurge } from "../core/pool-room";
import type { CountedPool } from "../core/pool-totals";
import {
    CLUSTER_DEFAULTS,
    type AccessSpec,
    type ClusterSpec,
    type KubernetesChannel,
    type NodeOsChannel,
    type SystemPoolSpec,
} from "./spec";

/** A cluster specification with every default filled in. */
export interface ClusterPlan extends Required<Omit<ClusterSpec, "systemPool">> {
    readonly systemPool: SystemPoolSpec & { readonly osDiskSizeGiB: number };
}

/** Fills in what the specification leaves out. */
export function planCluster(spec: ClusterSpec): ClusterPlan {
    const serviceCidr = spec.serviceCidr ?? CLUSTER_DEFAULTS.serviceCidr;
    return {
        kubernetesVersion: spec.kubernetesVersion ?? CLUSTER_DEFAULTS.kubernetesVersion,
        tier: spec.tier ?? CLUSTER_DEFAULTS.tier,
        access: spec.access,
        podNetworking: spec.podNetworking ?? CLUSTER_DEFAULTS.podNetworking,
        dataplane: spec.dataplane ?? CLUSTER_DEFAULTS.dataplane,
        networkPolicy: spec.networkPolicy ?? CLUSTER_DEFAULTS.networkPolicy,
        podCidr: spec.podCidr ?? CLUSTER_DEFAULTS.podCidr,
        serviceCidr,
        dnsServiceIp: spec.dnsServiceIp ?? defaultDnsServiceIp(serviceCidr),
        systemPool: { ...spec.systemPool, osDiskSizeGiB: spec.systemPool.osDiskSizeGiB ?? CLUSTER_DEFAULTS.systemPoolOsDiskSizeGiB },
        upgrades: spec.upgrades ?? CLUSTER_DEFAULTS.upgrades,
        adminGroupObjectIds: spec.adminGroupObjectIds ?? CLUSTER_DEFAULTS.adminGroupObjectIds,
        adminKubeconfig: spec.adminKubeconfig ?? CLUSTER_DEFAULTS.adminKubeconfig,
        logs: spec.logs ?? CLUSTER_DEFAULTS.logs,
    };
}

/** The tenth address after the range's first, as is usual; the text itself where the range is none, which is a finding elsewhere. */
function defaultDnsServiceIp(serviceCidr: string): string {
    const range = parseCidr(serviceCidr);
    return range === undefined ? serviceCidr : formatAddress(range.first + 10);
}

/** Nodes of the system pool at its largest, with those that an upgrade adds for a while. */
export function systemNodes(pool: { readonly maxCount: number }): number {
    return withSurge(pool.maxCount);
}

/** The system pool as totals count it. */
export function systemPoolCounts({ systemPool: { size, minCount, maxCount } }: Pick<ClusterSpec, "systemPool">): CountedPool {
    return { size, minCount, maxCount, capacity: "on-demand", upgrade: { maxSurge: `${SURGE_PERCENT}%` } };
}

/** The address room that pools of the cluster share. */
export function clusterAddresses(spec: ClusterSpec, ranges: NetworkRanges): ClusterAddresses {
    return {
        nodeSubnet: ranges.nodeSubnet,
        podNetworking: spec.podNetworking ?? CLUSTER_DEFAULTS.podNetworking,
        podCidr: spec.podCidr ?? CLUSTER_DEFAULTS.podCidr,
        systemNodes: systemNodes(spec.systemPool),
    };
}

/**
 * The eight log categories of the control plane that are kept.
 *
 * Of the audit logs the one without reads, or, when asked for, the one with them, which contains the other; then the API server,
 * controllers, scheduler, autoscaler, cloud controller and sign-in (guard); and of the three storage controllers that of disks,
 * whose failed attachments keep pods from starting. The file and snapshot controllers have little to say and are left out.
 */
export function logCategories(auditReads: boolean): string[] {
    return [
        "kube-apiserver",
        auditReads ? "kube-audit" : "kube-audit-admin",
        "kube-controller-manager",
        "kube-scheduler",
        "cluster-autoscaler",
        "cloud-controller-manager",
        "guard",
        "csi-azuredisk-controller",
    ];
}

/** A maintenance configuration: Azure knows three, by fixed names. */
export interface MaintenancePlan {
    /** Suffix of the logical name. */
    readonly role: string;
    readonly configName: "default" | "aksManagedAutoUpgradeSchedule" | "aksManagedNodeOSUpgradeSchedule";
}

/**
 * Which windows are set: always that for AKS's own weekly releases; for Kubernetes upgrades and node images only where a channel
 * is on (`Unmanaged` nodes patch themselves every night, whatever the window says).
 */
export function planMaintenance(upgrades: { readonly kubernetes: KubernetesChannel; readonly nodeOs: NodeOsChannel }): MaintenancePlan[] {
    const windows: MaintenancePlan[] = [{ role: "maintenance-release", configName: "default" }];
    if (upgrades.kubernetes !== "none") {
        windows.push({ role: "maintenance-kubernetes", configName: "aksManagedAutoUpgradeSchedule" });
    }
    if (upgrades.nodeOs === "NodeImage" || upgrades.nodeOs === "SecurityPatch") {
        windows.push({ role: "maintenance-node-os", configName: "aksManagedNodeOSUpgradeSchedule" });
    }
    return windows;
}

/** The ARM id of the private DNS zone, where the access names one of the user's own. */
export function customDnsZone(access: AccessSpec): string | undefined {
    return access.kind === "private" && access.dnsZone !== "system" && access.dnsZone !== "none" ? access.dnsZone : undefined;
}

/** Whether Azure raises the minor version by itself, so that the specification's version only counts at creation. */
export function minorIsManaged(channel: KubernetesChannel): boolean {
    return channel === "stable" || channel === "rapid";
}

/** Tier Premium is bought for long-term support, so it is asked for. */
export function supportPlan(tier: ClusterPlan["tier"]): "AKSLongTermSupport" | "KubernetesOfficial" {
    return tier === "Premium" ? "AKSLongTermSupport" : "KubernetesOfficial";
}

/**
 * What Azure cannot change of the way to the API server: it turns no public cluster into a private one, or back, and of a private one's
 * zone only lets go (https://learn.microsoft.com/azure/aks/private-clusters, "Configure a private DNS zone").
 */
export function fixedAccess(access: AccessSpec): string[] {
    const keepsZone = access.kind === "private" && access.dnsZone !== "none";
    return ["apiServerAccessProfile.enablePrivateCluster", ...(keepsZone ? ["apiServerAccessProfile.privateDNSZone"] : [])];
}
