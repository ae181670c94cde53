import type * as pulumi from "@pulumi/pulumi";
import {
    AksCluster,
    bucketsMetadata,
    type ClusterHandle,
    ContainerRegistry,
    FluxExtension,
    GpuNodePools,
    GpuSoftware,
    type GpuSoftwareArgs,
    ImagePullSecrets,
    Network,
    NodePools,
    ObjectStore,
    type ObjectStoreArgs,
    planEntries,
    Platform,
    PlatformNamespace,
    PoolChain,
    PriorityExpander,
    WorkloadIdentity,
} from "../components";
import { needsFlux } from "./azure-layer-output";
import type { PlatformConfig } from "./config/schema";
import type { AzureLayer, ClusterLayer, VariantProgram } from "./layers";
import { clusterProvider } from "./providers";
import { studiomlServices } from "./studioml-services";
import { platformTags } from "./tags";

/** StudioML: a fleet of runners on GPU nodes, the queue and the S3 endpoint that they work with, and the registry that they pull from. */
export const studioml: VariantProgram = { azureLayer, clusterLayer };

/** What Azure Resource Manager makes. */
function azureLayer(config: PlatformConfig): AzureLayer {
    const { region: location } = config;
    const { nodeScaling, security } = config;
    const { idle, protect } = config.environment;
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
    const autoscaler = nodeScaling.kind === "cluster-autoscaler" ? { autoscaler: nodeScaling } : {};
    const cluster = new AksCluster("cluster", { ...place, network, cluster: config.cluster, ...autoscaler, security, protect }, opts);
    // Pools without GPUs first: one that finds no machine with a GPU holds up none of those that the platform itself needs.
    const chain = new PoolChain(config.poolCreation);
    const hasPools = Object.keys(config.pools).length > 0;
    const pools = hasPools ? new NodePools("pools", { cluster, pools: config.pools, chain, security, tags }, opts) : undefined;
    const gpu = new GpuNodePools("gpu", { cluster, pools: config.gpuPools, idle, chain, security, tags }, opts);
    const registry = new ContainerRegistry(
        "registry",
        { ...place, ...config.registry, pullers: { kubelet: cluster.kubeletIdentity }, protect },
        opts,
    );
    const objects = objectsOf(config, { ...place, cluster, protect }, network, opts);
    const after = [gpu, ...(pools === undefined ? [] : [pools])];
    const flux = needsFlux(config) ? new FluxExtension("flux", { cluster, after }, opts) : undefined;
    return {
        root: platform,
        resourceGroupName: platform.resourceGroupName,
        cluster,
        kubeconfig: cluster.kubeconfig,
        pools: pools?.pools ?? {},
        gpuPools: gpu.pools,
        registry,
        ...(objects === undefined ? {} : { objects }),
        ...(flux === undefined ? {} : { flux }),
    };
}

interface AzurePlace extends Pick<ObjectStoreArgs, "resourceGroupName" | "naming" | "tags"> {
    readonly location: string;
    readonly cluster: ClusterHandle;
    readonly protect: boolean;
}

/** Where objects are kept, and who the S3 endpoint is. */
function objectsOf(
    { objectStore, studioml: { namespace } }: PlatformConfig,
    { cluster, protect, ...place }: AzurePlace,
    { privateEndpoints }: Network,
    opts: pulumi.ComponentResourceOptions,
): AzureLayer["objects"] {
    if (objectStore.kind === "none") {
        return undefined;
    }
    const { gateway, ...spec } = objectStore;
    const hasGateway = gateway.kind !== "none";
    const store = new ObjectStore(
        "objects",
        {
            ...place,
            store: spec,
            protect,
            ...(hasGateway ? { metadata: bucketsMetadata(Object.keys(spec.buckets)) } : {}),
            ...(privateEndpoints === undefined ? {} : { network: privateEndpoints }),
        },
        opts,
    );
    if (!hasGateway) {
        return { store };
    }
    const roles = { objects: { role: "storageBlobDataContributor", scope: store.accountId } } as const;
    const account = { purpose: "objects", namespace, serviceAccountName: "minio" };
    return { store, identity: new WorkloadIdentity("s3-identity", { ...place, cluster, ...account, roles }, opts) };
}

/** What lives in the cluster. None of it waits for the GPU pools, which may take long to get their first node, or never get one. */
function clusterLayer(config: PlatformConfig, azure: AzureLayer): ClusterLayer {
    const provider = clusterProvider(config, azure);
    const { cluster } = azure;
    const opts = { parent: azure.root, providers: [provider] };
    const { namespace } = new PlatformNamespace("studioml", { namespace: config.studioml.namespace, cluster }, opts);
    const { gpuSoftware: software, mirror } = config;
    new GpuSoftware("gpu-software", { cluster, software, pools: servedPools(config, azure), mirror }, opts);
    if (config.nodeScaling.kind === "cluster-autoscaler" && config.nodeScaling.expander === "priority") {
        // By name, from the plan: nothing in the cluster waits for a GPU pool.
        const entries = planEntries("gpu", config.gpuPools).map(({ pools }) => pools.map(({ agentPoolName }) => agentPoolName));
        new PriorityExpander("priorities", { cluster, entries }, opts);
    }
    const pull = imagePullOf(config, azure, namespace, opts);
    return { namespace, ...pull, ...studiomlServices(config, azure, { namespace, ...pull, opts }) };
}

function imagePullOf(
    { imageRegistries: registries }: PlatformConfig,
    { cluster }: AzureLayer,
    namespace: pulumi.Output<string>,
    opts: pulumi.ComponentResourceOptions,
): Pick<ClusterLayer, "imagePullSecret"> {
    if (Object.keys(registries).length === 0) {
        return {};
    }
    const { secretNames } = new ImagePullSecrets("image-pull", { registries, namespaces: { studioml: namespace }, cluster }, opts);
    return { imagePullSecret: secretNames.studioml };
}

/** The GPU pools as their software needs to know them: where they are, and what the configuration says of them. */
function servedPools({ gpuPools }: PlatformConfig, azure: AzureLayer): GpuSoftwareArgs["pools"] {
    const pools = Object.entries(azure.gpuPools).flatMap(([name, { placement }]) => {
        const spec = gpuPools[name];
        return spec === undefined ? [] : [[name, { placement, driver: spec.driver, sharing: spec.sharing }] as const];
    });
    return Object.fromEntries(pools);
}
