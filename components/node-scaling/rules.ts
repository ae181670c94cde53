import { findSize, sizes } from "../core/catalog";
import type { OutboundType, PodNetworking } from "../core/contracts";
import { findingsOf, joinPath, keyStep, type Finding } from "../core/findings";
import { NODE_SCALING_DEFAULTS, type AutoscalerSpec, type NodeScalingSpec, type SelfHostedKarpenterSpec } from "../core/node-scaling";
import { NODE_SCALING_RULES } from "./rule-table";

export { EXPANDERS, NODE_SCALING_DEFAULTS } from "../core/node-scaling";
export { NODE_SCALING_RULES } from "./rule-table";

const finding = findingsOf(NODE_SCALING_RULES);

interface Counts {
    readonly minCount: number;
    readonly maxCount: number;
}

/** What the way of scaling must get along with, as the configuration says it. */
export interface NodeScalingContext {
    readonly cluster: {
        readonly access: { readonly kind: string };
        readonly podNetworking: PodNetworking;
        readonly dataplane: string;
        readonly networkPolicy: string;
        readonly systemPool: Counts;
    };
    readonly outboundType: OutboundType;
    readonly pools: Readonly<Record<string, Counts>>;
    readonly gpuPools: Readonly<Record<string, GpuEntry>>;
    /** Whether the environment rests, and GPUs are not wanted. */
    readonly idle: boolean;
}

interface GpuEntry extends Counts {
    readonly sizes: readonly string[];
    readonly capacity: readonly string[];
    readonly driver: string;
    readonly sharing: { readonly kind: string };
    readonly reservation?: object;
}

type Karpenter = Exclude<NodeScalingSpec, { kind: "cluster-autoscaler" }>;

/** Whether everything that scales fits together. Paths begin at the configuration's root. */
export function nodeScalingRules(spec: NodeScalingSpec, context: NodeScalingContext): Finding[] {
    return spec.kind === "cluster-autoscaler"
        ? orderRules(spec, context)
        : [
              ...clusterRules(spec, context),
              ...fixedPoolRules(spec, context),
              ...gpuRules(spec, context),
              ...limitRules(spec, context),
              ...expiryRules(spec),
              ...(spec.kind === "self-hosted-karpenter" ? selfHostedRules(spec, context) : []),
          ];
}

/** Whether the autoscaler follows the order that an entry asks for. */
function orderRules({ expander = NODE_SCALING_DEFAULTS.expander }: AutoscalerSpec, { gpuPools }: NodeScalingContext): Finding[] {
    if (expander === "priority") {
        return [];
    }
    return Object.entries(gpuPools).flatMap(([key, { sizes, capacity }]) => {
        const [list, values] = sizes.length > 1 ? (["sizes", sizes] as const) : (["capacity", capacity] as const);
        const message = `the expander "${expander}" takes no notice of the order`;
        const fix = 'set nodeScaling.expander to "priority"';
        return values.length > 1 ? [finding("node-scaling/order-ignored", `${below("gpuPools", key)}.${list}`, values, message, fix)] : [];
    });
}

function clusterRules({ kind }: Karpenter, { cluster, outboundType }: NodeScalingContext): Finding[] {
    const { networkPolicy, dataplane, access } = cluster;
    const found: Finding[] = [];
    if (networkPolicy === "calico" || networkPolicy === "azure") {
        const cilium =
            dataplane === "cilium" ? 'cluster.networkPolicy to "cilium"' : 'cluster.networkPolicy and cluster.dataplane to "cilium"';
        const fix = `set ${cilium}, cluster.networkPolicy to "none", or nodeScaling.kind to "cluster-autoscaler"`;
        const message = `${kind} makes nodes that do not enforce the network policy of "${networkPolicy}"`;
        found.push(finding("node-scaling/network-policy", "cluster.networkPolicy", networkPolicy, message, fix));
    }
    if (dataplane !== "cilium") {
        const message = `${kind} is meant to run with Cilium's dataplane`;
        const fix = 'set cluster.dataplane to "cilium"';
        found.push(finding("node-scaling/cilium-recommended", "cluster.dataplane", dataplane, message, fix));
    }
    if (outboundType === "userDefinedRouting" && access.kind !== "private") {
        const message = `AKS supports user-defined routes under ${kind} for private clusters only`;
        const fix = 'set cluster.access.kind to "private", or network.outbound.kind to "natGateway"';
        found.push(finding("node-scaling/outbound", "network.outbound.kind", "userDefinedRouting", message, fix));
    }
    return found;
}

function fixedPoolRules({ kind }: Karpenter, { cluster, pools }: NodeScalingContext): Finding[] {
    const fixed = [
        ["cluster.systemPool", cluster.systemPool] as const,
        ...Object.entries(pools).map(([key, pool]) => [below("pools", key), pool] as const),
    ];
    return fixed.flatMap(([path, { minCount, maxCount }]) => {
        const message = `beside ${kind} a pool has a fixed number of nodes, and this one has ${minCount} to ${maxCount}`;
        const fix = `use ${maxCount} for both minCount and maxCount, or another fixed number`;
        return minCount === maxCount ? [] : [finding("node-scaling/autoscaled-pool", `${path}.maxCount`, maxCount, message, fix)];
    });
}

