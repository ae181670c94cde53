import { DEVICE_CONFIG_LABEL, sharingLabels } from "../../components/core/gpu-sharing";
import { GpuNodePools, GpuSoftware, type GpuSoftwareArgs } from "../../components";
import { gpuPoolRules } from "../../components/gpu-node-pools/rules";
import type { SharingSpec } from "../../components/gpu-node-pools/spec";
import type { GpuSoftwareSpec } from "../../components/gpu-software/spec";
import { devicePluginValues, gpuOperatorValues } from "../../components/gpu-software/values";
import { list, MIXED, served, sharing, SLICED, SPLIT, spot, t4 } from "../support/gpu-software";
import { named, record, roots } from "../support/mocks";
import { brief, clusterHandle } from "../support/mocks-fixtures";

const GPU = { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" };
const SPOT = { key: "kubernetes.azure.com/scalesetpriority", operator: "Equal", value: "spot", effect: "NoSchedule" };
const SYSTEM = { key: "CriticalAddonsOnly", operator: "Equal", value: "true", effect: "NoSchedule" };
const on = (...values: string[]) => ({
    nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "ml-platform/pool", operator: "In", values }] }],
        },
    },
});
const flags = (migStrategy: string): string => `version: v1\nflags:\n  migStrategy: ${migStrategy}\n`;
const SLICES = `${flags("none")}sharing:\n  timeSlicing:\n    resources:\n      - name: nvidia.com/gpu\n        replicas: 4\n`;

describe("values of the device plugin", () => {
    it("S1-12 S3-15 put it on the pools' nodes by their labels and taints, Spot's too, and on no others", () => {
        expect(devicePluginValues(list({ b: spot, a: t4 }))).toEqual({ affinity: on("a", "b"), tolerations: [SPOT, GPU] });
        expect(devicePluginValues(list({ a: t4 }))).toEqual({ affinity: on("a"), tolerations: [GPU] });
    });

    it("S0-47 share GPUs as each pool says, by a configuration that its nodes' label names", () => {
        expect(devicePluginValues(sharing(SLICED, { kind: "none" }, SLICED))).toEqual({
            affinity: on("p0", "p1", "p2"),
            tolerations: [GPU],
            config: { map: { default: flags("single"), "time-slicing-4": SLICES }, default: "default" },
        });
    });

    it("S0-47 discover the instances of split GPUs, from the system pool and on the GPU nodes", () => {
        expect(devicePluginValues(sharing(SPLIT, MIXED))).toEqual({
            affinity: on("p0", "p1"),
            tolerations: [GPU],
            config: { map: { default: flags("single"), "mig-mixed": flags("mixed") }, default: "default" },
            gfd: { enabled: true },
            nfd: {
                master: { tolerations: [SYSTEM] },
                gc: { tolerations: [SYSTEM] },
                worker: { affinity: on("p0", "p1"), tolerations: [GPU] },
            },
        });
    });

    it.each<[SharingSpec, Record<string, string>]>([
        [{ kind: "none" }, {}],
        [SPLIT, {}],
        [MIXED, { [DEVICE_CONFIG_LABEL]: "mig-mixed" }],
        [SLICED, { [DEVICE_CONFIG_LABEL]: "time-slicing-4" }],
    ])("S0-47 have a configuration for the label of a pool with %j, or it has none and the default is meant", (kind, labels) => {
        expect(sharingLabels(kind)).toEqual(labels);
        const { config } = devicePluginValues(sharing(kind)) as { config?: { map: Record<string, string>; default: string } };
        expect(Object.keys(config?.map ?? {}).filter((name) => name !== config?.default)).toEqual(Object.values(labels));
    });

    it("S0-47 find that label on the pools' nodes, where users cannot set it", async () => {
        const pools = { a: { ...t4, sharing: SLICED }, b: t4 };
        const recording = await record(() => new GpuNodePools("gpu", { cluster: clusterHandle(), pools }));
        const agentPools = recording.resources.filter(({ type }) => type.endsWith(":AgentPool"));
        const labels = agentPools.map(({ inputs }) => inputs["nodeLabels"] as Record<string, string>);
        expect(Object.fromEntries(labels.map((one) => [one["ml-platform/pool"], one]))).toEqual({
            a: { "ml-platform/pool": "a", "nvidia.com/gpu.present": "true", [DEVICE_CONFIG_LABEL]: "time-slicing-4" },
            b: { "ml-platform/pool": "b", "nvidia.com/gpu.present": "true" },
        });
        const taken = { a: { ...t4, labels: { [DEVICE_CONFIG_LABEL]: "mine" } } };
        expect(brief(gpuPoolRules(taken)).map((found) => found.split(" ").slice(0, 2).join(" "))).toEqual([
            expect.stringMatching(/^error pool\/.*label/),
        ]);
    });
});

