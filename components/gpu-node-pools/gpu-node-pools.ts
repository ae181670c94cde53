import * as containerservice from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle, NodePoolHandle, SecurityLevel } from "../core/contracts";
import { ArgErrors, underPath } from "../core/findings";
import { diesWith } from "../core/lifetime";
import { retryConflicts } from "../core/retry";
import { typeToken } from "../core/token";
import { nodeTaints, planPools, unbuiltParts, type GpuPoolPlan } from "./plan";
import { gpuPoolRules } from "./rules";
import type { GpuPoolSpec } from "./spec";

export interface GpuNodePoolsArgs {
    readonly cluster: ClusterHandle;
    /** The pools by name: 1 to 7 lower-case letters and digits, the first a letter. */
    readonly pools: Readonly<Record<string, GpuPoolSpec>>;
    /**
     * Keep no node while nothing asks for one, whatever `minCount` says.
     * @default false
     */
    readonly idle?: boolean;
    /**
     * `hardened` turns off SSH on the nodes.
     * @default "standard"
     */
    readonly security?: SecurityLevel;
    /**
     * Tags of the pools and their machines.
     * @default {}
     */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
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

/**
 * GPU node pools of a cluster that the cluster autoscaler grows and shrinks.
 *
 * Each entry is one pool: it keeps everything off that does not ask for a GPU (taint `nvidia.com/gpu=present:NoSchedule`), scales
 * to zero where `minCount` is 0, and upgrades node by node in place, since surge nodes need GPU quota that is rarely there. Costs
 * the machines that run, up to `maxCount` of each pool; Azure's quota counts their vCPUs per family.
 *
 * A change of size, capacity, driver, sharing by MIG, zones, reservation, disk or `maxPods` replaces the pool, and its jobs stop: the
 * old one goes first, unless `generation` is raised with the change.
 *
 * @throws pulumi.InputPropertiesError with every broken rule, by path below `pools`; or with what it does not make yet: more than one
 * size or capacity of an entry, and MIG with the strategy `mixed`.
 * @example
 * const gpu = new GpuNodePools("gpu", { cluster, pools: { t4: { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 2 } } }, { parent: platform });
 * const { nodeSelector, tolerations } = gpu.pools.t4.placement;
 */
export class GpuNodePools extends pulumi.ComponentResource {
    /** The pools by name: what workloads need to be placed on them. */
    public readonly pools: Readonly<Record<string, NodePoolHandle>>;

    constructor(name: string, args: GpuNodePoolsArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("GpuNodePools"), name, {}, opts);
        const { cluster } = args;
        const found = gpuPoolRules(args.pools, { addresses: cluster.addresses });
        new ArgErrors().add(underPath("pools", found)).throwIfAny("GpuNodePools", name);
        refuseUnbuilt(name, args.pools);

        const hooks = { onError: [retryConflicts(`GpuNodePools ${name}`)] };
        const handles: Record<string, NodePoolHandle> = {};
        for (const plan of planPools(name, args.pools, args.idle)) {
            const pool = new containerservice.AgentPool(plan.logicalName, agentPoolInputs(plan, args), {
                parent: this,
                // The autoscaler owns the count, and upgrades of the cluster the version.
                ignoreChanges: ["count", "orchestratorVersion"],
                replaceOnChanges: REPLACE_ON_CHANGES,
                hooks,
                ...diesWith(cluster.resource),
            });
            handles[plan.name] = {
                name: plan.name,
                agentPoolName: pool.name,
                size: plan.size,
                gpusPerNode: plan.gpusPerNode,
                placement: plan.placement,
            };
        }
        this.pools = handles;
        this.registerOutputs({ pools: this.pools });
    }
}

/** What a specification may say already and this class does not make yet: it would be silently less than was asked for. */
function refuseUnbuilt(name: string, pools: Readonly<Record<string, GpuPoolSpec>>): void {
    const errors = unbuiltParts(pools).map(({ path, builds }) => ({
        propertyPath: `pools.${path}`,
        reason: `GpuNodePools makes ${builds}`,
    }));
    if (errors.length > 0) {
        const listed = errors.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`).join("\n");
        throw new pulumi.InputPropertiesError({ message: `not built yet in GpuNodePools "${name}"\n${listed}`, errors });
    }
}

function agentPoolInputs(plan: GpuPoolPlan, { cluster, security, tags }: GpuNodePoolsArgs): containerservice.AgentPoolArgs {
    return {
        resourceGroupName: cluster.resourceGroupName,
        resourceName: cluster.name,
        agentPoolName: plan.agentPoolName,
        mode: "User",
        type: "VirtualMachineScaleSets",
        vmSize: plan.size,
        enableAutoScaling: true,
        count: plan.minCount,
        minCount: plan.minCount,
        maxCount: plan.maxCount,
        maxPods: plan.maxPods,
        osType: "Linux",
        osSKU: "Ubuntu",
        osDiskType: plan.osDiskType,
        ...(plan.osDiskSizeGiB === undefined ? {} : { osDiskSizeGB: plan.osDiskSizeGiB }),
        kubeletDiskType: "OS",
        vnetSubnetID: cluster.nodeSubnetId,
        gpuProfile: { driver: plan.driver },
        ...(plan.gpuInstanceProfile === undefined ? {} : { gpuInstanceProfile: plan.gpuInstanceProfile }),
        ...(plan.capacityReservationGroupId === undefined ? {} : { capacityReservationGroupID: plan.capacityReservationGroupId }),
        nodeLabels: { ...plan.labels },
        nodeTaints: nodeTaints(plan),
        scaleSetPriority: plan.spot ? "Spot" : "Regular",
        // -1: pay up to the price on demand, and be evicted for want of capacity only.
        ...(plan.spot ? { scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 } : {}),
        upgradeSettings: { maxSurge: "0", maxUnavailable: "1", drainTimeoutInMinutes: plan.drainTimeoutMinutes },
        ...(security === "hardened" ? { securityProfile: { sshAccess: "Disabled" } } : {}),
        ...(plan.zones === undefined ? {} : { availabilityZones: [...plan.zones] }),
        ...(tags === undefined ? {} : { tags }),
    };
}
