import { GpuNodePools, NodePools, PoolChain, type NodePoolSpec, type PoolCreation, PriorityExpander } from "../../components";
import { COMMON_INPUTS, plainHandle, refusal, registeredPools, SPOT_INPUTS } from "../support/agent-pools";
import { named, record, roots, urns } from "../support/mocks";
import { clusterHandle } from "../support/mocks-fixtures";

const jobs: NodePoolSpec = { size: "Standard_D8ds_v5", minCount: 0, maxCount: 20 };
const build = (pools: Record<string, NodePoolSpec>): NodePools => new NodePools("pools", { cluster: clusterHandle(), pools });

describe("NodePools", () => {
    const all = (): NodePools =>
        build({
            // The pools of requirements S0-41 and S0-42.
            defaultpool: { size: "Standard_D16as_v4", minCount: 7, maxCount: 7, labels: { "hyperplane.dev/nodeType": "hyperplane-pool" } },
            spotpool: {
                ...jobs,
                capacity: "spot",
                zones: ["1", "2"],
                taints: [{ key: "dedicated", value: "builds", effect: "NoSchedule" }],
                osDiskSizeGiB: 256,
                maxPods: 60,
                generation: 2,
            },
            system: { size: "Standard_D4ds_v5", mode: "system", minCount: 1, maxCount: 3 },
        });

    it("S0-41 S0-42 S2-19 registers exactly one agent pool for each entry", async () => {
        const recording = await record(all);
        const base = {
            ...COMMON_INPUTS,
            osDiskSizeGB: 128,
            maxPods: 110,
            nodeTaints: [],
            upgradeSettings: { maxSurge: "33%", drainTimeoutInMinutes: 30 },
        };
        expect(registeredPools(recording, "pools")).toEqual([
            [
                "azure-native:containerservice:AgentPool",
                "pools-defaultpool",
                "pools",
                {
                    ...base,
                    agentPoolName: "defaultpool",
                    mode: "User",
                    vmSize: "Standard_D16as_v4",
                    enableAutoScaling: false,
                    count: 7,
                    nodeLabels: { "ml-platform/pool": "defaultpool", "hyperplane.dev/nodeType": "hyperplane-pool" },
                },
            ],
            [
                "azure-native:containerservice:AgentPool",
                "pools-spotpool-2",
                "pools",
                {
                    ...base,
                    ...SPOT_INPUTS,
                    agentPoolName: "spotpool2",
                    mode: "User",
                    vmSize: "Standard_D8ds_v5",
                    enableAutoScaling: true,
                    count: 0,
                    minCount: 0,
                    maxCount: 20,
                    maxPods: 60,
                    osDiskSizeGB: 256,
                    nodeLabels: { "ml-platform/pool": "spotpool", "kubernetes.azure.com/scalesetpriority": "spot" },
                    nodeTaints: ["dedicated=builds:NoSchedule", "kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
                    availabilityZones: ["1", "2"],
                },
            ],
            [
                "azure-native:containerservice:AgentPool",
                "pools-system",
                "pools",
                {
                    ...base,
                    agentPoolName: "system",
                    mode: "System",
                    vmSize: "Standard_D4ds_v5",
                    enableAutoScaling: true,
                    count: 1,
                    minCount: 1,
                    maxCount: 3,
                    nodeLabels: { "ml-platform/pool": "system" },
                },
            ],
        ]);
        expect(roots(recording)).toEqual(["cluster", "pools"]);
        expect(urns(await record(all, { preview: true }))).toEqual(urns(recording));
    });

    it("S0-41 B3 leaves the number of nodes to the autoscaler only where there is one", async () => {
        const recording = await record(all);
        const ignored = (name: string): unknown => named(recording, name).options.ignoreChanges;
        expect([ignored("pools-defaultpool"), ignored("pools-system")]).toEqual([
            ["orchestratorVersion"],
            ["count", "orchestratorVersion"],
        ]);
        expect(named(recording, "pools-system").options).toMatchObject({ deletedWith: "cluster", replaceWith: ["cluster"] });
        expect(named(recording, "pools-system").options.replaceOnChanges).toContain("scaleSetPriority");
    });

    it("S0-42 hands out what a workload needs to land on a pool", async () => {
        const { spotpool } = (await record(all)).result.pools;
        expect(await plainHandle(spotpool)).toEqual({
            name: "spotpool",
            agentPoolName: { value: "spotpool2", secret: false },
            agentPools: 1,
            size: "Standard_D8ds_v5",
            gpusPerNode: 0,
            placement: {
                nodeSelector: { "ml-platform/pool": "spotpool" },
                tolerations: [
                    { key: "dedicated", operator: "Equal", value: "builds", effect: "NoSchedule" },
                    { key: "kubernetes.azure.com/scalesetpriority", operator: "Equal", value: "spot", effect: "NoSchedule" },
                ],
            },
        });
    });

    it("refuses pools that do not fit their cluster, by path, before any is registered", async () => {
        const refused = await refusal(() => build({ jobs: { ...jobs, capacity: "spot", mode: "system", minCount: 1 }, systempool: jobs }));
        expect(refused).toEqual({ paths: ["pools.jobs.capacity", "pools.systempool"], registered: ["cluster", "pools"] });
    });
});

describe("the order in which pools are made", () => {
    const before = async (creation?: PoolCreation): Promise<Record<string, readonly string[]>> => {
        const { resources } = await record(() => {
            const cluster = clusterHandle();
            const chain = new PoolChain(creation);
            new NodePools("pools", { cluster, pools: { web: jobs, jobs }, chain });
            const t4 = { sizes: ["Standard_NC4as_T4_v3"], capacity: ["spot", "on-demand"], minCount: 0, maxCount: 1 } as const;
            new GpuNodePools("gpu", { cluster, pools: { t4, a100: { ...t4, capacity: ["on-demand"] } }, chain });
        });
        const pools = resources.filter(({ type }) => type.endsWith(":AgentPool"));
        return Object.fromEntries(pools.map(({ name, dependencies }) => [name, dependencies.filter((one) => one !== "cluster")]));
    };
    const oneByOne = {
        "pools-jobs": [],
        "pools-web": ["pools-jobs"],
        "gpu-a100": ["pools-web"],
        "gpu-t4-spot": ["gpu-a100"],
        "gpu-t4": ["gpu-t4-spot"],
    };

    it.each([
        ["sequential", "sequential"],
        ["auto, in a subnet of our own,", "auto"],
        ["by default", undefined],
    ] as const)("%s is one after the other, those without GPUs first", async (_title, creation) => {
        expect(await before(creation)).toEqual(oneByOne);
    });

    it("parallel is all at once", async () => {
        expect(await before("parallel")).toEqual(Object.fromEntries(Object.keys(oneByOne).map((name) => [name, []])));
    });
});

describe("PriorityExpander", () => {
    const entries = [["t4s1", "t4d1", "t4t1"], ["a100d1"]];

    it("S3-16 makes the list that the autoscaler reads: preferences within entries, and everything else last", async () => {
        const recording = await record(() => new PriorityExpander("priorities", { cluster: clusterHandle(), entries }));
        expect(named(recording, "priorities-config")).toMatchObject({
            type: "kubernetes:core/v1:ConfigMap",
            parent: "priorities",
            options: { deletedWith: "cluster", replaceWith: ["cluster"], deleteBeforeReplace: true },
            inputs: {
                metadata: {
                    name: "cluster-autoscaler-priority-expander",
                    namespace: "kube-system",
                    labels: { "app.kubernetes.io/managed-by": "pulumi" },
                },
                data: {
                    priorities: [
                        "100:",
                        "  - ^aks-t4s1-.*",
                        "  - ^aks-a100d1-.*",
                        "99:",
                        "  - ^aks-t4d1-.*",
                        "98:",
                        "  - ^aks-t4t1-.*",
                        "1:",
                        "  - .*",
                        "",
                    ].join("\n"),
                },
            },
        });
    });

    it("has the catch-all alone where there is no entry", async () => {
        const recording = await record(() => new PriorityExpander("priorities", { cluster: clusterHandle(), entries: [] }));
        expect(named(recording, "priorities-config").inputs["data"]).toEqual({ priorities: "1:\n  - .*\n" });
    });
});
