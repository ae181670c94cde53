/** What the rules of nodes and of hardening look at beside the value that they are about; `rule-inputs.ts` says how to read it. */
type Inputs = Readonly<Record<string, readonly string[]>>;

const PODS = ["network.nodeSubnet", "cluster.systemPool.maxCount", "cluster.podNetworking"];
const CPU_NODES = ["pools.*.maxCount", "pools.*.maxPods"];
const GPU_NODES = ["gpuPools.*.maxCount", "gpuPools.*.maxPods", "gpuPools.*.sizes", "gpuPools.*.capacity"];

export const NODE_POOL_INPUTS: Inputs = {
    "pools/name": ["pools.*.generation"],
    "pools/name-taken": ["pools.*.generation", "gpuPools.*.generation", "gpuPools.*.sizes", "gpuPools.*.capacity.*"],
    "pools/spot-system": ["../mode"],
    "pools/system-size-burstable": ["../mode"],
    "pools/taint-twice": ["pools.*.taints.*.key", "pools.*.taints.*.effect"],
    "pools/subnet-too-small": [...CPU_NODES, ...PODS],
    "pools/pod-cidr-too-small": [...CPU_NODES, ...PODS, "cluster.podCidr"],
    "pools/too-many-nodes": [...CPU_NODES, "cluster.systemPool.maxCount"],
};

export const GPU_POOL_INPUTS: Inputs = {
    "gpu-pools/same-as-another": ["gpuPools.*.*"],
    "gpu-pools/listed-twice": ["../*"],
    "gpu-pools/ephemeral-disk-size": ["../kind", "gpuPools.*.sizes.*"],
    "gpu-pools/mig-size": ["gpuPools.*.sharing.kind"],
    "gpu-pools/mig-resource": ["../0", "gpuPools.*.sharing.kind", "gpuPools.*.sharing.profile", "gpuPools.*.sharing.strategy"],
    "gpu-pools/sharing-at-zero": ["gpuPools.*.sharing.kind", "gpuPools.*.sharing.strategy"],
    "gpu-pools/reservation-with-spot": ["gpuPools.*.capacity.*"],
    "gpu-pools/subnet-too-small": [...GPU_NODES, ...CPU_NODES, ...PODS],
    "gpu-pools/pod-cidr-too-small": [...GPU_NODES, ...CPU_NODES, ...PODS, "cluster.podCidr"],
    "gpu-pools/too-many-nodes": [...GPU_NODES, ...CPU_NODES, "cluster.systemPool.maxCount"],
    "gpu-software/driver-twice": ["gpuSoftware.kind", "gpuSoftware.driver"],
    "gpu-software/no-driver": ["gpuSoftware.kind", "gpuSoftware.driver"],
    "gpu-software/mixed-drivers": ["gpuSoftware.kind", "gpuPools.*.driver"],
    "gpu-software/sharing": ["gpuSoftware.kind"],
    "gpu-software/mig-driver": ["gpuPools.*.driver"],
    "gpu-software/mig-strategies": ["gpuSoftware.kind", "gpuPools.*.sharing.kind", "gpuPools.*.sharing.strategy"],
};

export const NODE_SCALING_INPUTS: Inputs = {
    "node-scaling/network-policy": ["nodeScaling.kind", "cluster.dataplane"],
    "node-scaling/cilium-recommended": ["nodeScaling.kind"],
    "node-scaling/outbound": ["nodeScaling.kind", "cluster.access.kind"],
    "node-scaling/order-ignored": ["nodeScaling.kind", "nodeScaling.expander"],
    "node-scaling/autoscaled-pool": ["nodeScaling.kind", "../minCount"],
    "node-scaling/minimum": ["nodeScaling.kind"],
    "node-scaling/mig": ["nodeScaling.kind"],
    "node-scaling/reservation": ["nodeScaling.kind"],
    "node-scaling/no-gpus": ["environment.idle", "gpuPools"],
    "node-scaling/limit-below-a-node": ["gpuPools.*.sizes.*"],
    "node-scaling/driver-needs-version": ["nodeScaling.kind", "nodeScaling.version"],
    "node-scaling/replicas": ["cluster.systemPool.maxCount"],
};

export const SECURITY_INPUTS: Inputs = {
    "security/public-api-server": ["security", "cluster.access.authorizedIpRanges.*"],
    "security/admin-kubeconfig": ["security"],
    "security/no-network-policy": ["security"],
    "security/public-ingress": ["security"],
    "security/public-registry": ["security"],
    "security/public-object-store": ["security", "objectStore.kind"],
};
