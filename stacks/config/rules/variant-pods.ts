import { type Finding, findingsOf } from "../../../components/core/findings";
import { isImageReference, isPinnedImage } from "../../../components/core/image-reference";
import { fitFaults, type PodDemand as Demand } from "../../../components/core/pod-fit";
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
    /** The disk that a node boots from, where its size is known. */
    readonly osDiskGiB?: number;
    /** How long an upgrade waits for the pods of a node. Unit: minutes. */
    readonly drainMinutes: number;
}

/** A pool by its name, with or without GPUs. */
export function poolFacts({ gpuPools, pools }: Pick<ParsedConfig, "gpuPools" | "pools">, name: string): PoolFacts | undefined {
    const gpuPool = Object.hasOwn(gpuPools, name) ? gpuPools[name] : undefined;
    const pool = Object.hasOwn(pools, name) ? pools[name] : undefined;
    if (gpuPool !== undefined) {
        const { osDisk, sharing, drainTimeoutMinutes: drainMinutes } = gpuPool;
        const disk = osDisk.sizeGiB === undefined ? {} : { osDiskGiB: osDisk.sizeGiB };
        return { ...gpuPool, hasGpus: true, sharesGpus: sharing.kind !== "none", ...disk, drainMinutes };
    }
    return pool === undefined
        ? undefined
        : { ...pool, sizes: [pool.size], hasGpus: false, sharesGpus: false, osDiskGiB: pool.osDiskSizeGiB, drainMinutes: DRAIN_MINUTES };
}

/** What pools without GPUs have (`components/node-pools/plan.ts`). */
const DRAIN_MINUTES = 30;

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

/** What one pod asks for, and where. */
export interface PodDemand extends Demand {
    readonly pool: string;
}

/** Whether a pod finds room on a node of its pool, on the size that has most of what it asks for. */
export function podRules(config: ParsedConfig, path: string, pod: PodDemand): Finding[] {
    const pool = poolFacts(config, pod.pool);
    if (pool === undefined) {
        return [];
    }
    const offers = pool.sizes.map((size) => ({ size, ...pool, ...(pool.sharesGpus ? { gpusPerNode: Infinity } : {}) }));
    return fitFaults(pod, offers).map(({ key, asked, most, unit }) => {
        const left = `${Math.floor(most * 10) / 10} ${unit}`;
        const others = key === "diskGiB" ? ", of which a pod asks for all that it writes" : "";
        const message = `a node of the pool ${pod.pool} (${pool.sizes.join(", ")}) has ${left} for pods${others}`;
        const fix = most === 0 ? "ask for none, or use a pool of gpuPools" : `ask for ${left} or less, or use a pool of larger machines`;
        return finding("platform/pod-too-large", `${path}.${key}`, asked, message, fix);
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
