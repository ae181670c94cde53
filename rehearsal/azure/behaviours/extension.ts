import { randomUUID } from "node:crypto";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { at, textAt } from "../request";
import type { PutRequest } from "../request";
import { sameId } from "../resource-id";
import { clusterOfExtension, EXTENSION_TYPE, KNOWN_EXTENSIONS } from "../rules/extensions";
import type { Behaviour } from "./behaviour";

function check(request: PutRequest, cloud: Cloud): void {
    const clusterId = clusterOfExtension(request.id);
    const cluster = cloud.find(clusterId);
    if (cluster === undefined) {
        throw new ArmError(
            404,
            "ParentResourceNotFound",
            `Failed to perform 'write' on resource(s) of type 'extensions', because the parent resource '${clusterId}' could not be found.`,
        );
    }
    const type = textAt(request.inputs, "extensionType");
    if (type === undefined || KNOWN_EXTENSIONS[type.toLowerCase()] === undefined) {
        throw new ArmError(
            400,
            "ExtensionTypeNotFound",
            `The rehearsal does not know the extension type '${type ?? ""}', only ${Object.keys(KNOWN_EXTENSIONS).join(", ")}: add it to rehearsal/azure/rules/extensions.ts.`,
            "properties.extensionType",
        );
    }
    const before = textAt(request.previous?.body, "extensionType");
    if (before !== undefined && before.toLowerCase() !== type.toLowerCase()) {
        throw new ArmError(
            400,
            "PropertyChangeNotAllowed",
            `Changing property 'extensionType' is not allowed: the extension '${request.name}' is of the type '${before}'.`,
            "properties.extensionType",
        );
    }
    const twin = cloud
        .childrenOf(clusterId, EXTENSION_TYPE)
        .find((other) => !sameId(other.id, request.id) && textAt(other.body, "extensionType")?.toLowerCase() === type.toLowerCase());
    if (twin !== undefined) {
        throw new ArmError(409, "Conflict", `An extension of the type '${type}' is installed in the cluster already: '${twin.name}'.`);
    }
}

/** Extensions of AKS: what they bring to the cluster is in `rehearsal/nodes/extensions`. */
export const extension: Behaviour = {
    check,
    stored(request, sent, cloud) {
        const old = request.previous?.computed;
        const known = KNOWN_EXTENSIONS[(textAt(request.inputs, "extensionType") ?? "").toLowerCase()];
        return {
            body: sent.body,
            computed: {
                ...sent.computed,
                aksAssignedIdentity: {
                    type: textAt(request.inputs, "aksAssignedIdentity", "type") ?? "SystemAssigned",
                    principalId: textAt(at(old, "aksAssignedIdentity"), "principalId") ?? randomUUID(),
                    tenantId: cloud.tenantId,
                },
                currentVersion: textAt(old, "currentVersion") ?? known?.version ?? "",
                isSystemExtension: false,
            },
        };
    },
};
