import type { Cloud } from "./cloud";
import { sameId } from "./resource-id";
import { checkConflicts } from "./rules/conflicts";
import { checkLock } from "./rules/general";
import type { ResourceRecord } from "./subscription/store";

/** A resource with everything that goes with it: what lies below it, and what those manage. */
function treeOf(record: ResourceRecord, cloud: Cloud): ResourceRecord[] {
    const found = new Map<string, ResourceRecord>();
    const visit = (one: ResourceRecord): void => {
        if (!found.has(one.id.toLowerCase())) {
            found.set(one.id.toLowerCase(), one);
            cloud.below(one.id).forEach(visit);
            cloud
                .all()
                .filter((other) => sameId(other.managedBy ?? "", one.id))
                .forEach(visit);
        }
    };
    visit(record);
    return [...found.values()];
}

/**
 * Asks the subscription to delete a resource and everything in it.
 * @throws ArmError when Azure refuses; nothing changes then
 * @returns undefined when there is no such resource, which Azure takes for success
 */
export function requestRemoval(id: string, cloud: Cloud): ResourceRecord | undefined {
    const record = cloud.find(id);
    if (record === undefined) {
        return undefined;
    }
    checkLock(record.id, "delete", cloud);
    checkConflicts(record.type, record.id, "delete", cloud);
    const among = treeOf(record, cloud);
    for (const one of among) {
        cloud.behaviour(one).checkDelete?.(one, cloud, among);
    }
    const deleting: ResourceRecord = {
        ...record,
        provisioningState: "Deleting",
        operation: { completesAt: Date.now() + cloud.settings.operationMilliseconds },
    };
    cloud.replace(deleting);
    return deleting;
}
