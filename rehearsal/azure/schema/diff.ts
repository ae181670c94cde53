import type { ChangeKind, DiffResult } from "../../provider/contract";
import type { Properties, Value } from "../../provider/values";
import { isObject, plain, UNKNOWN } from "../../provider/values";
import type { PathStep } from "./paths";
import { formatPath, liesWithin, parsePath } from "./paths";
import type { PropertyNode, TypeTable } from "./tables";

export interface Change {
    readonly path: readonly PathStep[];
    readonly kind: ChangeKind;
    readonly before?: Value;
    readonly after?: Value;
    /** From the property itself to the outermost one that holds it. */
    readonly nodes: readonly PropertyNode[];
}

/** What azure-native reports as changed, and whether it replaces: only what its force-new list, the id or x-ms-mutability says. */
export function diffOf(table: TypeTable, oldInputs: Properties, news: Properties, ignoreChanges: readonly string[]): DiffResult {
    const changes: Record<string, { kind: ChangeKind; replace: boolean }> = {};
    const ignored = ignoreChanges.map(parsePath);
    for (const change of changesOf(table, plain(oldInputs), plain(news))) {
        if (!ignored.some((prefix) => liesWithin(change.path, prefix))) {
            const replace = change.nodes.some((node) => node.replaces !== undefined) || holdsReplacing(change);
            changes[formatPath(change.path)] = { kind: change.kind, replace };
        }
    }
    const replaces = Object.values(changes).some((change) => change.replace);
    return { changes, deleteBeforeReplace: replaces && oldInputs["__createBeforeDelete"] !== true };
}

/** Every change between two sets of plain inputs; lists by index, maps by key. */
export function changesOf(table: TypeTable, before: Properties, after: Properties): Change[] {
    const changes: Change[] = [];
    compareObjects(before, after, table.root, [], [], changes);
    return changes;
}

/** An object that appears or goes as a whole counts as a change of every property in it. */
function holdsReplacing(change: Change): boolean {
    const whole = change.kind === "add" ? change.after : change.kind === "delete" ? change.before : undefined;
    const [node] = change.nodes;
    return node !== undefined && isObject(whole) && anyReplacing(node, whole);
}

function anyReplacing(node: PropertyNode, value: Readonly<Record<string, Value>>): boolean {
    return Object.entries(value).some(([name, element]) => {
        const child = node.children.get(name);
        return child !== undefined && (child.replaces !== undefined || (isObject(element) && anyReplacing(child, element)));
    });
}

function compareObjects(
    before: Readonly<Record<string, Value>>,
    after: Readonly<Record<string, Value>>,
    node: PropertyNode | undefined,
    path: readonly PathStep[],
    nodes: readonly PropertyNode[],
    changes: Change[],
): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
        if (path.length === 0 && name.startsWith("__")) {
            continue;
        }
        const child = node?.children.get(name) ?? node?.values;
        compare(before[name], after[name], child, [...path, name], child === undefined ? nodes : [child, ...nodes], changes);
    }
}

function compare(
    before: Value | undefined,
    after: Value | undefined,
    node: PropertyNode | undefined,
    path: readonly PathStep[],
    nodes: readonly PropertyNode[],
    changes: Change[],
): void {
    const was = before === null ? undefined : before;
    const is = after === null ? undefined : after;
    if (was === undefined && is === undefined) {
        return;
    }
    if (was === undefined) {
        changes.push({ path, kind: "add", after: is ?? null, nodes });
    } else if (is === undefined) {
        changes.push({ path, kind: "delete", before: was, nodes });
    } else if (Array.isArray(was) && Array.isArray(is)) {
        const item = node?.item;
        for (let index = 0; index < Math.max(was.length, is.length); index++) {
            compare(was[index], is[index], item, [...path, index], item === undefined ? nodes : [item, ...nodes], changes);
        }
    } else if (isObject(was) && isObject(is)) {
        compareObjects(was, is, node, path, nodes, changes);
    } else if (is === UNKNOWN || !sameScalar(path, was, is)) {
        changes.push({ path, kind: "update", before: was, after: is, nodes });
    }
}

function sameScalar(path: readonly PathStep[], was: Value, is: Value): boolean {
    if (path.length === 1 && path[0] === "location" && typeof was === "string" && typeof is === "string") {
        return sameLocation(was, is);
    }
    return was === is;
}

/** Azure takes `West US 2` and `westus2` for the same region. */
export function sameLocation(one: string, other: string): boolean {
    return normalLocation(one) === normalLocation(other);
}

export function normalLocation(location: string): string {
    return location.replace(/\s/g, "").toLowerCase();
}
