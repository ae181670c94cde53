import { at, textAt } from "../../../rehearsal/azure/request";
import { planWorkloads } from "../../../rehearsal/nodes/loop/plan-workloads";
import type { Action } from "../../../rehearsal/nodes/loop/actions";
import { gpuGap, softwareOf } from "../../../rehearsal/nodes/workloads/node-software";
import { chartWorkloads, type StandingRelease } from "../../../rehearsal/nodes/workloads/chart-workloads";
import { systemWorkloads } from "../../../rehearsal/nodes/workloads/system-workloads";
import type { KubernetesObject } from "../../../rehearsal/kubernetes/object-store";
import type { Properties } from "../../../rehearsal/provider/values";
import type { NodeView, PodView } from "../../../rehearsal/nodes/node-view";
import type { NodePool } from "../../../rehearsal/nodes/pools";
import { clusterRecord, gpuPool, runningPod, standingNode } from "./records";

const TAINTED = [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }];
const ON_POOL = {
    nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "ml-platform/pool", operator: "In", values: ["t4"] }] }],
        },
    },
};
const plugin = (values: Properties = {}): StandingRelease => ({
    name: "nvidia-device-plugin",
    namespace: "gpu-resources",
    chart: "nvidia-device-plugin",
    values: { affinity: ON_POOL, tolerations: TAINTED, ...values },
});
const OPERATOR: StandingRelease = {
    name: "gpu-operator",
    namespace: "gpu-resources",
    chart: "gpu-operator",
    values: { daemonsets: { tolerations: TAINTED }, driver: { enabled: false }, toolkit: { enabled: false }, mig: { strategy: "single" } },
};
const names = (workloads: readonly KubernetesObject[]): string[] => workloads.map((one) => textAt(one, "metadata", "name") ?? "");
const podSpec = (workload: KubernetesObject | undefined): KubernetesObject =>
    (at(workload, "spec", "template", "spec") ?? {}) as KubernetesObject;

describe("what AKS runs on every node", () => {
    test("depends on the cluster's network, drivers and add-ons", () => {
        expect(names(systemWorkloads(clusterRecord().body))).toEqual([
            "cloud-node-manager",
            "azure-cns",
            "azure-ip-masq-agent",
            "kube-proxy",
            "csi-azuredisk-node",
            "csi-azurefile-node",
        ]);
        const cilium = { networkProfile: { networkPlugin: "azure", networkDataplane: "cilium", networkPolicy: "cilium" } };
        const addons = {
            addonProfiles: { omsagent: { enabled: true } },
            storageProfile: { diskCSIDriver: { enabled: false }, fileCSIDriver: { enabled: false } },
        };
        expect(names(systemWorkloads({ ...cilium, ...addons }))).toEqual([
            "cloud-node-manager",
            "azure-cns",
            "azure-ip-masq-agent",
            "cilium",
            "ama-logs",
        ]);
    });

    test("tolerates everything and asks for what it is known to ask for", () => {
        expect(podSpec(systemWorkloads(clusterRecord().body)[1])).toEqual({
            hostNetwork: true,
            priorityClassName: "system-node-critical",
            tolerations: [{ operator: "Exists" }],
            containers: [
                { name: "main", image: "mcr.microsoft.com/rehearsed/azure-cns", resources: { requests: { cpu: "40m", memory: "250Mi" } } },
            ],
        });
    });
});

