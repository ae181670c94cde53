import type { PoolDemand } from "../../../rehearsal/azure/rules/pools";
import type { SubscriptionSettings } from "../../../rehearsal/azure/subscription/settings";
import { rankOf, type Expander } from "../../../rehearsal/nodes/autoscaler/expander";
import { growthRoom } from "../../../rehearsal/nodes/autoscaler/room";
import { planScaleUp, type ScalablePool, type ScaleUpPlan } from "../../../rehearsal/nodes/autoscaler/scale-up";
import { templateOf } from "../../../rehearsal/nodes/autoscaler/template";
import type { NodeView, PodView } from "../../../rehearsal/nodes/node-view";
import type { NodePool } from "../../../rehearsal/nodes/pools";
import { GPU_TOLERATION, gpuPool, pendingPod, pool, SETTINGS, standingNode } from "./records";

function demand(of: NodePool): PoolDemand {
    return {
        name: of.name,
        clusterId: of.id.replace(/\/agentPools\/.*/, ""),
        region: of.region,
        size: of.size,
        count: of.count,
        maxCount: of.maxCount,
        spot: of.spot,
        surge: 0,
        body: { availabilityZones: [...of.zones] },
    };
}

interface Situation {
    readonly pools: readonly NodePool[];
    readonly pending: readonly PodView[];
    readonly nodes?: Readonly<Record<string, readonly NodeView[]>>;
    readonly usable?: readonly NodeView[];
    readonly settings?: Partial<SubscriptionSettings>;
    readonly expander?: Expander;
    readonly priorities?: string;
    readonly tried?: readonly string[];
}

function plan({ pools, pending, nodes = {}, usable = [], settings, expander = "random", priorities, tried = [] }: Situation): ScaleUpPlan {
    const scalable = pools.map((of): ScalablePool => {
        return {
            pool: of,
            template: templateOf(of, nodes[of.name] ?? [], []),
            room: (growths) => {
                const grown = (one: NodePool): number =>
                    one.count + growths.filter(({ pool: other }) => other.id === one.id).reduce((total, growth) => total + growth.nodes, 0);
                const after = pools.map((one) => ({ ...one, count: grown(one) }));
                return growthRoom({ ...of, count: grown(of) }, after.map(demand), { ...SETTINGS, ...settings });
            },
        };
    });
    return planScaleUp({
        pending,
        pools: scalable,
        usable,
        expander,
        priorities,
        tried: (pod, of) => tried.includes(`${pod.name} ${of.name}`),
    });
}

/** A pod that asks for GPUs and tolerates their taint, as the API server adds it. */
const gpuPod = (name: string, gpus = 1, more: object = {}): PodView =>
    pendingPod(name, { cpu: "1", "nvidia.com/gpu": gpus }, { tolerations: [GPU_TOLERATION], ...more });
const growths = (result: ScaleUpPlan): string[] =>
    result.growths.map((growth) => `${growth.pool.name} +${growth.nodes}: ${growth.pods.join(" ")}`);

