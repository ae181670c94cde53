import type * as pulumi from "@pulumi/pulumi";
import { AksCluster, ContainerRegistry, GpuNodePools, Network, Platform, PlatformNamespace } from "../components";
import type { PlatformConfig } from "./config/schema";
import type { AzureLayer } from "./layers";
import { platformOutputs, type PlatformOutputs } from "./outputs";
import { clusterProvider } from "./providers";
import { platformTags } from "./tags";

/** StudioML: GPU nodes for a fleet of runners, and the registry that they pull from. */
export function studioml(config: PlatformConfig): PlatformOutputs {
    const azure = azureLayer(config);
    return platformOutputs(config, azure, clusterLayer(config, azure));
}

/** What Azure Resource Manager makes. */
export function azureLayer(config: PlatformConfig): AzureLayer {
    const { region: location } = config;
    const { protect } = config.environment;
    const tags = platformTags(config);
    const platform = new Platform("platform", {
        ...config.naming,
        location,
        resourceGroup: config.resourceGroup,
        keepSdkAliases: config.keepSdkAliases,
        protect,
        tags,
    });
    const opts = { parent: platform };
    const place = { resourceGroupName: platform.resourceGroupName, location, naming: platform.naming, tags };
    const network = new Network("network", { ...place, network: config.network }, opts);
    const cluster = new AksCluster("cluster", { ...place, network, cluster: config.cluster, protect }, opts);
    const gpu = new GpuNodePools("gpu", { cluster, pools: config.gpuPools, tags }, opts);
    const registry = new ContainerRegistry(
        "registry",
        { ...place, sku: config.registry.sku, pullers: { kubelet: cluster.kubeletIdentity }, protect },
        opts,
    );
    return {
        root: platform,
        resourceGroupName: platform.resourceGroupName,
        cluster,
        kubeconfig: cluster.kubeconfig,
        gpuPools: gpu.pools,
        registry,
    };
}

/** What lives in the cluster. None of it waits for the GPU pools, which may take long to get their first node, or never get one. */
export function clusterLayer(config: PlatformConfig, azure: AzureLayer): { namespace: pulumi.Output<string> } {
    const provider = clusterProvider(config, azure);
    const { namespace } = new PlatformNamespace(
        "studioml",
        { namespace: config.studioml.namespace, cluster: azure.cluster },
        { parent: azure.root, providers: [provider] },
    );
    return { namespace };
}
