import type { AgentPoolPlan } from "./agent-pool";
import { findSize, priceIn } from "./catalog";

/** What pools add up to with as few nodes as they keep, and with as many as they may have. */
export interface Range {
    readonly atLeast: number;
    readonly atMost: number;
}

/** vCPUs of one quota that pools need. */
export interface QuotaNeed extends Range {
    /** The largest number, with the nodes that upgrades add for a while: what the quota must cover. */
    readonly withUpgrades: number;
}

/** What the pools of a cluster add up to. */
export interface PoolTotals {
    readonly nodes: Range;
    readonly vcpus: Range;
    /** GPUs in the machines, however they are shared. */
    readonly gpus: Range;
    /**
     * List price of the machines on demand, in USD an hour; disks, network, control plane and Spot machines are not in it. Left out where the
     * price of a size is not known in the region.
     */
    readonly usdPerHour?: Range;
    /**
     * By the names that the Compute usages API has for quotas (`az vm list-usage`): each family of machines on demand, `cores` for all of
     * them together, and `lowPriorityCores` for all Spot machines.
     */
    readonly quotas: Readonly<Record<string, QuotaNeed>>;
}

/** What counts of a pool. */
export type CountedPool = Pick<AgentPoolPlan, "size" | "capacity" | "minCount" | "maxCount" | "upgrade">;

/** Adds pools up. A size that the catalog lacks counts nothing but its nodes. */
export function poolTotals(pools: readonly CountedPool[], region: string): PoolTotals {
    const onDemand = pools.filter(({ capacity }) => capacity === "on-demand");
    const usdPerHour = priceOf(onDemand, region);
    return {
        nodes: sum(pools, () => 1),
        vcpus: sum(pools, vcpusOf),
        gpus: sum(pools, ({ size }) => findSize(size)?.gpu?.count ?? 0),
        ...(usdPerHour === undefined ? {} : { usdPerHour }),
        quotas: quotasOf(pools, onDemand),
    };
}

/** Nodes that an upgrade adds to a pool at its largest. AKS adds none to Spot pools. */
export function upgradeNodes({ capacity, maxCount, upgrade: { maxSurge } }: CountedPool): number {
    const percent = /^(\d+)%$/.exec(maxSurge)?.[1];
    const nodes = percent === undefined ? Number(maxSurge) : Math.ceil((maxCount * Number(percent)) / 100);
    return capacity === "spot" ? 0 : nodes;
}

function vcpusOf({ size }: CountedPool): number {
    return findSize(size)?.vcpus ?? 0;
}

function sum(pools: readonly CountedPool[], of: (pool: CountedPool) => number): Range {
    const total = (count: (pool: CountedPool) => number): number => pools.reduce((all, pool) => all + of(pool) * count(pool), 0);
    return { atLeast: total(({ minCount }) => minCount), atMost: total(({ maxCount }) => maxCount) };
}

function priceOf(pools: readonly CountedPool[], region: string): Range | undefined {
    if (pools.some(({ size }) => priceIn(size, region) === undefined)) {
        return undefined;
    }
    const { atLeast, atMost } = sum(pools, ({ size }) => priceIn(size, region) ?? 0);
    return { atLeast: inCents(atLeast), atMost: inCents(atMost) };
}

/** Prices have at most four digits behind the point; what comes after them is made by adding. */
function inCents(usd: number): number {
    return Math.round(usd * 10_000) / 10_000;
}

function quotasOf(pools: readonly CountedPool[], onDemand: readonly CountedPool[]): Record<string, QuotaNeed> {
    const families = [...new Set(onDemand.flatMap(({ size }) => findSize(size)?.quotaFamily ?? []))].sort();
    const needs: readonly (readonly [string, readonly CountedPool[]])[] = [
        ...families.map((family) => [family, onDemand.filter(({ size }) => findSize(size)?.quotaFamily === family)] as const),
        ["cores", onDemand],
        ["lowPriorityCores", pools.filter(({ capacity }) => capacity === "spot")],
    ];
    return Object.fromEntries(needs.filter(([, members]) => members.length > 0).map(([name, members]) => [name, needOf(members)]));
}

function needOf(pools: readonly CountedPool[]): QuotaNeed {
    const vcpus = sum(pools, vcpusOf);
    const added = pools.reduce((all, pool) => all + vcpusOf(pool) * upgradeNodes(pool), 0);
    return { ...vcpus, withUpgrades: vcpus.atMost + added };
}
