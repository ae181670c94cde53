import { findSize } from "../../azure/data/catalog";
import type { PoolDemand } from "../../azure/rules/pools";
import { quotaLimit } from "../../azure/rules/quota";
import { capacityFailure } from "../../azure/rules/sizes";
import { normalLocation } from "../../azure/schema/diff";
import type { SubscriptionSettings } from "../../azure/subscription/settings";
import type { NodePool } from "../pools";

/** What keeps a pool from growing further. */
export type Limit =
    | { readonly kind: "fixed" }
    | { readonly kind: "maximum"; readonly maxCount: number }
    | { readonly kind: "quota"; readonly name: string; readonly limit: number; readonly used: number; readonly vcpus: number }
    | { readonly kind: "capacity"; readonly message: string }
    | { readonly kind: "busy" };

/** How many nodes a pool can have more, and what ends it there. */
export interface GrowthRoom {
    readonly nodes: number;
    readonly limit: Limit;
}

/** @param demands every pool of the subscription, this one included, as it stands */
export function growthRoom(pool: NodePool, demands: readonly PoolDemand[], settings: SubscriptionSettings): GrowthRoom {
    if (!pool.autoscaled) {
        return { nodes: 0, limit: { kind: "fixed" } };
    }
    if (!pool.succeeded) {
        return { nodes: 0, limit: { kind: "busy" } };
    }
    const own = demands.find(({ clusterId, name }) => `${clusterId}/agentPools/${name}`.toLowerCase() === pool.id.toLowerCase());
    const scarce = own === undefined ? undefined : capacityFailure({ ...own, count: own.count + 1 }, { settings });
    const rooms: GrowthRoom[] = [
        { nodes: pool.maxCount - pool.count, limit: { kind: "maximum", maxCount: pool.maxCount } },
        ...quotaRooms(pool, demands, settings),
        ...(scarce === undefined ? [] : [{ nodes: 0, limit: { kind: "capacity" as const, message: scarce.message } }]),
    ];
    return rooms.reduce((least, room) => (room.nodes < least.nodes ? room : least));
}

/** Regular nodes count against their family's quota and the region's, Spot nodes against one of their own. */
function quotaRooms(pool: NodePool, demands: readonly PoolDemand[], settings: SubscriptionSettings): GrowthRoom[] {
    const size = findSize(pool.size);
    const here = demands.filter(({ region, spot }) => normalLocation(region) === normalLocation(pool.region) && spot === pool.spot);
    const family = size?.family ?? "";
    const quotas = pool.spot ? ["lowPriorityCores"] : [family, "cores"];
    return quotas.map((name) => {
        const counted = name === family ? here.filter((demand) => findSize(demand.size)?.family === family) : here;
        const used = counted.reduce((total, demand) => total + demand.count * (findSize(demand.size)?.vcpus ?? 0), 0);
        const limit = quotaLimit(settings, pool.region, name);
        const vcpus = size?.vcpus ?? 1;
        return { nodes: Math.max(0, Math.floor((limit - used) / vcpus)), limit: { kind: "quota", name, limit, used, vcpus } };
    });
}
