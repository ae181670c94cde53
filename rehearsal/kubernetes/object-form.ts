import { isObject, plain, type Properties, type Value } from "../provider/values";
import type { KubernetesObject } from "./object-store";

/** Keys of OpenAPI that the SDKs cannot spell: with underscores in a program and in its state, with dashes on the server. */
const DASHED: readonly string[] = [
    "x-kubernetes-embedded-resource",
    "x-kubernetes-int-or-string",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
];
const toDashes = new Map(DASHED.map((key) => [key.replaceAll("-", "_"), key]));
const toUnderscores = new Map(DASHED.map((key) => [key, key.replaceAll("-", "_")]));

/** The object that inputs or a state stand for, as it is sent: without markers, without nulls, with the server's keys. */
export function toObject(properties: Properties): KubernetesObject {
    const own = Object.entries(plain(properties)).filter(([key]) => !key.startsWith("__"));
    return renamed(withoutNulls(Object.fromEntries(own)), toDashes);
}

/** An object of the server with the keys that a program reads it by. */
export function fromObject(object: KubernetesObject): Properties {
    return renamed(object, toUnderscores);
}

function renamed(properties: Properties, names: ReadonlyMap<string, string>): Properties {
    return Object.fromEntries(Object.entries(properties).map(([key, value]) => [names.get(key) ?? key, renamedValue(value, names)]));
}

function renamedValue(value: Value, names: ReadonlyMap<string, string>): Value {
    if (Array.isArray(value)) {
        return value.map((element) => renamedValue(element, names));
    }
    return isObject(value) ? renamed(value, names) : value;
}

function withoutNulls(properties: Properties): Properties {
    return Object.fromEntries(
        Object.entries(properties).flatMap(([key, value]) => (value === null ? [] : [[key, withoutNullsInside(value)] as const])),
    );
}

function withoutNullsInside(value: Value): Value {
    if (Array.isArray(value)) {
        return value.map(withoutNullsInside);
    }
    return isObject(value) ? withoutNulls(value) : value;
}
