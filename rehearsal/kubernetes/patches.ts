import type { Properties } from "../provider/values";
import { textAt } from "./fields";
import { isNamespacedKind } from "./kinds";
import { typeOf } from "./naming";

/**
 * The kind of object that a resource type is for. The SDKs have a second type for each kind, such as `apps/v1:DeploymentPatch`, whose resources
 * apply a few fields to an object that somebody else made; their inputs name the kind itself.
 */
export function kindOfType(
    type: string,
    inputs: Properties,
): { readonly apiVersion: string; readonly kind: string; readonly isPatch: boolean } {
    const named = typeOf(type);
    const base = named.kind.replace(/Patch$/, "");
    const apiVersion = textAt(inputs, "apiVersion") || named.apiVersion;
    const isOfBase = isNamespacedKind(named.apiVersion, named.kind) === undefined && isNamespacedKind(named.apiVersion, base) !== undefined;
    const kind = textAt(inputs, "kind") || (isOfBase ? base : named.kind);
    return { apiVersion, kind, isPatch: named.kind.endsWith("Patch") && kind !== named.kind };
}

/** Types of the SDK that are no objects of the API. */
export function refuseOtherTypes(type: string): void {
    const { apiVersion, kind } = typeOf(type);
    if (/^(helm\.sh|yaml|kustomize)(\/|$)/.test(apiVersion)) {
        throw new Error(
            `the simulated kubernetes provider cannot make a ${type}: nothing renders charts or manifests here; a chart can be a kubernetes:helm.sh/v3:Release, anything else is added to rehearsal/kubernetes/object-resources.ts`,
        );
    }
    const element = kind.replace(/List$/, "");
    if (element !== kind && isNamespacedKind(apiVersion, kind) === undefined && isNamespacedKind(apiVersion, element) !== undefined) {
        throw new Error(
            `the simulated kubernetes provider cannot make a ${type}, since no API server stores lists: register each ${element} by itself`,
        );
    }
}