function gpuRules({ kind }: Karpenter, { gpuPools }: NodeScalingContext): Finding[] {
    return Object.entries(gpuPools).flatMap(([key, { sharing, reservation, minCount }]) => {
        const path = below("gpuPools", key);
        const instead = 'or set nodeScaling.kind to "cluster-autoscaler"';
        const found: Finding[] = [];
        if (sharing.kind === "mig") {
            const fix = `set sharing.kind to "time-slicing" or "none", ${instead}`;
            found.push(finding("node-scaling/mig", `${path}.sharing.kind`, "mig", `${kind} cannot split GPUs into instances`, fix));
        }
        if (reservation !== undefined) {
            const message = `${kind} makes no nodes on reserved machines`;
            found.push(finding("node-scaling/reservation", `${path}.reservation`, undefined, message, `remove it, ${instead}`));
        }
        if (minCount > 0) {
            const message = `${kind} knows no smallest number of nodes`;
            found.push(finding("node-scaling/minimum", `${path}.minCount`, minCount, message, "use 0, and keep a pod running instead"));
        }
        return found;
    });
}

/** The smallest machine without GPUs that Karpenter could start. */
const SMALLEST = sizes
    .filter(({ gpu, lifecycle, memoryGiB }) => gpu === undefined && lifecycle.status === "available" && memoryGiB !== undefined)
    .reduce(
        (least, { vcpus, memoryGiB = 0 }) => ({ vcpus: Math.min(least.vcpus, vcpus), memoryGiB: Math.min(least.memoryGiB, memoryGiB) }),
        {
            vcpus: Infinity,
            memoryGiB: Infinity,
        },
    );

function limitRules({ limits }: Karpenter, { gpuPools, idle }: NodeScalingContext): Finding[] {
    const found: Finding[] = [];
    for (const [key, unit] of [
        ["vcpus", "vCPUs"],
        ["memoryGiB", "GiB"],
    ] as const) {
        if (limits[key] < SMALLEST[key]) {
            const message = `the smallest node has ${SMALLEST[key]} ${unit}, so none would ever start`;
            const fix = `use ${SMALLEST[key]} or more`;
            found.push(finding("node-scaling/limit-below-a-node", `nodeScaling.limits.${key}`, limits[key], message, fix));
        }
    }
    const entries = Object.entries(gpuPools);
    if (limits.gpus === 0) {
        const message = `no node of ${entries.map(([key]) => key).join(", ")} would ever start`;
        const fix = "raise it, or set environment.idle to true if that is meant";
        return entries.length === 0 || idle
            ? found
            : [...found, finding("node-scaling/no-gpus", "nodeScaling.limits.gpus", 0, message, fix)];
    }
    for (const [key, entry] of entries) {
        const counts = entry.sizes.flatMap((size) => findSize(size)?.gpu?.count ?? []);
        const fewest = Math.min(...counts);
        if (counts.length > 0 && limits.gpus < fewest) {
            const message = `the smallest node of gpuPools.${key} has ${fewest} GPUs, so none would ever start`;
            found.push(
                finding("node-scaling/limit-below-a-node", "nodeScaling.limits.gpus", limits.gpus, message, `use ${fewest} or more`),
            );
        }
    }
    return found;
}

function expiryRules({ expireAfterHours: hours }: Karpenter): Finding[] {
    const message = "a node goes after that time, also in the middle of a job";
    const fix = "leave it out, or use 24 or more and longer than your longest job";
    return hours !== undefined && hours < 24
        ? [finding("node-scaling/expires-early", "nodeScaling.expireAfterHours", hours, message, fix)]
        : [];
}

/** First version whose node class can leave the driver to the GPU Operator. */
const WITHOUT_DRIVER_SINCE = [1, 14, 2];

function selfHostedRules(spec: SelfHostedKarpenterSpec, { cluster, gpuPools }: NodeScalingContext): Finding[] {
    const { version = NODE_SCALING_DEFAULTS.version, replicas = NODE_SCALING_DEFAULTS.replicas } = spec;
    const found: Finding[] = [];
    const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);
    if (parts === undefined) {
        const message = "not a full version of the form 1.10.2";
        found.push(finding("node-scaling/version", "nodeScaling.version", version, message, "use for example 1.10.2"));
    } else if (isBefore(parts, WITHOUT_DRIVER_SINCE)) {
        const message = `Karpenter ${version} always has AKS's driver installed`;
        const fix = `set driver to "aks", or nodeScaling.version to ${WITHOUT_DRIVER_SINCE.join(".")} or later`;
        const operated = Object.entries(gpuPools).filter(([, { driver }]) => driver === "operator");
        found.push(
            ...operated.map(([key]) =>
                finding("node-scaling/driver-needs-version", `${below("gpuPools", key)}.driver`, "operator", message, fix),
            ),
        );
    }
    if (replicas > cluster.systemPool.maxCount) {
        const message = `each runs on a node of its own, and the system pool has ${cluster.systemPool.maxCount} at most`;
        const fix = `use ${cluster.systemPool.maxCount}, or raise the system pool's counts`;
        found.push(finding("node-scaling/replicas", "nodeScaling.replicas", replicas, message, fix));
    }
    return found;
}

function isBefore(version: readonly number[], other: readonly number[]): boolean {
    const index = version.findIndex((part, position) => part !== other[position]);
    return index !== -1 && (version[index] ?? 0) < (other[index] ?? 0);
}

function below(map: string, key: string): string {
    return joinPath(map, keyStep(key));
}
