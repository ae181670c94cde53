/** The components, and the contracts between them. Stacks import from here; the config door imports the rules of each folder. */
export { AksCluster, type AksClusterArgs } from "./aks-cluster/aks-cluster";
export { clusterAddresses, systemPoolCounts } from "./aks-cluster/plan";
export type { ClusterSpec } from "./aks-cluster/spec";
export { CertificateAuthority, type CertificateAuthorityArgs } from "./certificate-authority/certificate-authority";
export { ContainerRegistry, type ContainerRegistryArgs } from "./container-registry/container-registry";
export type { RegistrySpec } from "./container-registry/spec";
export { agentPoolFacts, type PoolEntryPlan } from "./core/agent-pool";
export type {
    AgentPoolHandle,
    CertificateAuthorityHandle,
    ClusterAddresses,
    ClusterHandle,
    IdentityHandle,
    ImagePullHandle,
    MessageQueueHandle,
    NamingHandle,
    NetworkHandle,
    NodePoolHandle,
    ObjectStoreHandle,
    PrivateEndpointsHandle,
    RegistryHandle,
    S3EndpointHandle,
    SecretHandle,
    SecurityLevel,
    WorkloadIdentityHandle,
} from "./core/contracts";
export type { AutoscalerSpec } from "./core/node-scaling";
export { type Placement, SYSTEM_PLACEMENT } from "./core/placement";
export { PoolChain, type PoolCreation } from "./core/pool-chain";
export { poolTotals, type PoolTotals } from "./core/pool-totals";
export { FluxExtension, type FluxExtensionArgs, type FluxExtensionHandle } from "./flux-sources/flux-extension";
export { FluxSources, type FluxSourcesArgs, type FluxSourcesHandle } from "./flux-sources/flux-sources";
export type { GitSourceSpec } from "./flux-sources/spec";
export { GpuNodePools, type GpuNodePoolsArgs } from "./gpu-node-pools/gpu-node-pools";
export { planEntries } from "./gpu-node-pools/plan";
export type { GpuPoolSpec } from "./gpu-node-pools/spec";
export { GpuSoftware, type GpuSoftwareArgs } from "./gpu-software/gpu-software";
export type { GpuSoftwareSpec } from "./gpu-software/spec";
export { ImagePullSecrets, type ImagePullSecretsArgs } from "./image-pull-secrets/image-pull-secrets";
export type { ImageRegistrySpec } from "./image-pull-secrets/spec";
export { MinioGateway, type MinioGatewayArgs } from "./minio-gateway/minio-gateway";
export type { S3ClientSpec, S3GatewaySpec, S3RotationSpec } from "./minio-gateway/spec";
export { bucketsMetadata } from "./minio-gateway/values";
export { Network, type NetworkArgs } from "./network/network";
export { networkFacts } from "./network/plan";
export type { NetworkSpec } from "./network/spec";
export { NodePools, type NodePoolsArgs } from "./node-pools/node-pools";
export { planNodePools } from "./node-pools/plan";
export type { NodePoolSpec } from "./node-pools/spec";
export { ObjectStore, type ObjectStoreArgs } from "./object-store/object-store";
export type { ObjectStoreSpec } from "./object-store/spec";
export { PlatformNamespace, type PlatformNamespaceArgs } from "./platform-namespace/platform-namespace";
export { Platform, type PlatformArgs } from "./platform/platform";
export { PlatformRoot } from "./platform/platform-root";
export type { ResourceGroupSpec } from "./platform/spec";
export { PriorityExpander, type PriorityExpanderArgs } from "./priority-expander/priority-expander";
export { ExistingQueue, type ExistingQueueArgs } from "./rabbitmq/existing-queue";
export { OPERATOR_KUSTOMIZATION, rabbitMqOperator } from "./rabbitmq/operator";
export { RabbitMq, type RabbitMqArgs } from "./rabbitmq/rabbitmq";
export type { RabbitMqSpec } from "./rabbitmq/spec";
export { type RunnerPool, StudioGoRunner, type StudioGoRunnerArgs } from "./studio-go-runner/studio-go-runner";
export { WorkloadIdentity, type WorkloadIdentityArgs, type WorkloadRole } from "./workload-identity/workload-identity";
export { WorkloadServiceAccount, type WorkloadServiceAccountArgs } from "./workload-identity/workload-service-account";
