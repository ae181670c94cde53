import { parse } from "yaml";
import type { NodePool } from "../pools";
import { scaleSetOf } from "../node-object";
import type { Amounts } from "../quantity";

/** A pool that could take pods. */
export interface GrowthOption {
    readonly pool: NodePool;
    readonly nodes: number;
    /** Places in the list of pending pods. */
    readonly pods: readonly number[];
    /** What a new node has for pods, and what would be left of it. */
    readonly room: Amounts;
    readonly unused: Amounts;
}

/** What `autoScalerProfile.expander` may be. AKS takes `random` unless told otherwise. */
export type Expander = "least-waste" | "most-pods" | "priority" | "random";

/**
 * The pool that grows. Where the real expander draws lots, the first by name wins, so that a rehearsal repeats itself.
 *
 * @param priorities text of the ConfigMap that the expander `priority` reads; without one, or where no pattern fits, it draws lots
 */
export function chooseOption(
    options: readonly GrowthOption[],
    expander: Expander,
    priorities: string | undefined,
): GrowthOption | undefined {
    const byName = [...options].sort((one, other) => one.pool.name.localeCompare(other.pool.name));
    switch (expander) {
        case "random":
            return byName[0];
        case "most-pods":
            return best(byName, ({ pods }) => pods.length);
        case "least-waste":
            return best(byName, (option) => -waste(option));
        case "priority":
            return best(byName, ({ pool }) => rankOf(scaleSetOf(pool), priorities ?? ""));
    }
}

/** The first of those with the highest score. */
function best(options: readonly GrowthOption[], score: (option: GrowthOption) => number): GrowthOption | undefined {
    return options.reduce<GrowthOption | undefined>(
        (chosen, option) => (chosen === undefined || score(option) > score(chosen) ? option : chosen),
        undefined,
    );
}

/** Share of CPU and memory that stays unused, as the autoscaler adds them up. */
function waste({ room, unused }: GrowthOption): number {
    return ["cpu", "memory"].reduce((total, resource) => total + (unused[resource] ?? 0) / Math.max(1, room[resource] ?? 0), 0);
}

/** The highest number under which a pattern of the list fits a scale set; -1 where none does, or the list is none. */
export function rankOf(scaleSet: string, priorities: string): number {
    const ranks = Object.entries(readPriorities(priorities) ?? {})
        .filter(([, patterns]) => patterns.some((pattern) => fits(pattern, scaleSet)))
        .map(([rank]) => Number(rank));
    return Math.max(-1, ...ranks);
}

/** Patterns by their rank; undefined for a text that is no such list, which the autoscaler reports and otherwise ignores. */
function readPriorities(text: string): Readonly<Record<string, readonly string[]>> | undefined {
    let read: unknown;
    try {
        read = parse(text);
    } catch {
        return undefined;
    }
    const isList = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === "string");
    if (typeof read !== "object" || read === null) {
        return undefined;
    }
    const entries = Object.entries(read);
    return entries.every(([rank, patterns]) => /^\d+$/.test(rank) && isList(patterns)) ? Object.fromEntries(entries) : undefined;
}

function fits(pattern: string, scaleSet: string): boolean {
    try {
        return new RegExp(pattern).test(scaleSet);
    } catch {
        return false;
    }
}
