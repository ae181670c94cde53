import { CLUSTER_RULES } from "../../../components/aks-cluster/rules";
import { CERTIFICATE_RULES } from "../../../components/certificates/rules";
import { REGISTRY_RULES } from "../../../components/container-registry/rules";
import { MIRROR_RULES } from "../../../components/core/mirror-rules";
import { POOL_RULES } from "../../../components/core/pool-rules";
import { DNS_RULES } from "../../../components/dns-records/rules";
import { FLUX_RULES } from "../../../components/flux-sources/rules";
import { GPU_POOL_RULES } from "../../../components/gpu-node-pools/rules";
import { GPU_SOFTWARE_RULES } from "../../../components/gpu-software/rules";
import { IMAGE_REGISTRY_RULES } from "../../../components/image-pull-secrets/rules";
import { INGRESS_RULES } from "../../../components/ingress/rules";
import { MESH_RULES } from "../../../components/istio-mesh/rules";
import { JUPYTER_HUB_RULES } from "../../../components/jupyter-hub/rules";
import { KATONIC_RULES } from "../../../components/katonic/rules";
import { SSO_RULES } from "../../../components/keycloak-sso/rules";
import { KUBEFLOW_RULES } from "../../../components/kubeflow/rules";
import { S3_GATEWAY_RULES } from "../../../components/minio-gateway/rules";
import { MONITORING_RULES } from "../../../components/monitoring/rules";
import { NETWORK_RULES } from "../../../components/network/rules";
import { NODE_POOL_RULES } from "../../../components/node-pools/rules";
import { NODE_SCALING_RULES } from "../../../components/node-scaling/rules";
import { OBJECT_STORE_RULES } from "../../../components/object-store/rules";
import { NAMESPACE_RULES } from "../../../components/platform-namespace/rules";
import { PLATFORM_RULES } from "../../../components/platform/rules";
import { RABBITMQ_RULES } from "../../../components/rabbitmq/rules";
import { SECURITY_RULES } from "../../../components/security/rules";
import { SHAKUDO_RULES } from "../../../components/shakudo/rules";
import { RUNNER_RULES } from "../../../components/studio-go-runner/rules";
import { WORKLOAD_IDENTITY_RULES } from "../../../components/workload-identity/rules";
import { EXTENDS_RULES } from "../files/extends";
import { ENVIRONMENT_RULES } from "./environment-rules";
import { FORM_RULES } from "./form-rule-table";
import { LAYER_RULES } from "./layer-rules";
import { NETWORK_USE_RULES } from "./network-use-rules";
import { NOT_BUILT_RULES } from "./not-built-rules";
import { PLACEHOLDER_RULES } from "./placeholder-rules";
import { REGION_RULES } from "./region-rules";
import { SECRET_RULES } from "./secret-rules";
import { SERVICE_RULES } from "./service-rules";
import { VARIANT_RULES } from "./variant-rules";

/** Every rule that a stack file, or the arguments of a component, can break. `npm run rules` writes docs/rules.md from it. */
export const RULES = {
    ...FORM_RULES,
    ...NOT_BUILT_RULES,
    ...EXTENDS_RULES,
    ...SECRET_RULES,
    ...LAYER_RULES,
    ...ENVIRONMENT_RULES,
    ...PLATFORM_RULES,
    ...REGION_RULES,
    ...NETWORK_RULES,
    ...NETWORK_USE_RULES,
    ...CLUSTER_RULES,
    ...PLACEHOLDER_RULES,
    ...POOL_RULES,
    ...NODE_POOL_RULES,
    ...GPU_POOL_RULES,
    ...GPU_SOFTWARE_RULES,
    ...NODE_SCALING_RULES,
    ...SECURITY_RULES,
    ...REGISTRY_RULES,
    ...NAMESPACE_RULES,
    ...VARIANT_RULES,
    ...MESH_RULES,
    ...INGRESS_RULES,
    ...CERTIFICATE_RULES,
    ...DNS_RULES,
    ...SSO_RULES,
    ...OBJECT_STORE_RULES,
    ...S3_GATEWAY_RULES,
    ...WORKLOAD_IDENTITY_RULES,
    ...MONITORING_RULES,
    ...IMAGE_REGISTRY_RULES,
    ...MIRROR_RULES,
    ...SERVICE_RULES,
    ...RUNNER_RULES,
    ...RABBITMQ_RULES,
    ...FLUX_RULES,
    ...SHAKUDO_RULES,
    ...KATONIC_RULES,
    ...KUBEFLOW_RULES,
    ...JUPYTER_HUB_RULES,
} as const;

export type RuleId = keyof typeof RULES;
