import { groupOf } from "./kinds";

const SELECTOR = ["spec.selector"];
const STATEFUL_SET = [
    ...SELECTOR,
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
];

/**
 * Properties whose change replaces an object, by `group/kind`: the table of the real provider (pulumi-kubernetes,
 * provider/pkg/provider/diff.go), with DaemonSet selectors, which it misspells and the API server then refuses to change.
 */
const byKind: Readonly<Record<string, readonly string[]>> = {
    "apps/DaemonSet": SELECTOR,
    "apps/Deployment": SELECTOR,
    "apps/StatefulSet": STATEFUL_SET,
    "batch/Job": [...SELECTOR, "spec.completions", "spec.parallelism", "spec.template"],
    "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
    "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
    "storage.k8s.io/StorageClass": ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
    "/PersistentVolume": ["spec.csi", "spec.azureDisk", "spec.azureFile", "spec.hostPath", "spec.local", "spec.nfs"],
    "/PersistentVolumeClaim": ["spec"],
    "/Pod": ["spec"],
    "/ResourceQuota": ["spec.scopes"],
    "/Service": ["spec.clusterIP"],
};

/** Kinds that hold data. The provider replaces them, so that what mounts them by name is rolled too. */
const data: Readonly<Record<string, readonly string[]>> = {
    "/ConfigMap": ["data", "binaryData"],
    "/Secret": ["data", "stringData", "type"],
};

/**
 * @param mutable whether the provider is configured to change the data of this kind in place (`enableConfigMapMutable`, `enableSecretMutable`);
 * an object marked `immutable` is replaced all the same
 */
export function replacingProperties(apiVersion: string, kind: string, mutable: boolean): readonly string[] {
    const key = `${groupOf(apiVersion)}/${kind}`;
    return ["metadata.name", "metadata.namespace", "kind", ...(byKind[key] ?? []), ...(mutable ? [] : (data[key] ?? []))];
}
