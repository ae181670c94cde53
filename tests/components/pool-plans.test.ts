import * as fc from "fast-check";
import type { GpuPoolSpec, NodePoolSpec, Placement } from "../../components";
import type { AgentPoolPlan } from "../../components/core/agent-pool";
import { findSize, sizes as catalog } from "../../components/core/catalog";
import { planEntries, planPools, poolPlaces } from "../../components/gpu-node-pools/plan";
import { gpuPoolNames, gpuPoolRules, MOST_SIZES, POOL_KEY_PATTERN } from "../../components/gpu-node-pools/rules";
import { planNodePools } from "../../components/node-pools/plan";
import { NODE_POOL_KEY_PATTERN, nodePoolRules } from "../../components/node-pools/rules";

const gpuSizes = catalog
    .filter(({ gpu, lifecycle, architecture }) => {
        return gpu?.manufacturer === "nvidia" && lifecycle.status === "available" && architecture !== "arm64";
    })
    .map(({ name }) => name);

const gpuPool: fc.Arbitrary<GpuPoolSpec> = fc.record({
    sizes: fc.uniqueArray(fc.constantFrom(...gpuSizes), { minLength: 1, maxLength: MOST_SIZES }),
    capacity: fc.uniqueArray(fc.constantFrom("on-demand" as const, "spot" as const), { minLength: 1, maxLength: 2 }),
    minCount: fc.integer({ min: 0, max: 3 }),
    maxCount: fc.integer({ min: 3, max: 20 }),
    generation: fc.integer({ min: 1, max: 9999 }),
});
const cpuPool: fc.Arbitrary<NodePoolSpec> = fc.record({
    size: fc.constantFrom("Standard_D4ds_v5", "Standard_D8ds_v5"),
    capacity: fc.constantFrom("on-demand" as const, "spot" as const),
    minCount: fc.integer({ min: 0, max: 3 }),
    maxCount: fc.integer({ min: 3, max: 20 }),
    generation: fc.integer({ min: 1, max: 9 }),
    taints: fc.constantFrom([], [{ key: "dedicated", value: "builds", effect: "NoSchedule" as const }]),
});
/** Keys of one letter and a few digits are as near to each other's names as keys can be. */
const gpuKey = fc.oneof(fc.stringMatching(POOL_KEY_PATTERN), fc.stringMatching(/^[a-c][a-z1]{0,2}$/));
const cpuKey = fc.oneof(fc.stringMatching(NODE_POOL_KEY_PATTERN), fc.stringMatching(/^[a-c][a-z1]{0,2}$/), fc.constant("systempool"));
const gpuPools = fc.dictionary(gpuKey, gpuPool, { maxKeys: 30 });
const cpuPools = fc.dictionary(cpuKey, cpuPool, { maxKeys: 30 });

const addresses = { nodeSubnet: "10.0.0.0/8", podNetworking: "overlay", podCidr: "10.0.0.0/8", systemNodes: 4 } as const;

/** Whether Kubernetes would put a pod of that placement on a node of that pool. */
function accepts({ labels, taints }: AgentPoolPlan, { nodeSelector, tolerations }: Placement): boolean {
    return (
        Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
        taints.every((taint) =>
            tolerations.some(({ key, value, effect }) => key === taint.key && value === taint.value && effect === taint.effect),
        )
    );
}

