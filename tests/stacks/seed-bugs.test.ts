import { planEntries, type Placement } from "../../components";
import type { AgentPoolPlan } from "../../components/core/agent-pool";
import { agentPoolInputs } from "../../components/core/agent-pool";
import { planPools } from "../../components/gpu-node-pools/plan";
import { planNodePools } from "../../components/node-pools/plan";
import { checkConfig } from "../../stacks/config/check";
import { clusterHandle } from "../support/mocks-fixtures";
import { record } from "../support/mocks";
import { type Edit, edited, toRaw } from "./support/stack-config";

/** What the door says of a good stack file with edits: severity, rule and path. */
const findings = (stack: string, edits: readonly Edit[]): string[] =>
    checkConfig(toRaw(edited(stack, edits)), stack).findings.map(({ severity, rule, path }) => `${severity} ${rule} @ ${path}`);

const t4 = { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 2 };
const pool = (key: string, value: unknown): Edit => [["pools", key], value];
const gpuPool = (key: string, value: unknown): Edit => [["gpuPools", key], value];
const runner = (size: string, gpus: number): readonly Edit[] => [
    gpuPool("t4", { ...t4, sizes: [size] }),
    [["studioml", "runner", "workers", "small"], { pool: "t4", replicas: 1, gpus, cpus: 2, memoryGiB: 8 }],
];

/** A mistake of the source documents, as a stack file would repeat it, what the door says of it, and how it is put right. */
interface SeedBug {
    readonly title: string;
    /** @default "prod" */
    readonly stack?: string;
    readonly faulty: readonly Edit[];
    readonly found: readonly string[];
    readonly corrected: readonly Edit[];
}

const BUGS: readonly SeedBug[] = [
    {
        title: "S0-41 B3 an autoscaler beside a number of nodes: a pool has two bounds and no number",
        faulty: [pool("default", { size: "Standard_D16as_v5", count: 7, enableAutoScaling: true })],
        found: [
            "error config/missing @ pools.default.minCount",
            "error config/missing @ pools.default.maxCount",
            "error config/unknown-key @ pools.default.count",
            "error config/unknown-key @ pools.default.enableAutoScaling",
        ],
        corrected: [pool("default", { size: "Standard_D16as_v5", minCount: 7, maxCount: 7 })],
    },
    {
        title: "S0-41 B3 a profile of seven nodes on a pool that an autoscaler grows",
        stack: "shakudo",
        faulty: [[["pools", "default", "maxCount"], 20]],
        found: ["error shakudo/profile-nodes @ shakudo.profile"],
        corrected: [
            [["pools", "default", "minCount"], 0],
            [["pools", "default", "maxCount"], 20],
            [["shakudo", "profile"], "autoscale"],
        ],
    },
    {
        title: "S0-44 B4 four T4 said of a size that has one: the number of GPUs comes from the size",
        faulty: [gpuPool("t4", { ...t4, gpusPerNode: 4 })],
        found: ["error config/unknown-key @ gpuPools.t4.gpusPerNode"],
        corrected: [gpuPool("t4", { ...t4, sizes: ["Standard_NC64as_T4_v3"] })],
    },
    {
        title: "S0-44 S1-21 B4 work for four GPUs on machines of one",
        stack: "studioml",
        faulty: runner("Standard_NC4as_T4_v3", 4),
        found: ["error platform/pod-too-large @ studioml.runner.workers.small.gpus"],
        corrected: runner("Standard_NC64as_T4_v3", 4),
    },
    {
        title: "S0-44 B5 the same pool again under another name",
        faulty: [gpuPool("t4gpu4", t4), gpuPool("p4gpu4", t4)],
        found: ["warning gpu-pools/same-as-another @ gpuPools.p4gpu4"],
        corrected: [gpuPool("t4gpu4", { ...t4, maxCount: 4 })],
    },
    {
        title: "S1-11 B10 GPUs on the pool of the cluster's own add-ons",
        faulty: [
            [["cluster", "systemPool", "size"], "Standard_NC4as_T4_v3"],
            pool("more", { size: "Standard_NC4as_T4_v3", mode: "system", minCount: 1, maxCount: 1 }),
        ],
        found: ["error cluster/system-size-gpu @ cluster.systemPool.size", "error pools/size-gpu @ pools.more.size"],
        corrected: [gpuPool("t4", t4)],
    },
    {
        title: "S2-7 S2-8 B11 disks that turn, where solid state is asked for: of nodes",
        faulty: [
            gpuPool("t4", { ...t4, osDisk: { kind: "managed", sku: "Standard_LRS" } }),
            pool("jobs", { size: "Standard_D8ds_v5", minCount: 0, maxCount: 1, osDiskType: "Standard_LRS" }),
        ],
        found: ["error config/unknown-key @ pools.jobs.osDiskType", "error config/unknown-key @ gpuPools.t4.osDisk.sku"],
        corrected: [
            gpuPool("t4", { ...t4, osDisk: { kind: "ephemeral", sizeGiB: 128 } }),
            pool("jobs", { size: "Standard_D8ds_v5", minCount: 0, maxCount: 1, osDiskSizeGiB: 256 }),
        ],
    },
    {
        title: "S2-7 S2-8 B11 disks that turn, where solid state is asked for: of volumes",
        stack: "katonic",
        faulty: [[["katonic", "disks", "sku"], "Standard_LRS"]],
        found: ["error config/not-allowed @ katonic.disks.sku"],
        corrected: [[["katonic", "disks", "sku"], "Premium_LRS"]],
    },
    {
        title: "S3-12 S0-44 B14 a taint of one's own on GPU nodes, which nothing would tolerate",
        faulty: [gpuPool("t4", { ...t4, taints: [{ key: "sku", value: "gpu", effect: "NoSchedule" }] })],
        found: ["error config/unknown-key @ gpuPools.t4.taints"],
        corrected: [gpuPool("t4", t4)],
    },
    {
        title: "S3-17 S3-26 B14 a toleration that is typed by hand, for work on GPUs",
        stack: "studioml",
        faulty: [[["studioml", "runner", "workers", "small", "tolerations"], [{ key: "sku", value: "gpu", effect: "NoSchedule" }]]],
        found: ["error config/unknown-key @ studioml.runner.workers.small.tolerations"],
        corrected: [[["studioml", "runner", "workers", "small", "gpus"], 1]],
    },
    {
        title: "S3-14 B15 the GPU Operator's driver on nodes that have AKS's",
        faulty: [gpuPool("t4", t4), [["gpuSoftware"], { kind: "gpu-operator", driver: "operator" }]],
        found: ["error gpu-software/driver-twice @ gpuPools.a100.driver", "error gpu-software/driver-twice @ gpuPools.t4.driver"],
        corrected: [gpuPool("t4", t4), [["gpuSoftware"], { kind: "gpu-operator", driver: "aks" }]],
    },
];

