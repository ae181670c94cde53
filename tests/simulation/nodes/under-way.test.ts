import { underWay } from "../../../rehearsal/nodes/loop/under-way";
import type { ScalingPlan } from "../../../rehearsal/nodes/loop/plan-scaling";
import { podView, type PodView } from "../../../rehearsal/nodes/node-view";
import type { World } from "../../../rehearsal/nodes/world";
import { asking, clusterRecord, gpuPool, podObject, runningPod, SETTINGS, standingNode } from "./records";

const T4 = gpuPool("t4", { count: 1 });
const READY = standingNode(T4, 0, [], { "nvidia.com/gpu": 1000 });
const RESTING: World = {
    clusterBody: clusterRecord().body,
    pools: [T4],
    demands: [],
    settings: SETTINGS,
    nodes: [READY],
    pods: [runningPod("train", READY.name, {}, "Job"), { ...runningPod("done", READY.name, {}), phase: "Succeeded" }],
    daemonSets: [{ kind: "DaemonSet", metadata: { name: "agent", generation: 2 }, status: { observedGeneration: 2 } }],
    deployments: [],
    makers: [
        { kind: "Job", metadata: { name: "train" }, status: { startTime: "2026-11-21T12:00:00Z" } },
        { kind: "Job", metadata: { name: "later" }, spec: { suspend: true } },
    ],
    storage: { classes: [], claims: [], volumes: [] },
    balanced: [],
    releases: [],
    extensions: [],
    extensionObjects: [],
    priorities: undefined,
};
const NO_PLAN: ScalingPlan = { actions: [], stranded: [], waiting: [] };
const pending = (name: string): PodView => podView(podObject(name, asking({ cpu: "1" })));

describe("whether a cluster has come to rest", () => {
    test("it has when pods run or have ended, nodes are ready, and controllers have seen everything", () => {
        expect(underWay(RESTING, [], NO_PLAN)).toEqual([]);
    });

    test.each<[string, Partial<World>, string]>([
        ["a pool is being changed", { pools: [{ ...T4, succeeded: false }] }, "pool t4 is being changed"],
        ["a node is not ready", { nodes: [{ ...READY, isReady: false }] }, `node ${READY.name} is not ready`],
        ["a pod is pending", { pods: [pending("a")] }, "pod default/a is under way"],
        ["a pod ends", { pods: [{ ...runningPod("a", READY.name, {}), deleting: true }] }, "pod default/a is under way"],
        ["a controller has not seen a change", { deployments: [{ metadata: { name: "serve", generation: 1 } }] }, "serve is under way"],
        ["a job has not begun", { makers: [{ kind: "Job", metadata: { name: "new" } }] }, "new is under way"],
        [
            "a GPU is still to come",
            {
                nodes: [standingNode(T4, 0)],
                daemonSets: [
                    {
                        metadata: { name: "plugin" },
                        spec: {
                            template: {
                                spec: {
                                    tolerations: [{ operator: "Exists" }],
                                    containers: [{ name: "main", image: "nvcr.io/nvidia/k8s-device-plugin" }],
                                },
                            },
                        },
                    },
                ],
            },
            `node ${READY.name} has no GPU yet`,
        ],
    ])("it has not while %s", (_, change, words) => {
        expect(underWay({ ...RESTING, ...change }, [], NO_PLAN)).toEqual([words]);
    });

    test("what will never be is not under way: a stranded pod, a GPU that nothing offers, an agent's pod on a full node, a pod behind a gate", () => {
        const pod = pending("a");
        const agent: PodView = { ...pending("agent-1"), owner: { kind: "DaemonSet", name: "agent" } };
        const gated = podView(
            podObject("gated", asking({}), { conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }] }),
        );
        const world = { ...RESTING, nodes: [standingNode(T4, 0)], pods: [pod, agent, gated] };
        expect(underWay(world, [], { ...NO_PLAN, stranded: [{ pod, obstacles: [] }] })).toEqual([]);
    });
});
