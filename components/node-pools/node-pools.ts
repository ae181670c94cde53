import * as containerservice from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import { agentPoolInputs, agentPoolOptions, poolHandle, type AgentPoolPlan } from "../core/agent-pool";
import type { ClusterHandle, NodePoolHandle, SecurityLevel } from "../core/contracts";
import { underPath } from "../core/findings";
import { onceMade } from "../core/lifetime";
import type { PoolChain } from "../core/pool-chain";
import { retryConflicts } from "../core/retry";
import { typeToken } from "../core/token";
import { planNodePools } from "./plan";
import { nodePoolRules } from "./rules";
import type { NodePoolSpec } from "./spec";

export interface NodePoolsArgs {
    readonly cluster: ClusterHandle;
    /** The pools by name, which is their name in Azure: 1 to 12 lower-case letters and digits, the first a letter. */
    readonly pools: Readonly<Record<string, NodePoolSpec>>;
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
 * Node pools without GPUs, beside the system pool that a cluster begins with: for workloads, for jobs on Spot machines, and further system
 * pools.
 *
 * The cluster autoscaler grows and shrinks a pool between `minCount` and `maxCount`; where the two are the same, the number is fixed and
 * no autoscaler touches it. Upgrades add a third of the nodes for a while. Costs the machines that run.
 *
 * A change of size, capacity, zones, disk or `maxPods` replaces the pool, and what runs on it moves or stops: the old one goes first,
 * unless `generation` is raised with the change. Mode, labels, taints and numbers of nodes change in place.
 *
 * @throws pulumi.InputPropertiesError with every broken rule, by path below `pools`.
 * @example
 * const pools = new NodePools("pools", { cluster, pools: { jobs: { size: "Standard_D8ds_v5", minCount: 0, maxCount: 4 } } }, { parent: platform });
 * const { nodeSelector, tolerations } = pools.pools.jobs.placement;
 */
export class NodePools extends pulumi.ComponentResource {
    /** The pools by name: what workloads need to be placed on them. */
    public readonly pools: Readonly<Record<string, NodePoolHandle>>;

    constructor(name: string, args: NodePoolsArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("NodePools"), name, {}, opts);
        const found = nodePoolRules(args.pools, { addresses: args.cluster.addresses, taken: { systempool: "the cluster's first pool" } });
        new ArgErrors().add(underPath("pools", found)).throwIfAny("NodePools", name);

        const hooks = { onError: [retryConflicts(`NodePools ${name}`)] };
        this.pools = Object.fromEntries(
            planNodePools(name, args.pools).map((entry) => [entry.name, poolHandle(entry, (plan) => this.createPool(plan, args, hooks))]),
        );
        // Names only: the SDK turns every value of every pool into a promise of its own, and what they say is in the configuration.
        this.registerOutputs({ pools: Object.keys(this.pools) });
    }

    private createPool(plan: AgentPoolPlan, args: NodePoolsArgs, hooks: pulumi.ResourceHookBinding): pulumi.Output<string> {
        const pool = new containerservice.AgentPool(plan.logicalName, agentPoolInputs(plan, args), {
            parent: this,
            ...agentPoolOptions(plan, args.cluster),
            hooks,
            ...args.chain?.before,
        });
        args.chain?.add(pool);
        return onceMade(pool, pool.name);
    }
}
