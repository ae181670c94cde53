import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { findSize } from "../data/catalog";
import { normalLocation } from "../schema/diff";
import type { SubscriptionSettings } from "../subscription/settings";
import type { PoolDemand } from "./pools";

/** vCPU limit of a region; a family that `subscription.json` names nowhere has the limit 0. */
export function quotaLimit(settings: Pick<SubscriptionSettings, "quotas">, region: string, name: string): number {
    for (const key of [normalLocation(region), "default"]) {
        const found = Object.entries(settings.quotas[key] ?? {}).find(([family]) => family.toLowerCase() === name.toLowerCase());
        if (found !== undefined) {
            return found[1];
        }
    }
    return 0;
}

/**
 * Refuses pools whose nodes do not fit into what is left of the family, of the region, or of the spot quota.
 *
 * As in Azure at request time: the nodes that are wanted now (not the autoscaler's maximum) and the surge nodes of an upgrade count.
 * @param standing every other pool of the subscription
 */
export function checkQuota(wanted: readonly PoolDemand[], standing: readonly PoolDemand[], cloud: Cloud): void {
    const region = wanted[0]?.region;
    if (region === undefined) {
        return;
    }
    const here = standing.filter((pool) => normalLocation(pool.region) === normalLocation(region));
    const vcpus = (pool: PoolDemand, withSurge: boolean): number =>
        (pool.count + (withSurge ? pool.surge : 0)) * (findSize(pool.size)?.vcpus ?? 0);
    const total = (pools: readonly PoolDemand[], withSurge: boolean): number =>
        pools.reduce((sum, pool) => sum + vcpus(pool, withSurge), 0);

    const families = new Set(wanted.filter((pool) => !pool.spot).map((pool) => findSize(pool.size)?.family ?? ""));
    for (const family of families) {
        const ofFamily = (pool: PoolDemand): boolean => !pool.spot && findSize(pool.size)?.family === family;
        const required = total(wanted.filter(ofFamily), true);
        const used = total(here.filter(ofFamily), false);
        const limit = quotaLimit(cloud.settings, region, family);
        if (required > 0 && used + required > limit) {
            throw new ArmError(
                400,
                "ErrCode_InsufficientVCPUQuota",
                `Insufficient vcpu quota requested ${required}, remaining ${Math.max(limit - used, 0)} for family ${family} for region ${region}. ` +
                    `Current limit ${limit}, current usage ${used}; ${poolList(wanted.filter(ofFamily))}, surge nodes included.`,
            );
        }
    }
    const regular = wanted.filter((pool) => !pool.spot);
    refuseAbove(
        "cores",
        region,
        total(regular, true),
        total(
            here.filter((pool) => !pool.spot),
            false,
        ),
        cloud,
    );
    const spot = wanted.filter((pool) => pool.spot);
    refuseAbove(
        "lowPriorityCores",
        region,
        total(spot, true),
        total(
            here.filter((pool) => pool.spot),
            false,
        ),
        cloud,
    );
}

function refuseAbove(name: "cores" | "lowPriorityCores", region: string, required: number, used: number, cloud: Cloud): void {
    const limit = quotaLimit(cloud.settings, region, name);
    if (required > 0 && used + required > limit) {
        const title = name === "cores" ? "Total Regional Cores" : "Total Regional Low-priority vCPUs";
        throw new ArmError(
            400,
            "QuotaExceeded",
            `Operation could not be completed as it results in exceeding approved ${title} quota (${name}). Location: ${region}, ` +
                `Current Limit: ${limit}, Current Usage: ${used}, Additional Required: ${used + required - limit}, ` +
                `(Minimum) New Limit Required: ${used + required}.`,
        );
    }
}

function poolList(pools: readonly PoolDemand[]): string {
    return pools.map((pool) => `pool '${pool.name}' ${pool.count}+${pool.surge} x ${pool.size}`).join(", ");
}
