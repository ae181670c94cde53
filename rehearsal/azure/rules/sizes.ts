import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { findSize, isOffered, sizesIn, zonesOf } from "../data/catalog";
import { textAt, textsAt } from "../request";
import { normalLocation } from "../schema/diff";
import type { PoolDemand } from "./pools";

const SHOWN_SIZES = 8;

/** Refuses a pool whose VM size the region, a zone or the subscription does not offer, or that AKS does not take. */
export function checkSize(pool: PoolDemand, cloud: Cloud): void {
    const region = normalLocation(pool.region);
    const size = findSize(pool.size);
    const withheld = cloud.settings.sizesNotOffered;
    const isWithheld = (place: string): boolean => withheld[place]?.some((name) => name.toLowerCase() === pool.size.toLowerCase()) === true;
    if (size === undefined || size.status === "retired" || !isOffered(size, region) || isWithheld(region)) {
        const why =
            size === undefined
                ? "it is not in the size table of the rehearsal"
                : size.status === "retired"
                  ? "the size is retired"
                  : "not offered there";
        const offered = sizesIn(region);
        throw new ArmError(
            400,
            "BadRequest",
            `The VM size of ${pool.size} is not allowed in your subscription in location '${region}' (${why}). The available VM sizes are ` +
                `'${offered.slice(0, SHOWN_SIZES).join(",")}'${offered.length > SHOWN_SIZES ? ` and ${offered.length - SHOWN_SIZES} more` : ""}.`,
            "agentPoolProfile.vmSize",
        );
    }
    if (size.status !== "available") {
        throw new ArmError(
            409,
            "SkuNotAvailable",
            `The requested VM size ${pool.size} is restricted in location '${region}': NotAvailableForSubscription, its series is being retired ` +
                `and new subscriptions cannot deploy it.`,
            "agentPoolProfile.vmSize",
        );
    }
    const offeredZones = zonesOf(region) ?? [];
    for (const zone of textsAt(pool.body, "availabilityZones")) {
        if (!offeredZones.includes(zone)) {
            throw new ArmError(
                400,
                "AvailabilityZoneNotSupported",
                `The zone(s) '${zone}' for resource '${pool.name}' is not supported. The supported zones for location '${region}' are '${offeredZones.join(",")}'.`,
            );
        }
        if (isWithheld(`${region}-${zone}`)) {
            throw new ArmError(
                409,
                "SkuNotAvailable",
                `The requested VM size ${pool.size} is not available in zone '${zone}' of location '${region}'.`,
                "agentPoolProfile.availabilityZones",
            );
        }
    }
    checkNodeMinimum(pool, size.vcpus, size.memoryGiB);
    checkGpu(pool, size.gpus ?? 0, size.mig === true);
}

/** Whether the region or a zone of the pool has no machines of its size at present. */
export function capacityFailure(pool: PoolDemand, cloud: Pick<Cloud, "settings">): { code: string; message: string } | undefined {
    const region = normalLocation(pool.region);
    const lacks = (place: string): boolean =>
        cloud.settings.sizesOutOfCapacity[place]?.some((name) => name.toLowerCase() === pool.size.toLowerCase()) === true;
    if (pool.count > 0 && lacks(region)) {
        return {
            code: "AllocationFailed",
            message: `Allocation failed for agent pool '${pool.name}'. We do not have sufficient capacity for the requested VM size ${pool.size} in this region.`,
        };
    }
    const zone = textsAt(pool.body, "availabilityZones").find((one) => lacks(`${region}-${one}`));
    if (pool.count > 0 && zone !== undefined) {
        return {
            code: "ZonalAllocationFailed",
            message: `Allocation failed for agent pool '${pool.name}'. We do not have sufficient capacity for the requested VM size ${pool.size} in zone ${zone}.`,
        };
    }
    return undefined;
}

function checkNodeMinimum(pool: PoolDemand, vcpus: number, memoryGiB: number | null): void {
    const system = textAt(pool.body, "mode") === "System";
    const leastMemory = system ? 4 : 2;
    if (vcpus < 2 || (memoryGiB !== null && memoryGiB < leastMemory) || (system && /^standard_b/i.test(pool.size))) {
        throw new ArmError(
            400,
            "BadRequest",
            `The VM size ${pool.size} of pool '${pool.name}' is not allowed: a ${system ? "system" : "user"} pool needs at least 2 vCPUs and ` +
                `${leastMemory} GiB${system ? ", and no B-series size" : ""}.`,
            "agentPoolProfile.vmSize",
        );
    }
}

function checkGpu(pool: PoolDemand, gpus: number, mig: boolean): void {
    const profile = textAt(pool.body, "gpuInstanceProfile");
    if (profile !== undefined && !mig) {
        throw new ArmError(
            400,
            "InvalidParameter",
            `The value of parameter agentPoolProfile.gpuInstanceProfile is invalid: ${profile} needs a size with multi-instance GPUs, ${pool.size} has none.`,
            "agentPoolProfile.gpuInstanceProfile",
        );
    }
    const driver = textAt(pool.body, "gpuProfile", "driver");
    if (driver !== undefined && gpus === 0) {
        throw new ArmError(
            400,
            "InvalidParameter",
            `The value of parameter agentPoolProfile.gpuProfile.driver is invalid: '${driver}' was given, but ${pool.size} has no GPU.`,
            "agentPoolProfile.gpuProfile",
        );
    }
}