describe("what a release runs on nodes", () => {
    test("the device plugin goes where the release says, and tolerates what it says instead of what its chart says", () => {
        const [workload, ...others] = chartWorkloads(plugin(), () => false);
        expect(others).toEqual([]);
        expect(workload).toMatchObject({ kind: "DaemonSet", metadata: { name: "nvidia-device-plugin", namespace: "gpu-resources" } });
        expect(podSpec(workload)).toEqual({
            affinity: ON_POOL,
            tolerations: TAINTED,
            containers: [{ name: "main", image: "nvcr.io/nvidia/k8s-device-plugin" }],
        });
    });

    test("feature discovery comes with its value only", () => {
        const release = plugin({ gfd: { enabled: true }, nfd: { worker: { tolerations: TAINTED } } });
        expect(names(chartWorkloads(release, () => false))).toEqual([
            "nvidia-device-plugin",
            "nvidia-device-plugin-gpu-feature-discovery",
            "nvidia-device-plugin-node-feature-discovery-worker",
            "nvidia-device-plugin-node-feature-discovery-master",
        ]);
    });

    test("requests of the release count", () => {
        const [workload] = chartWorkloads(plugin({ resources: { requests: { cpu: "1" } } }), () => false);
        expect(at(podSpec(workload), "containers")).toEqual([
            { name: "main", image: "nvcr.io/nvidia/k8s-device-plugin", resources: { requests: { cpu: "1" } } },
        ]);
    });

    test("the operands of the GPU Operator are there once the operator runs, without those that the release turns off", () => {
        const before = ["gpu-operator", "gpu-operator-node-feature-discovery-worker", "gpu-operator-node-feature-discovery-master"];
        expect(names(chartWorkloads(OPERATOR, () => false))).toEqual(before);
        expect(names(chartWorkloads(OPERATOR, (name) => name === "gpu-operator"))).toEqual([
            ...before,
            "nvidia-device-plugin-daemonset",
            "gpu-feature-discovery",
            "nvidia-operator-validator",
            "nvidia-dcgm-exporter",
        ]);
    });

    test("a chart that the table does not have runs nothing", () => {
        expect(chartWorkloads({ ...plugin(), chart: "jupyterhub" }, () => true)).toEqual([]);
    });
});

describe("workloads stand as long as what they are for", () => {
    const said = (actions: readonly Action[]): string[] =>
        actions.map((action) => `${action.do} ${"workload" in action ? (textAt(action.workload, "metadata", "name") ?? "") : ""}`);
    const applied = (actions: readonly Action[]): KubernetesObject[] =>
        actions.flatMap((action) => ("workload" in action ? [action.workload] : []));
    const body = {
        networkProfile: { networkPlugin: "none", networkDataplane: "cilium" },
        storageProfile: { diskCSIDriver: { enabled: false }, fileCSIDriver: { enabled: false } },
    };
    const worldOf = (releases: readonly StandingRelease[], pods: readonly PodView[]): Parameters<typeof planWorkloads>[0] => ({
        clusterBody: body,
        releases,
        pods,
        extensions: [],
    });

    test("made once, changed with the release's values, deleted with the release; what others made stays", () => {
        const first = planWorkloads(worldOf([plugin()], []), []);
        expect(said(first)).toEqual(["apply-workload cloud-node-manager", "apply-workload cilium", "apply-workload nvidia-device-plugin"]);
        const foreign: KubernetesObject = { kind: "DaemonSet", metadata: { name: "logs", namespace: "monitoring" }, spec: {} };
        const standing = [...applied(first), foreign];
        expect(planWorkloads(worldOf([plugin()], []), standing)).toEqual([]);
        expect(said(planWorkloads(worldOf([plugin({ tolerations: [] })], []), standing))).toEqual(["apply-workload nvidia-device-plugin"]);
        expect(said(planWorkloads(worldOf([], []), standing))).toEqual(["delete-workload nvidia-device-plugin"]);
    });

    test("operands wait for their operator's pod, and stay when it restarts", () => {
        const first = applied(planWorkloads(worldOf([OPERATOR], []), []));
        const operatorPod: PodView = {
            ...runningPod("gpu-operator-1", "n", {}),
            namespace: "gpu-resources",
            owner: { kind: "ReplicaSet", name: "gpu-operator-5f6d" },
        };
        const second = planWorkloads(worldOf([OPERATOR], [operatorPod]), first);
        expect(said(second)).toEqual([
            "apply-workload nvidia-device-plugin-daemonset",
            "apply-workload gpu-feature-discovery",
            "apply-workload nvidia-operator-validator",
            "apply-workload nvidia-dcgm-exporter",
        ]);
        expect(planWorkloads(worldOf([OPERATOR], []), [...first, ...applied(second)])).toEqual([]);
    });
});

