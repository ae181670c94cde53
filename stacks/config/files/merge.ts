import { isMap } from "../form/paths";

/**
 * The one meaning of laying a value over another: maps merge, everything else replaces, lists as a whole too, and null removes.
 *
 * A null that has nothing to remove stays, so that whoever reads the result can tell (`withoutNulls` drops it). Merging is associative as
 * long as no null is in play and a place is a map in all values or in none. The inputs are neither changed nor part of the result.
 */
export function merge(base: unknown, over: unknown): unknown {
    if (!isMap(base) || !isMap(over)) {
        return structuredClone(over);
    }
    const merged = new Map(Object.entries(base).map(([key, value]) => [key, structuredClone(value)]));
    for (const [key, value] of Object.entries(over)) {
        if (value === null && merged.has(key)) {
            merged.delete(key);
        } else {
            merged.set(key, merged.has(key) ? merge(merged.get(key), value) : structuredClone(value));
        }
    }
    return Object.fromEntries(merged);
}

/** Without the keys that are null, in maps in maps; what is in a list is that list's. */
export function withoutNulls(value: unknown): unknown {
    if (!isMap(value)) {
        return structuredClone(value);
    }
    const kept = Object.entries(value).filter(([, inner]) => inner !== null);
    return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}
