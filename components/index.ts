/** The components, and the contracts between them. Stacks import from here; the config door imports the rules of each folder. */
export { AksCluster, type AksClusterArgs } from "./aks-cluster/aks-cluster";
export type { ClusterSpec } from "./aks-cluster/spec";
export { ContainerRegistry, type ContainerRegistryArgs } from "./container-registry/container-registry";
export type { RegistrySpec } from "./container-registry/spec";
export type { ClusterHandle, IdentityHandle, NamingHandle, NetworkHandle, NodePoolHandle, RegistryHandle } from "./core/contracts";
export type { Placement } from "./core/placement";
export { GpuNodePools, type GpuNodePoolsArgs } from "./gpu-node-pools/gpu-node-pools";
export type { GpuPoolSpec } from "./gpu-node-pools/spec";
export { Network, type NetworkArgs } from "./network/network";
export type { NetworkSpec } from "./network/spec";
export { PlatformNamespace, type PlatformNamespaceArgs } from "./platform-namespace/platform-namespace";
export { Platform, type PlatformArgs } from "./platform/platform";
export type { ResourceGroupSpec } from "./platform/spec";