describe("mistakes of the source documents", () => {
    it.each(BUGS.map((bug) => [bug.title, bug] as const))("%s", (_title, { stack = "prod", faulty, found, corrected }) => {
        const before = findings(stack, []);
        const fresh = (edits: readonly Edit[]): string[] => findings(stack, edits).filter((one) => !before.includes(one));
        expect(fresh(faulty)).toEqual(found);
        expect(fresh(corrected)).toEqual([]);
    });

    it("S0-41 B3 either the autoscaler has two bounds, or the number of nodes is fixed and no autoscaler is on", async () => {
        const plans = planNodePools("pools", {
            fixed: { size: "Standard_D16as_v5", minCount: 7, maxCount: 7 },
            grown: { size: "Standard_D16as_v5", minCount: 0, maxCount: 20 },
        }).flatMap(({ pools }) => pools);
        const { result } = await record(() => plans.map((plan) => agentPoolInputs(plan, { cluster: clusterHandle() })));
        expect(
            result.map(({ enableAutoScaling, count, minCount, maxCount }) => ({ enableAutoScaling, count, minCount, maxCount })),
        ).toEqual([
            { enableAutoScaling: false, count: 7, minCount: undefined, maxCount: undefined },
            { enableAutoScaling: true, count: 0, minCount: 0, maxCount: 20 },
        ]);
    });

    it("S0-44 B4 a pool offers as many GPUs as its size has, and says so", () => {
        const gpus = planPools("gpu", { t4, quad: { ...t4, sizes: ["Standard_NC64as_T4_v3"] } }).map(({ agentPoolName, gpusPerNode }) => [
            agentPoolName,
            gpusPerNode,
        ]);
        expect(gpus).toEqual([
            ["quadd1", 4],
            ["t4d1", 1],
        ]);
    });

    it("S3-12 S3-17 S3-26 B14 work that tolerates `sku=gpu` gets no GPU node; what the pool's placement says gets one, on demand and Spot", () => {
        const [entry] = planEntries("gpu", { t4: { ...t4, capacity: ["on-demand", "spot"] } });
        const byHand: Placement = {
            nodeSelector: {},
            tolerations: [{ key: "sku", operator: "Equal", value: "gpu", effect: "NoSchedule" }],
        };
        const tolerated = ({ taints }: AgentPoolPlan, { tolerations }: Placement): boolean =>
            taints.every(({ key, value, effect }) =>
                tolerations.some((one) => one.key === key && one.value === value && one.effect === effect),
            );
        const onPools = (placement: Placement): boolean[] => (entry?.pools ?? []).map((one) => tolerated(one, placement));
        expect(onPools(byHand)).toEqual([false, false]);
        expect(onPools(entry?.placement ?? byHand)).toEqual([true, true]);
    });
});
