import type * as pulumi from "@pulumi/pulumi";
import {
    agentPoolFacts,
    type AgentPoolHandle,
    clusterAddresses,
    type ClusterAddresses,
    networkFacts,
    type NodePoolHandle,
    type Placement,
    planEntries,
    planNodePools,
    type PoolEntryPlan,
} from "../components";
import type { PlatformConfig, Variant } from "./config/schema";
import type { AzureLayer } from "./layers";

/** Version of the form of the hand-over. Raise it with every change of the form: stacks of different versions then refuse each other. */
export const AZURE_LAYER_VERSION = 4;

/** An entry of pools as both layers know it. */
export interface HandedPool {
    /** Name in Azure of the pool that is preferred. */
    readonly agentPoolName: string;
    /** Its Azure VM size. */
    readonly size: string;
    /** What a pod asks for to get a GPU of any of the entry's pools; none without GPUs. */
    readonly gpuResource?: string;
    /** How many of it one of its nodes offers. */
    readonly gpusPerNode: number;
    /** Node selector and tolerations for a pod specification. */
    readonly placement: Placement;
    /** The entry's pools in order of preference. */
    readonly agentPools: readonly HandedAgentPool[];
}

/** A pool of one size as both layers know it. */
export interface HandedAgentPool {
    readonly agentPoolName: string;
    readonly size: string;
    readonly capacity: AgentPoolHandle["capacity"];
    readonly gpuResource?: string;
    readonly gpusPerNode: number;
}

/**
 * What decides which resources a stack has, and under which names. Both layers know it from their configuration, so that a preview never
 * waits for it, and it must be the same on both sides.
 */
export interface AzureLayerFacts {
    readonly platform: Variant;
    readonly region: string;
    readonly addresses: ClusterAddresses;
    /** How the cluster's autoscaler chooses among pools: a list of priorities is the cluster layer's to make. */
    readonly expander: string;
    /** By the pool's name in the configuration. */
    readonly pools: Readonly<Record<string, HandedPool>>;
    /** By the pool's name in the configuration. */
    readonly gpuPools: Readonly<Record<string, HandedPool>>;
    /** Services that both layers make a part of. */
    readonly services: {
        /** Buckets of the object store, in the order of the alphabet; none without a store. */
        readonly buckets: readonly string[];
        readonly objectStore: string;
        /** Whether there is an S3 endpoint, and as which service account it signs in to Azure. */
        readonly gateway: "none" | `${string}/minio`;
        /** Whether manifests are applied in the cluster. */
        readonly flux: boolean;
    };
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
    readonly objects?: {
        readonly store: { readonly accountId: string; readonly accountName: string; readonly buckets: Readonly<Record<string, string>> };
        readonly identity?: {
            readonly principalId: string;
            readonly clientId: string;
            readonly resourceId: string;
            readonly namespace: string;
            readonly serviceAccountName: string;
        };
    };
}

/** What the facts are made of: all that two layers of one platform must have in common. */
export type SharedConfig = Pick<
    PlatformConfig,
    "platform" | "region" | "network" | "cluster" | "nodeScaling" | "pools" | "gpuPools" | "objectStore"
> &
    StudiomlChoices;

interface StudiomlChoices {
    readonly studioml: { readonly namespace: string; readonly queue: Pick<PlatformConfig["studioml"]["queue"], "kind"> };
}

/** The facts of a configuration, by the same planners that the components use. */
export function azureLayerFacts(config: SharedConfig): AzureLayerFacts {
    const { platform, region, network, cluster, nodeScaling, pools, gpuPools } = config;
    return {
        platform,
        region,
        addresses: clusterAddresses(cluster, networkFacts(network).ranges),
        expander: expanderOf(nodeScaling),
        pools: plannedPools(planNodePools("pools", pools)),
        gpuPools: plannedPools(planEntries("gpu", gpuPools)),
        services: servicesOf(config),
    };
}

function servicesOf({ objectStore, studioml }: SharedConfig): AzureLayerFacts["services"] {
    const { kind } = objectStore;
    const hasGateway = objectStore.kind !== "none" && objectStore.gateway.kind !== "none";
    return {
        objectStore: kind,
        buckets: objectStore.kind === "none" ? [] : Object.keys(objectStore.buckets).sort(),
        gateway: hasGateway ? `${studioml.namespace}/minio` : "none",
        flux: needsFlux({ studioml }),
    };
}

/** Whether something of the platform comes as manifests that Flux applies. */
export function needsFlux({ studioml }: StudiomlChoices): boolean {
    return studioml.queue.kind === "rabbitmq";
}

function expanderOf(nodeScaling: PlatformConfig["nodeScaling"]): string {
    return nodeScaling.kind === "cluster-autoscaler" ? nodeScaling.expander : "none";
}

function plannedPools(entries: readonly PoolEntryPlan[]): Record<string, HandedPool> {
    const handed = entries.map(({ name, pools: [first, ...others], placement }) => {
        const agentPools = [first, ...others].map((plan) => ({ agentPoolName: plan.agentPoolName, ...agentPoolFacts(plan) }));
        const { capacity: _capacity, ...facts } = agentPoolFacts(first);
        return [name, { agentPoolName: first.agentPoolName, ...facts, placement, agentPools }] as const;
    });
    return Object.fromEntries(handed);
}

/** Handles of pools without what is the other side's own: the name is the key already. */
export function handedPools(handles: Readonly<Record<string, NodePoolHandle>>): Record<string, Omit<NodePoolHandle, "name">> {
    return Object.fromEntries(Object.entries(handles).map(([key, { name: _name, ...handle }]) => [key, handle]));
}

/** What a stack with `layer: azure` hands over, from what it made. */
export function handOver(config: PlatformConfig, { resourceGroupName, cluster, pools, gpuPools, registry, objects }: AzureLayer): Handing {
    const { principalId, clientId, resourceId } = cluster.kubeletIdentity;
    return {
        version: AZURE_LAYER_VERSION,
        platform: config.platform,
        region: config.region,
        addresses: cluster.addresses,
        expander: expanderOf(config.nodeScaling),
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
        pools: handedPools(pools),
        gpuPools: handedPools(gpuPools),
        registry: { id: registry.id, name: registry.name, loginServer: registry.loginServer },
        services: servicesOf(config),
        ...(objects === undefined ? {} : { objects: handedObjects(objects) }),
    };
}

function handedObjects({ store, identity }: NonNullable<AzureLayer["objects"]>): NonNullable<Handing["objects"]> {
    const { accountId, accountName, buckets } = store;
    if (identity === undefined) {
        return { store: { accountId, accountName, buckets } };
    }
    const { principalId, clientId, resourceId, namespace, serviceAccountName } = identity;
    return {
        store: { accountId, accountName, buckets },
        identity: { principalId, clientId, resourceId, namespace, serviceAccountName },
    };
}

/** The hand-over before its values are known. */
export type Handing = Unsettled<HandedAzureLayer>;

/** A structure in which every text may be an Output. */
type Unsettled<T> = T extends string ? T | pulumi.Output<T> : T extends object ? { readonly [K in keyof T]: Unsettled<T[K]> } : T;
