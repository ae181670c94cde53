import type { NodeScalingSpec } from "../../components/core/node-scaling";
import { nodeScalingRules, type NodeScalingContext } from "../../components/node-scaling/rules";
import { brief } from "../support/mocks-fixtures";

const limits = { vcpus: 100, memoryGiB: 400, gpus: 8 };
const managed: NodeScalingSpec = { kind: "node-auto-provisioning", limits };
const gpu = {
    sizes: ["Standard_NC4as_T4_v3"],
    capacity: ["on-demand"],
    driver: "aks",
    sharing: { kind: "none" },
    minCount: 0,
    maxCount: 2,
};
const context: NodeScalingContext = {
    cluster: {
        access: { kind: "public" },
        podNetworking: "overlay",
        dataplane: "cilium",
        networkPolicy: "cilium",
        systemPool: { minCount: 3, maxCount: 3 },
    },
    outboundType: "loadBalancer",
    pools: {},
    gpuPools: { t4: gpu },
    idle: false,
};

const check = (spec: NodeScalingSpec, changes: Partial<NodeScalingContext> = {}): string[] =>
    brief(nodeScalingRules(spec, { ...context, ...changes }));
const inCluster = (changes: Partial<NodeScalingContext["cluster"]>): Partial<NodeScalingContext> => ({
    cluster: { ...context.cluster, ...changes },
});

