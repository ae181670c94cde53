import { takeInventory } from "../standing";
import type { RehearsalPaths } from "../home";
import type { StateResource } from "../state/backend";

/** Each thing that stands, by its kind alone and in order: names carry random ids. */
export async function standingKinds(paths: RehearsalPaths): Promise<string[]> {
    const { resources, objects } = await takeInventory(undefined, paths);
    return [...resources.map(({ type }) => type), ...objects.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`)].sort();
}

/** How two lists differ, each thing with its sign; empty when they hold the same. */
export function differencesOf(expected: readonly string[], found: readonly string[]): string[] {
    const counts = new Map<string, number>();
    expected.forEach((thing) => counts.set(thing, (counts.get(thing) ?? 0) - 1));
    found.forEach((thing) => counts.set(thing, (counts.get(thing) ?? 0) + 1));
    return [...counts].flatMap(([thing, count]) => Array<string>(Math.abs(count)).fill(`${count < 0 ? "-" : "+"} ${thing}`));
}

/** What stands and is not in the state (+), and what is in the state and does not stand (-). */
export async function strayResources(paths: RehearsalPaths, stack: string, state: readonly StateResource[]): Promise<string[]> {
    const { resources, objects } = await takeInventory(stack, paths);
    // Azure does not keep the case of ids
    const standing = [
        ...resources.filter(({ managedBy }) => managedBy === undefined).map(({ id }) => id.toLowerCase()),
        ...objects.map(({ kind, namespace, name }) => `${kind}:${namespace === undefined ? "" : `${namespace}/`}${name}`.toLowerCase()),
    ];
    const known = state.flatMap(({ type, custom, delete: replaced, id = "" }) => {
        if (custom !== true || replaced === true) {
            return [];
        }
        return type.startsWith("kubernetes:")
            ? [`${type.split(":").at(-1) ?? ""}:${id}`.toLowerCase()]
            : type.startsWith("azure-native:")
              ? [id.toLowerCase()]
              : [];
    });
    return differencesOf(known, standing);
}
