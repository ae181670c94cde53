import { quotaLimit, type StandingPool, type SubscriptionSettings } from "../azure/provider";
import { table } from "../screen";

type Count = (pool: StandingPool) => number;

const least: Count = ({ minCount }) => minCount;
const most: Count = ({ maxCount }) => maxCount;
const mostWithUpgrades: Count = ({ maxCount, surge }) => maxCount + surge;

function sum(pools: readonly StandingPool[], of: Count, nodes: Count): number {
    return pools.reduce((total, pool) => total + of(pool) * nodes(pool), 0);
}

/** What pools add up to at their smallest and at their largest. */
export function totalsLine(pools: readonly StandingPool[]): string {
    const range = (of: Count, noun: string): string => {
        const [from, to] = [sum(pools, of, least), sum(pools, of, most)];
        return `${from === to ? from : `${from} to ${to}`} ${noun}`;
    };
    const parts = [range(() => 1, "nodes"), range(({ vcpus }) => vcpus, "vCPUs"), range(({ gpus }) => gpus, "GPUs")];
    return `all pools: ${parts.join(", ")}`;
}

/**
 * vCPUs of each quota that pools need, beside the limit that `subscription.json` sets. Azure looks at the nodes of the moment only: a pool
 * that may grow beyond its quota is made, and then does not grow.
 */
export function quotaTable(pools: readonly StandingPool[], settings: Pick<SubscriptionSettings, "quotas">): string[] {
    const onDemand = pools.filter(({ spot }) => !spot);
    const spot = pools.filter((pool) => pool.spot);
    const families = [...new Set(onDemand.map(({ family }) => family))].sort();
    const regions = [...new Set(pools.map(({ region }) => region))].sort();
    const rows = regions.flatMap((region) =>
        [
            ...families.map((family) => [family, onDemand.filter((pool) => pool.family === family)] as const),
            ["cores", onDemand] as const,
            ["lowPriorityCores", spot] as const,
        ].flatMap(([name, members]) => {
            const here = members.filter((pool) => pool.region === region);
            return here.length === 0 ? [] : [quotaRow(name, here, quotaLimit(settings, region, name))];
        }),
    );
    return table([[`  vCPU quota in ${regions.join(", ")}`, "at least", "at most", "with upgrades", "limit"], ...rows]);
}

function quotaRow(name: string, pools: readonly StandingPool[], limit: number): string[] {
    const vcpus: Count = (pool) => pool.vcpus;
    const needed = sum(pools, vcpus, mostWithUpgrades);
    const numbers = [sum(pools, vcpus, least), sum(pools, vcpus, most), needed].map(String);
    return [`  ${name}`, ...numbers, needed > limit ? `${limit}, too small` : String(limit)];
}
