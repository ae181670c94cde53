import { at } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import { isObject } from "../../provider/values";
import { productOf } from "../accelerators";
import { gpuResources, physicalGpus, PLAIN_PLUGIN, type PluginSettings } from "../gpu-resources";
import type { NodeView } from "../node-view";
import { sizeOf, type NodePool } from "../pools";
import type { Amounts } from "../quantity";
import { misfits, type Misfit } from "../scheduling/misfits";
import { imagesOf } from "../scheduling/pod-demand";
import { migStrategyOf, pluginConfigs, type StandingRelease } from "./chart-workloads";

/** What pods on a node do for it, known by the image that they run. */
const ROLES = {
    "device-plugin": /(^|\/)(nvidia-)?k8s-device-plugin$/,
    driver: /(^|\/)nvidia\/driver$/,
    "feature-discovery": /(^|\/)gpu-feature-discovery$/,
    "node-feature-discovery": /(^|\/)node-feature-discovery-worker$/,
    "gpu-operator": /(^|\/)gpu-operator$/,
} as const;
type Role = keyof typeof ROLES;

/** Daemon sets that the GPU Operator lets onto a node by a label. */
const OPERANDS = ["driver", "container-toolkit", "device-plugin", "gpu-feature-discovery", "operator-validator", "dcgm-exporter"];

/** What a GPU node offers, and the labels that software in the cluster has written on it. */
export interface NodeSoftware {
    readonly gpus: Amounts;
    readonly labels: Readonly<Record<string, string>>;
}

/** @param operatorRuns whether the GPU Operator has a running pod anywhere */
export function softwareOf(pool: NodePool, node: NodeView, releases: readonly StandingRelease[], operatorRuns: boolean): NodeSoftware {
    const gpus = physicalGpus(pool);
    if (gpus === 0) {
        return { gpus: {}, labels: {} };
    }
    const hasDriver = pool.hasDriver || runs(node, "driver");
    const plugin = runs(node, "device-plugin") && hasDriver ? pluginSettings(releases) : undefined;
    const product = productOf(sizeOf(pool.size, pool.name).gpuModel ?? "");
    const isFound = runs(node, "node-feature-discovery");
    return {
        gpus: gpuResources(pool, plugin),
        labels: {
            ...(isFound ? { "feature.node.kubernetes.io/pci-10de.present": "true" } : {}),
            ...(isFound && operatorRuns
                ? {
                      "nvidia.com/gpu.present": "true",
                      ...Object.fromEntries(OPERANDS.map((name) => [`nvidia.com/gpu.deploy.${name}`, "true"])),
                  }
                : {}),
            ...(runs(node, "feature-discovery") && hasDriver
                ? {
                      "nvidia.com/gpu.present": "true",
                      "nvidia.com/gpu.count": String(gpus),
                      ...(product === undefined ? {} : { "nvidia.com/gpu.product": product }),
                  }
                : {}),
        },
    };
}

/** Whether a label is one of those that {@link softwareOf} writes. */
export function isSoftwareLabel(label: string): boolean {
    return /^(feature\.node\.kubernetes\.io\/pci-10de\.present|nvidia\.com\/gpu\.(present|count|product|deploy\.[-a-z]+))$/.test(label);
}

export function hasRole(podSpec: KubernetesObject, role: Role): boolean {
    return imagesOf(podSpec).some((image) => ROLES[role].test(image));
}

function runs(node: NodeView, role: Role): boolean {
    return node.pods.some((pod) => pod.phase === "Running" && !pod.deleting && hasRole(pod.spec, role));
}

/** How the device plugin was told to offer GPUs: by the release that has one; by nothing when it was installed otherwise. */
function pluginSettings(releases: readonly StandingRelease[]): PluginSettings {
    const release = releases.find(({ chart }) => chart === "nvidia-device-plugin" || chart === "gpu-operator");
    return release === undefined ? PLAIN_PLUGIN : { ...pluginConfigs(release), migStrategy: migStrategyOf(release) };
}

/** Why a node of a GPU pool offers no GPU. */
export type GpuGap =
    | { readonly kind: "no-plugin" }
    /** There is one, and it does not run on this node. */
    | { readonly kind: "plugin-elsewhere"; readonly plugin: string; readonly misfits: readonly Misfit[] }
    | { readonly kind: "no-driver" };

/** @returns undefined when a device plugin and a driver are there, or soon will be */
export function gpuGap(pool: NodePool, node: NodeView, daemonSets: readonly KubernetesObject[]): GpuGap | undefined {
    const having = (role: Role): [string, KubernetesObject][] =>
        daemonSets.flatMap((daemonSet) => {
            const spec = at(daemonSet, "spec", "template", "spec");
            const name = at(daemonSet, "metadata", "name");
            return isObject(spec) && hasRole(spec, role) ? [[typeof name === "string" ? name : "", spec]] : [];
        });
    const plugins = having("device-plugin");
    if (plugins.length === 0) {
        return { kind: "no-plugin" };
    }
    const away = plugins.map(([plugin, spec]) => ({ plugin, misfits: misfits(spec, node).filter(({ kind }) => kind !== "resource") }));
    const [first] = away;
    if (first !== undefined && away.every((one) => one.misfits.length > 0)) {
        return { kind: "plugin-elsewhere", ...first };
    }
    const hasDriver = pool.hasDriver || having("driver").some(([, spec]) => misfits(spec, node).every(({ kind }) => kind === "resource"));
    return hasDriver ? undefined : { kind: "no-driver" };
}
