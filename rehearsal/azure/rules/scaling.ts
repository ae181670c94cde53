import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import { numberAt, textAt } from "../request";
import { isAutoscaled, type PoolDemand } from "./pools";

const MAX_NODES = 1000;

function refuse(property: string, message: string): never {
    throw new ArmError(
        400,
        "InvalidParameter",
        `The value of parameter agentPoolProfile.${property} is invalid. ${message}`,
        `agentPoolProfile.${property}`,
    );
}

/**
 * Node counts, spot and system rules of one pool.
 *
 * A pool that is scaled by the autoscaler may have fewer nodes than a new minimum: AKS takes the minimum for later scaling and does not
 * scale because of it (Azure/azure-cli-extensions#1606, kubernetes/autoscaler#4401).
 * @param previous the pool as it stands; undefined when it is new
 */
export function checkScaling(pool: PoolDemand, previous: Properties | undefined): void {
    const { body } = pool;
    const system = textAt(body, "mode") === "System";
    const least = system ? 1 : 0;
    const minCount = numberAt(body, "minCount");
    const maxCount = numberAt(body, "maxCount");
    if (isAutoscaled(body)) {
        if (minCount === undefined || maxCount === undefined) {
            refuse(
                minCount === undefined ? "minCount" : "maxCount",
                `It must be given when enableAutoScaling is true (pool '${pool.name}').`,
            );
        }
        if (minCount < least || minCount > MAX_NODES) {
            refuse("minCount", `${minCount} was given, a ${system ? "System" : "User"} pool allows ${least} to ${MAX_NODES}.`);
        }
        if (maxCount < Math.max(minCount, 1) || maxCount > MAX_NODES) {
            refuse("maxCount", `${maxCount} was given, allowed is ${Math.max(minCount, 1)} (minCount, at least 1) to ${MAX_NODES}.`);
        }
        if (!isAutoscaled(previous) && (pool.count < minCount || pool.count > maxCount)) {
            refuse("count", `${pool.count} was given, minCount ${minCount} and maxCount ${maxCount} allow only what lies between.`);
        }
    } else {
        if (minCount !== undefined || maxCount !== undefined) {
            refuse(
                minCount === undefined ? "maxCount" : "minCount",
                `It must be left out when enableAutoScaling is false (pool '${pool.name}').`,
            );
        }
        if (pool.count < least || pool.count > MAX_NODES) {
            refuse("count", `${pool.count} was given, a ${system ? "System" : "User"} pool allows ${least} to ${MAX_NODES}.`);
        }
    }
    if (pool.spot && system) {
        refuse("scaleSetPriority", `Spot was given, but a System pool must be Regular.`);
    }
    if (!pool.spot && (numberAt(body, "spotMaxPrice") ?? -1) !== -1) {
        refuse("spotMaxPrice", `It may be given only with scaleSetPriority Spot.`);
    }
    const price = numberAt(body, "spotMaxPrice");
    if (price !== undefined && price !== -1 && price <= 0) {
        refuse("spotMaxPrice", `${price} was given, allowed are -1 (the on-demand price) and prices above 0.`);
    }
    const maxPods = numberAt(body, "maxPods");
    if (maxPods !== undefined && (maxPods < 10 || maxPods > 250)) {
        refuse("maxPods", `${maxPods} was given, allowed is 10 to 250.`);
    }
    checkSurge(pool);
}

function checkSurge(pool: PoolDemand): void {
    const surge = textAt(pool.body, "upgradeSettings", "maxSurge");
    const unavailable = textAt(pool.body, "upgradeSettings", "maxUnavailable");
    for (const [name, value] of [
        ["maxSurge", surge],
        ["maxUnavailable", unavailable],
    ] as const) {
        if (value !== undefined && !/^\d+%?$/.test(value)) {
            refuse(`upgradeSettings.${name}`, `'${value}' was given, allowed are a number ('1') and a share ('33%').`);
        }
    }
    // hashicorp/terraform-provider-azurerm#19355 and #31129: the drain timeout may be set, these may not.
    if (pool.spot && surge !== undefined) {
        refuse("upgradeSettings.maxSurge", "Error details: Spot pools can't set max surge.");
    }
    if (pool.spot && unavailable !== undefined) {
        refuse("upgradeSettings.maxUnavailable", "Error details: Spot pools can't set maxUnavailable.");
    }
    const isZero = (value: string | undefined): boolean => value !== undefined && Number.parseInt(value, 10) === 0;
    if (isZero(surge) && (unavailable === undefined || isZero(unavailable))) {
        refuse("upgradeSettings", `maxSurge and maxUnavailable cannot both be 0: no node could ever be upgraded.`);
    }
}
