import { objectAt, objectsAt, textAt } from "./fields";
import { managedFields } from "./managed-fields";
import type { KubernetesObject } from "./object-store";

/** Annotation of Helm on what a release made. */
export const RELEASE_NAME = "meta.helm.sh/release-name";

/** Whether an object was made by a release, which counts as one thing. */
export function isPartOfRelease(object: KubernetesObject): boolean {
    return textAt(objectAt(objectAt(object, "metadata"), "annotations"), RELEASE_NAME) !== "";
}

/** Kinds that only the cluster itself writes, or that tell of others. */
const PASSED_OVER: readonly string[] = [
    "CSINode",
    "ComponentStatus",
    "ControllerRevision",
    "Endpoints",
    "EndpointSlice",
    "Event",
    "IPAddress",
    "Lease",
    "Node",
    "ResourceSlice",
    "VolumeAttachment",
];

/** Who writes on behalf of the cluster: Kubernetes' own processes, and those of the rehearsal that stand for nodes and operators. */
const CLUSTER_MANAGERS = /^(kube-|kwok|api-priority-and-fairness-|clusterrole-aggregation-controller|rehearsal-)/;

/**
 * Whether somebody who uses the cluster made an object: neither the cluster itself, nor a controller on behalf of another object, nor Helm as
 * part of a release, which counts as one thing.
 */
export function isMadeByUser(object: KubernetesObject): boolean {
    const metadata = objectAt(object, "metadata");
    const owners = objectsAt(metadata, "ownerReferences");
    if (PASSED_OVER.includes(textAt(object, "kind")) || owners.some((owner) => owner["controller"] === true)) {
        return false;
    }
    if (isPartOfRelease(object)) {
        return false;
    }
    const managers = managedFields(object).filter((entry) => textAt(entry, "subresource") === "");
    if (managers.length === 0) {
        // nobody set a field: an empty object of a user, or an account that every namespace has or a controller goes by
        const isAccount = textAt(object, "kind") === "ServiceAccount";
        return !(isAccount && (textAt(metadata, "name") === "default" || textAt(metadata, "namespace").startsWith("kube-")));
    }
    return managers.some((entry) => !CLUSTER_MANAGERS.test(textAt(entry, "manager")));
}
