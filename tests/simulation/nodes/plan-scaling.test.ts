import { described } from "../../../rehearsal/nodes/loop/actions";
import { newMemory, planScaling, type ScalingMemory, type ScalingPlan } from "../../../rehearsal/nodes/loop/plan-scaling";
import { LEAVING, nodeView, podView, type NodeView, type PodView } from "../../../rehearsal/nodes/node-view";
import type { NodePool } from "../../../rehearsal/nodes/pools";
import type { KubernetesObject } from "../../../rehearsal/kubernetes/object-store";
import type { World } from "../../../rehearsal/nodes/world";
import type { Properties } from "../../../rehearsal/provider/values";
import { asking, GPU_TOLERATION, gpuPool, podObject, pool, runningPod, SETTINGS, standingNode } from "./records";

const START = Date.parse("2026-11-21T12:00:00Z");
const LONG = 60_000;

/** A node that came a while ago, or just now. */
function aged(node: NodeView, seconds: number, more: Properties = {}): NodeView {
    const metadata = { ...(node.object["metadata"] as Properties), creationTimestamp: new Date(START - seconds * 1000).toISOString() };
    return nodeView({ ...node.object, ...more, metadata }, node.pods);
}

function world(
    pools: readonly NodePool[],
    nodes: readonly NodeView[],
    pods: readonly PodView[],
    daemonSets: readonly KubernetesObject[] = [],
): World {
    return {
        clusterBody: {},
        pools,
        demands: [],
        settings: { ...SETTINGS, quotas: { default: { cores: 1000, "Standard NCASv3_T4 Family": 1000 } } },
        nodes,
        pods,
        daemonSets,
        deployments: [],
        makers: [],
        storage: { classes: [], claims: [], volumes: [] },
        balanced: [],
        releases: [],
        extensions: [],
        extensionObjects: [],
        priorities: undefined,
    };
}

const wanting = (name: string): PodView => podView(podObject(name, asking({ "nvidia.com/gpu": 1 }, { tolerations: [GPU_TOLERATION] })));
const look = (at: World, memory: ScalingMemory = newMemory(), seconds = 0): ScalingPlan =>
    planScaling(at, memory, START + seconds * 1000, 10_000);
const said = (plan: ScalingPlan): string[] => plan.actions.map(described);
const PLUGIN: KubernetesObject = {
    kind: "DaemonSet",
    metadata: { name: "plugin" },
    spec: {
        template: { spec: { containers: [{ name: "main", image: "nvcr.io/nvidia/k8s-device-plugin:v1" }], tolerations: [GPU_TOLERATION] } },
    },
};

describe("one look of the autoscaler after the other", () => {
    const t4 = gpuPool("t4");
    const one = { ...t4, count: 1 };
    const withGpu = { "nvidia.com/gpu": 1000 };

    test("a node that the pool counts and that has not come yet is waited for, and so is one whose GPU is not there yet", () => {
        const pod = wanting("a");
        expect(said(look(world([t4], [], [pod])))).toEqual(["pool t4 goes from 0 to 1 nodes"]);
        expect(look(world([one], [], [pod]))).toMatchObject({ actions: [], waiting: ["default/a"] });
        expect(look(world([one], [aged(standingNode(one, 0), 2)], [pod], [PLUGIN]))).toMatchObject({ actions: [], waiting: ["default/a"] });
    });

    test("S4-20 a node whose GPU nobody will offer leaves the pod stranded, and no further node is added for it", () => {
        const plan = look(world([one], [aged(standingNode(one, 0), 20)], [wanting("a")]));
        expect([said(plan), plan.waiting]).toEqual([[], []]);
        expect(plan.stranded.map(({ obstacles }) => obstacles)).toEqual([
            [["t4", { kind: "no-gpu", node: standingNode(one, 0).name, gap: { kind: "no-plugin" } }]],
        ]);
    });

    test("such a node stays while the pod waits, other idle ones go", () => {
        const memory = newMemory();
        const cpu = pool("cpu", { vmSize: "Standard_D4ds_v5", count: 1 });
        const at = world([one, cpu], [aged(standingNode(one, 0), 100), aged(standingNode(cpu, 0), 100)], [wanting("a")]);
        look(at, memory);
        expect(said(look(at, memory, 10))).toEqual([`node ${standingNode(cpu, 0).name} is changed`]);
    });

    test("a pod that the scheduler does not want on a node with room is, after a while, stranded, and not helped by more nodes", () => {
        const at = world([one], [aged(standingNode(one, 0, [], withGpu), 100)], [wanting("a")], [PLUGIN]);
        const memory = newMemory();
        expect(look(at, memory).waiting).toEqual(["default/a"]);
        const later = look(at, memory, 9);
        expect([said(later), later.stranded.map(({ obstacles }) => obstacles)]).toEqual([
            [],
            [[["t4", { kind: "tried", message: "0/1 nodes are available" }]]],
        ]);
    });

    test("what a node of the pool offered is remembered when it has gone", () => {
        const memory = newMemory();
        look(world([one], [aged(standingNode(one, 0, [], { "nvidia.com/mig-1g.5gb": 7000 }), 100)], []), memory);
        const pod = podView(podObject("a", asking({ "nvidia.com/mig-1g.5gb": 1 }, { tolerations: [GPU_TOLERATION] })));
        expect(said(look(world([t4], [], [pod]), memory))).toEqual(["pool t4 goes from 0 to 1 nodes"]);
        expect(said(look(world([t4], [], [pod])))).toEqual([]);
    });

    test("an idle node is tainted first, then taken away with its place in the pool; one that is needed after all stays", () => {
        const memory = newMemory();
        const node = aged(standingNode(one, 0, [], withGpu), 100);
        expect(said(look(world([one], [node], []), memory))).toEqual([]);
        expect(look(world([one], [node], []), memory, 10).actions).toEqual([
            {
                do: "change-node",
                name: node.name,
                change: {
                    spec: {
                        taints: [
                            { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
                            { key: LEAVING.key, effect: "NoSchedule" },
                        ],
                    },
                },
            },
        ]);
        const leaving = { ...node, taints: [...node.taints, LEAVING] };
        expect(said(look(world([one], [leaving], []), memory, 11))).toEqual([
            "pool t4 goes from 1 to 0 nodes",
            `node ${node.name} is taken away`,
        ]);
        const busy = { ...leaving, pods: [runningPod("train", node.name, { "nvidia.com/gpu": 1 }, "Job")] };
        expect(look(world([one], [busy], []), memory, 12).actions).toEqual([
            {
                do: "change-node",
                name: node.name,
                change: { spec: { taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }] } },
            },
        ]);
        expect(said(look(world([one], [node], []), memory, LONG))).toEqual([]);
    });
});
