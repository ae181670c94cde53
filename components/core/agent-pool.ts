import type * as containerservice from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { Capacity } from "./capacity";
import type { AgentPoolHandle, ClusterHandle, NodePoolHandle, SecurityLevel } from "./contracts";
import { diesWith } from "./lifetime";
import { formatTaint, placementOf, type Placement, type Taint } from "./placement";

/** What the agent pools of a cluster have in common, with and without GPUs. */
export interface AgentPoolPlan {
    /** Logical name of the agent pool. */
    readonly logicalName: string;
    /** Name in Azure: at most 12 lower-case letters and digits, the first a letter. */
    readonly agentPoolName: string;
    readonly mode: "User" | "System";
    readonly size: string;
    readonly capacity: Capacity;
    /** What a pod asks for to get one of them; none without GPUs. */
    readonly gpuResource?: string;
    /** GPUs that Kubernetes sees on one node. */
    readonly gpusPerNode: number;
    readonly minCount: number;
    readonly maxCount: number;
    /** Whether the autoscaler owns the number of nodes; otherwise there are always `minCount`. */
    readonly autoscaled: boolean;
    readonly zones: readonly string[] | undefined;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
    readonly osDiskType: "Managed" | "Ephemeral";
    /** Left out, Azure decides: an ephemeral disk is as large as it makes it on the machine's own. */
    readonly osDiskSizeGiB: number | undefined;
    readonly maxPods: number;
    readonly drainTimeoutMinutes: number;
    /** How upgrades make room: with nodes on top of the pool's own, or by doing without some of them. */
    readonly upgrade: { readonly maxSurge: string; readonly maxUnavailable?: string };
}

/** An entry: its pools in order of preference, and what a workload needs to land on any of them. */
export interface PoolEntryPlan<Pool extends AgentPoolPlan = AgentPoolPlan> {
    readonly name: string;
    readonly pools: readonly [Pool, ...Pool[]];
    readonly placement: Placement;
}

/** The entry of some pools. They have its label in common; a workload that may land on any of them tolerates the taints of all. */
export function poolEntry<Pool extends AgentPoolPlan>(name: string, pools: readonly [Pool, ...Pool[]]): PoolEntryPlan<Pool> {
    const taints = new Map(pools.flatMap((pool) => pool.taints).map((taint) => [formatTaint(taint), taint]));
    return { name, pools, placement: placementOf({ labels: pools[0].labels, taints: [...taints.values()] }) };
}

/** What others need to know of an entry, from its plan and the pools that it became. */
export function poolHandle<Pool extends AgentPoolPlan>(
    { name, pools: [first, ...others], placement }: PoolEntryPlan<Pool>,
    nameOf: (plan: Pool) => pulumi.Output<string>,
): NodePoolHandle {
    const handleOf = (plan: Pool): AgentPoolHandle => ({ agentPoolName: nameOf(plan), ...agentPoolFacts(plan) });
    const preferred = handleOf(first);
    const { agentPoolName, capacity: _capacity, ...facts } = preferred;
    return { name, agentPoolName, ...facts, placement, agentPools: [preferred, ...others.map(handleOf)] };
}

/** What workloads need to know of a pool, beside its name. */
export function agentPoolFacts({ size, capacity, gpusPerNode, gpuResource }: AgentPoolPlan): Omit<AgentPoolHandle, "agentPoolName"> {
    return { size, capacity, gpusPerNode, ...(gpuResource === undefined ? {} : { gpuResource }) };
}

/** Where agent pools go. */
export interface AgentPoolPlace {
    readonly cluster: ClusterHandle;
    readonly security?: SecurityLevel;
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The inputs of an agent pool, as `AgentPool` takes them; GPU pools have more. */
export function agentPoolInputs(plan: AgentPoolPlan, { cluster, security, tags }: AgentPoolPlace): containerservice.AgentPoolArgs {
    const isSpot = plan.capacity === "spot";
    return {
        resourceGroupName: cluster.resourceGroupName,
        resourceName: cluster.name,
        agentPoolName: plan.agentPoolName,
        mode: plan.mode,
        type: "VirtualMachineScaleSets",
        vmSize: plan.size,
        enableAutoScaling: plan.autoscaled,
        count: plan.minCount,
        ...(plan.autoscaled ? { minCount: plan.minCount, maxCount: plan.maxCount } : {}),
        maxPods: plan.maxPods,
        osType: "Linux",
        osSKU: "Ubuntu",
        osDiskType: plan.osDiskType,
        ...(plan.osDiskSizeGiB === undefined ? {} : { osDiskSizeGB: plan.osDiskSizeGiB }),
        kubeletDiskType: "OS",
        vnetSubnetID: cluster.nodeSubnetId,
        nodeLabels: { ...plan.labels },
        nodeTaints: plan.taints.map(formatTaint),
        scaleSetPriority: isSpot ? "Spot" : "Regular",
        // -1: pay up to the price on demand, and be evicted for want of capacity only.
        ...(isSpot ? { scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 } : {}),
        // AKS refuses both numbers on Spot pools (hashicorp/terraform-provider-azurerm#31129).
        upgradeSettings: { ...(isSpot ? {} : plan.upgrade), drainTimeoutInMinutes: plan.drainTimeoutMinutes },
        ...(security === "hardened" ? { securityProfile: { sshAccess: "Disabled" } } : {}),
        ...(plan.zones === undefined ? {} : { availabilityZones: [...plan.zones] }),
        ...(tags === undefined ? {} : { tags }),
    };
}

/**
 * What Azure cannot change on a pool that exists. The provider would send an update, and Azure refuse it; as replacements the
 * preview says what will happen. Size and GPU instance profile are replaced by the provider itself.
 */
const REPLACE_ON_CHANGES = [
    "availabilityZones",
    "capacityReservationGroupID",
    "gpuProfile",
    "kubeletDiskType",
    "maxPods",
    "osDiskSizeGB",
    "osDiskType",
    "osSKU",
    "osType",
    "scaleSetEvictionPolicy",
    "scaleSetPriority",
    "spotMaxPrice",
    "vnetSubnetID",
];

/** The options of an agent pool beside its parent. */
export function agentPoolOptions({ autoscaled }: AgentPoolPlan, cluster: ClusterHandle): pulumi.CustomResourceOptions {
    return {
        // The autoscaler owns the count, and upgrades of the cluster the version.
        ignoreChanges: [...(autoscaled ? ["count"] : []), "orchestratorVersion"],
        replaceOnChanges: REPLACE_ON_CHANGES,
        ...diesWith(cluster),
    };
}
