import { at } from "../../../rehearsal/azure/request";
import type { Action } from "../../../rehearsal/nodes/loop/actions";
import { planNodes, planOrphans } from "../../../rehearsal/nodes/loop/plan-nodes";
import { nodeName } from "../../../rehearsal/nodes/node-object";
import { nodeView, type NodeView } from "../../../rehearsal/nodes/node-view";
import type { NodePool } from "../../../rehearsal/nodes/pools";
import type { NodeSoftware } from "../../../rehearsal/nodes/workloads/node-software";
import type { Properties } from "../../../rehearsal/provider/values";
import { gpuPool, pool, runningPod, standingNode } from "./records";

const NOTHING: NodeSoftware = { gpus: {}, labels: {} };
const plan = (pools: readonly NodePool[], nodes: readonly NodeView[], software = NOTHING): Action[] =>
    planNodes(pools, nodes, () => software);
/** The node's object, changed. */
const changed = (node: NodeView, metadata: Properties, spec: Properties = {}): NodeView => {
    const merged = (key: string, more: Properties): Properties => ({ ...(node.object[key] as Properties), ...more });
    return nodeView({ ...node.object, metadata: merged("metadata", metadata), spec: merged("spec", spec) }, node.pods);
};

describe("nodes follow their pools", () => {
    const t4 = gpuPool("t4", { count: 2 });

    test("as many as the pool counts, with the lowest numbers that are free", () => {
        expect(plan([t4], []).map((action) => (action.do === "create-node" ? at(action.node, "metadata", "name") : action.do))).toEqual([
            nodeName(t4, 0),
            nodeName(t4, 1),
        ]);
        expect(
            plan([t4], [standingNode(t4, 1)]).map((action) =>
                action.do === "create-node" ? at(action.node, "metadata", "name") : action.do,
            ),
        ).toEqual([nodeName(t4, 0)]);
    });

    test("nothing happens when all is as it should be", () => {
        expect(plan([t4], [standingNode(t4, 0), standingNode(t4, 1)])).toEqual([]);
    });

    test("no node is added while a request for the pool is under way", () => {
        expect(plan([{ ...t4, succeeded: false }], [standingNode(t4, 0)])).toEqual([]);
    });

    test("of a pool that is smaller now, idle nodes go first, then the newest; what runs there goes with them", () => {
        const job = runningPod("train", nodeName(t4, 1), { cpu: "1" }, "Job");
        const nodes = [standingNode(t4, 0), standingNode(t4, 1, [job]), standingNode(t4, 2)];
        expect(plan([{ ...t4, count: 1 }], nodes)).toEqual([
            { do: "remove-node", name: nodeName(t4, 0), pods: [] },
            { do: "remove-node", name: nodeName(t4, 2), pods: [] },
        ]);
        expect(plan([{ ...t4, count: 0 }], nodes.slice(1, 2))).toEqual([{ do: "remove-node", name: nodeName(t4, 1), pods: [job] }]);
    });

    test("nodes of a pool that has gone, or been replaced under its name, go", () => {
        const node = standingNode(t4, 0);
        expect(plan([], [node])).toEqual([{ do: "remove-node", name: node.name, pods: [] }]);
        const replaced = { ...t4, count: 1, generation: "2026-11-22T00:00:00.000Z", size: "Standard_NC8as_T4_v3" };
        // the new one has the next number: the old one's name is in use until it has gone
        expect(
            plan([replaced], [node]).map((action) => (action.do === "create-node" ? at(action.node, "metadata", "name") : action.do)),
        ).toEqual(["remove-node", nodeName(t4, 1)]);
    });

    test("nodes that the rehearsal did not make are left alone", () => {
        const foreign = nodeView({ apiVersion: "v1", kind: "Node", metadata: { name: "karpenter-1" } }, []);
        expect(plan([], [foreign])).toEqual([]);
    });

    test("labels and taints of the pool are brought to its nodes; what it dropped goes, what others set stays", () => {
        const one = { ...t4, count: 1 };
        const node = changed(
            standingNode(one, 0),
            { labels: { ...standingNode(one, 0).labels, "example.com/mine": "x" } },
            {
                taints: [
                    { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
                    { key: "node.kubernetes.io/not-ready", effect: "NoExecute" },
                ],
            },
        );
        const after = { ...one, labels: { team: "a" }, taints: [{ key: "team", value: "a", effect: "NoSchedule" }] };
        expect(plan([after], [node])).toEqual([
            {
                do: "change-node",
                name: node.name,
                change: {
                    metadata: {
                        labels: { team: "a", "ml-platform/pool": null },
                        annotations: { "ml-platform.rehearsal/given-labels": "team" },
                    },
                    spec: {
                        taints: [
                            { key: "team", value: "a", effect: "NoSchedule" },
                            { key: "node.kubernetes.io/not-ready", effect: "NoExecute" },
                        ],
                    },
                },
            },
        ]);
    });

    test("GPUs appear and disappear with the device plugin, and so do labels of feature discovery", () => {
        const one = { ...t4, count: 1 };
        const labels = { "nvidia.com/gpu.product": "Tesla-T4" };
        const plain = standingNode(one, 0);
        expect(plan([one], [plain], { gpus: { "nvidia.com/gpu": 4000 }, labels })).toEqual([
            {
                do: "change-node",
                name: plain.name,
                change: { metadata: { labels, annotations: { "ml-platform.rehearsal/given-labels": "ml-platform/pool" } } },
            },
            {
                do: "change-node-status",
                name: plain.name,
                change: { capacity: { "nvidia.com/gpu": "4" }, allocatable: { "nvidia.com/gpu": "4" } },
            },
        ]);
        const labelled = changed(standingNode(one, 0, [], { "nvidia.com/gpu": 4000 }), { labels: { ...plain.labels, ...labels } });
        expect(plan([one], [labelled])).toEqual([
            {
                do: "change-node",
                name: plain.name,
                change: {
                    metadata: {
                        labels: { "nvidia.com/gpu.product": null },
                        annotations: { "ml-platform.rehearsal/given-labels": "ml-platform/pool" },
                    },
                },
            },
            {
                do: "change-node-status",
                name: plain.name,
                change: { capacity: { "nvidia.com/gpu": null }, allocatable: { "nvidia.com/gpu": null } },
            },
        ]);
    });

    test("pods that a controller put on a node which has gone are removed; those elsewhere are not", () => {
        const pods = [
            runningPod("late", nodeName(t4, 1), {}, "DaemonSet"),
            runningPod("here", nodeName(t4, 0), {}),
            runningPod("far", "karpenter-1", {}),
        ];
        expect(planOrphans(pods, [standingNode(t4, 0)])).toEqual([{ do: "remove-pod", pod: pods[0] }]);
    });

    test("an upgrade of the pool shows on its nodes", () => {
        const old = pool("cpu", { vmSize: "Standard_D4ds_v5", count: 1 });
        const [action] = plan([{ ...old, kubernetesVersion: "1.37.0" }], [standingNode(old, 0)]);
        expect(action?.do === "change-node-status" ? at(action.change, "nodeInfo", "kubeletVersion") : action).toBe("v1.37.0");
    });
});
