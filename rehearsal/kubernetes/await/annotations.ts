import type { Properties } from "../../provider/values";
import { objectAt } from "../fields";
import type { KubernetesObject, Propagation } from "../object-store";

/** Annotations with which a program tells the provider how to treat an object (pulumi-kubernetes, provider/pkg/metadata/annotations.go). */
export const PATCH_FORCE = "pulumi.com/patchForce";
export const PATCH_FIELD_MANAGER = "pulumi.com/patchFieldManager";
const SKIP_AWAIT = "pulumi.com/skipAwait";
const TIMEOUT_SECONDS = "pulumi.com/timeoutSeconds";
const DELETION_PROPAGATION = "pulumi.com/deletionPropagationPolicy";
const REPLACE_UNREADY = "pulumi.com/replaceUnready";
const WAIT_FOR = "pulumi.com/waitFor";

/** The text of an annotation; empty when it is not there. */
export function annotation(object: KubernetesObject, name: string): string {
    const value = objectAt(objectAt(object, "metadata"), "annotations")[name];
    return typeof value === "string" ? value : "";
}

export function forcesPatch(object: KubernetesObject): boolean {
    return annotation(object, PATCH_FORCE) === "true";
}

export function skipsAwait(object: KubernetesObject): boolean {
    return annotation(object, SKIP_AWAIT) === "true";
}

export function replacesUnready(object: KubernetesObject): boolean {
    return annotation(object, REPLACE_UNREADY) === "true";
}

export function waitForOf(object: KubernetesObject): string {
    return annotation(object, WAIT_FOR);
}

/** How long to wait: as the resource option says, else as the annotation does; undefined for the kind's own default. */
export function timeoutOf(customSeconds: number, object: KubernetesObject): number | undefined {
    const text = annotation(object, TIMEOUT_SECONDS);
    return customSeconds > 0 ? customSeconds : /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** What becomes of what an object owns. The provider's own default is that it goes first. */
export function propagationOf(inputs: Properties): Propagation {
    const policy = annotation(inputs, DELETION_PROPAGATION).toLowerCase();
    return policy === "orphan" ? "Orphan" : policy === "background" ? "Background" : "Foreground";
}
