import { createHash, randomUUID } from "node:crypto";
import { isObject, type Properties } from "../provider/values";
import { clone, objectAt, objectsAt, sameValue, textAt } from "./fields";
import { groupOf } from "./kinds";
import type { KubernetesObject, ObjectReference } from "./object-store";
import { completed } from "./readiness";

/** Metadata that only the server writes. */
export const SERVER_METADATA = [
    "uid",
    "resourceVersion",
    "creationTimestamp",
    "generation",
    "managedFields",
    "selfLink",
    "deletionTimestamp",
];

export function referenceOf(object: KubernetesObject): ObjectReference {
    const metadata = objectAt(object, "metadata");
    const namespace = textAt(metadata, "namespace");
    return {
        apiVersion: textAt(object, "apiVersion"),
        kind: textAt(object, "kind"),
        name: textAt(metadata, "name"),
        ...(namespace === "" ? {} : { namespace }),
    };
}

export function isInNamespace(object: KubernetesObject, owner: ObjectReference): boolean {
    return owner.kind === "Namespace" && owner.apiVersion === "v1" && referenceOf(object).namespace === owner.name;
}

export function isDefinedBy(object: KubernetesObject, definition: KubernetesObject): boolean {
    return defines(definition, textAt(object, "apiVersion"), textAt(object, "kind"));
}

export function defines(definition: KubernetesObject, apiVersion: string, kind: string): boolean {
    const spec = objectAt(definition, "spec");
    const versions = objectsAt(spec, "versions");
    return (
        definition["kind"] === "CustomResourceDefinition" &&
        spec["group"] === groupOf(apiVersion) &&
        objectAt(spec, "names")["kind"] === kind &&
        versions.some((version) => version["served"] !== false && apiVersion.endsWith(`/${textAt(version, "name")}`))
    );
}

export function created(object: KubernetesObject): KubernetesObject {
    const metadata: Properties = {
        ...objectAt(object, "metadata"),
        uid: randomUUID(),
        creationTimestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
        generation: 1,
        resourceVersion: newVersion(),
    };
    return completed({ ...clone(object), metadata });
}

export function nextVersion(merged: KubernetesObject, old: KubernetesObject): KubernetesObject {
    const metadata = objectAt(merged, "metadata");
    const generation = Number(objectAt(old, "metadata")["generation"] ?? 1);
    const specChanged = !sameValue(merged["spec"], old["spec"]);
    return { ...merged, metadata: { ...metadata, generation: specChanged ? generation + 1 : generation, resourceVersion: newVersion() } };
}

let lastVersion = 0n;

/** Opaque to clients, but growing. */
function newVersion(): string {
    const now = BigInt(Date.now()) * 1000n;
    lastVersion = now > lastVersion ? now : lastVersion + 1n;
    return lastVersion.toString();
}

/** What a manager owns of what it submitted. */
export function ownedFields(object: KubernetesObject): Properties {
    const { apiVersion: _apiVersion, kind: _kind, metadata, status: _status, ...rest } = object;
    const owned = Object.entries(isObject(metadata) ? metadata : {}).filter(
        ([key]) => !["name", "namespace", "generateName", ...SERVER_METADATA].includes(key),
    );
    return clone({ ...rest, metadata: Object.fromEntries(owned) });
}

/** `stringData` is never stored: what it says is owned in `data`. */
export function completedInputs(object: KubernetesObject): KubernetesObject {
    return object["kind"] === "Secret" && "stringData" in object ? completed(object) : object;
}

export function stableUuid(text: string): string {
    const hex = createHash("sha256").update(text).digest("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