describe("pools grow for pods that are pending", () => {
    test("S3-17 by a node for each GPU that is asked for", () => {
        const result = plan({ pools: [gpuPool("t4")], pending: [gpuPod("a"), gpuPod("b")] });
        expect([growths(result), result.stranded]).toEqual([["t4 +2: default/a default/b"], []]);
    });

    test("small pods share a new node", () => {
        const result = plan({
            pools: [gpuPool("t4", { vmSize: "Standard_NC64as_T4_v3", minCount: 0 })],
            pending: [gpuPod("a", 2), gpuPod("b", 2)],
            settings: big(),
        });
        expect(growths(result)).toEqual(["t4 +1: default/a default/b"]);
    });

    test("a pool whose label the pod does not ask for is left alone", () => {
        const pending = [gpuPod("a", 1, { nodeSelector: { "ml-platform/pool": "a100" } })];
        const result = plan({ pools: [gpuPool("t4"), gpuPool("a100", { vmSize: "Standard_NC24ads_A100_v4" })], pending, settings: big() });
        expect(growths(result)).toEqual(["a100 +1: default/a"]);
    });

    test("nodes that have just come are waited for", () => {
        const t4 = gpuPool("t4", { count: 1 });
        const node = standingNode(t4, 0, [], { "nvidia.com/gpu": 1000 });
        const result = plan({ pools: [t4], pending: [gpuPod("a"), gpuPod("b")], usable: [node] });
        expect([result.waiting, growths(result)]).toEqual([["default/a"], ["t4 +1: default/b"]]);
    });

    test("never beyond the maximum: the rest is left with the reason", () => {
        const result = plan({ pools: [gpuPool("t4", { maxCount: 1 })], pending: [gpuPod("a"), gpuPod("b")] });
        expect(growths(result)).toEqual(["t4 +1: default/a"]);
        expect(result.stranded.map(({ pod, obstacles }) => [pod.name, obstacles])).toEqual([
            ["b", [["t4", { kind: "limit", limit: { kind: "maximum", maxCount: 1 } }]]],
        ]);
    });

    test("S0-14 never beyond the quota, which pools of a family share", () => {
        const pools = [gpuPool("t4", { maxCount: 9 }), gpuPool("u4", { maxCount: 9 })];
        const result = plan({ pools, pending: ["a", "b", "c", "d", "e"].map((name) => gpuPod(name)) });
        expect(growths(result)).toEqual(["t4 +4: default/a default/b default/c default/d"]);
        const limit = { kind: "quota", name: "Standard NCASv3_T4 Family", limit: 16, used: 16, vcpus: 4 };
        expect(result.stranded[0]?.obstacles).toEqual([
            ["t4", { kind: "limit", limit }],
            ["u4", { kind: "limit", limit }],
        ]);
    });

    test("Spot nodes have a quota of their own", () => {
        const spot = { scaleSetPriority: "Spot", maxCount: 9 };
        const tolerations = [GPU_TOLERATION, { key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" }];
        const result = plan({ pools: [gpuPool("spot", spot)], pending: ["a", "b", "c"].map((name) => gpuPod(name, 1, { tolerations })) });
        expect(growths(result)).toEqual(["spot +2: default/a default/b"]);
        expect(result.stranded[0]?.obstacles[0]?.[1]).toEqual({
            kind: "limit",
            limit: { kind: "quota", name: "lowPriorityCores", limit: 8, used: 8, vcpus: 4 },
        });
    });

    test("S0-42 a pod that does not tolerate the taint of Spot nodes is told so", () => {
        const result = plan({ pools: [gpuPool("spot", { scaleSetPriority: "Spot" })], pending: [gpuPod("a")] });
        expect(result.stranded[0]?.obstacles).toEqual([
            [
                "spot",
                {
                    kind: "misfits",
                    from: "size",
                    misfits: [
                        { kind: "taint", taint: { key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" } },
                    ],
                },
            ],
        ]);
    });

    test("S1-21 a request that is larger than a node, and more GPUs than the size has, are told with both numbers", () => {
        const result = plan({
            pools: [gpuPool("t4")],
            pending: [gpuPod("many", 4), pendingPod("fat", { cpu: "5" }, { tolerations: [GPU_TOLERATION] })],
        });
        expect(result.stranded.map(({ pod, obstacles }) => [pod.name, obstacles[0]?.[1]])).toEqual([
            [
                "many",
                { kind: "misfits", from: "size", misfits: [{ kind: "resource", resource: "nvidia.com/gpu", asks: 4000, free: 1000 }] },
            ],
            ["fat", { kind: "misfits", from: "size", misfits: [{ kind: "resource", resource: "cpu", asks: 5000, free: 3860 }] }],
        ]);
    });

    test("a pool of a fixed size, or one that is being changed, does not grow", () => {
        const fixed = pool("fixed", { enableAutoScaling: false, count: 1 });
        const busy = { ...pool("busy"), succeeded: false };
        expect(plan({ pools: [fixed, busy], pending: [pendingPod("a", { cpu: "1" })] }).stranded[0]?.obstacles).toEqual([
            ["fixed", { kind: "limit", limit: { kind: "fixed" } }],
            ["busy", { kind: "limit", limit: { kind: "busy" } }],
        ]);
    });

    test("a pool that was grown for the pod in vain is not grown again", () => {
        expect(plan({ pools: [gpuPool("t4")], pending: [gpuPod("a")], tried: ["a t4"] }).stranded[0]?.obstacles).toEqual([
            ["t4", { kind: "tried", message: "0/1 nodes are available" }],
        ]);
    });

    test("without a node the autoscaler sees whole GPUs only: no turns, no instances, no labels from inside the cluster", () => {
        const shared = gpuPool("shared", { nodeLabels: { "nvidia.com/device-plugin.config": "time-slicing-4" } });
        const split = gpuPool("split", { vmSize: "Standard_NC24ads_A100_v4", gpuInstanceProfile: "MIG1g" });
        const pending = [gpuPod("turns", 2), pendingPod("instance", { "nvidia.com/mig-1g.10gb": 1 }, { tolerations: [GPU_TOLERATION] })];
        expect(plan({ pools: [shared, split], pending, settings: big() }).stranded.map(({ pod }) => pod.name)).toEqual([
            "turns",
            "instance",
        ]);
        const withNode = {
            shared: [standingNode(shared, 0, [], { "nvidia.com/gpu": 4000 })],
            split: [standingNode(split, 0, [], { "nvidia.com/mig-1g.10gb": 7000 })],
        };
        expect(growths(plan({ pools: [shared, split], pending, nodes: withNode, settings: big() }))).toEqual([
            "shared +1: default/turns",
            "split +1: default/instance",
        ]);
    });
});

describe("the expander chooses the pool that grows", () => {
    const small = pool("small", { vmSize: "Standard_D4ds_v5" });
    const large = pool("large", { vmSize: "Standard_D16ds_v5" });
    const one = [pendingPod("a", { cpu: "3" })];
    const many = ["a", "b", "c"].map((name) => pendingPod(name, { cpu: "3" }));

    test.each<[Expander, string | undefined, readonly PodView[], string[]]>([
        ["random", undefined, one, ["large +1: default/a"]],
        ["least-waste", undefined, one, ["small +1: default/a"]],
        ["most-pods", undefined, many, ["large +1: default/a default/b default/c"]],
        ["priority", "100:\n  - ^aks-small-.*\n1:\n  - .*\n", one, ["small +1: default/a"]],
        ["priority", "100:\n  - ^aks-large-.*\n99:\n  - ^aks-small-.*\n", one, ["large +1: default/a"]],
        ["priority", undefined, one, ["large +1: default/a"]],
    ])("%s %j", (expander, priorities, pending, expected) => {
        const situation = { pools: [small, large], pending, expander };
        expect(growths(plan(priorities === undefined ? situation : { ...situation, priorities }))).toEqual(expected);
    });

    test("S0-15 a pool for whose size there is no capacity is passed over for the next in rank", () => {
        const priorities = "100:\n  - ^aks-small-.*\n99:\n  - ^aks-large-.*\n";
        const settings = { sizesOutOfCapacity: { eastus: ["Standard_D4ds_v5"] } };
        expect(growths(plan({ pools: [small, large], pending: one, expander: "priority", priorities, settings }))).toEqual([
            "large +1: default/a",
        ]);
    });

    test.each([
        ["no list: ", "{"],
        ["ranks that are no numbers", "high:\n  - .*\n"],
        ["a rank without a list", "100: .*\n"],
        ["a pattern that is none", "100:\n  - '('\n"],
    ])("a priority list with %s ranks nothing", (_, text) => {
        expect(rankOf("aks-t4-12345678-vmss", text)).toBe(-1);
    });
});

function big(): Partial<SubscriptionSettings> {
    return { quotas: { default: { cores: 1000, "Standard NCASv3_T4 Family": 640, StandardNCADSA100v4Family: 96 } } };
}
