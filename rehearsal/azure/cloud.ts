import type { Behaviour } from "./behaviours/behaviour";
import { behaviourOf } from "./behaviours";
import { isWithin, sameId } from "./resource-id";
import type { SubscriptionSettings } from "./subscription/settings";
import type { ResourceRecord, ResourceStore } from "./subscription/store";

/**
 * The subscription as it stands at one moment. It is read from disk once and used without waiting, so that what a rule saw is still so
 * when the request is stored.
 *
 * Operations whose time is over are settled while reading: in the cloud they go on whatever became of the client that began them.
 */
export class Cloud {
    private readonly records = new Map<string, ResourceRecord>();

    constructor(
        readonly store: ResourceStore,
        readonly settings: SubscriptionSettings,
        readonly subscriptionId: string,
        readonly tenantId: string,
        readonly now: Date,
    ) {
        for (const record of store.all()) {
            this.records.set(record.id.toLowerCase(), record);
        }
        for (const record of [...this.records.values()]) {
            this.settle(record);
        }
    }

    find(id: string): ResourceRecord | undefined {
        return this.records.get(id.toLowerCase());
    }

    all(): ResourceRecord[] {
        return [...this.records.values()];
    }

    ofType(type: string): ResourceRecord[] {
        return this.all().filter((record) => record.type === type);
    }

    /** Everything below a resource or resource group, extension resources such as locks and role assignments included. */
    below(id: string): ResourceRecord[] {
        return this.all().filter((record) => isWithin(record.id, id) && !sameId(record.id, id));
    }

    childrenOf(id: string, type: string): ResourceRecord[] {
        return this.below(id).filter((record) => record.type === type);
    }

    /** @returns false when another process was faster */
    create(record: ResourceRecord): boolean {
        const created = this.store.create(record);
        if (created) {
            this.records.set(record.id.toLowerCase(), record);
        }
        return created;
    }

    /** Stores a resource that Azure makes by itself, unless it is there already. */
    ensure(record: ResourceRecord): void {
        if (this.find(record.id) === undefined && !this.create(record)) {
            const other = this.store.get(record.id);
            if (other !== undefined) {
                this.records.set(record.id.toLowerCase(), other);
            }
        }
    }

    replace(record: ResourceRecord): void {
        this.store.replace(record);
        this.records.set(record.id.toLowerCase(), record);
    }

    /** Removes a resource with everything below it and everything it manages; the resource itself last, so that a crash can go on. */
    remove(record: ResourceRecord): void {
        this.records.delete(record.id.toLowerCase());
        for (const other of [...this.below(record.id), ...this.all().filter((one) => sameId(one.managedBy ?? "", record.id))]) {
            if (this.find(other.id) !== undefined) {
                this.remove(other);
            }
        }
        this.behaviour(record).removed?.(record, this);
        this.store.remove(record.id);
    }

    behaviour(record: Pick<ResourceRecord, "type">): Behaviour {
        return behaviourOf(record.type);
    }

    private settle(record: ResourceRecord): void {
        const { operation, ...settled } = record;
        if (operation === undefined || operation.completesAt > Date.now() || this.find(record.id) !== record) {
            return;
        }
        if (record.provisioningState === "Deleting") {
            this.remove(record);
            return;
        }
        const failed = operation.failure !== undefined;
        this.behaviour(record).settled?.(record, this);
        this.replace({ ...settled, provisioningState: failed ? "Failed" : "Succeeded" });
    }
}
