import { pathKeys } from "../provider/difference";
import { isObject, type Properties, type Value } from "../provider/values";
import type { KubernetesObject } from "./object-store";
import { isOwnedByOthers } from "./managed-fields";

/**
 * The object to apply where a program ignores changes of some fields: what somebody else owns is left out, so that it stays theirs, and everything
 * else that is ignored goes back as it stands. Paths into lists are left as the program has them.
 */
export function withIgnoredFields(
    object: KubernetesObject,
    live: KubernetesObject,
    ignoreChanges: readonly string[],
    fieldManager: string,
): KubernetesObject {
    return ignoreChanges.map(pathKeys).reduce((result, path) => {
        const standing = path.reduce<Value | undefined>((value, key) => (isObject(value) ? value[key] : undefined), live);
        if (isOwnedByOthers(live, path, fieldManager)) {
            return changed(result, path, undefined);
        }
        return standing === undefined ? result : changed(result, path, standing);
    }, object);
}

/** The object with another value at a path, or with none. */
function changed(object: Properties, [key, ...rest]: readonly string[], value: Value | undefined): Properties {
    if (key === undefined) {
        return object;
    }
    if (rest.length === 0) {
        const { [key]: _old, ...others } = object;
        return value === undefined ? others : { ...object, [key]: value };
    }
    const inner = object[key];
    if (inner === undefined) {
        return value === undefined ? object : { ...object, [key]: changed({}, rest, value) };
    }
    return isObject(inner) ? { ...object, [key]: changed(inner, rest, value) } : object;
}
