import { isObject, type Properties } from "../provider/values";
import { clone, sameValue } from "./fields";

/** What each field manager applied last: the fields that it owns. */
export type Ownership = Readonly<Record<string, Properties>>;

/**
 * Server-side apply of Kubernetes: the manager's configuration is merged in, and what it owned alone and does not mention any more is removed.
 * Lists count as one field (the server merges some by key, such as containers by name).
 */
export function applyConfiguration(live: Properties, owners: Ownership, manager: string, configuration: Properties): Properties {
    const previous = owners[manager] ?? {};
    const others = Object.entries(owners).flatMap(([name, owned]) => (name === manager ? [] : [owned]));
    return merge(removeDropped(live, previous, configuration, others), configuration);
}

/** Fields with other managers who want another value: path to the manager. */
export function conflicts(
    owners: Ownership,
    manager: string,
    configuration: Properties,
): { readonly path: string; readonly manager: string }[] {
    return Object.entries(owners)
        .filter(([name]) => name !== manager)
        .flatMap(([name, owned]) => conflictingPaths(owned, configuration, "").map((path) => ({ path, manager: name })));
}

/** What is left of the others' ownership after a forced apply: a field has one owner when values differ. */
export function withoutConflicts(owned: Properties, configuration: Properties): Properties {
    return Object.fromEntries(
        Object.entries(owned).flatMap(([key, value]) => {
            const wanted = configuration[key];
            if (isObject(value) && isObject(wanted)) {
                return [[key, withoutConflicts(value, wanted)]];
            }
            return wanted === undefined || sameValue(value, wanted) ? [[key, value]] : [];
        }),
    );
}

function merge(live: Properties, configuration: Properties): Properties {
    const result = { ...live };
    for (const [key, value] of Object.entries(configuration)) {
        const old = result[key];
        result[key] = isObject(value) && isObject(old) ? merge(old, value) : clone(value);
    }
    return result;
}

function removeDropped(live: Properties, previous: Properties, configuration: Properties, others: readonly Properties[]): Properties {
    const result = { ...live };
    for (const [key, value] of Object.entries(previous)) {
        const old = result[key];
        const wanted = configuration[key];
        const inOthers = others.map((owned) => owned[key]).filter((owned) => owned !== undefined);
        if (isObject(value) && isObject(old) && (isObject(wanted) || wanted === undefined)) {
            const left = removeDropped(old, value, wanted ?? {}, inOthers.filter(isObject));
            if (wanted === undefined && inOthers.length === 0 && Object.keys(left).length === 0) {
                delete result[key];
            } else {
                result[key] = left;
            }
        } else if (wanted === undefined && inOthers.length === 0) {
            delete result[key];
        }
    }
    return result;
}

function conflictingPaths(owned: Properties, configuration: Properties, path: string): string[] {
    return Object.entries(owned).flatMap(([key, value]) => {
        const wanted = configuration[key];
        if (wanted === undefined || sameValue(value, wanted)) {
            return [];
        }
        return isObject(value) && isObject(wanted) ? conflictingPaths(value, wanted, `${path}.${key}`) : [`${path}.${key}`];
    });
}
