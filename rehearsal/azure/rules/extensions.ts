import { sameId } from "../resource-id";
import type { ResourceRecord } from "../subscription/store";

export const EXTENSION_TYPE = "azure-native:kubernetesconfiguration:Extension";

/** The extensions that the rehearsal knows, by their type, with the version that Azure would install (Azure/AKS#5645, 2026-03). */
export const KNOWN_EXTENSIONS: Readonly<Record<string, { readonly version: string }>> = { "microsoft.flux": { version: "1.19.5" } };

/** Id of the cluster that an extension is in. */
export function clusterOfExtension(id: string): string {
    return id.replace(/\/providers\/Microsoft\.KubernetesConfiguration\/.*$/i, "");
}

/** The extensions that are in a cluster, those that are being installed included. */
export function extensionsIn(clusterId: string, records: readonly ResourceRecord[]): ResourceRecord[] {
    return records
        .filter(({ type, id }) => type === EXTENSION_TYPE && sameId(clusterOfExtension(id), clusterId))
        .filter(({ provisioningState }) => provisioningState !== "Deleting" && provisioningState !== "Failed");
}
