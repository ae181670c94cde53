import { findingsOf, keyStep, type Finding } from "../core/findings";
import type { GpuSharing } from "../core/gpu-sharing";
import { GPU_SOFTWARE_RULES } from "./rule-table";
import { GPU_SOFTWARE_DEFAULTS, type GpuSoftwareSpec } from "./spec";

export { CHART_IMAGES } from "./images";
export { GPU_SOFTWARE_RULES } from "./rule-table";
export { GPU_SOFTWARE_DEFAULTS, type GpuSoftwareSpec } from "./spec";

const finding = findingsOf(GPU_SOFTWARE_RULES);

/** What the rules must know of a GPU pool. */
export interface DriverOfPool {
    readonly driver: "aks" | "operator";
    readonly sharing: GpuSharing;
}

/** Whether every GPU pool has exactly one driver, and somebody who shares its GPUs. Paths begin with the pool's key. */
export function gpuSoftwareRules(spec: GpuSoftwareSpec, pools: Readonly<Record<string, DriverOfPool>>): Finding[] {
    const entries = Object.entries(pools).map(([key, pool]) => [keyStep(key), pool] as const);
    return entries.flatMap(([path, { driver, sharing }]) => [
        ...driverRules(spec, `${path}.driver`, driver),
        ...(spec.kind === "none" && driver === "operator" && entries.some(([, other]) => other.driver === "aks") ? [mixed(path)] : []),
        ...(spec.kind === "none" && sharing.kind === "time-slicing" ? [unshared(path)] : []),
        ...(sharing.kind === "mig" && driver === "operator" ? [unsplit(path)] : []),
        ...(spec.kind === "gpu-operator" ? strategyRules(path, sharing, entries) : []),
    ]);
}

function unsplit(path: string): Finding {
    const fix = 'set the pool\'s driver to "aks", or this to "time-slicing" or "none"';
    return finding("gpu-software/mig-driver", `${path}.sharing.kind`, "mig", "AKS splits no GPUs on a pool without its driver", fix);
}

/** Pools that differ from the first one with MIG. */
function strategyRules(path: string, sharing: GpuSharing, entries: readonly (readonly [string, DriverOfPool])[]): Finding[] {
    const strategies = entries.flatMap(([at, pool]) => (pool.sharing.kind === "mig" ? [[at, strategyOf(pool.sharing)] as const] : []));
    const [first, wanted] = strategies[0] ?? [];
    if (first === undefined || sharing.kind !== "mig" || strategyOf(sharing) === wanted) {
        return [];
    }
    const message = `${first} has "${wanted ?? ""}", and the GPU Operator takes one for all pools`;
    const fix = `set it to "${wanted ?? ""}", or gpuSoftware.kind to "device-plugin"`;
    return [finding("gpu-software/mig-strategies", `${path}.sharing.strategy`, strategyOf(sharing), message, fix)];
}

function strategyOf({ strategy }: Extract<GpuSharing, { kind: "mig" }>): string {
    return strategy ?? "single";
}

function mixed(path: string): Finding {
    const message = "other pools have AKS's driver, and the GPU Operator that you install for this one would run on them too";
    return finding("gpu-software/mixed-drivers", `${path}.driver`, "operator", message, "give all GPU pools the same driver");
}

function unshared(path: string): Finding {
    const fix = 'set gpuSoftware.kind to "device-plugin" or "gpu-operator", or this to "none"';
    return finding("gpu-software/sharing", `${path}.sharing.kind`, "time-slicing", "nothing in the cluster would share the GPUs", fix);
}

function driverRules(spec: GpuSoftwareSpec, path: string, driver: DriverOfPool["driver"]): Finding[] {
    const installs = spec.kind === "gpu-operator" && (spec.driver ?? GPU_SOFTWARE_DEFAULTS.driver) === "operator";
    if (installs && driver === "aks") {
        const fix = 'set driver to "operator", or gpuSoftware.driver to "aks"';
        return [finding("gpu-software/driver-twice", path, driver, "AKS and the GPU Operator would both install a driver", fix)];
    }
    if (spec.kind !== "none" && !installs && driver === "operator") {
        const fix = 'set driver to "aks", or gpuSoftware to { kind: gpu-operator, driver: operator }';
        return [
            finding("gpu-software/no-driver", path, driver, `gpuSoftware "${spec.kind}" installs no driver, and AKS leaves it out`, fix),
        ];
    }
    return [];
}
