import { at, textAt } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import type { Properties, Value } from "../../provider/values";
import type { Action } from "../loop/actions";
import type { NodeView } from "../node-view";

/** Drivers that make volumes in Azure. */
const DRIVERS = ["disk.csi.azure.com", "file.csi.azure.com", "blob.csi.azure.com"];
const PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
const SELECTED_NODE = "volume.kubernetes.io/selected-node";
const DISK_ZONE = "topology.disk.csi.azure.com/zone";

/** Volumes, claims and classes of a cluster. */
export interface Storage {
    readonly classes: readonly KubernetesObject[];
    readonly claims: readonly KubernetesObject[];
    readonly volumes: readonly KubernetesObject[];
}

/** What the storage drivers do: a volume for each claim that waits for one, and the end of volumes whose claim has gone, unless retained. */
export function planStorage({ classes, claims, volumes }: Storage, nodes: readonly NodeView[]): Action[] {
    const wanted = claims.map((claim) => volumeFor(claim, classes, nodes)).filter((volume) => volume !== undefined);
    return [
        ...wanted
            .filter((volume) => !volumes.some((one) => nameOf(one) === nameOf(volume)))
            .map((object): Action => ({ do: "create-object", path: "/api/v1/persistentvolumes", object })),
        ...volumes
            .filter((volume) => DRIVERS.includes(textAt(volume, "metadata", "annotations", PROVISIONED_BY) ?? ""))
            .filter((volume) => textAt(volume, "status", "phase") === "Released")
            .filter((volume) => textAt(volume, "spec", "persistentVolumeReclaimPolicy") === "Delete")
            .filter((volume) => at(volume, "metadata", "deletionTimestamp") === undefined)
            .map((volume): Action => ({ do: "delete-object", path: `/api/v1/persistentvolumes/${nameOf(volume)}` })),
    ];
}

/** The volume that a claim's driver makes now; undefined when it is not its turn, or it is not one of Azure's. */
function volumeFor(
    claim: KubernetesObject,
    classes: readonly KubernetesObject[],
    nodes: readonly NodeView[],
): KubernetesObject | undefined {
    const className = textAt(claim, "spec", "storageClassName") ?? "";
    const storageClass = classes.find((one) => nameOf(one) === className);
    const driver = textAt(storageClass, "provisioner") ?? "";
    const isPending = textAt(claim, "status", "phase") === "Pending" && textAt(claim, "spec", "volumeName") === undefined;
    const chosen = textAt(claim, "metadata", "annotations", SELECTED_NODE);
    const waits = storageClass?.["volumeBindingMode"] === "WaitForFirstConsumer" && chosen === undefined;
    if (
        storageClass === undefined ||
        !DRIVERS.includes(driver) ||
        !isPending ||
        waits ||
        at(claim, "metadata", "deletionTimestamp") !== undefined
    ) {
        return undefined;
    }
    const uid = textAt(claim, "metadata", "uid") ?? "";
    const name = `pvc-${uid}`;
    const zone = nodes.find((node) => node.name === chosen)?.labels[DISK_ZONE] ?? "";
    return {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name, annotations: { [PROVISIONED_BY]: driver } },
        spec: {
            capacity: { storage: given(at(claim, "spec", "resources", "requests", "storage"), "1Gi") },
            accessModes: given(at(claim, "spec", "accessModes"), ["ReadWriteOnce"]),
            volumeMode: given(at(claim, "spec", "volumeMode"), "Filesystem"),
            persistentVolumeReclaimPolicy: given(storageClass["reclaimPolicy"], "Delete"),
            storageClassName: className,
            mountOptions: given(storageClass["mountOptions"], []),
            claimRef: {
                apiVersion: "v1",
                kind: "PersistentVolumeClaim",
                namespace: textAt(claim, "metadata", "namespace") ?? "default",
                name: nameOf(claim),
                uid,
            },
            csi: { driver, volumeHandle: `rehearsed-${name}` },
            // a disk stays in its zone, and so does whoever uses it
            ...(driver === "disk.csi.azure.com" && zone !== "" ? { nodeAffinity: inZone(zone) } : {}),
        },
    };
}

function inZone(zone: string): Properties {
    return { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: DISK_ZONE, operator: "In", values: [zone] }] }] } };
}

function given(value: Value | undefined, otherwise: Value): Value {
    return value ?? otherwise;
}

function nameOf(object: KubernetesObject): string {
    return textAt(object, "metadata", "name") ?? "";
}