describe("values of the GPU Operator", () => {
    const common = {
        daemonsets: { tolerations: [SPOT, GPU] },
        migManager: { enabled: false },
        "node-feature-discovery": {
            master: { tolerations: [SYSTEM] },
            gc: { tolerations: [SYSTEM] },
            worker: { affinity: on("a", "b"), tolerations: [SPOT, GPU] },
        },
    };

    it("S0-44 S3-14 B15 let it install driver and toolkit where AKS leaves them out", () => {
        expect(gpuOperatorValues({ kind: "gpu-operator" }, list({ a: t4, b: spot }))).toEqual({
            ...common,
            operator: { tolerations: [SYSTEM] },
            driver: { enabled: true },
            toolkit: { enabled: true },
            mig: { strategy: "single" },
            dcgmExporter: { enabled: true, serviceMonitor: { enabled: false } },
        });
    });

    it("S0-44 S3-14 B15 never install a second driver or toolkit beside AKS's, and use the runtime class that AKS makes", () => {
        const pools = list({ a: { ...t4, sharing: MIXED }, b: { ...spot, sharing: SLICED } });
        expect(gpuOperatorValues({ kind: "gpu-operator", driver: "aks", metrics: false }, pools)).toEqual({
            ...common,
            operator: { tolerations: [SYSTEM], runtimeClass: "nvidia-container-runtime" },
            driver: { enabled: false },
            toolkit: { enabled: false },
            mig: { strategy: "mixed" },
            devicePlugin: {
                config: {
                    create: true,
                    name: "device-plugin-configs",
                    default: "default",
                    data: { default: flags("single"), "mig-mixed": flags("mixed"), "time-slicing-4": SLICES },
                },
            },
            dcgmExporter: { enabled: false, serviceMonitor: { enabled: false } },
        });
    });
});

describe("GpuSoftware", () => {
    const build = (software: GpuSoftwareSpec, changes: Partial<GpuSoftwareArgs> = {}): GpuSoftware =>
        new GpuSoftware("gpu-software", { cluster: clusterHandle(), software, pools: served({ a: t4 }), ...changes });
    const made = (recording: Awaited<ReturnType<typeof record>>) =>
        recording.resources.filter(({ parent }) => parent === "gpu-software").map(({ type, name }) => [type.split(":").at(-1), name]);

    it("S1-12 S3-15 makes a namespace that may see the host, and a release for each concern; all die with the cluster", async () => {
        const recording = await record(() => build({ kind: "device-plugin" }));
        expect(made(recording)).toEqual([
            ["Namespace", "gpu-software-namespace"],
            ["Release", "gpu-software-nvidia-device-plugin"],
            ["Release", "gpu-software-dcgm-exporter"],
        ]);
        const [namespace, plugin] = recording.resources.filter(({ parent }) => parent === "gpu-software");
        expect(namespace?.inputs["metadata"]).toEqual({
            name: "gpu-resources",
            labels: { "app.kubernetes.io/managed-by": "pulumi", "pod-security.kubernetes.io/enforce": "privileged" },
        });
        expect(plugin?.inputs).toEqual({
            compat: "true",
            chart: "nvidia-device-plugin",
            version: "0.20.0",
            repositoryOpts: { repo: "https://nvidia.github.io/k8s-device-plugin" },
            name: "nvidia-device-plugin",
            namespace: "gpu-resources",
            skipAwait: true,
            values: { affinity: on("a"), tolerations: [GPU] },
        });
        const lifetime = { deletedWith: "cluster", replaceWith: ["cluster"], deleteBeforeReplace: true };
        const withNamespace = { ...lifetime, deletedWith: "gpu-software-namespace" };
        expect(recording.resources.filter(({ parent }) => parent === "gpu-software").map(({ options }) => options)).toEqual([
            lifetime,
            withNamespace,
            withNamespace,
        ]);
        expect(roots(recording)).toEqual(["cluster", "gpu-software"]);
    });

    it.each<[GpuSoftwareSpec, Partial<GpuSoftwareArgs>, string[]]>([
        [{ kind: "device-plugin", metrics: false }, {}, ["gpu-software-namespace", "gpu-software-nvidia-device-plugin"]],
        [
            { kind: "gpu-operator" },
            { pools: served({ a: { ...t4, driver: "operator" } }) },
            ["gpu-software-namespace", "gpu-software-gpu-operator"],
        ],
        [{ kind: "none" }, {}, ["gpu-software-namespace"]],
        [{ kind: "device-plugin" }, { pools: {} }, ["gpu-software-namespace"]],
    ])("S0-44 S4-16 makes of %j only what it asks for", async (software, changes, names) => {
        expect(made(await record(() => build(software, changes))).map(([, name]) => name)).toEqual(names);
    });

    it("takes the charts from a mirror, and another namespace", async () => {
        const changes = { mirror: { charts: "oci://mirror.example.com/charts" }, namespace: "nvidia" };
        const recording = await record(() => build({ kind: "device-plugin", metrics: false }, changes));
        const release = recording.resources.find(({ type }) => type.endsWith(":Release"));
        expect([release?.inputs["chart"], release?.inputs["repositoryOpts"], release?.inputs["namespace"]]).toEqual([
            "oci://mirror.example.com/charts/nvidia-device-plugin",
            undefined,
            "nvidia",
        ]);
    });

    it("S1-12 takes the images from a mirror, and refuses one that is none", async () => {
        const recording = await record(() => build({ kind: "device-plugin" }, { mirror: { images: "contoso.azurecr.io/mirror" } }));
        const values = (chart: string): unknown => named(recording, `gpu-software-${chart}`).inputs["values"];
        expect([values("nvidia-device-plugin"), values("dcgm-exporter")]).toMatchObject([
            { image: { repository: "contoso.azurecr.io/mirror/nvcr.io/nvidia/k8s-device-plugin" }, tolerations: [GPU] },
            { image: { repository: "contoso.azurecr.io/mirror/nvcr.io/nvidia/k8s/dcgm-exporter" }, tolerations: [GPU] },
        ]);
        const scheme = record(() => build({ kind: "device-plugin" }, { mirror: { images: "https://contoso.azurecr.io" } }));
        await expect(scheme).rejects.toThrow("not a registry with a path");
    });

    it("S3-14 B15 registers nothing where a node would have two drivers", async () => {
        await expect(record(() => build({ kind: "gpu-operator" }))).rejects.toThrow("AKS and the GPU Operator would both install a driver");
    });
});
