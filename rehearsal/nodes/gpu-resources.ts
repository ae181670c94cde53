import { parse } from "yaml";
import { numberAt, objectsAt, textAt } from "../azure/request";
import { isObject, type Properties } from "../provider/values";
import { instancesOf } from "./accelerators";
import { sizeOf, type NodePool } from "./pools";
import type { Amounts } from "./quantity";

export const GPU = "nvidia.com/gpu";

/** The node label by which NVIDIA's device plugin picks one of its configurations. */
const CONFIG_LABEL = "nvidia.com/device-plugin.config";

/** How the device plugin of a cluster is configured. */
export interface PluginSettings {
    /** By the name of the configuration: its YAML. */
    readonly configs: Readonly<Record<string, string>>;
    /** The configuration of nodes that name none. */
    readonly defaultConfig: string;
    /** What holds where no configuration says otherwise. */
    readonly migStrategy: "none" | "single" | "mixed";
}

export const PLAIN_PLUGIN: PluginSettings = { configs: {}, defaultConfig: "", migStrategy: "none" };

/** NVIDIA GPUs of one node; other makers' need other software. */
export function physicalGpus(pool: NodePool): number {
    const size = sizeOf(pool.size, pool.name);
    return size.gpuMaker === "nvidia" ? (size.gpus ?? 0) : 0;
}

/**
 * What the device plugin offers on a node of a pool: whole GPUs, turns on them, or the instances that AKS has split them into.
 *
 * @param plugin undefined where no device plugin runs on the node, or nothing installed a driver: then GPUs are invisible
 */
export function gpuResources(pool: NodePool, plugin: PluginSettings | undefined): Amounts {
    const gpus = physicalGpus(pool);
    if (plugin === undefined || gpus === 0) {
        return {};
    }
    const config = configOf(pool, plugin);
    const offered = split(pool, gpus, textAt(config, "flags", "migStrategy") ?? plugin.migStrategy);
    const shares = objectsAt(config, "sharing", "timeSlicing", "resources");
    return Object.fromEntries(
        Object.entries(offered).map(([resource, count]) => {
            const share = shares.find((one) => one["name"] === resource);
            return [resource, count * (numberAt(share, "replicas") ?? 1) * 1000];
        }),
    );
}

function split(pool: NodePool, gpus: number, strategy: string): Record<string, number> {
    const model = sizeOf(pool.size, pool.name).gpuModel ?? "";
    const profile = pool.gpuInstanceProfile;
    if (profile === undefined) {
        return { [GPU]: gpus };
    }
    const instances = instancesOf(model, profile);
    if (instances === undefined) {
        throw new Error(
            `pool "${pool.name}": rehearsal/nodes/data/accelerators.json does not know into what ${profile} splits a ${model}; add it there`,
        );
    }
    switch (strategy) {
        case "mixed":
            return { [instances.resource]: gpus * instances.perGpu };
        case "single":
            return { [GPU]: gpus * instances.perGpu };
        default:
            // a split GPU cannot be used as a whole, and nothing offers its parts
            return { [GPU]: 0 };
    }
}

/** @throws Error when the label names a configuration that the plugin does not have: it would crash on the node */
function configOf(pool: NodePool, plugin: PluginSettings): Properties {
    const name = pool.labels[CONFIG_LABEL] ?? plugin.defaultConfig;
    const text = plugin.configs[name];
    if (text === undefined && name !== "") {
        const known = Object.keys(plugin.configs).join(", ") || "none";
        throw new Error(`pool "${pool.name}": the device plugin has no configuration "${name}" (it has ${known}); it would not start`);
    }
    const config: unknown = parse(text ?? "");
    return isObject(config) ? config : {};
}