describe("pools of any 30 entries", () => {
    it("S0-44 have names that are legal and unique, in an order that the file does not decide", () => {
        fc.assert(
            fc.property(gpuPools, (pools) => {
                const plans = planPools("gpu", pools);
                const all = Object.values(pools).reduce((sum, { sizes, capacity = [] }) => sum + sizes.length * capacity.length, 0);
                const names = plans.map(({ agentPoolName }) => agentPoolName);
                expect(names.filter((name) => !/^[a-z][a-z0-9]{0,11}$/.test(name))).toEqual([]);
                expect([plans.length, new Set(names).size, new Set(plans.map(({ logicalName }) => logicalName)).size]).toEqual([
                    all,
                    all,
                    all,
                ]);
                expect([...gpuPoolNames(pools)].sort()).toEqual([...names].sort());
                expect(planPools("gpu", Object.fromEntries(Object.entries(pools).reverse()))).toEqual(plans);
                expect(gpuPoolRules(pools).filter(({ severity }) => severity === "error")).toEqual([]);
            }),
        );
    });

    it("S0-41 S0-44 never have the name of the system pool or of another pool, or a rule says which", () => {
        fc.assert(
            fc.property(gpuPools, cpuPools, (gpu, cpu) => {
                const taken = {
                    systempool: "the pool that the cluster begins with",
                    ...Object.fromEntries(gpuPoolNames(gpu).map((name) => [name, "a pool of gpuPools"])),
                };
                const names = [
                    "systempool",
                    ...gpuPoolNames(gpu),
                    ...planNodePools("pools", cpu).map(({ pools }) => pools[0].agentPoolName),
                ];
                const rules = nodePoolRules(cpu, { addresses, taken }).map(({ rule }) => rule);
                expect(rules.filter((rule) => rule === "pools/name-taken").length).toBe(names.length - new Set(names).size);
                if (!rules.includes("pools/name")) {
                    expect(names.filter((name) => !/^[a-z][a-z0-9]{0,11}$/.test(name))).toEqual([]);
                }
            }),
        );
    });

    it("S0-40 have the vCPUs and GPUs of their parts, and room is asked for all of their nodes", () => {
        const vcpus = (size: string): number => findSize(size)?.vcpus ?? NaN;
        const gpus = (size: string): number => findSize(size)?.gpu?.count ?? NaN;
        fc.assert(
            fc.property(gpuPools, (pools) => {
                const plans = planPools("gpu", pools);
                const total = (of: (size: string) => number): number =>
                    plans.reduce((sum, { size, maxCount }) => sum + of(size) * maxCount, 0);
                const parts = (of: (size: string) => number): number =>
                    Object.values(pools).reduce((sum, { sizes, capacity = [], maxCount }) => {
                        return sum + sizes.reduce((inner, size) => inner + of(size) * maxCount * capacity.length, 0);
                    }, 0);
                expect([total(vcpus), total(gpus), total(() => 1)]).toEqual([parts(vcpus), parts(gpus), parts(() => 1)]);
                const room = gpuPoolRules(pools, { addresses: { ...addresses, nodeSubnet: "10.0.0.0/29" } });
                const small = room.find(({ rule }) => rule === "gpu-pools/subnet-too-small");
                // Eight addresses, three of them usable, and four nodes of the system pool.
                expect(small?.message.includes(`need ${total(() => 1) + 4}`) ?? plans.length === 0).toBe(true);
            }),
        );
    });

    it("keep the smallest number of nodes of each size, of the preferred capacity, and none while the environment rests", () => {
        fc.assert(
            fc.property(gpuPools, (pools) => {
                const kept = (idle: boolean): number => planPools("gpu", pools, idle).reduce((sum, { minCount }) => sum + minCount, 0);
                expect(kept(false)).toBe(Object.values(pools).reduce((sum, { sizes, minCount }) => sum + sizes.length * minCount, 0));
                expect(kept(true)).toBe(0);
            }),
        );
    });

    it("S0-42 S3-16 accept pods placed on their entry, and none of another", () => {
        fc.assert(
            fc.property(gpuPools, cpuPools, (gpu, cpu) => {
                const others = Object.fromEntries(Object.entries(cpu).filter(([key]) => !(key in gpu)));
                const entries = [...planEntries("gpu", gpu), ...planNodePools("pools", others)];
                for (const { name, placement } of entries) {
                    const open = entries.filter(({ pools }) => pools.some((pool) => accepts(pool, placement)));
                    expect(open.map((entry) => entry.name)).toEqual([name]);
                    expect(open[0]?.pools.every((pool) => accepts(pool, placement))).toBe(true);
                }
                const nowhere: Placement = { nodeSelector: {}, tolerations: [] };
                expect(planPools("gpu", gpu).filter((pool) => accepts(pool, nowhere))).toEqual([]);
            }),
            { numRuns: 50 },
        );
    });
});

describe("the pools of one entry", () => {
    const entry: GpuPoolSpec = {
        sizes: ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3", "Standard_NC64as_T4_v3"],
        capacity: ["spot", "on-demand"],
        minCount: 1,
        maxCount: 4,
        generation: 2,
    };
    const named = (changes: Partial<GpuPoolSpec> = {}): string[][] =>
        planPools("gpu", { t4: { ...entry, ...changes } }).map(({ agentPoolName, logicalName, size }) => [
            agentPoolName,
            logicalName,
            size,
        ]);

    it("S3-16 come in order of preference: every capacity of the first size, then of the next", () => {
        expect(named()).toEqual([
            ["t4s2", "gpu-t4-spot-2", "Standard_NC4as_T4_v3"],
            ["t4d2", "gpu-t4-2", "Standard_NC4as_T4_v3"],
            ["t4t2", "gpu-t4-size2-spot-2", "Standard_NC8as_T4_v3"],
            ["t4e2", "gpu-t4-size2-2", "Standard_NC8as_T4_v3"],
            ["t4u2", "gpu-t4-size3-spot-2", "Standard_NC64as_T4_v3"],
            ["t4f2", "gpu-t4-size3-2", "Standard_NC64as_T4_v3"],
        ]);
    });

    it("are the same after a size is added at the end, a capacity is added anywhere, or capacities change places", () => {
        const before = named({ capacity: ["on-demand"], sizes: entry.sizes.slice(0, 2) });
        for (const changes of [{ capacity: ["on-demand"] as const }, {}, { capacity: ["on-demand", "spot"] as const }]) {
            expect(named(changes)).toEqual(expect.arrayContaining(before));
        }
    });

    it("have twenty letters for ten sizes of two capacities", () => {
        const letters = gpuPoolNames({ t4: { ...entry, sizes: gpuSizes.slice(0, MOST_SIZES) } }).map((name) => name.charAt(2));
        expect(letters.join("")).toBe("sdteufvgwhxiyjzkalbm");
        expect(poolPlaces({ ...entry, sizes: [] })).toEqual([]);
    });

    it("know a Spot pool by its former name, unless that is another pool's now", () => {
        const former = (capacity: GpuPoolSpec["capacity"]): unknown[] =>
            planPools("gpu", { t4: { ...entry, ...(capacity === undefined ? {} : { capacity }) } }).flatMap(
                ({ formerName }) => formerName ?? [],
            );
        expect([former(["spot"]), former(["on-demand"]), former(["spot", "on-demand"])]).toEqual([["gpu-t4-2"], [], []]);
    });
});
