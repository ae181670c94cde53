import { DEFAULT_DEVICE_CONFIG, deviceConfigName, type GpuSharing } from "../core/gpu-sharing";
import { POOL_LABEL, SYSTEM_TAINT, type Placement, type Toleration } from "../core/placement";
import { GPU_SOFTWARE_DEFAULTS, type GpuSoftwareSpec } from "./spec";

/** What values are made from: a pool's place and how its GPUs are shared. */
export interface PoolToServe {
    readonly placement: Placement;
    readonly sharing: GpuSharing;
}

type Pools = readonly PoolToServe[];

/** Values of a chart, as Helm takes them. */
export type ChartValues = Readonly<Record<string, unknown>>;

/**
 * Values of NVIDIA's device plugin. Its own affinity wants labels of node feature discovery, and its own tolerations leave out Spot nodes:
 * both come from the pools. Feature discovery labels nodes with the instances that their GPUs are split into.
 */
export function devicePluginValues(pools: Pools): ChartValues {
    const splits = pools.some(({ sharing }) => sharing.kind === "mig");
    return {
        affinity: poolAffinity(pools),
        tolerations: poolTolerations(pools),
        ...(isShared(pools) ? { config: { map: deviceConfigs(pools), default: DEFAULT_DEVICE_CONFIG } } : {}),
        ...(splits ? { gfd: { enabled: true }, nfd: featureDiscoveryValues(pools) } : {}),
    };
}

/** Values of NVIDIA's DCGM exporter: what it would tolerate by itself is control planes only, and it would start on nodes without GPUs. */
export function dcgmExporterValues(pools: Pools): ChartValues {
    return {
        affinity: poolAffinity(pools),
        tolerations: poolTolerations(pools),
        // A ServiceMonitor needs the definitions of the Prometheus Operator.
        serviceMonitor: { enabled: false },
    };
}

/**
 * Values of NVIDIA's GPU Operator. Where AKS installs the driver it also installs the container toolkit, and the runtime class has another
 * name (NVIDIA, "GPU Operator with Azure Kubernetes Service").
 */
export function gpuOperatorValues(spec: Extract<GpuSoftwareSpec, { kind: "gpu-operator" }>, pools: Pools): ChartValues {
    const { driver = GPU_SOFTWARE_DEFAULTS.driver, metrics = GPU_SOFTWARE_DEFAULTS.metrics } = spec;
    const installs = driver === "operator";
    return {
        operator: {
            tolerations: [systemToleration()],
            ...(installs ? {} : { runtimeClass: "nvidia-container-runtime" }),
        },
        driver: { enabled: installs },
        toolkit: { enabled: installs },
        daemonsets: { tolerations: poolTolerations(pools) },
        mig: { strategy: pools.some(isMixed) ? "mixed" : "single" },
        // AKS splits the GPUs while a node starts; this would join them again (its default configuration is all-disabled).
        migManager: { enabled: false },
        ...(isShared(pools)
            ? { devicePlugin: { config: { create: true, name: CONFIG_MAP, default: DEFAULT_DEVICE_CONFIG, data: deviceConfigs(pools) } } }
            : {}),
        dcgmExporter: { enabled: metrics, serviceMonitor: { enabled: false } },
        "node-feature-discovery": featureDiscoveryValues(pools),
    };
}

/** Name of the ConfigMap that the GPU Operator makes of the device plugin's configurations. */
const CONFIG_MAP = "device-plugin-configs";

/** The worker looks at GPU nodes; master and garbage collector belong on the system pool, the only one that every cluster has. */
function featureDiscoveryValues(pools: Pools): ChartValues {
    return {
        master: { tolerations: [systemToleration()] },
        gc: { tolerations: [systemToleration()] },
        worker: { affinity: poolAffinity(pools), tolerations: poolTolerations(pools) },
    };
}

/** Configurations of the device plugin by their names, in the plugin's own YAML. */
function deviceConfigs(pools: Pools): Record<string, string> {
    const named = pools.flatMap(({ sharing }): [string, string][] => {
        const name = deviceConfigName(sharing);
        return name === undefined ? [] : [[name, configText(sharing)]];
    });
    return { [DEFAULT_DEVICE_CONFIG]: flagsText("single"), ...Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function configText(sharing: GpuSharing): string {
    if (sharing.kind !== "time-slicing") {
        return flagsText("mixed");
    }
    return `${flagsText("none")}sharing:\n  timeSlicing:\n    resources:\n      - name: nvidia.com/gpu\n        replicas: ${sharing.replicas}\n`;
}

function flagsText(migStrategy: "none" | "single" | "mixed"): string {
    return `version: v1\nflags:\n  migStrategy: ${migStrategy}\n`;
}

function isShared(pools: Pools): boolean {
    return pools.some(({ sharing }) => sharing.kind !== "none");
}

function isMixed({ sharing }: PoolToServe): boolean {
    return sharing.kind === "mig" && sharing.strategy === "mixed";
}

/** Nodes of the pools, and no others: one selector cannot name several pools. */
function poolAffinity(pools: Pools): ChartValues {
    const values = pools.flatMap(({ placement }) => placement.nodeSelector[POOL_LABEL] ?? []).sort();
    const nodeSelectorTerms = [{ matchExpressions: [{ key: POOL_LABEL, operator: "In", values }] }];
    return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
}

/** What the taints of all pools ask for, each once. */
function poolTolerations(pools: Pools): Toleration[] {
    const all = pools.flatMap(({ placement }) => placement.tolerations);
    const byText = new Map(all.map((toleration) => [JSON.stringify(toleration), toleration]));
    return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, toleration]) => toleration);
}

function systemToleration(): Toleration {
    const { key, value, effect } = SYSTEM_TAINT;
    return { key, operator: "Equal", value, effect };
}
