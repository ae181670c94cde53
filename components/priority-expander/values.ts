/** Names in Azure of the pools of one entry, in order of preference. */
export type PreferredPools = readonly string[];

/** Rank of an entry's first pool. An entry has 20 pools at most, ten sizes of two capacities. */
const HIGHEST = 100;
/** Rank of everything else: pools that no entry orders stay choosable, or the autoscaler would never grow them. */
const CATCH_ALL = 1;

/**
 * The list that the expander reads: a higher number is tried first. A pool is known by the name of its scale set, which AKS makes of
 * `aks-`, the pool's name and a number. First choices of all entries have the same rank: which entry a pod goes to is for its own selector.
 */
export function priorities(entries: readonly PreferredPools[]): string {
    const ranks = new Map<number, string[]>();
    for (const pools of entries) {
        pools.forEach((pool, place) => ranks.set(HIGHEST - place, [...(ranks.get(HIGHEST - place) ?? []), `^aks-${pool}-.*`]));
    }
    const lines = [...ranks].sort(([a], [b]) => b - a).concat([[CATCH_ALL, [".*"]]]);
    return lines.map(([rank, patterns]) => `${rank}:\n${patterns.map((pattern) => `  - ${pattern}\n`).join("")}`).join("");
}
