import { findSize } from "../azure/data/catalog";
import { numberAt, textAt, textsAt } from "../azure/request";
import { sameId } from "../azure/resource-id";
import { CLUSTER_TYPE, clusterIdOf, isAutoscaled, POOL_TYPE } from "../azure/rules/pools";
import type { ResourceRecord } from "../azure/subscription/store";
import { isObject } from "../provider/values";

export interface Taint {
    readonly key: string;
    readonly value: string;
    readonly effect: string;
}

/** A node pool with all that its nodes follow from. */
export interface NodePool {
    /** ARM id. */
    readonly id: string;
    readonly name: string;
    readonly region: string;
    readonly size: string;
    readonly mode: "System" | "User";
    /** Nodes that the pool has or shall have. */
    readonly count: number;
    /** Both are `count` where no autoscaler owns it. */
    readonly minCount: number;
    readonly maxCount: number;
    readonly autoscaled: boolean;
    readonly spot: boolean;
    readonly zones: readonly string[];
    readonly maxPods: number;
    readonly osDiskGiB: number;
    readonly osSku: string;
    readonly nodeImage: string;
    /** With the patch, without `v`. */
    readonly kubernetesVersion: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
    /** Profile by which AKS splits GPUs, for example `MIG1g`. */
    readonly gpuInstanceProfile?: string;
    /** Whether the node image has a driver. */
    readonly hasDriver: boolean;
    readonly nodeResourceGroup: string;
    readonly subscriptionId: string;
    /** Differs between pools of one name that came after each other. */
    readonly generation: string;
    /** False while a request for the pool is under way or has failed: then it gets no new nodes. */
    readonly succeeded: boolean;
}

/** The cluster whose API server has this host name. */
export function findCluster(records: readonly ResourceRecord[], host: string): ResourceRecord | undefined {
    return records.find(
        ({ type, computed }) => type === CLUSTER_TYPE && (textAt(computed, "privateFQDN") ?? textAt(computed, "fqdn")) === host,
    );
}

/** The pools of a cluster, inline ones included, system pools first. Nothing while it is being deleted. */
export function poolsOf(cluster: ResourceRecord, records: readonly ResourceRecord[]): NodePool[] {
    return records
        .filter((record) => record.type === POOL_TYPE && sameId(clusterIdOf(record), cluster.id))
        .filter((record) => record.provisioningState !== "Deleting" && cluster.provisioningState !== "Deleting")
        .map((record) => poolOf(record, cluster))
        .sort((one, other) => one.mode.localeCompare(other.mode) || one.name.localeCompare(other.name));
}

/** @throws Error for a size that the rehearsal does not know */
export function poolOf(record: ResourceRecord, cluster: ResourceRecord): NodePool {
    const { body, computed } = record;
    const size = sizeOf(textAt(body, "vmSize") ?? "", record.name);
    const asked = textAt(body, "powerState", "code") === "Stopped" ? 0 : (numberAt(body, "count") ?? 0);
    // a pool under way has no machine yet, one that failed may never get one
    const isNew =
        record.provisioningState === "Creating" || (record.provisioningState === "Failed" && record.changedAt === record.createdAt);
    const count = isNew ? 0 : asked;
    const labels = body["nodeLabels"];
    const profile = textAt(body, "gpuInstanceProfile");
    const autoscaled = isAutoscaled(body);
    return {
        id: record.id,
        name: record.name,
        region: (record.location ?? cluster.location ?? "").toLowerCase().replace(/ /g, ""),
        size: size.name,
        mode: body["mode"] === "System" ? "System" : "User",
        count,
        minCount: autoscaled ? (numberAt(body, "minCount") ?? count) : count,
        maxCount: autoscaled ? (numberAt(body, "maxCount") ?? count) : count,
        autoscaled,
        spot: body["scaleSetPriority"] === "Spot",
        zones: textsAt(body, "availabilityZones"),
        maxPods: numberAt(body, "maxPods") ?? 30,
        osDiskGiB: numberAt(body, "osDiskSizeGB") ?? 128,
        osSku: textAt(body, "osSKU") ?? "Ubuntu",
        nodeImage: textAt(computed, "nodeImageVersion") ?? "",
        kubernetesVersion: textAt(computed, "currentOrchestratorVersion") ?? textAt(body, "orchestratorVersion") ?? "",
        labels: Object.fromEntries(
            Object.entries(isObject(labels) ? labels : {}).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
        ),
        taints: textsAt(body, "nodeTaints").flatMap(parseTaint),
        ...(profile === undefined ? {} : { gpuInstanceProfile: profile }),
        hasDriver: textAt(body, "gpuProfile", "driver") === "Install",
        nodeResourceGroup: textAt(cluster.body, "nodeResourceGroup") ?? "",
        subscriptionId: record.id.split("/")[2] ?? "",
        generation: record.createdAt,
        succeeded: record.provisioningState === "Succeeded",
    };
}

/** @throws Error for a size that the table lacks, or whose memory nobody has published */
export function sizeOf(name: string, pool: string): NonNullable<ReturnType<typeof findSize>> & { readonly memoryGiB: number } {
    const size = findSize(name);
    const file = "rehearsal/azure/data/sizes.json";
    if (size === undefined) {
        throw new Error(
            `pool "${pool}": size "${name}" is not in ${file}, so its nodes cannot be rehearsed; add it there, or take another size`,
        );
    }
    const { memoryGiB } = size;
    if (memoryGiB === null) {
        throw new Error(`pool "${pool}": ${file} does not know how much memory "${name}" has; add memoryGiB there, or take another size`);
    }
    return { ...size, memoryGiB };
}

/** `key=value:Effect`, or `key:Effect`. */
function parseTaint(text: string): Taint[] {
    const [, key, value = "", effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
    return key === undefined || effect === undefined ? [] : [{ key, value, effect }];
}
