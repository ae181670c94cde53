import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Properties } from "../../provider/values";
import type { KubernetesObject } from "../object-store";
import { definitionFrom } from "./definition";
import { definitionsOfPart, type ClusterPart } from "./installers";

interface StoredClass {
    readonly name: string;
    readonly isDefault?: boolean;
    readonly provisioner: string;
    readonly parameters: Properties;
    readonly volumeBindingMode: string;
}

const stored = JSON.parse(readFileSync(path.join(__dirname, "cluster-objects.json"), "utf8")) as {
    readonly storageClasses: readonly StoredClass[];
};

/**
 * What AKS puts into a cluster that programs rely on: its storage classes, and the definitions of the parts that are switched on. To be made before
 * anything else is, so that it is the cluster's and nobody's.
 *
 * @param parts @default the snapshot controller, which is on unless it is switched off
 */
export function objectsOfCluster(parts: readonly ClusterPart[] = ["snapshot-controller"]): KubernetesObject[] {
    return [
        ...stored.storageClasses.map(storageClass),
        ...parts.flatMap((part) => definitionsOfPart(part)).map((facts) => definitionFrom(facts)),
    ];
}

function storageClass({ name, isDefault = false, provisioner, parameters, volumeBindingMode }: StoredClass): KubernetesObject {
    return {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: {
            name,
            labels: { "addonmanager.kubernetes.io/mode": "EnsureExists", "kubernetes.io/cluster-service": "true" },
            ...(isDefault ? { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } } : {}),
        },
        provisioner,
        parameters,
        reclaimPolicy: "Delete",
        volumeBindingMode,
        allowVolumeExpansion: true,
    };
}
