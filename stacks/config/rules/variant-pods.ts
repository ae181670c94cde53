import { allocatable } from "../../../components/core/allocatable";
import { findSize } from "../../../components/core/catalog";
import { type Finding, findingsOf } from "../../../components/core/findings";
import { isImageReference, isPinnedImage } from "../../../components/core/image-reference";
import type { ParsedConfig } from "../schema";
import { VARIANT_RULES } from "./variant-rule-table";

const finding = findingsOf(VARIANT_RULES);

/** What rules on pods need to know of a pool, whichever key it stands under. */
export interface PoolFacts {
    readonly sizes: readonly string[];
    readonly zones?: readonly string[];
    readonly maxPods: number;
    readonly hasGpus: boolean;
    /** Whether several pods share a GPU, so that a node offers more of them than it has. */
    readonly sharesGpus: boolean;
}

/** A pool by its name, with or without GPUs. */
export function poolFacts({ gpuPools, pools }: Pick<ParsedConfig, "gpuPools" | "pools">, name: string): PoolFacts | undefined {
    const gpuPool = Object.hasOwn(gpuPools, name) ? gpuPools[name] : undefined;
    const pool = Object.hasOwn(pools, name) ? pools[name] : undefined;
    if (gpuPool !== undefined) {
        return { ...gpuPool, hasGpus: true, sharesGpus: gpuPool.sharing.kind !== "none" };
    }
    return pool === undefined ? undefined : { ...pool, sizes: [pool.size], hasGpus: false, sharesGpus: false };
}

/** Whether a pool exists, among those with GPUs or among all. */
export function poolRules(config: ParsedConfig, path: string, name: string | undefined, among: "gpu" | "all" = "all"): Finding[] {
    const names = [...Object.keys(config.gpuPools), ...(among === "gpu" ? [] : Object.keys(config.pools))];
    if (name === undefined || names.includes(name)) {
        return [];
    }
    const message = `there is no such pool; ${names.length === 0 ? "there is none at all" : `those are ${names.join(", ")}`}`;
    const fix = `use one of these, or add ${name} to ${among === "gpu" ? "gpuPools" : "gpuPools or pools"}`;
    return [finding("platform/pool-unknown", path, name, message, fix)];
}

/** What one pod asks for. */
export interface PodDemand {
    readonly pool: string;
    readonly gpus: number;
    readonly cpus: number;
    readonly memoryGiB: number;
}

/** Whether a pod finds room on a node of its pool, on the size that has most of what it asks for. */
export function podRules(config: ParsedConfig, path: string, pod: PodDemand): Finding[] {
    const pool = poolFacts(config, pod.pool);
    const nodes = pool?.sizes.flatMap((name) => {
        const size = findSize(name);
        return size === undefined ? [] : [{ name, ...allocatable(size, pool.maxPods) }];
    });
    if (pool === undefined || nodes === undefined || nodes.length === 0) {
        return [];
    }
    const demands = [
        { key: "gpus", asked: pod.gpus, unit: "GPUs", given: nodes.map(({ gpus }) => (pool.sharesGpus ? Infinity : gpus)) },
        { key: "cpus", asked: pod.cpus, unit: "vCPUs", given: nodes.map(({ cpus }) => cpus) },
        { key: "memoryGiB", asked: pod.memoryGiB, unit: "GiB", given: nodes.map(({ memoryGiB }) => memoryGiB ?? Infinity) },
    ];
    return demands.flatMap(({ key, asked, unit, given }) => {
        const most = Math.max(...given);
        if (asked <= most) {
            return [];
        }
        const left = `${Math.floor(most * 10) / 10} ${unit}`;
        const message = `a node of the pool ${pod.pool} (${nodes.map(({ name }) => name).join(", ")}) has ${left} for pods`;
        const fix = most === 0 ? "ask for none, or use a pool of gpuPools" : `ask for ${left} or less, or use a pool of larger machines`;
        return [finding("platform/pod-too-large", `${path}.${key}`, asked, message, fix)];
    });
}

/** Whether an image has a name, and is the same tomorrow. */
export function imageRules(path: string, image: string): Finding[] {
    if (!isImageReference(image)) {
        return [finding("platform/image-name", path, image, "not the name of an image", "write <registry>/<path>:<tag>, in lower case")];
    }
    return isPinnedImage(image)
        ? []
        : [
              finding(
                  "platform/image-not-pinned",
                  path,
                  image,
                  "without a tag, or with latest, nobody can tell which image runs",
                  "add the tag of a release, or a digest",
              ),
          ];
}
