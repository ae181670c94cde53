import { isBurstable, isGpuSize } from "../core/catalog";
import type { ClusterAddresses } from "../core/contracts";
import { findingsOf, keyStep, underPath, type Finding } from "../core/findings";
import { isLabelValue, isQualifiedName, isReservedName } from "../core/label-syntax";
import { roomFaults, systemDemand, withSurge, type RoomDemand, type RoomFault } from "../core/pool-room";
import { countRules, diskRules, generationRules, labelRules, podRules, sizeRules, zoneRules } from "../core/pool-rules";
import { fixedLabels, nodePoolName } from "./plan";
import { NODE_POOL_RULES } from "./rule-table";
import { NODE_POOL_DEFAULTS, NODE_POOL_KEY_PATTERN, type NodePoolSpec } from "./spec";

export { NODE_POOL_RULES } from "./rule-table";
export { NODE_POOL_DEFAULTS, NODE_POOL_KEY_PATTERN, type NodePoolSpec } from "./spec";

const finding = findingsOf(NODE_POOL_RULES);

/** What the pools' rules must know beside them. */
export interface NodePoolContext {
    readonly addresses: ClusterAddresses;
    /** Names in Azure of the cluster's other pools, and what each is. */
    readonly taken: Readonly<Record<string, string>>;
}

type Pools = Readonly<Record<string, NodePoolSpec>>;

/** Every pool by itself, and all of them together. Paths begin with the pool's key. */
export function nodePoolRules(pools: Pools, context: NodePoolContext): Finding[] {
    return [
        ...Object.entries(pools).flatMap(([key, spec]) => underPath(keyStep(key), poolRules(key, spec))),
        ...takenRules(pools, context.taken),
        ...roomRules(pools, context.addresses),
    ];
}

/** What the pools take of their cluster's room at their largest: they upgrade by surge. */
export function nodePoolDemands(pools: Pools): RoomDemand[] {
    return Object.values(pools).map(({ maxCount, maxPods = NODE_POOL_DEFAULTS.maxPods }) => {
        return { nodes: Number.isInteger(maxCount) ? withSurge(Math.max(maxCount, 0)) : 0, maxPods };
    });
}

function poolRules(key: string, spec: NodePoolSpec): Finding[] {
    return [
        ...nameRules(key, spec),
        ...machineRules(spec),
        ...countRules("", spec, spec.mode === "system" ? 1 : 0),
        ...zoneRules("zones", spec.zones),
        ...diskRules("osDiskSizeGiB", spec.osDiskSizeGiB),
        ...podRules({ maxPods: spec.maxPods ?? NODE_POOL_DEFAULTS.maxPods, maxCount: spec.maxCount }),
        ...labelRules(spec.labels, Object.keys(fixedLabels(key, true))),
        ...taintRules(spec),
        ...generationRules(spec.generation),
    ];
}

function nameRules(key: string, spec: NodePoolSpec): Finding[] {
    const name = nodePoolName(key, spec);
    if (NODE_POOL_KEY_PATTERN.test(key) && NODE_POOL_KEY_PATTERN.test(name)) {
        return [];
    }
    const message = "a pool's name has 1 to 12 lower-case letters and digits, the first a letter";
    const behind = name === key ? "" : `, and the generation comes behind it: ${name}`;
    return [finding("pools/name", "", key, message + behind, "shorten it, and use lower-case letters and digits only")];
}

function machineRules({ size: name, mode, capacity }: NodePoolSpec): Finding[] {
    const found: Finding[] = [];
    if (capacity === "spot" && mode === "system") {
        const fix = 'set capacity to "on-demand", or mode to "user"';
        found.push(finding("pools/spot-system", "capacity", capacity, "a system pool cannot be made of spot machines", fix));
    }
    if (isGpuSize(name)) {
        const fix = "move the entry to gpuPools, or use a CPU size, for example Standard_D8ds_v5";
        return [...found, finding("pools/size-gpu", "size", name, "the size has GPUs, and pools for them are elsewhere", fix)];
    }
    if (mode === "system" && isBurstable(name)) {
        const fix = "use a size of another series, for example Standard_D4ds_v5";
        return [...found, finding("pools/system-size-burstable", "size", name, "AKS refuses B-series sizes for system pools", fix)];
    }
    return [...found, ...sizeRules("size", name, (one) => one.gpu === undefined)];
}

function taintRules({ taints = [] }: NodePoolSpec): Finding[] {
    return taints.flatMap(({ key, value, effect }, index) => {
        const path = `taints[${index}]`;
        if (!isQualifiedName(key) || !isLabelValue(value)) {
            const message = "not a taint: key and value have the form of a label's";
            return [
                finding(
                    "pools/taint-syntax",
                    path,
                    { key, value, effect },
                    message,
                    "correct it, for example key: dedicated, value: builds",
                ),
            ];
        }
        if (isReservedName(key)) {
            const message = "the taint is set by AKS or by Kubernetes";
            return [finding("pools/taint-reserved", `${path}.key`, key, message, "remove it, or use a key with a prefix of your own")];
        }
        const first = taints.findIndex((other) => other.key === key && other.effect === effect);
        const message = "a node has one taint of a key and an effect";
        return first === index ? [] : [finding("pools/taint-twice", path, { key, value, effect }, message, "keep one of the two")];
    });
}

/** Two pools of one name in Azure; of two in this map the later one is reported. */
function takenRules(pools: Pools, taken: Readonly<Record<string, string>>): Finding[] {
    const owners = new Map(Object.entries(taken));
    return Object.entries(pools).flatMap(([key, spec]) => {
        const name = nodePoolName(key, spec);
        const owner = owners.get(name);
        owners.set(name, owner ?? `pools.${key}`);
        const message = `its name in Azure is ${name}, which ${owner ?? ""} has already`;
        return owner === undefined ? [] : [finding("pools/name-taken", keyStep(key), key, message, "call it otherwise")];
    });
}

const ROOM_RULES = {
    subnet: "pools/subnet-too-small",
    "pod-range": "pools/pod-cidr-too-small",
    cluster: "pools/too-many-nodes",
} as const satisfies Record<RoomFault["kind"], keyof typeof NODE_POOL_RULES>;

/** Nodes of all pools at their largest, with the system pool's, must find room in the subnet, in the pod range and in the cluster. */
function roomRules(pools: Pools, addresses: ClusterAddresses): Finding[] {
    const demands = nodePoolDemands(pools);
    const nodes = demands.reduce((sum, one) => sum + one.nodes, 0);
    return nodes === 0
        ? []
        : roomFaults(addresses, [systemDemand(addresses), ...demands]).map(({ kind, message, fix }) =>
              finding(ROOM_RULES[kind], "", nodes, message, fix),
          );
}
