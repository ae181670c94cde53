import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../provider/values";
import { powerStateOf, type PowerState } from "../cluster-power";
import { findSize, priceOf } from "../data/catalog";
import { numberAt, textAt } from "../request";
import { idFrom, sameId } from "../resource-id";
import { CLUSTER_TYPE, clusterIdOf, POOL_TYPE, surgeNodes } from "../rules/pools";
import { normalLocation } from "../schema/diff";
import { tableOf } from "../schema/tables";
import { openCloud } from "./cloud-reader";
import { readSettings } from "./settings";
import type { ResourceRecord } from "./store";
import { ResourceStore } from "./store";

/** A resource as the inventory shows it. */
export interface StandingResource {
    readonly id: string;
    readonly type: string;
    readonly name: string;
    readonly location?: string;
    /** Stack whose program asked for it, or for what Azure made it with; empty for what stood before any program ran. */
    readonly stack: string;
    /** Id of the resource that Azure made this one for. */
    readonly managedBy?: string;
    /** Host name of a cluster's API server, as its kubeconfig has it. */
    readonly apiServer?: string;
    /** Of a cluster that somebody stopped. */
    readonly powerState?: PowerState;
}

/** A node pool as the summary shows it. */
export interface StandingPool {
    readonly name: string;
    readonly stack: string;
    readonly size: string;
    /** Of one node. */
    readonly vcpus: number;
    readonly gpus: number;
    readonly gpuModel: string;
    readonly region: string;
    /** Quota that nodes on demand count against, as the Compute usages API names it. */
    readonly family: string;
    readonly minCount: number;
    readonly maxCount: number;
    readonly spot: boolean;
    /** Nodes that an upgrade adds to the pool at its largest. */
    readonly surge: number;
    /** List price of one node in USD; undefined where none is known. */
    readonly pricePerHour?: number;
    /** Version of the control plane. */
    readonly kubernetesVersion: string;
}

/**
 * The ARM id that a resource with these inputs has or will have, for example of a create that a crash left pending.
 * @throws Error when the type is not simulated, or an input that the id needs is missing or not known
 */
export function armIdOf(directory: string, type: string, inputs: Properties): string {
    return idFrom(tableOf(type), inputs, readSettings(directory).subscriptionId);
}

/** Everything that stands in the subscription, what Azure made by itself included (`managedBy` says for whom), in the order of the ids. */
export function listResources(directory: string): StandingResource[] {
    const records = openCloud(directory)
        .all()
        .sort((one, other) => (one.id < other.id ? -1 : 1));
    const stackOf = (record: ResourceRecord): string => {
        const maker = record.managedBy === undefined ? undefined : records.find((one) => sameId(one.id, record.managedBy ?? ""));
        return record.stack ?? (maker === undefined || maker === record ? "" : stackOf(maker));
    };
    return records.map((record) => {
        const apiServer =
            record.type === CLUSTER_TYPE ? (textAt(record.computed, "privateFQDN") ?? textAt(record.computed, "fqdn")) : undefined;
        return {
            id: record.id,
            type: record.type,
            name: record.name,
            ...(record.location === undefined ? {} : { location: record.location }),
            stack: stackOf(record),
            ...(record.managedBy === undefined ? {} : { managedBy: record.managedBy }),
            ...(apiServer === undefined ? {} : { apiServer }),
            ...(powerStateOf(record) === "Stopped" ? { powerState: "Stopped" as const } : {}),
        };
    });
}

/** The node pools that stand, system pools first. */
export function listPools(directory: string): StandingPool[] {
    const cloud = openCloud(directory);
    const stacks = new Map(listResources(directory).map((resource) => [resource.id, resource.stack]));
    const isUser = (record: ResourceRecord): number => (record.body["mode"] === "System" ? 0 : 1);
    return cloud
        .ofType(POOL_TYPE)
        .sort((one, other) => isUser(one) - isUser(other) || one.name.localeCompare(other.name))
        .map((record) => {
            const size = textAt(record.body, "vmSize") ?? "";
            const count = numberAt(record.body, "count") ?? 0;
            const scaled = record.body["enableAutoScaling"] === true;
            const price = priceOf(size, record.location ?? "");
            const spot = record.body["scaleSetPriority"] === "Spot";
            const maxCount = scaled ? (numberAt(record.body, "maxCount") ?? count) : count;
            return {
                name: record.name,
                stack: stacks.get(record.id) ?? "",
                size,
                vcpus: findSize(size)?.vcpus ?? 0,
                gpus: findSize(size)?.gpus ?? 0,
                gpuModel: findSize(size)?.gpuModel ?? "",
                region: normalLocation(record.location ?? ""),
                family: findSize(size)?.family ?? "",
                minCount: scaled ? (numberAt(record.body, "minCount") ?? count) : count,
                maxCount,
                spot,
                surge: spot ? 0 : surgeNodes(textAt(record.body, "upgradeSettings", "maxSurge"), maxCount),
                ...(price === undefined ? {} : { pricePerHour: price }),
                kubernetesVersion: textAt(cloud.find(clusterIdOf(record))?.computed, "currentKubernetesVersion") ?? "",
            };
        });
}

/** @returns undefined when nothing with this id stands; ids are compared without case */
export function findResource(directory: string, id: string): ResourceRecord | undefined {
    return openCloud(directory).find(id);
}

/** What a deleted resource still holds: names of soft-deleted vaults. */
export function listDeleted(directory: string): ResourceRecord[] {
    return new ResourceStore(directory).all("deleted");
}

/** Frees the name of a soft-deleted resource. @returns false when there is none with this id */
export function purge(directory: string, id: string): boolean {
    const store = new ResourceStore(directory);
    const held = store.all("deleted").find((record) => sameId(record.id, id));
    if (held !== undefined) {
        store.remove(held.id, "deleted");
    }
    return held !== undefined;
}

/** Empties the subscription: resources and held names. Quotas and the other settings stay. */
export function deleteAll(directory: string): void {
    for (const table of ["resources", "deleted"]) {
        rmSync(join(directory, table), { recursive: true, force: true });
    }
}
