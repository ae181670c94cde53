import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { objectsAt, textAt } from "../request";
import type { PutRequest } from "../request";
import type { PoolDemand } from "../rules/pools";
import { demandOf, POOL_TYPE } from "../rules/pools";
import { normalLocation } from "../schema/diff";
import { inputShape, restrictedTo } from "../schema/project";
import { tableOf } from "../schema/tables";
import type { ResourceRecord } from "../subscription/store";
import { poolBody } from "./pool-properties";

/** The pools that requests for a cluster list. */

export function poolId(clusterId: string, name: string): string {
    return `${clusterId}/agentPools/${name}`;
}

/** The inline pools of a request with AKS's defaults. */
export function inlinePools(id: string, body: Properties, cloud: Cloud): PoolDemand[] {
    const surroundings = {
        kubernetesVersion: textAt(body, "kubernetesVersion") ?? "",
        overlay: textAt(body, "networkProfile", "networkPluginMode") === "overlay",
    };
    return objectsAt(body, "agentPoolProfiles").map(({ name, ...profile }) => {
        const poolName = typeof name === "string" ? name : "";
        const previous = cloud.find(poolId(id, poolName));
        return demandOf(poolName, id, normalLocation(textAt(body, "location") ?? ""), poolBody(profile, surroundings, previous?.body));
    });
}

export function checkPoolList(request: PutRequest, pools: readonly PoolDemand[], cloud: Cloud): void {
    const doubled = pools.find((pool, index) => pools.findIndex((other) => other.name === pool.name) !== index);
    if (doubled !== undefined) {
        throw new ArmError(400, "InvalidParameter", `Agent pool name '${doubled.name}' is used twice.`, "agentPoolProfiles");
    }
    if (request.previous === undefined) {
        if (!pools.some((pool) => pool.body["mode"] === "System")) {
            throw new ArmError(
                400,
                "InvalidParameter",
                "Must define at least one system pool: agentPoolProfiles needs a pool with mode System.",
                "agentPoolProfiles",
            );
        }
        return;
    }
    const added = pools.find((pool) => cloud.find(poolId(request.id, pool.name)) === undefined);
    if (added !== undefined) {
        throw new ArmError(
            400,
            "BadRequest",
            `A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed cluster operations ('${added.name}'). ` +
                `For agent pool specific change, please use per agent pool operations.`,
            "agentPoolProfiles",
        );
    }
}

/**
 * A cluster's properties with the pools of a request as they stand, in its order. Azure tells pools apart by their names: one that was
 * deleted beside the cluster, or made, moves the others to another place in the list.
 */
export function standingPoolList({ id, body: before }: ResourceRecord, body: Properties, cloud: Cloud): Properties {
    const profiles = objectsAt(body, "agentPoolProfiles").map((profile) => {
        const name = textAt(profile, "name") ?? "";
        const pool = cloud.find(poolId(id, name));
        return pool === undefined ? profile : restrictedTo({ ...inputShape(tableOf(POOL_TYPE), pool.body), name }, profile);
    });
    return { ...before, agentPoolProfiles: profiles };
}

/** A request for the cluster that lists a pool changes the pool, but not whose it is: after a refresh it lists those of others, too. */
export function withOrigin({ managedBy: _, ...next }: ResourceRecord, { managedBy, stack, sent }: ResourceRecord): ResourceRecord {
    return {
        ...next,
        ...(managedBy === undefined ? {} : { managedBy }),
        ...(stack === undefined ? {} : { stack }),
        ...(sent === undefined ? {} : { sent }),
    };
}

/** Inline pools first, in the order of the request. */
export function placeInList(cluster: ResourceRecord, pool: ResourceRecord): number {
    const index = objectsAt(cluster.body, "agentPoolProfiles").findIndex((profile) => profile["name"] === pool.name);
    return index < 0 ? Number.MAX_SAFE_INTEGER : index;
}