describe("rules of node scaling", () => {
    it("S3-16 tell that an expander which knows no order takes no notice of one", () => {
        const preferring = (expander?: "priority" | "random"): string[] =>
            check(
                { kind: "cluster-autoscaler", ...(expander === undefined ? {} : { expander }) },
                {
                    gpuPools: {
                        one: gpu,
                        sizes: { ...gpu, sizes: ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3"], capacity: ["spot", "on-demand"] },
                        capacity: { ...gpu, capacity: ["spot", "on-demand"] },
                    },
                },
            );
        const warnings = ["sizes.sizes", "capacity.capacity"].map((path) => `warning node-scaling/order-ignored @ gpuPools.${path}`);
        expect([preferring(), preferring("random"), preferring("priority")]).toEqual([warnings, warnings, []]);
    });

    it("S3-4 S3-5 accept node auto-provisioning on an overlay with Cilium and a system pool of a fixed size", () => {
        expect(check(managed)).toEqual([]);
    });

    it("S0-29 S3-16 have nothing to say of the cluster autoscaler: its pools' own rules do", () => {
        const everything: Partial<NodeScalingContext> = {
            ...inCluster({ networkPolicy: "calico", dataplane: "azure", systemPool: { minCount: 1, maxCount: 9 } }),
            gpuPools: { a100: { ...gpu, sharing: { kind: "mig" }, reservation: {}, minCount: 1 } },
        };
        expect(check({ kind: "cluster-autoscaler" }, everything)).toEqual([]);
    });

    it.each(["calico", "azure"])("S2-13 refuse the network policy of %s under Karpenter, managed or not", (networkPolicy) => {
        const changes = inCluster({ networkPolicy, dataplane: "azure" });
        const expected = [
            "error node-scaling/network-policy @ cluster.networkPolicy",
            "warning node-scaling/cilium-recommended @ cluster.dataplane",
        ];
        expect(check(managed, changes)).toEqual(expected);
        expect(check({ kind: "self-hosted-karpenter", limits }, changes)).toEqual(expected);
    });

    it("S3-4 warn of user-defined routes but for a private cluster", () => {
        expect(check(managed, { outboundType: "userDefinedRouting" })).toEqual(["warning node-scaling/outbound @ network.outbound.kind"]);
        expect(check(managed, { outboundType: "userDefinedRouting", ...inCluster({ access: { kind: "private" } }) })).toEqual([]);
        expect(check(managed, { outboundType: "userAssignedNATGateway" })).toEqual([]);
    });

    it("S3-5 refuse pools that scale beside it, the system pool too, and accept those of a fixed size", () => {
        const pools = { fixed: { minCount: 2, maxCount: 2 }, scaled: { minCount: 0, maxCount: 2 } };
        expect(check(managed, { pools, ...inCluster({ systemPool: { minCount: 1, maxCount: 3 } }) })).toEqual([
            "error node-scaling/autoscaled-pool @ cluster.systemPool.maxCount",
            "error node-scaling/autoscaled-pool @ pools.scaled.maxCount",
        ]);
    });

    it("S0-47 S0-15 refuse MIG and reservations, and warn of a minimum that has no effect", () => {
        expect(check(managed, { gpuPools: { a100: { ...gpu, sharing: { kind: "mig" }, reservation: {}, minCount: 1 } } })).toEqual([
            "error node-scaling/mig @ gpuPools.a100.sharing.kind",
            "error node-scaling/reservation @ gpuPools.a100.reservation",
            "warning node-scaling/minimum @ gpuPools.a100.minCount",
        ]);
        expect(check(managed, { gpuPools: { t4: { ...gpu, sharing: { kind: "time-slicing" } } } })).toEqual([]);
    });

    it("S3-11 S3-12 refuse limits below the smallest node, for GPUs of each entry", () => {
        expect(check({ ...managed, limits: { vcpus: 1, memoryGiB: 7, gpus: 8 } })).toEqual([
            "error node-scaling/limit-below-a-node @ nodeScaling.limits.vcpus",
            "error node-scaling/limit-below-a-node @ nodeScaling.limits.memoryGiB",
        ]);
        const gpuPools = { t4: gpu, big: { ...gpu, sizes: ["Standard_ND96isr_H100_v5", "Standard_NC64as_T4_v3"] } };
        expect(check({ ...managed, limits: { ...limits, gpus: 4 } }, { gpuPools })).toEqual([]);
        expect(
            nodeScalingRules({ ...managed, limits: { ...limits, gpus: 3 } }, { ...context, gpuPools }).map(({ message }) => message),
        ).toEqual(["the smallest node of gpuPools.big has 4 GPUs, so none would ever start"]);
    });

    it("S3-12 warn of no GPUs at all, unless there are no GPU pools or the environment rests", () => {
        const none: NodeScalingSpec = { ...managed, limits: { ...limits, gpus: 0 } };
        expect(check(none)).toEqual(["warning node-scaling/no-gpus @ nodeScaling.limits.gpus"]);
        expect(check(none, { idle: true })).toEqual([]);
        expect(check(none, { gpuPools: {} })).toEqual([]);
    });

    it("S3-12 warn of nodes that go in the middle of a training job: the seed's hour, and anything under a day", () => {
        expect([1, 23, 24, 720].map((hours) => check({ ...managed, expireAfterHours: hours }).length)).toEqual([1, 1, 0, 0]);
        expect(check({ ...managed, expireAfterHours: 1 })).toEqual(["warning node-scaling/expires-early @ nodeScaling.expireAfterHours"]);
    });

    it("S3-10 S3-14 know from which version on Karpenter can leave the driver to the GPU Operator", () => {
        const gpuPools = { t4: { ...gpu, driver: "operator" } };
        const found = ["0.4.0", "1.10.2", "1.14.1", "1.14.2", "1.15.0", "2.0.0", "latest", "1.10"].map((version) =>
            check({ kind: "self-hosted-karpenter", limits, version }, { gpuPools }),
        );
        const early = ["error node-scaling/driver-needs-version @ gpuPools.t4.driver"];
        const unknown = ["error node-scaling/version @ nodeScaling.version"];
        expect(found).toEqual([early, early, early, [], [], [], unknown, unknown]);
        expect(check(managed, { gpuPools })).toEqual([]);
    });

    it("S3-3 want a node of the system pool for each controller of a self-hosted Karpenter", () => {
        const spec = (replicas: number): NodeScalingSpec => ({ kind: "self-hosted-karpenter", limits, replicas });
        expect([3, 4].map((replicas) => check(spec(replicas)))).toEqual([[], ["error node-scaling/replicas @ nodeScaling.replicas"]]);
        expect(check({ kind: "self-hosted-karpenter", limits }, inCluster({ systemPool: { minCount: 1, maxCount: 1 } }))).toEqual([
            "error node-scaling/replicas @ nodeScaling.replicas",
        ]);
    });
});
