import { ArgErrors } from "../core/arg-errors";
import * as core from "@pulumi/kubernetes/core/v1";
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import { chartInputs, CHARTS } from "../core/charts";
import type { ClusterHandle } from "../core/contracts";
import { underPath } from "../core/findings";
import { diesWith, diesWithNamespace } from "../core/lifetime";
import type { MirrorSpec } from "../core/mirror";
import { mirrorRules } from "../core/mirror-rules";
import { typeToken } from "../core/token";
import { withMirror } from "./images";
import { gpuSoftwareRules, type DriverOfPool } from "./rules";
import { GPU_SOFTWARE_DEFAULTS, type GpuSoftwareSpec } from "./spec";
import { dcgmExporterValues, devicePluginValues, gpuOperatorValues, type ChartValues, type PoolToServe } from "./values";

export interface GpuSoftwareArgs {
    /** The cluster that it is in, and dies with. */
    readonly cluster: ClusterHandle;
    /** What runs there. */
    readonly software: GpuSoftwareSpec;
    /** Every GPU pool of the cluster by its name: where it is, who installs its driver, how its GPUs are shared. */
    readonly pools: Readonly<Record<string, PoolToServe & DriverOfPool>>;
    /**
     * Namespace that is made for it. Its pods see the host, so it is exempt from the Pod Security Standards: give nobody else rights there.
     * @default "gpu-resources"
     */
    readonly namespace?: string;
    /**
     * Copies of the charts, and of their images.
     * @default - charts from NVIDIA's addresses, images from nvcr.io and registry.k8s.io
     */
    readonly mirror?: MirrorSpec;
}

/**
 * What pods need to use GPUs: NVIDIA's device plugin with the DCGM exporter, or NVIDIA's GPU Operator, which brings both. Needs a
 * Kubernetes provider for the cluster among `providers`.
 *
 * Each is a Helm release of its own. Their pods run on the nodes of the pools and nowhere else, and nothing waits for those: a pool that
 * has no node yet, or gets none, holds up no deployment. So a release counts as done when the cluster has taken it, not when its pods run.
 * Costs nothing but some hundred MiB of memory on each GPU node. Without pools, or with `software.kind` none, nothing is made but an
 * empty namespace, and not even that where another stack made the cluster.
 *
 * How GPUs are shared is read from the label `nvidia.com/device-plugin.config` of the nodes, which `GpuNodePools` sets. A change of it
 * restarts the device plugin on these nodes; pods that run keep their GPU.
 *
 * @throws pulumi.InputPropertiesError when a pool would have two drivers or none, its GPUs cannot be shared as it says, or the mirror is
 * none.
 * @example
 * new GpuSoftware("gpu-software", {
 *     cluster, software: { kind: "device-plugin" }, pools: { t4: { ...gpu.pools.t4, driver: "aks", sharing: { kind: "none" } } },
 * }, { parent: platform, providers: [kubernetes] });
 */
export class GpuSoftware extends pulumi.ComponentResource {
    constructor(name: string, args: GpuSoftwareArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("GpuSoftware"), name, {}, opts);
        const { cluster, software, mirror = {} } = args;
        const found = [...underPath("pools", gpuSoftwareRules(software, args.pools)), ...underPath("mirror", mirrorRules(mirror))];
        new ArgErrors().add(found).throwIfAny("GpuSoftware", name);
        const pools = Object.values(args.pools);
        const releases = pools.length === 0 ? [] : releasesOf(software, pools);
        // Releases die with the namespace, so it stays when they go: what they made outside of it is removed only by uninstalling them.
        if (releases.length > 0 || cluster.resource !== undefined) {
            const namespaceName = args.namespace ?? "gpu-resources";
            const lifetime = { parent: this, ...diesWith(cluster) };
            const namespace = new core.Namespace(`${name}-namespace`, namespaceInputs(namespaceName), lifetime);
            for (const [chart, values] of releases) {
                new Release(
                    `${name}-${chart}`,
                    {
                        ...chartInputs(CHARTS[chart], mirror.charts),
                        name: chart,
                        // Not the namespace's output: before the engine replaces a namespace, it asks the provider about whatever has an
                        // input from it, and a preview fails there when the cluster is to be another one and the provider is not known yet.
                        namespace: namespaceName,
                        skipAwait: true,
                        values: { ...withMirror(chart, values, mirror.images) },
                    },
                    { parent: this, ...diesWithNamespace(cluster, namespace), dependsOn: namespace },
                );
            }
        }
        this.registerOutputs({});
    }
}

type Chart = keyof typeof CHARTS;

function releasesOf(software: GpuSoftwareSpec, pools: readonly PoolToServe[]): [Chart, ChartValues][] {
    switch (software.kind) {
        case "none":
            return [];
        case "device-plugin":
            return [
                ["nvidia-device-plugin", devicePluginValues(pools)],
                ...((software.metrics ?? GPU_SOFTWARE_DEFAULTS.metrics)
                    ? [["dcgm-exporter", dcgmExporterValues(pools)] satisfies [Chart, ChartValues]]
                    : []),
            ];
        case "gpu-operator":
            return [["gpu-operator", gpuOperatorValues(software, pools)]];
    }
}

function namespaceInputs(name: string): core.NamespaceArgs {
    const labels = { "app.kubernetes.io/managed-by": "pulumi", "pod-security.kubernetes.io/enforce": "privileged" };
    return { metadata: { name, labels } };
}
