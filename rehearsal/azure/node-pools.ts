import type { Properties } from "../provider/values";
import { ArmError } from "./arm-error";
import type { Cloud } from "./cloud";
import { put } from "./put";
import { requestRemoval } from "./removal";
import { numberAt, textAt, textsAt } from "./request";
import { isAutoscaled, POOL_TYPE } from "./rules/pools";
import { inputShape } from "./schema/project";
import { tableOf } from "./schema/tables";
import { openCloud } from "./subscription/cloud-reader";
import type { ResourceRecord } from "./subscription/store";

/** Node pools as people change them beside a program: from the portal or the Azure CLI. The same rules refuse, and no state knows of it. */

export interface ClusterReference {
    readonly resourceGroup: string;
    readonly clusterName: string;
}

export interface PoolReference extends ClusterReference {
    readonly name: string;
}

/** A pool as Azure lists it. */
export interface ListedPool {
    readonly name: string;
    readonly mode: string;
    readonly vmSize: string;
    readonly count: number;
    /** Of the autoscaler; undefined where the number is fixed. */
    readonly minCount: number | undefined;
    readonly maxCount: number | undefined;
    readonly maxPods: number;
    readonly osDiskSizeGb: number;
    readonly availabilityZones: readonly string[];
    readonly orchestratorVersion: string;
    readonly provisioningState: string;
}

/**
 * The pools of a cluster by name.
 * @throws ArmError when there is no such cluster
 */
export function listClusterPools(directory: string, cluster: ClusterReference): ListedPool[] {
    const cloud = openCloud(directory);
    return cloud
        .childrenOf(clusterOf(cluster, cloud).id, POOL_TYPE)
        .map(({ name, body, computed, provisioningState }) => ({
            name,
            mode: textAt(body, "mode") ?? "User",
            vmSize: textAt(body, "vmSize") ?? "",
            count: numberAt(body, "count") ?? 0,
            minCount: isAutoscaled(body) ? numberAt(body, "minCount") : undefined,
            maxCount: isAutoscaled(body) ? numberAt(body, "maxCount") : undefined,
            maxPods: numberAt(body, "maxPods") ?? 0,
            osDiskSizeGb: numberAt(body, "osDiskSizeGB") ?? 0,
            availabilityZones: textsAt(body, "availabilityZones"),
            orchestratorVersion: textAt(computed, "currentOrchestratorVersion") ?? "",
            provisioningState,
        }))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * Deletes a pool, whoever made it, and returns when it is gone.
 * @throws ArmError when there is no such pool, or Azure refuses; nothing changes then
 */
export async function deletePool(directory: string, reference: PoolReference): Promise<void> {
    const cloud = openCloud(directory);
    const deleting = requestRemoval(poolOf(reference, cloud).id, cloud);
    await finished(directory, deleting);
}

/**
 * Sets how many nodes the autoscaler keeps and may run, and returns when that is so.
 * @throws ArmError when there is no such pool, or Azure refuses; nothing changes then
 */
export async function setAutoscalerBounds(
    directory: string,
    reference: PoolReference,
    counts: { readonly minCount: number; readonly maxCount: number },
): Promise<void> {
    const cloud = openCloud(directory);
    const previous = poolOf(reference, cloud);
    if (!isAutoscaled(previous.body)) {
        throw new ArmError(400, "InvalidParameter", `The autoscaler is not enabled for pool '${reference.name}'.`);
    }
    const inputs: Properties = { ...inputShape(tableOf(POOL_TYPE), previous.body), ...previous.path, ...counts };
    const { sent: _, ...updated } = put("update", POOL_TYPE, inputs, cloud);
    // What the program last asked for is what it was: this request came from elsewhere.
    cloud.replace(previous.sent === undefined ? updated : { ...updated, sent: previous.sent });
    await finished(directory, updated);
}

/** Waits until the operation of a record is over; reading the subscription settles it. */
async function finished(directory: string, record: ResourceRecord | undefined): Promise<void> {
    const left = (record?.operation?.completesAt ?? 0) - Date.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(left, 0) + 1));
    openCloud(directory);
}

/** @throws ArmError when there is no such cluster */
export function clusterOf({ resourceGroup, clusterName }: ClusterReference, cloud: Cloud): ResourceRecord {
    const id = `/subscriptions/${cloud.subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${clusterName}`;
    const found = cloud.find(id);
    if (found === undefined) {
        const name = `Microsoft.ContainerService/managedClusters/${clusterName}`;
        throw new ArmError(404, "ResourceNotFound", `The Resource '${name}' under resource group '${resourceGroup}' was not found.`);
    }
    return found;
}

function poolOf(reference: PoolReference, cloud: Cloud): ResourceRecord {
    const cluster = clusterOf(reference, cloud);
    const found = cloud.find(`${cluster.id}/agentPools/${reference.name}`);
    if (found === undefined) {
        const names = cloud.childrenOf(cluster.id, POOL_TYPE).map(({ name }) => name);
        const message = `Cluster '${reference.clusterName}' has no agent pool '${reference.name}'. Its pools: ${names.sort().join(", ")}.`;
        throw new ArmError(404, "NotFound", message);
    }
    return found;
}
