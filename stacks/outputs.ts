import * as pulumi from "@pulumi/pulumi";
import {
    type AgentPoolHandle,
    type Placement,
    planEntries,
    planNodePools,
    poolTotals,
    type PoolTotals,
    systemPoolCounts,
} from "../components";
import { handedPools, type Handing, handOver } from "./azure-layer-output";
import type { PlatformConfig, Variant } from "./config/schema";
import type { AzureLayer, ClusterLayer, StudiomlOutputs } from "./layers";

/** An entry of pools as workloads need to know it. */
export interface PoolOutput {
    /** Name in Azure of the pool that is preferred. */
    readonly agentPoolName: pulumi.Output<string>;
    /** Its Azure VM size. */
    readonly size: string;
    /** What a pod asks for to get a GPU: `nvidia.com/gpu`, or the name of MIG instances; none without GPUs. */
    readonly gpuResource?: string;
    /** How many of it one of its nodes offers. */
    readonly gpusPerNode: number;
    /** Node selector and tolerations for a pod specification: it lands on any of the entry's pools. */
    readonly placement: Placement;
    /** The entry's pools in order of preference. */
    readonly agentPools: readonly AgentPoolHandle[];
}

/** What every stack says of itself, whichever layer it makes. */
export interface CommonOutputs {
    readonly platform: Variant;
    readonly region: string;
    readonly clusterName: pulumi.Output<string>;
}

/** What `pulumi stack output` shows of the Azure layer. Every name is a promise to scripts. */
export interface AzureOutputs extends CommonOutputs {
    readonly resourceGroupName: pulumi.Output<string>;
    /** ARM id of the cluster. */
    readonly clusterId: pulumi.Output<string>;
    /** The version that runs, with its patch. */
    readonly kubernetesVersion: pulumi.Output<string>;
    /** Secret: `pulumi stack output kubeconfig --show-secrets > kubeconfig`. */
    readonly kubeconfig: pulumi.Output<string>;
    /** Issuer that workload identities of other stacks federate with. */
    readonly oidcIssuerUrl: pulumi.Output<string>;
    /** Host name to push images to and pull them from. */
    readonly registryLoginServer: pulumi.Output<string>;
    /** Pools without GPUs by their name in the configuration. */
    readonly pools: Readonly<Record<string, PoolOutput>>;
    /** GPU pools by their name in the configuration. */
    readonly gpuPools: Readonly<Record<string, PoolOutput>>;
    /** What all pools add up to at their smallest and at their largest, by the configuration: nodes, vCPUs, GPUs, price, quota by family. */
    readonly totals: PoolTotals;
}

/** What it shows of the cluster layer. */
export interface ClusterOutputs extends CommonOutputs, StudiomlOutputs {
    /** Kubernetes namespace that the platform runs in. */
    readonly namespace: pulumi.Output<string>;
    /** Name of the Secret for `imagePullSecrets` of pods in that namespace; only with `imageRegistries`. */
    readonly imagePullSecret?: pulumi.Output<string>;
}

/** What it shows of a stack that makes both layers. */
export interface PlatformOutputs extends AzureOutputs, ClusterOutputs {}

/** What it shows of a stack with `layer: azure`. */
export interface AzureStackOutputs extends AzureOutputs {
    /** For the stack with `layer: cluster`, and for nobody else: its form changes with `version`. */
    readonly azureLayer: Handing;
}

/** What `pulumi stack output` shows, by the stack's layer. */
export type StackOutputs = PlatformOutputs | AzureStackOutputs | ClusterOutputs;

/** The outputs of a stack that makes both layers. */
export function platformOutputs(config: PlatformConfig, azure: AzureLayer, inCluster: ClusterLayer): PlatformOutputs {
    return { ...azureOutputs(config, azure), ...inCluster };
}

/** The outputs of a stack with `layer: azure`. */
export function azureStackOutputs(config: PlatformConfig, azure: AzureLayer): AzureStackOutputs {
    return { ...azureOutputs(config, azure), azureLayer: handOver(config, azure) };
}

/** The outputs of a stack with `layer: cluster`. */
export function clusterStackOutputs({ platform, region }: PlatformConfig, azure: AzureLayer, inCluster: ClusterLayer): ClusterOutputs {
    return { platform, region, clusterName: azure.cluster.name, ...inCluster };
}

/**
 * The outputs that are known, which in a preview are all that may become so.
 *
 * A run that fails keeps the outputs of the run before where it has none of its own. A destroy that goes on where another one stopped knows
 * nothing of what is gone already, and would write a placeholder over each: a stack that still reads them, such as that of the cluster
 * layer, could not be destroyed any more.
 */
export async function knownOutputs(outputs: StackOutputs): Promise<Partial<StackOutputs>> {
    if (pulumi.runtime.isDryRun()) {
        return outputs;
    }
    const serialized: Readonly<Record<string, unknown>> = await pulumi.runtime.serializeProperties("outputs", { ...outputs });
    const isKnown = ([name]: [string, unknown]): boolean => !JSON.stringify(serialized[name] ?? null).includes(pulumi.runtime.unknownValue);
    return Object.fromEntries(Object.entries(outputs).filter(isKnown));
}

function azureOutputs(config: PlatformConfig, azure: AzureLayer): AzureOutputs {
    return {
        platform: config.platform,
        region: config.region,
        resourceGroupName: azure.resourceGroupName,
        clusterName: azure.cluster.name,
        clusterId: azure.cluster.id,
        kubernetesVersion: azure.cluster.kubernetesVersion,
        kubeconfig: pulumi.secret(azure.kubeconfig),
        oidcIssuerUrl: azure.cluster.oidcIssuerUrl,
        registryLoginServer: azure.registry.loginServer,
        pools: handedPools(azure.pools),
        gpuPools: handedPools(azure.gpuPools),
        totals: totalsOf(config),
    };
}

/** The pools of a configuration, added up by the plans that the components make of it. */
export function totalsOf({ region, cluster, environment, pools, gpuPools }: TotalsConfig): PoolTotals {
    const entries = [...planNodePools("pools", pools), ...planEntries("gpu", gpuPools, environment.idle)];
    return poolTotals([systemPoolCounts(cluster), ...entries.flatMap((entry) => entry.pools)], region);
}

type TotalsConfig = Pick<PlatformConfig, "region" | "cluster" | "environment" | "pools" | "gpuPools">;
