import type * as pulumi from "@pulumi/pulumi";
import { clusterAddresses, type ClusterAddresses, networkFacts, type Placement, planPools } from "../components";
import type { PlatformConfig, Variant } from "./config/schema";
import type { AzureLayer } from "./layers";

/** Version of the form of the hand-over. Raise it with every change of the form: stacks of different versions then refuse each other. */
export const AZURE_LAYER_VERSION = 1;

/** A GPU pool as both layers know it. */
export interface HandedGpuPool {
    /** Name in Azure. */
    readonly agentPoolName: string;
    /** Azure VM size. */
    readonly size: string;
    readonly gpusPerNode: number;
    /** Node selector and tolerations for a pod specification. */
    readonly placement: Placement;
}

/**
 * What decides which resources a stack has, and under which names. Both layers know it from their configuration, so that a preview never
 * waits for it, and it must be the same on both sides.
 */
export interface AzureLayerFacts {
    readonly platform: Variant;
    readonly region: string;
    readonly addresses: ClusterAddresses;
    /** By the pool's name in the configuration. */
    readonly gpuPools: Readonly<Record<string, HandedGpuPool>>;
}

/** The output `azureLayer` of a stack with `layer: azure`. The kubeconfig is an output of its own: it alone is secret. */
export interface HandedAzureLayer extends AzureLayerFacts {
    readonly version: typeof AZURE_LAYER_VERSION;
    readonly resourceGroupName: string;
    readonly cluster: {
        readonly id: string;
        readonly uid: string;
        readonly name: string;
        readonly resourceGroupName: string;
        readonly location: string;
        readonly oidcIssuerUrl: string;
        readonly nodeResourceGroupName: string;
        readonly nodeSubnetId: string;
        readonly kubernetesVersion: string;
        readonly kubeletIdentity: { readonly principalId: string; readonly clientId: string; readonly resourceId: string };
    };
    readonly registry: { readonly id: string; readonly name: string; readonly loginServer: string };
}

/** What the facts are made of: all that two layers of one platform must have in common. */
export type SharedConfig = Pick<PlatformConfig, "platform" | "region" | "network" | "cluster" | "gpuPools">;

/** The facts of a configuration, by the same planners that the components use. */
export function azureLayerFacts({ platform, region, network, cluster, gpuPools }: SharedConfig): AzureLayerFacts {
    const pools = planPools("gpu", gpuPools).map(({ name, agentPoolName, size, gpusPerNode, placement }) => {
        return [name, { agentPoolName, size, gpusPerNode, placement }] as const;
    });
    return {
        platform,
        region,
        addresses: clusterAddresses(cluster, networkFacts(network).ranges),
        gpuPools: Object.fromEntries(pools),
    };
}

/** What a stack with `layer: azure` hands over, from what it made. */
export function handOver(config: PlatformConfig, { resourceGroupName, cluster, gpuPools, registry }: AzureLayer): Handing {
    const { principalId, clientId, resourceId } = cluster.kubeletIdentity;
    const pools = Object.entries(gpuPools).map(([name, { agentPoolName, size, gpusPerNode, placement }]) => {
        return [name, { agentPoolName, size, gpusPerNode, placement }] as const;
    });
    return {
        version: AZURE_LAYER_VERSION,
        platform: config.platform,
        region: config.region,
        addresses: cluster.addresses,
        resourceGroupName,
        cluster: {
            id: cluster.id,
            uid: cluster.uid,
            name: cluster.name,
            resourceGroupName: cluster.resourceGroupName,
            location: cluster.location,
            oidcIssuerUrl: cluster.oidcIssuerUrl,
            nodeResourceGroupName: cluster.nodeResourceGroupName,
            nodeSubnetId: cluster.nodeSubnetId,
            kubernetesVersion: cluster.kubernetesVersion,
            kubeletIdentity: { principalId, clientId, resourceId },
        },
        gpuPools: Object.fromEntries(pools),
        registry: { id: registry.id, name: registry.name, loginServer: registry.loginServer },
    };
}

/** The hand-over before its values are known. */
export type Handing = Unsettled<HandedAzureLayer>;

/** A structure in which every text may be an Output. */
type Unsettled<T> = T extends string ? T | pulumi.Output<T> : T extends object ? { readonly [K in keyof T]: Unsettled<T[K]> } : T;
