import { numberAt } from "../request";
import { POOL_TYPE } from "../rules/pools";
import { ResourceStore, type ResourceRecord } from "./store";

/**
 * Sets the number of nodes of a pool, as the cluster autoscaler does: nothing else of the pool changes, and no request is under way for it meanwhile.
 *
 * @returns false when the pool has gone, is being changed, or has another number than the one that was looked at: then look again
 */
export function setNodeCount(directory: string, id: string, from: number, to: number): boolean {
    const store = new ResourceStore(directory);
    const record = store.get(id);
    if (record?.type !== POOL_TYPE || isBusy(record) || numberAt(record.body, "count") !== from) {
        return false;
    }
    store.replace({ ...record, body: { ...record.body, count: to } });
    return true;
}

/** An operation whose time is over has ended, whether or not anybody has looked at it since. */
function isBusy({ operation, provisioningState }: ResourceRecord): boolean {
    return operation === undefined
        ? provisioningState !== "Succeeded"
        : provisioningState === "Deleting" || operation.failure !== undefined || operation.completesAt > Date.now();
}
