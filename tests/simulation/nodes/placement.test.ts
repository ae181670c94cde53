import type { Obstacle } from "../../../rehearsal/nodes/autoscaler/scale-up";
import { nodeName } from "../../../rehearsal/nodes/node-object";
import { podView, type NodeView, type PodView } from "../../../rehearsal/nodes/node-view";
import { placementLines } from "../../../rehearsal/nodes/placement/render";
import { impossible, ownerTitle, placementReport } from "../../../rehearsal/nodes/placement/report";
import { obstacleWords } from "../../../rehearsal/nodes/placement/words";
import type { NodePool } from "../../../rehearsal/nodes/pools";
import type { World } from "../../../rehearsal/nodes/world";
import { asking, GPU_TOLERATION, gpuPool, podObject, pool, runningPod, SETTINGS, standingNode } from "./records";

const T4 = gpuPool("t4", { count: 1, maxCount: 1 });
const A100 = gpuPool("a100", { vmSize: "Standard_NC24ads_A100_v4", gpuInstanceProfile: "MIG1g" });

function world(pools: readonly NodePool[], pods: readonly PodView[], nodes: readonly NodeView[] = [], clusterBody = {}): World {
    return {
        clusterBody,
        pools,
        demands: [],
        settings: SETTINGS,
        nodes,
        pods,
        daemonSets: [],
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

const onNode = (name: string, owner?: string): PodView => {
    const pod = runningPod(name, nodeName(T4, 0), { "nvidia.com/gpu": 1 }, owner);
    return { ...pod, spec: { ...pod.spec, nodeSelector: { "ml-platform/pool": "t4" }, tolerations: [GPU_TOLERATION] } };
};
const pending = podView(
    podObject("big", asking({ "nvidia.com/gpu": 4 }), {
        conditions: [
            {
                type: "PodScheduled",
                status: "False",
                reason: "Unschedulable",
                message: "0/2 nodes are available: 1 Insufficient nvidia.com/gpu.",
            },
        ],
    }),
);
const TOO_MANY: Obstacle = {
    kind: "misfits",
    from: "size",
    misfits: [{ kind: "resource", resource: "nvidia.com/gpu", asks: 4000, free: 1000 }],
};
const FULL: Obstacle = { kind: "limit", limit: { kind: "maximum", maxCount: 1 } };

describe("the placement report", () => {
    test("S1-21 says where each GPU workload is and why, why one is nowhere, and what GPUs cost that nobody uses", () => {
        const node = standingNode(T4, 0, [onNode("train", "Job")], { "nvidia.com/gpu": 4000 });
        const here = world([T4], [onNode("train", "Job"), pending], [node]);
        const report = placementReport(here, { "default/big": [["t4", TOO_MANY]] });
        expect(impossible(report).map(({ title }) => title)).toEqual(["Pod default/big"]);
        expect(placementLines(report, here)).toEqual([
            "  workload                 asks for          pods  pool     node                        why",
            `  Job default/train-owner  1 nvidia.com/gpu  1     t4       ${nodeName(T4, 0)}  selects ml-platform/pool=t4; tolerates nvidia.com/gpu=present:NoSchedule`,
            "  Pod default/big          4 nvidia.com/gpu  1     nowhere  -                           see below",
            "",
            "  Pod default/big (4 nvidia.com/gpu): 1 pod can never run",
            "    pool t4: the pod asks for 4 nvidia.com/gpu, and a Standard_NC4as_T4_v3 offers 1: ask for less, or take a size with more GPUs",
            "    the scheduler: 0/2 nodes are available: 1 Insufficient nvidia.com/gpu.",
            "",
            "  GPU pool  nodes  GPUs paid for  offered to pods   taken             USD per hour idle",
            "  t4        1      1              4 nvidia.com/gpu  1 nvidia.com/gpu  0.39",
        ]);
    });

    test("of the pools only those are named that the pod could have been meant for, and of the scheduler's words the first", () => {
        const message =
            "0/2 nodes are available: 2 Insufficient nvidia.com/gpu. no new claims to deallocate, preemption: 0/2 nodes are available.";
        const pod = podView(
            podObject("big", asking({ "nvidia.com/gpu": 4 }), {
                conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
            }),
        );
        const system = pool("system", { mode: "System", vmSize: "Standard_D2ds_v5" });
        const label: Obstacle = {
            kind: "misfits",
            from: "size",
            misfits: [{ kind: "label", key: "ml-platform/pool", wants: "t4", has: "a100" }],
        };
        const here = world([system, T4, A100], [pod]);
        const linesFor = (t4: Obstacle): string[] => {
            const report = placementReport(here, {
                "default/big": [
                    ["system", TOO_MANY],
                    ["t4", t4],
                    ["a100", label],
                ],
            });
            return placementLines(report, here)
                .filter((line) => /^ {4}/.test(line))
                .map((line) => line.slice(4, 40));
        };
        expect(linesFor(TOO_MANY)).toEqual(["pool t4: the pod asks for 4 nvidia.c", "the scheduler: 0/2 nodes are availab"]);
        expect(linesFor(label)).toEqual([
            "pool t4: the pod wants the label ml-",
            "pool a100: the pod wants the label m",
            "the scheduler: 0/2 nodes are availab",
        ]);
        expect(placementLines(placementReport(here, { "default/big": [] }), here).join()).toContain(
            "the scheduler: 0/2 nodes are available: 2 Insufficient nvidia.com/gpu.,",
        );
    });

    test("pods of a deployment are one workload, and one that has ended says so", () => {
        const replica = (name: string): PodView => ({ ...onNode(name), owner: { kind: "ReplicaSet", name: "serve-5d9f7c" } });
        const ended = { ...onNode("done", "Job"), phase: "Succeeded" };
        const here = world([T4], [replica("serve-1"), replica("serve-2"), ended], [standingNode(T4, 0)]);
        expect(placementLines(placementReport(here, {}), here).slice(1, 3)).toEqual([
            expect.stringMatching(/^ {2}Deployment default\/serve +1 nvidia\.com\/gpu +2 +t4 +aks-t4-\d+-vmss000000 +selects/),
            expect.stringMatching(/^ {2}Job default\/done-owner +1 nvidia\.com\/gpu +1 +t4 +aks-t4-\d+-vmss000000 \(ended\) +selects/),
        ]);
        expect(ownerTitle(onNode("alone"))).toBe("Pod default/alone");
    });

    test("a pod that waits for the end of a job is not impossible; one that waits for a deployment's end is", () => {
        const stranded = { "default/big": [["t4", FULL] as const] };
        const places = (owner: string): readonly unknown[] => {
            const holder = onNode("holder", owner);
            return placementReport(world([T4], [holder, pending], [standingNode(T4, 0, [holder])]), stranded).workloads.flatMap(
                ({ pods }) =>
                    pods.filter(({ pod }) => pod.name === "big").map(({ place }) => (place.kind === "waits" ? place.why : place.kind)),
            );
        };
        expect([places("Job"), places("ReplicaSet")]).toEqual([["turn"], ["nowhere"]]);
    });

    test("pods that AKS would make nodes for by itself are not impossible", () => {
        const report = placementReport(world([T4], [pending], [], { nodeProvisioningProfile: { mode: "Auto" } }), {
            "default/big": [["t4", TOO_MANY]],
        });
        expect(report.workloads[0]?.pods[0]?.place).toMatchObject({ kind: "waits", why: "auto-provisioning" });
    });

    test("Spot nodes have no list price; a pool without nodes costs nothing; without GPUs there is nothing to say", () => {
        const spot = gpuPool("spot", { scaleSetPriority: "Spot", count: 1 });
        const here = world([spot, A100], [], [standingNode(spot, 0)]);
        expect(placementLines(placementReport(here, {}), here)).toEqual([
            "  GPU pool  nodes  GPUs paid for  offered to pods  taken    USD per hour idle",
            "  spot      1      1              nothing          nothing  unknown (100 % idle)",
            "  a100      0      -              -                -        0.00",
        ]);
        const none = world([], [], []);
        expect(placementLines(placementReport(none, {}), none)).toEqual([]);
    });
});

describe("obstacles in words that a user acts on", () => {
    const taint = { key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" };
    const misfit = (one: object, from: "size" | "node" = "size"): Obstacle => ({ kind: "misfits", from, misfits: [one] }) as Obstacle;
    const limit = (one: object): Obstacle => ({ kind: "limit", limit: one }) as Obstacle;

    test.each<[string, Obstacle, NodePool, string]>([
        [
            "S0-42 a taint, with the toleration to add",
            misfit({ kind: "taint", taint }),
            T4,
            "has the taint kubernetes.azure.com/scalesetpriority=spot:NoSchedule, which the pod does not tolerate: add the toleration " +
                "{ key: kubernetes.azure.com/scalesetpriority, operator: Equal, value: spot, effect: NoSchedule }",
        ],
        [
            "a label with another value",
            misfit({ kind: "label", key: "ml-platform/pool", wants: "a100", has: "t4" }),
            T4,
            "the pod wants the label ml-platform/pool = a100, and its nodes have t4",
        ],
        [
            "a label that is written only once a node stands",
            misfit({ kind: "label", key: "nvidia.com/gpu.product", wants: "Tesla-T4", has: undefined }),
            T4,
            "the pod wants the label nvidia.com/gpu.product = Tesla-T4, which its nodes do not have; software in the cluster writes such labels once a node " +
                "stands, so no node is ever added for them: set minCount to 1, or select another label",
        ],
        [
            "memory",
            misfit({ kind: "resource", resource: "memory", asks: 40 * 2 ** 30 * 1000, free: 24.5 * 2 ** 30 * 1000 }),
            T4,
            "the pod asks for 40 GiB of memory, and a Standard_NC4as_T4_v3 has 24.5 GiB left for pods beside what AKS and the daemon sets take: ask for less, or take a larger size",
        ],
        [
            "instances that the autoscaler cannot see",
            misfit({ kind: "resource", resource: "nvidia.com/mig-1g.10gb", asks: 1000, free: 0 }),
            A100,
            "the pod asks for 1 nvidia.com/mig-1g.10gb, which the autoscaler does not see while the pool has no node: set minCount to 1, or the strategy of its instances to single",
        ],
        [
            "S0-14 a quota",
            limit({ kind: "quota", name: "StandardNCADSA100v4Family", limit: 24, used: 24, vcpus: 24 }),
            A100,
            'a further node needs 24 vCPUs, and of the quota "StandardNCADSA100v4Family" in eastus 24 of 24 are used: ask for more quota ' +
                "(az vm list-usage --location eastus), or take a smaller size",
        ],
        ["the maximum", FULL, T4, "has its maximum of 1 node, all in use: raise maxCount"],
        [
            "a pool without an autoscaler",
            limit({ kind: "fixed" }),
            T4,
            "has no autoscaler and its node is full: give it minCount and maxCount, or more nodes",
        ],
        [
            "S4-20 no device plugin",
            { kind: "no-gpu", node: "aks-t4-1", gap: { kind: "no-plugin" } },
            T4,
            "node aks-t4-1 was added and offers no GPU: nothing in the cluster offers GPUs to pods; set gpuSoftware to device-plugin or gpu-operator",
        ],
        [
            "a device plugin that keeps away",
            {
                kind: "no-gpu",
                node: "aks-t4-1",
                gap: { kind: "plugin-elsewhere", plugin: "nvidia-device-plugin", misfits: [{ kind: "taint", taint }] },
            },
            T4,
            "node aks-t4-1 was added and offers no GPU: the device plugin nvidia-device-plugin does not run there; it does not tolerate " +
                "kubernetes.azure.com/scalesetpriority=spot:NoSchedule",
        ],
        [
            "what only the scheduler knows",
            { kind: "tried", message: "0/1 nodes are available: 1 node(s) had volume node affinity conflict." },
            T4,
            "its nodes have room, and the scheduler does not want it there: 0/1 nodes are available: 1 node(s) had volume node affinity conflict.",
        ],
    ])("%s", (_, obstacle, of, words) => {
        expect(obstacleWords(obstacle, of)).toEqual([words]);
    });
});
