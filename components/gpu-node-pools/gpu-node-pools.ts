import * as containerservice from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import { agentPoolInputs, agentPoolOptions, poolHandle } from "../core/agent-pool";
import type { ClusterHandle, NodePoolHandle, SecurityLevel } from "../core/contracts";
import { underPath } from "../core/findings";
import { onceMade } from "../core/lifetime";
import type { PoolChain } from "../core/pool-chain";
import { retryConflicts } from "../core/retry";
import { typeToken } from "../core/token";
import { planEntries, type GpuPoolPlan } from "./plan";
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
     * The order in which the cluster's pools are made; these go to its end.
     * @default - all at once
     */
    readonly chain?: PoolChain;
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
 * GPU node pools of a cluster that the cluster autoscaler grows and shrinks.
 *
 * Each entry is a pool for every size and capacity that it lists, all with the entry's label: a workload lands on any of them, and the
 * autoscaler's expander `priority` grows them in the order of the lists. A pool keeps everything off that does not ask for a GPU (taint
 * `nvidia.com/gpu=present:NoSchedule`), scales to zero where `minCount` is 0, and upgrades node by node in place, since surge nodes need
 * GPU quota that is rarely there. Costs the machines that run, up to `maxCount` of each pool; Azure's quota counts their vCPUs per family,
 * and those of all Spot pools together.
 *
 * A change of driver, sharing by MIG, zones, reservation, disk or `maxPods` replaces every pool of the entry, and its jobs stop: the old
 * one goes first, unless `generation` is raised with the change. Sizes are told apart by their place: one added at the end is one pool
 * more, and one put in front or taken out from there replaces those behind it. Capacities are told apart by name.
 *
 * A workload asks for `gpuResource` of the entry, which is `nvidia.com/gpu`, or with the MIG strategy `mixed` the name of the instances.
 *
 * @throws pulumi.InputPropertiesError with every broken rule, by path below `pools`.
 * @example
 * const gpu = new GpuNodePools("gpu", { cluster, pools: { t4: { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 2 } } }, { parent: platform });
 * const { gpuResource, placement } = gpu.pools.t4;
 */
export class GpuNodePools extends pulumi.ComponentResource {
    /** The pools by name: what workloads need to be placed on them. */
    public readonly pools: Readonly<Record<string, NodePoolHandle>>;

    constructor(name: string, args: GpuNodePoolsArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("GpuNodePools"), name, {}, opts);
        const { cluster } = args;
        const found = gpuPoolRules(args.pools, { addresses: cluster.addresses });
        new ArgErrors().add(underPath("pools", found)).throwIfAny("GpuNodePools", name);

        const hooks = { onError: [retryConflicts(`GpuNodePools ${name}`)] };
        this.pools = Object.fromEntries(
            planEntries(name, args.pools, args.idle).map((entry) => [
                entry.name,
                poolHandle(entry, (plan) => this.createPool(plan, args, hooks)),
            ]),
        );
        // Names only: the SDK turns every value of every pool into a promise of its own, and what they say is in the configuration.
        this.registerOutputs({ pools: Object.keys(this.pools) });
    }

    private createPool(plan: GpuPoolPlan, args: GpuNodePoolsArgs, hooks: pulumi.ResourceHookBinding): pulumi.Output<string> {
        const pool = new containerservice.AgentPool(plan.logicalName, gpuPoolInputs(plan, args), {
            parent: this,
            ...agentPoolOptions(plan, args.cluster),
            hooks,
            ...args.chain?.before,
            ...(plan.formerName === undefined ? {} : { aliases: [{ name: plan.formerName }] }),
        });
        args.chain?.add(pool);
        return onceMade(pool, pool.name);
    }
}

function gpuPoolInputs(plan: GpuPoolPlan, args: GpuNodePoolsArgs): containerservice.AgentPoolArgs {
    return {
        ...agentPoolInputs(plan, args),
        gpuProfile: { driver: plan.driver },
        ...(plan.gpuInstanceProfile === undefined ? {} : { gpuInstanceProfile: plan.gpuInstanceProfile }),
        ...(plan.capacityReservationGroupId === undefined ? {} : { capacityReservationGroupID: plan.capacityReservationGroupId }),
    };
}
