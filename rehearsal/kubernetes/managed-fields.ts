import { isObject, type Properties, type Value } from "../provider/values";
import { objectAt, objectsAt, textAt } from "./fields";
import type { KubernetesObject } from "./object-store";

/**
 * Managers whose fields the provider makes its own before it applies: its own client-side writes, and what somebody wrote with `kubectl apply`
 * (pulumi-kubernetes, provider/pkg/await/await.go, fixCSAFieldManagers). An object is made by a POST under the name of its field manager and
 * updated by server-side apply, which the API server counts as two managers even where the name is the same.
 */
const TAKEN_OVER: readonly { readonly manager: string; readonly operation: string }[] = [
    { manager: "kubectl", operation: "Apply" },
    { manager: "kubectl", operation: "Update" },
    { manager: "before-first-apply", operation: "Update" },
    { manager: "pulumi-kubernetes", operation: "Update" },
    { manager: "pulumi-kubernetes.exe", operation: "Update" },
    { manager: "pulumi-resource-kubernetes", operation: "Update" },
];

/** The entries of `metadata.managedFields`. */
export function managedFields(object: KubernetesObject): Properties[] {
    return objectsAt(objectAt(object, "metadata"), "managedFields");
}

/** Whether there are fields that the manager has to take over before it can apply without conflicts. */
export function needsTakeOver(object: KubernetesObject, fieldManager: string): boolean {
    return managedFields(object).some((entry) => isTakenOver(entry, fieldManager));
}

/** The entries with everything that is taken over in the manager's own entry for server-side apply. */
export function takenOver(object: KubernetesObject, fieldManager: string): Properties[] {
    const entries = managedFields(object);
    const own = entries.find((entry) => isOwnApply(entry, fieldManager));
    const taken = entries.filter((entry) => isTakenOver(entry, fieldManager));
    const rest = entries.filter((entry) => entry !== own && !taken.includes(entry));
    const sources = own === undefined ? taken : [own, ...taken];
    const [first] = sources;
    if (first === undefined) {
        return rest;
    }
    const fields = sources.reduce<Properties>((all, entry) => union(all, objectAt(entry, "fieldsV1")), {});
    return [{ ...first, manager: fieldManager, operation: "Apply", fieldsV1: fields }, ...rest];
}

/** Whether somebody else owns a field, and the manager does not. Fields inside of lists belong to nobody here. */
export function isOwnedByOthers(object: KubernetesObject, path: readonly string[], fieldManager: string): boolean {
    const owners = managedFields(object).filter((entry) => owns(objectAt(entry, "fieldsV1"), path));
    return owners.length > 0 && owners.every((entry) => textAt(entry, "manager") !== fieldManager);
}

function isOwnApply(entry: Properties, fieldManager: string): boolean {
    return entry["manager"] === fieldManager && entry["operation"] === "Apply" && textAt(entry, "subresource") === "";
}

function isTakenOver(entry: Properties, fieldManager: string): boolean {
    const wanted = [...TAKEN_OVER, { manager: fieldManager, operation: "Update" }];
    return (
        textAt(entry, "subresource") === "" &&
        wanted.some(({ manager, operation }) => entry["manager"] === manager && entry["operation"] === operation)
    );
}

function owns(fields: Properties, path: readonly string[]): boolean {
    const [key, ...rest] = path;
    if (key === undefined) {
        return true;
    }
    const below = fields[`f:${key}`];
    return isObject(below) && owns(below, rest);
}

function union(one: Properties, other: Properties): Properties {
    const result: Record<string, Value> = { ...one };
    for (const [key, value] of Object.entries(other)) {
        const old = result[key];
        result[key] = isObject(old) && isObject(value) ? union(old, value) : value;
    }
    return result;
}
