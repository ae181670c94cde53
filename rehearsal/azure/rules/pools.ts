import type { Properties } from "../../provider/values";
import type { Cloud } from "../cloud";
import { numberAt, textAt } from "../request";
import { sameId } from "../resource-id";
import type { ResourceRecord } from "../subscription/store";

export const POOL_TYPE = "azure-native:containerservice:AgentPool";
export const CLUSTER_TYPE = "azure-native:containerservice:ManagedCluster";

/** A pool as the rules see it, whether it is inline in a cluster or a resource of its own. */
export interface PoolDemand {
    readonly name: string;
    readonly clusterId: string;
    readonly region: string;
    readonly size: string;
    readonly count: number;
    /** Most nodes that the pool may have. */
    readonly maxCount: number;
    readonly spot: boolean;
    readonly surge: number;
    readonly body: Properties;
}

/** Whether the cluster autoscaler owns the number of nodes. */
export function isAutoscaled(body: Properties | undefined): boolean {
    return body?.["enableAutoScaling"] === true;
}

/** Nodes that an upgrade adds: an absolute number or a share of the nodes, rounded up (AKS default 10%). */
export function surgeNodes(maxSurge: string | undefined, count: number): number {
    const text = maxSurge ?? "10%";
    const share = /^(\d+)%$/.exec(text);
    const nodes = share === null ? Number(text) : Math.ceil((Number(share[1]) * count) / 100);
    return count === 0 || !Number.isFinite(nodes) ? 0 : nodes;
}

/** @param body pool properties with Azure's defaults filled in */
export function demandOf(name: string, clusterId: string, region: string, body: Properties): PoolDemand {
    const count = numberAt(body, "count") ?? 0;
    return {
        name,
        clusterId,
        region,
        size: textAt(body, "vmSize") ?? "",
        count,
        maxCount: isAutoscaled(body) ? (numberAt(body, "maxCount") ?? count) : count,
        spot: body["scaleSetPriority"] === "Spot",
        surge: body["scaleSetPriority"] === "Spot" ? 0 : surgeNodes(textAt(body, "upgradeSettings", "maxSurge"), count),
        body,
    };
}

/** Pools that stand, those of one cluster last seen excepted by id. */
export function standingPools(cloud: Pick<Cloud, "ofType">, exceptIds: readonly string[]): PoolDemand[] {
    return cloud
        .ofType(POOL_TYPE)
        .filter((record) => !exceptIds.some((id) => sameId(id, record.id)))
        .map((record) => demandOf(record.name, clusterIdOf(record), record.location ?? "", record.body));
}

export function clusterIdOf(pool: ResourceRecord): string {
    return pool.id.replace(/\/agentPools\/[^/]+$/i, "");
}