describe("what software does for a GPU node", () => {
    const running = (image: string): PodView => {
        const pod = runningPod("p", "n", {});
        return { ...pod, spec: { containers: [{ name: "main", image: `${image}:v1` }] } };
    };
    const nodeWith = (of: NodePool, ...images: string[]): NodeView => ({ ...standingNode(of, 0), pods: images.map(running) });
    const t4 = gpuPool("t4");
    const bare = gpuPool("bare", { gpuProfile: { driver: "None" } });

    test("S4-20 GPUs are offered where a device plugin runs, whoever installed it", () => {
        expect(softwareOf(t4, nodeWith(t4), [plugin()], false)).toEqual({ gpus: {}, labels: {} });
        expect(softwareOf(t4, nodeWith(t4, "nvcr.io/nvidia/k8s-device-plugin"), [plugin()], false)).toEqual({
            gpus: { "nvidia.com/gpu": 1000 },
            labels: {},
        });
        expect(softwareOf(t4, nodeWith(t4, "mcr.microsoft.com/oss/v2/nvidia/k8s-device-plugin"), [], false).gpus).toEqual({
            "nvidia.com/gpu": 1000,
        });
    });

    test("S3-14 without a driver nothing is offered; the GPU Operator's is one", () => {
        expect(softwareOf(bare, nodeWith(bare, "nvcr.io/nvidia/k8s-device-plugin"), [], false).gpus).toEqual({});
        expect(
            softwareOf(bare, nodeWith(bare, "nvcr.io/nvidia/k8s-device-plugin", "nvcr.io/nvidia/driver"), [OPERATOR], true).gpus,
        ).toEqual({
            "nvidia.com/gpu": 1000,
        });
    });

    test("the release's configuration of turns counts", () => {
        const shared = gpuPool("shared", { nodeLabels: { "ml-platform/pool": "t4", "nvidia.com/device-plugin.config": "time-slicing-4" } });
        const config = {
            map: { "time-slicing-4": "sharing:\n  timeSlicing:\n    resources:\n      - { name: nvidia.com/gpu, replicas: 4 }\n" },
        };
        expect(softwareOf(shared, nodeWith(shared, "nvcr.io/nvidia/k8s-device-plugin"), [plugin({ config })], false).gpus).toEqual({
            "nvidia.com/gpu": 4000,
        });
    });

    test("feature discovery labels what it finds, and the operator lets its operands onto such nodes", () => {
        const worker = "registry.k8s.io/nfd/node-feature-discovery-worker";
        expect(Object.keys(softwareOf(t4, nodeWith(t4, worker), [OPERATOR], false).labels)).toEqual([
            "feature.node.kubernetes.io/pci-10de.present",
        ]);
        const labels = softwareOf(t4, nodeWith(t4, worker, "nvcr.io/nvidia/gpu-feature-discovery"), [OPERATOR], true).labels;
        expect(labels).toMatchObject({
            "nvidia.com/gpu.present": "true",
            "nvidia.com/gpu.deploy.device-plugin": "true",
            "nvidia.com/gpu.product": "Tesla-T4",
            "nvidia.com/gpu.count": "1",
        });
    });

    test("why a node offers no GPU: no plugin, one that keeps away, no driver, or nothing is wrong", () => {
        const sets = (release: StandingRelease): KubernetesObject[] =>
            chartWorkloads(release, () => true).filter(({ kind }) => kind === "DaemonSet");
        const node = nodeWith(t4);
        expect(gpuGap(t4, node, [])).toEqual({ kind: "no-plugin" });
        expect(gpuGap(t4, node, sets(plugin()))).toBeUndefined();
        expect(gpuGap(t4, node, sets(plugin({ tolerations: [{ key: "sku", operator: "Exists" }] })))).toEqual({
            kind: "plugin-elsewhere",
            plugin: "nvidia-device-plugin",
            misfits: [{ kind: "taint", taint: { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" } }],
        });
        const onBare = plugin({ affinity: null });
        expect(gpuGap(bare, nodeWith(bare), sets(onBare))).toEqual({ kind: "no-driver" });
    });
});
