import { findSize } from "../core/catalog";
import { findingsOf, type Finding } from "../core/findings";
import { gpuOffer } from "./gpu-offer";
import { GPU_POOL_RULES } from "./rule-table";
import { GPU_POOL_DEFAULTS, type GpuPoolSpec, type SharingSpec } from "./spec";

const finding = findingsOf(GPU_POOL_RULES);

/** Whether the machines can share their GPUs as an entry asks, and whether the autoscaler sees what comes of it. */
export function sharingRules({ sharing = GPU_POOL_DEFAULTS.sharing, sizes, minCount }: GpuPoolSpec): Finding[] {
    const found: Finding[] = [];
    switch (sharing.kind) {
        case "none":
            return [];
        case "time-slicing":
            found.push(...sliceRules(sharing.replicas));
            break;
        case "mig":
            found.push(...sizes.flatMap((size, index) => migRules(sharing.profile, size, index)), ...resourceRules(sharing, sizes));
            break;
    }
    return minCount === 0 ? [...found, atZero(sharing)] : found;
}

function atZero(sharing: Exclude<SharingSpec, { kind: "none" }>): Finding {
    const isUnseen = sharing.kind === "mig" && sharing.strategy === "mixed";
    const message = isUnseen
        ? "while the pool has no node, the autoscaler starts none for pods that ask for a MIG profile by its name"
        : "while the pool has no node, the autoscaler counts whole GPUs and starts more nodes than shared ones need";
    return finding("gpu-pools/sharing-at-zero", "minCount", 0, message, "use 1 or more, so that it can see a node");
}

function sliceRules(replicas: number): Finding[] {
    const message = "a GPU is shared by a whole number of pods from 2 to 64";
    return Number.isInteger(replicas) && replicas >= 2 && replicas <= 64
        ? []
        : [finding("gpu-pools/time-slices", "sharing.replicas", replicas, message, 'use for example 4, or kind "none"')];
}

/** Instances of one profile have as much memory as their GPU has to give, and `mixed` names them after it. */
function resourceRules(sharing: SharingSpec, sizes: readonly string[]): Finding[] {
    const named = sizes.map((size) => ({ size, ...gpuOffer(size, sharing) })).filter(({ gpusPerNode }) => gpusPerNode > 0);
    const [first] = named;
    return named.flatMap(({ size, gpuResource }) => {
        if (first === undefined || gpuResource === first.gpuResource) {
            return [];
        }
        const message = `its instances are ${gpuResource}, those of ${first.size} ${first.gpuResource}, and a pod asks for one of the two`;
        const fix = 'give the size an entry of its own, or set sharing.strategy to "single"';
        return [finding("gpu-pools/mig-resource", `sizes[${sizes.indexOf(size)}]`, size, message, fix)];
    });
}

function migRules(profile: string, name: string, index: number): Finding[] {
    const size = findSize(name);
    if (size?.gpu?.manufacturer !== "nvidia") {
        return [];
    }
    const profiles = size.gpu.migProfiles?.map((one) => one.profile) ?? [];
    if (profiles.length === 0) {
        const fix = 'use a size with A100, H100 or H200 GPUs, or set sharing.kind to "time-slicing" or "none"';
        return [finding("gpu-pools/mig-size", `sizes[${index}]`, name, `its GPU, ${size.gpu.model}, cannot be split into instances`, fix)];
    }
    return profiles.includes(profile)
        ? []
        : [finding("gpu-pools/mig-profile", "sharing.profile", profile, `${name} has ${profiles.join(", ")}`, "use one of these")];
}
