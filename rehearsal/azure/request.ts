import type { Properties, Value } from "../provider/values";
import { isObject } from "../provider/values";
import type { TypeTable } from "./schema/tables";
import type { ResourceRecord } from "./subscription/store";

/** A PUT that Azure has to accept or refuse. */
export interface PutRequest {
    readonly verb: "create" | "update";
    readonly table: TypeTable;
    readonly id: string;
    readonly name: string;
    /** Plain values without markers. */
    readonly inputs: Properties;
    /** Pulumi stack of the program that asks. */
    readonly stack?: string;
    /** What stands under this id; set for an update. */
    readonly previous?: ResourceRecord;
}

/** The part of a record that follows from a request. */
export interface StoredProperties {
    readonly body: Properties;
    readonly computed: Properties;
}

/** The value at a path of keys, undefined where anything on the way is missing. */
export function at(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
    return keys.reduce<Value | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

export function textAt(value: Value | undefined, ...keys: readonly string[]): string | undefined {
    const found = at(value, ...keys);
    return typeof found === "string" ? found : undefined;
}

export function numberAt(value: Value | undefined, ...keys: readonly string[]): number | undefined {
    const found = at(value, ...keys);
    return typeof found === "number" ? found : undefined;
}

export function objectsAt(value: Value | undefined, ...keys: readonly string[]): Record<string, Value>[] {
    const found = at(value, ...keys);
    return Array.isArray(found) ? found.filter(isObject) : [];
}

export function textsAt(value: Value | undefined, ...keys: readonly string[]): string[] {
    const found = at(value, ...keys);
    return Array.isArray(found) ? found.filter((element): element is string => typeof element === "string") : [];
}
