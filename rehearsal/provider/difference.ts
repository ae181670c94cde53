import type { ChangeKind } from "./contract";
import { isObject, plain, UNKNOWN, type Properties, type Value } from "./values";

/**
 * Where two property maps differ, as Pulumi property paths (`spec.ports[0].port`, `metadata.labels["app.kubernetes.io/name"]`).
 *
 * Secret markers do not count; what is unknown in `news` counts as changed. Keys that begin with `__` are a provider's own and are passed over.
 */
export function differences(olds: Properties, news: Properties): Record<string, ChangeKind> {
    const found: Record<string, ChangeKind> = {};
    compareObjects(plain(olds), plain(news), "", found);
    return found;
}

/** The keys of a property path: `a.b[0]["c.d"]` has `a`, `b`, `0` and `c.d`. */
export function pathKeys(path: string): string[] {
    return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, name]) => (quoted === undefined ? undefined : quoted.replace(/\\(.)/g, "$1")) ?? index ?? name ?? "",
    );
}

/** Whether a path is, or lies inside, one of the roots; `*` in a root stands for any key. */
export function isWithin(path: string, roots: readonly string[]): boolean {
    const keys = pathKeys(path);
    return roots.some((root) => pathKeys(root).every((key, index) => key === "*" || key === keys[index]));
}

function compareObjects(olds: Properties, news: Properties, path: string, found: Record<string, ChangeKind>): void {
    for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
        if (!key.startsWith("__")) {
            compare(olds[key], news[key], join(path, key), found);
        }
    }
}

function compare(old: Value | undefined, current: Value | undefined, path: string, found: Record<string, ChangeKind>): void {
    if (current === UNKNOWN) {
        found[path] = old === undefined ? "add" : "update";
    } else if (isObject(old) && isObject(current)) {
        compareObjects(old, current, path, found);
    } else if (Array.isArray(old) && Array.isArray(current)) {
        for (let index = 0; index < Math.max(old.length, current.length); index++) {
            compare(old[index], current[index], `${path}[${String(index)}]`, found);
        }
    } else if (old === undefined || current === undefined) {
        if (old !== current) {
            found[path] = old === undefined ? "add" : "delete";
        }
    } else if (old !== current) {
        found[path] = "update";
    }
}

function join(path: string, key: string): string {
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) {
        return `${path}[${JSON.stringify(key)}]`;
    }
    return path === "" ? key : `${path}.${key}`;
}
