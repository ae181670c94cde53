/**
 * The kinds that every cluster knows without a definition: the stable APIs of Kubernetes 1.36, from the API reference on kubernetes.io
 * (read 2026-11). Kinds that cannot be stored, such as SubjectAccessReview, are left out.
 */
const namespaced: Readonly<Record<string, string>> = {
    v1: "ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
    "apps/v1": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "autoscaling/v1": "HorizontalPodAutoscaler",
    "autoscaling/v2": "HorizontalPodAutoscaler",
    "batch/v1": "CronJob Job",
    "coordination.k8s.io/v1": "Lease",
    "discovery.k8s.io/v1": "EndpointSlice",
    "events.k8s.io/v1": "Event",
    // No API: the record that Helm keeps of a release (in a Secret) is an object of its own here.
    "helm.sh/v3": "Release",
    "networking.k8s.io/v1": "Ingress NetworkPolicy",
    "policy/v1": "PodDisruptionBudget",
    "rbac.authorization.k8s.io/v1": "Role RoleBinding",
    "resource.k8s.io/v1": "ResourceClaim ResourceClaimTemplate",
    "storage.k8s.io/v1": "CSIStorageCapacity",
};
const clusterWide: Readonly<Record<string, string>> = {
    v1: "Namespace Node PersistentVolume",
    "admissionregistration.k8s.io/v1":
        "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
    "apiextensions.k8s.io/v1": "CustomResourceDefinition",
    "apiregistration.k8s.io/v1": "APIService",
    "certificates.k8s.io/v1": "CertificateSigningRequest",
    "flowcontrol.apiserver.k8s.io/v1": "FlowSchema PriorityLevelConfiguration",
    "networking.k8s.io/v1": "IngressClass IPAddress ServiceCIDR",
    "node.k8s.io/v1": "RuntimeClass",
    "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding",
    "resource.k8s.io/v1": "DeviceClass ResourceSlice",
    "scheduling.k8s.io/v1": "PriorityClass",
    "storage.k8s.io/v1": "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
};

/** Whether objects of a built-in kind belong to a namespace; undefined for a kind that is not built in. */
export function isNamespacedKind(apiVersion: string, kind: string): boolean | undefined {
    const has = (table: Readonly<Record<string, string>>) => table[apiVersion]?.split(" ").includes(kind) === true;
    return has(namespaced) ? true : has(clusterWide) ? false : undefined;
}

/** The API group: empty for `v1`. */
export function groupOf(apiVersion: string): string {
    return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** The name of a kind in REST paths and in errors, for example `ingresses.networking.k8s.io`. */
export function resourceName(apiVersion: string, kind: string): string {
    const plural = pluralOf(kind.toLowerCase());
    const group = groupOf(apiVersion);
    return group === "" ? plural : `${plural}.${group}`;
}

/** As the generators of Kubernetes name kinds (k8s.io/gengo, namer/plural_namer.go): `gateways`, `policies`, `ingresses`. */
function pluralOf(singular: string): string {
    if (singular === "endpoints") {
        return singular;
    }
    if (/[^aeiou]y$/.test(singular)) {
        return `${singular.slice(0, -1)}ies`;
    }
    return /(s|x|z|ch|sh)$/.test(singular) ? `${singular}es` : `${singular}s`;
}
