import * as fc from "fast-check";
import { nodePoolName } from "../../components/node-pools/plan";
import { NODE_POOL_KEY_PATTERN, nodePoolDemands, nodePoolRules, type NodePoolSpec } from "../../components/node-pools/rules";
import { brief } from "../support/mocks-fixtures";

const jobs: NodePoolSpec = { size: "Standard_D8ds_v5", minCount: 0, maxCount: 4 };
const addresses = { nodeSubnet: "10.224.0.0/24", podNetworking: "overlay", podCidr: "10.244.0.0/16", systemNodes: 4 } as const;
const taken = { systempool: "the pool that the cluster begins with", t4d1: "a pool of gpuPools" };
const check = (changes: Partial<NodePoolSpec>, key = "jobs"): string[] =>
    brief(nodePoolRules({ [key]: { ...jobs, ...changes } }, { addresses, taken }));

describe("rules of pools without GPUs", () => {
    it("S0-41 S0-42 S0-43 S2-19 accept the seeds' pools, with their names, labels and spot capacity", () => {
        const pools: Record<string, NodePoolSpec> = {
            defaultpool: {
                size: "Standard_D16as_v4",
                minCount: 0,
                maxCount: 20,
                labels: { "hyperplane.dev/nodeType": "hyperplane-pool", ondemand: "true" },
            },
            spotpool: {
                size: "Standard_D8as_v4",
                capacity: "spot",
                minCount: 0,
                maxCount: 20,
                labels: { "hyperplane.dev/nodeType": "default-jobs-pool", preemptible: "true" },
            },
            nonspotpool: {
                size: "Standard_D8as_v4",
                minCount: 0,
                maxCount: 20,
                labels: { "hyperplane.dev/nodeType": "default-jhub-pool", "hub.jupyter.org/node-purpose": "user", ondemand: "true" },
            },
        };
        expect(nodePoolRules(pools, { addresses, taken })).toEqual([]);
    });

    it.each<[string, Partial<NodePoolSpec>, string[]]>([
        [
            "S0-42 spot machines in a system pool",
            { capacity: "spot", mode: "system", minCount: 1 },
            ["error pools/spot-system @ jobs.capacity"],
        ],
        ["S2-18 a system pool that may shrink to nothing", { mode: "system" }, ["error pool/min-count @ jobs.minCount"]],
        [
            "B series in a system pool",
            { size: "Standard_B4ms", mode: "system", minCount: 1 },
            ["error pools/system-size-burstable @ jobs.size"],
        ],
        ["a GPU size", { size: "Standard_NC4as_T4_v3" }, ["error pools/size-gpu @ jobs.size"]],
        ["a GPU size that the catalog lacks", { size: "Standard_NC4as_T4_v9" }, ["error pools/size-gpu @ jobs.size"]],
        ["a size that does not exist", { size: "Standard_D8" }, ["error pool/size-unknown @ jobs.size"]],
        [
            "a taint without a name",
            { taints: [{ key: "", value: "x", effect: "NoSchedule" }] },
            ["error pools/taint-syntax @ jobs.taints[0]"],
        ],
        [
            "the taint that AKS sets on spot nodes",
            { taints: [{ key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" }] },
            ["error pools/taint-reserved @ jobs.taints[0].key"],
        ],
        [
            "the label that placement depends on",
            { labels: { "ml-platform/pool": "x" } },
            ['error pool/label-reserved @ jobs.labels["ml-platform/pool"]'],
        ],
        ["10 pods on two nodes", { maxPods: 10, maxCount: 2 }, ["error pool/too-few-pods @ jobs.maxPods"]],
        ["a disk that is too large", { osDiskSizeGiB: 4096 }, ["error pool/os-disk-size @ jobs.osDiskSizeGiB"]],
        ["a zone twice", { zones: ["1", "1"] }, ["error pool/zones @ jobs.zones[1]"]],
    ])("refuse %s", (_title, changes, expected) => expect(check(changes)).toEqual(expected));

    it("accept three nodes of 10 pods, which are the 30 that AKS asks for", () => expect(check({ maxPods: 10, maxCount: 3 })).toEqual([]));

    it("find names that Azure would refuse, and those that the generation makes too long", () => {
        const names = ["a", "nonspotpools", "nonspotpools1", "1pool", "Pool", "my-pool", ""];
        expect(names.filter((name) => check({}, name).some((one) => one.includes("pools/name ")))).toEqual([
            "nonspotpools1",
            "1pool",
            "Pool",
            "my-pool",
            "",
        ]);
        expect(check({ generation: 2 }, "nonspotpools")).toEqual(["error pools/name @ nonspotpools"]);
    });

    it("find two pools of one name in Azure: with the system pool, with a GPU pool, and by their generations", () => {
        expect(check({}, "systempool")).toEqual(["error pools/name-taken @ systempool"]);
        expect(check({}, "t4d1")).toEqual(["error pools/name-taken @ t4d1"]);
        const generations = { a: { ...jobs, generation: 12 }, a12: jobs, a1: { ...jobs, generation: 2 } };
        expect(nodePoolRules(generations, { addresses, taken }).map(({ path, rule, message }) => [path, rule, message])).toEqual([
            ["a12", "pools/name-taken", "its name in Azure is a12, which pools.a has already"],
            ["a1", "pools/name-taken", "its name in Azure is a12, which pools.a has already"],
        ]);
    });

    it("count the surge of upgrades, 33 % of each pool, against the subnet", () => {
        expect(nodePoolDemands({ jobs, spot: { ...jobs, maxCount: 100, maxPods: 30 } })).toEqual([
            { nodes: 6, maxPods: 110 },
            { nodes: 133, maxPods: 30 },
        ]);
        // 251 usable addresses, 4 of them for the system pool: 185 nodes and 62 of surge fit exactly.
        expect(check({ maxCount: 185 })).toEqual([]);
        expect(check({ maxCount: 186 })).toEqual(["error pools/subnet-too-small @ "]);
    });

    it("S0-41 have a legal name in Azure and no finding, whatever the key and the generation, as long as both fit", () => {
        const entry = fc.record({ key: fc.stringMatching(NODE_POOL_KEY_PATTERN), generation: fc.integer({ min: 1, max: 9999 }) });
        fc.assert(
            fc.property(entry, ({ key, generation }) => {
                const name = nodePoolName(key, { generation });
                const found = check({ generation }, key);
                expect(found.some((one) => one.includes("pools/name "))).toBe(!/^[a-z][a-z0-9]{0,11}$/.test(name));
            }),
        );
    });
});
