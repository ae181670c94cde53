/**
 * How the definitions (CRDs) that a chart brings follow an upgrade of it: they are templates like the rest; a hook of the chart applies
 * them; a chart of their own has them; or they lie in a `crds/` folder, which Helm installs once and never upgrades.
 */
export type DefinitionUpgrade = "none" | "templated" | "hook" | "own-chart" | "crds-folder";

/** A chart in the one version that this program releases. */
export interface ChartPin {
    readonly chart: string;
    /** Address of the repository; with `oci://`, of the chart itself. */
    readonly repository: string;
    readonly version: string;
    readonly definitions: DefinitionUpgrade;
    /** Where the version and the chart's values were read, and when. */
    readonly source: string;
    readonly read: string;
}

/** Every chart that a component releases. The rehearsal has a table of each one's values, and a test compares the two. */
export const CHARTS = {
    "nvidia-device-plugin": {
        chart: "nvidia-device-plugin",
        repository: "https://nvidia.github.io/k8s-device-plugin",
        version: "0.20.0",
        // NodeFeature and its kin, of node-feature-discovery 0.19, which comes with feature discovery only.
        definitions: "crds-folder",
        source: "https://github.com/NVIDIA/k8s-device-plugin/tree/v0.20.0/deployments/helm/nvidia-device-plugin",
        read: "2026-11",
    },
    "dcgm-exporter": {
        chart: "dcgm-exporter",
        repository: "https://nvidia.github.io/dcgm-exporter/helm-charts",
        version: "4.8.2",
        definitions: "none",
        source: "https://github.com/NVIDIA/dcgm-exporter/tree/691c92762eb551313c825f6efe4ceeee20982801/deployment",
        read: "2026-11",
    },
    "gpu-operator": {
        chart: "gpu-operator",
        repository: "https://helm.ngc.nvidia.com/nvidia",
        version: "v26.7.0",
        definitions: "hook",
        source: "https://github.com/NVIDIA/gpu-operator/tree/v26.7.0/deployments/gpu-operator",
        read: "2026-11",
    },
} as const satisfies Readonly<Record<string, ChartPin>>;

/** The part of a release's inputs that says which chart it is. */
export interface ChartInputs {
    readonly chart: string;
    readonly version: string;
    readonly repositoryOpts?: { readonly repo: string };
}

/**
 * The chart of a release.
 *
 * @param mirror registry with copies of the charts under their own names, for example `oci://mirror.example.com/charts`; without it, the
 * publisher's
 */
export function chartInputs({ chart, repository, version }: ChartPin, mirror?: string): ChartInputs {
    if (mirror !== undefined) {
        return atAddress(mirror.replace(/\/+$/, ""), chart, version);
    }
    return repository.startsWith("oci://") ? { chart: repository, version } : { chart, version, repositoryOpts: { repo: repository } };
}

function atAddress(registry: string, chart: string, version: string): ChartInputs {
    return registry.startsWith("oci://")
        ? { chart: `${registry}/${chart}`, version }
        : { chart, version, repositoryOpts: { repo: registry } };
}
