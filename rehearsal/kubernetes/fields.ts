import { isObject, type Properties, type Value } from "../provider/values";

/** The object at a key, or an empty one. */
export function objectAt(object: Properties, key: string): Properties {
    const value = object[key];
    return isObject(value) ? value : {};
}

/** The text at a key, or an empty one. */
export function textAt(object: Properties, key: string): string {
    const value = object[key];
    return typeof value === "string" ? value : "";
}

/** The objects of the list at a key, or none. */
export function objectsAt(object: Properties, key: string): Properties[] {
    const value = object[key];
    return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The UID of a Kubernetes object, or an empty one. */
export function uidOf(object: Properties): string {
    return textAt(objectAt(object, "metadata"), "uid");
}

/** The conditions in the status of a Kubernetes object. */
export function conditionsOf(object: Properties): Properties[] {
    return objectsAt(objectAt(object, "status"), "conditions");
}

export function conditionOf(object: Properties, type: string): Properties | undefined {
    return conditionsOf(object).find((condition) => condition["type"] === type);
}

export function clone<T extends Value>(value: T): T {
    return structuredClone(value);
}

export function sameValue(one: Value | undefined, other: Value | undefined): boolean {
    if (Array.isArray(one) && Array.isArray(other)) {
        return one.length === other.length && one.every((element, index) => sameValue(element, other[index]));
    }
    if (isObject(one) && isObject(other)) {
        const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
        return [...keys].every((key) => sameValue(one[key], other[key]));
    }
    return one === other;
}
