import { groupOf } from "./kinds";

const SELECTOR = ["spec.selector"];

/** Kinds of volumes. What a PersistentVolume is of cannot change. */
const VOLUME_SOURCES =
    "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume";

const POD_FIELDS =
    "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC hostNetwork hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority priorityClassName readinessGates restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName shareProcessNamespace subdomain terminationGracePeriodSeconds volumes";
const CONTAINER_FIELDS =
    "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir";

/**
 * Properties whose change replaces an object, by `group/kind`: the table of the real provider (pulumi-kubernetes,
 * provider/pkg/provider/diff.go at cafe8c4, the newest that is public in full). It is not complete, and not meant to be made so here: a change
 * of anything else that cannot change is an update, which the API server refuses with "field is immutable" or "updates to ... are forbidden",
 * in the preview already where there is a server to ask.
 */
const byKind: Readonly<Record<string, readonly string[]>> = {
    "apps/DaemonSet": SELECTOR,
    "apps/Deployment": SELECTOR,
    "apps/StatefulSet": [
        ...SELECTOR,
        "spec.podManagementPolicy",
        "spec.revisionHistoryLimit",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ],
    "batch/Job": [...SELECTOR, "spec.completions", "spec.parallelism", "spec.template"],
    "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
    "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
    "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
    "/PersistentVolume": below("spec", VOLUME_SOURCES),
    // not its size: a claim grows in place
    "/PersistentVolumeClaim": below("spec", "accessModes selector storageClassName volumeName"),
    "/Pod": [
        ...below("spec", POD_FIELDS),
        ...below("spec.containers[*]", CONTAINER_FIELDS),
        ...below("spec.initContainers[*]", CONTAINER_FIELDS),
    ],
    "/ResourceQuota": ["spec.scopes"],
    "/Secret": ["type"],
    "/Service": ["spec.clusterIP"],
};

/** Kinds that hold data. The provider replaces them, so that what mounts them by name is rolled too. */
const data: Readonly<Record<string, readonly string[]>> = {
    "/ConfigMap": ["data", "binaryData"],
    "/Secret": ["data", "stringData"],
};

/** What another object is. */
const IDENTITY = ["metadata.name", "metadata.namespace"];

/**
 * @param mutable whether the provider is configured to change the data of this kind in place (`enableConfigMapMutable`, `enableSecretMutable`);
 * an object marked `immutable` is replaced all the same
 */
export function replacingProperties(apiVersion: string, kind: string, mutable: boolean): readonly string[] {
    const key = `${groupOf(apiVersion)}/${kind}`;
    return [...IDENTITY, "kind", ...(byKind[key] ?? []), ...(mutable ? [] : (data[key] ?? []))];
}

/** Whatever else a patch says is applied to the object that it is for. */
export const replacingPropertiesOfPatch: readonly string[] = IDENTITY;

function below(root: string, fields: string): string[] {
    return fields.split(" ").map((field) => `${root}.${field}`);
}
