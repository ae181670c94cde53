import { type GpuPoolSpec } from "../../components";
import { planEntries, planPools } from "../../components/gpu-node-pools/plan";
import { gpuPoolNames, gpuPoolRules } from "../../components/gpu-node-pools/rules";
import { brief } from "../support/mocks-fixtures";

const t4: GpuPoolSpec = { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 2 };
const addresses = { nodeSubnet: "10.224.0.0/24", podNetworking: "overlay" as const, podCidr: "10.244.0.0/16", systemNodes: 4 };
const check = (changes: Partial<GpuPoolSpec>): string[] => brief(gpuPoolRules({ t4: { ...t4, ...changes } }, { addresses }));

describe("plan of GPU pools", () => {
    it("S0-44 S1-21 fills in what is left out, with the driver by AKS and the one GPU taint", () => {
        expect(planPools("gpu", { t4 })).toEqual([
            {
                name: "t4",
                logicalName: "gpu-t4",
                formerName: undefined,
                agentPoolName: "t4d1",
                mode: "User",
                size: "Standard_NC4as_T4_v3",
                capacity: "on-demand",
                gpuResource: "nvidia.com/gpu",
                gpusPerNode: 1,
                minCount: 0,
                maxCount: 2,
                autoscaled: true,
                driver: "Install",
                zones: undefined,
                labels: { "ml-platform/pool": "t4", "nvidia.com/gpu.present": "true" },
                taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
                osDiskType: "Managed",
                osDiskSizeGiB: 256,
                gpuInstanceProfile: undefined,
                capacityReservationGroupId: undefined,
                maxPods: 110,
                drainTimeoutMinutes: 30,
                upgrade: { maxSurge: "0", maxUnavailable: "1" },
            },
        ]);
    });

    it("S0-44 counts the GPUs of a node: four on NC64as, a share of one as one", () => {
        const gpus = (size: string): number | undefined => planPools("gpu", { a: { ...t4, sizes: [size] } })[0]?.gpusPerNode;
        expect(["Standard_NC4as_T4_v3", "Standard_NC64as_T4_v3", "Standard_ND96isr_H100_v5", "Standard_NV6ads_A10_v5"].map(gpus)).toEqual([
            1, 4, 8, 1,
        ]);
    });

    it("S0-42 tolerates the taint of Spot nodes wherever the pool is used", () => {
        const [entry] = planEntries("gpu", { t4: { ...t4, capacity: ["spot"], labels: { team: "vision" } } });
        const spot = entry?.pools[0];
        expect([spot?.agentPoolName, spot?.labels, entry?.placement.tolerations.map(({ key }) => key)]).toEqual([
            "t4s1",
            { team: "vision", "ml-platform/pool": "t4", "nvidia.com/gpu.present": "true", "kubernetes.azure.com/scalesetpriority": "spot" },
            ["nvidia.com/gpu", "kubernetes.azure.com/scalesetpriority"],
        ]);
    });

    it("gives a new generation another resource and another name, so that it can stand beside the old one", () => {
        const plans = [undefined, 1, 2, 12].map(
            (generation) => planPools("gpu", { t4: { ...t4, ...(generation === undefined ? {} : { generation }) } })[0],
        );
        expect(plans.map((plan) => [plan?.logicalName, plan?.agentPoolName])).toEqual([
            ["gpu-t4", "t4d1"],
            ["gpu-t4", "t4d1"],
            ["gpu-t4-2", "t4d2"],
            ["gpu-t4-12", "t4d12"],
        ]);
    });
});

describe("rules of GPU pools", () => {
    const bad: readonly (readonly [string, Partial<GpuPoolSpec>, readonly string[]])[] = [
        ["S1-11 a retired size", { sizes: ["Standard_NC6"] }, ["error pool/size-retired @ t4.sizes[0]"]],
        ["S0-44 a size that does not exist", { sizes: ["Standard_NC4as_T4"] }, ["error pool/size-unknown @ t4.sizes[0]"]],
        ["a size of a past generation", { sizes: ["Standard_ND40rs_v2"] }, ["warning pool/size-legacy @ t4.sizes[0]"]],
        ["a size without a GPU", { sizes: ["Standard_D4as_v5"] }, ["error gpu-pools/size-without-gpu @ t4.sizes[0]"]],
        ["a size with AMD GPUs", { sizes: ["Standard_ND96isr_MI300X_v5"] }, ["error gpu-pools/size-not-nvidia @ t4.sizes[0]"]],
        ["fewer at most than at least", { minCount: 3 }, ["error pool/min-above-max @ t4.minCount"]],
        ["no node at most", { maxCount: 0 }, ["error pool/max-count @ t4.maxCount"]],
        ["a zone twice", { zones: ["2", "2"] }, ["error pool/zones @ t4.zones[1]"]],
        ["a disk that is too large", { osDisk: { kind: "managed", sizeGiB: 4096 } }, ["error pool/os-disk-size @ t4.osDisk.sizeGiB"]],
        ["too few pods", { maxPods: 9 }, ["error pool/max-pods @ t4.maxPods"]],
        ["a generation of five digits", { generation: 10_000 }, ["error pool/generation @ t4.generation"]],
        ["a label that is none", { labels: { "my team": "a" } }, ['error pool/label-syntax @ t4.labels["my team"]']],
        ["a label's value that is none", { labels: { team: "a b" } }, ['error pool/label-syntax @ t4.labels["team"]']],
        [
            "a label that AKS sets",
            { labels: { "kubernetes.azure.com/mode": "user" } },
            ['error pool/label-reserved @ t4.labels["kubernetes.azure.com/mode"]'],
        ],
        [
            "the label that placement depends on",
            { labels: { "ml-platform/pool": "x" } },
            ['error pool/label-reserved @ t4.labels["ml-platform/pool"]'],
        ],
        ["no size", { sizes: [] }, ["error gpu-pools/no-size @ t4.sizes"]],
        [
            "a size and a capacity twice",
            { sizes: ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3", "Standard_NC4as_T4_v3"], capacity: ["spot", "spot"] },
            ["error gpu-pools/listed-twice @ t4.sizes[2]", "error gpu-pools/listed-twice @ t4.capacity[1]"],
        ],
        ["a size with other processors", { sizes: ["Standard_ND128isr_NDR_GB200_v6"] }, ["warning gpu-pools/size-arm64 @ t4.sizes[0]"]],
        ["too few pods for AKS's own", { maxPods: 10, maxCount: 2 }, ["error pool/too-few-pods @ t4.maxPods"]],
        ["no time to drain", { drainTimeoutMinutes: 0 }, ["error gpu-pools/drain-timeout @ t4.drainTimeoutMinutes"]],
        [
            "S0-47 instances on a GPU that has none",
            { sharing: { kind: "mig", profile: "MIG1g" }, minCount: 1 },
            ["error gpu-pools/mig-size @ t4.sizes[0]"],
        ],
        [
            "S0-47 a GPU that is shared by one pod",
            { sharing: { kind: "time-slicing", replicas: 1 }, minCount: 1 },
            ["error gpu-pools/time-slices @ t4.sharing.replicas"],
        ],
        [
            "S0-47 shared GPUs that the autoscaler does not see",
            { sharing: { kind: "time-slicing", replicas: 4 } },
            ["warning gpu-pools/sharing-at-zero @ t4.minCount"],
        ],
        [
            "S0-15 a reservation that is none",
            { reservation: { capacityReservationGroupId: "reserved" } },
            ["error gpu-pools/reservation-id @ t4.reservation.capacityReservationGroupId"],
        ],
        [
            "S0-15 S0-42 spot machines on a reservation",
            {
                capacity: ["on-demand", "spot"],
                reservation: {
                    capacityReservationGroupId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/capacityReservationGroups/r",
                },
            },
            ["error gpu-pools/reservation-with-spot @ t4.reservation"],
        ],
        [
            "an ephemeral disk that is larger than the machine's own",
            { osDisk: { kind: "ephemeral", sizeGiB: 512 } },
            ["warning gpu-pools/ephemeral-disk-size @ t4.osDisk.sizeGiB"],
        ],
        ["S1-4 more nodes than the subnet has addresses", { maxCount: 248 }, ["error gpu-pools/subnet-too-small @ "]],
    ];
    for (const [title, changes, expected] of bad) {
        it(`find ${title}`, () => {
            expect(check(changes)).toEqual(expected);
        });
    }

    it("find names that Azure would refuse", () => {
        const names = ["t4", "a", "a100x2b", "", "4t", "T4", "t4-gpu", "t4gpu4po"];
        const found = names.filter((name) => gpuPoolRules({ [name]: t4 }).some(({ rule }) => rule === "gpu-pools/name"));
        expect(found).toEqual(["", "4t", "T4", "t4-gpu", "t4gpu4po"]);
    });

    it("S0-47 say of MIG at zero nodes what the autoscaler makes of it, by strategy", () => {
        const a100 = { ...t4, sizes: ["Standard_NC24ads_A100_v4"] };
        const messages = (["single", "mixed"] as const).map(
            (strategy) =>
                gpuPoolRules({ a100: { ...a100, sharing: { kind: "mig", profile: "MIG7g", strategy } } }).map(({ message }) => message)[0],
        );
        expect(messages).toEqual([
            "while the pool has no node, the autoscaler counts whole GPUs and starts more nodes than shared ones need",
            "while the pool has no node, the autoscaler starts none for pods that ask for a MIG profile by its name",
        ]);
    });

    it("S1-4 count every size and capacity of an entry, and pools without GPUs", () => {
        const twice: GpuPoolSpec = { ...t4, sizes: ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3"], capacity: ["spot", "on-demand"] };
        const found = (maxCount: number, nodes: number): string[] =>
            brief(gpuPoolRules({ t4: { ...twice, maxCount } }, { addresses, others: [{ nodes, maxPods: 110 }] }));
        expect([found(60, 7), found(60, 8), found(61, 7)]).toEqual([
            [],
            ["error gpu-pools/subnet-too-small @ "],
            ["error gpu-pools/subnet-too-small @ "],
        ]);
    });

    it("S1-4 count an address for each pod too where pods are in the node subnet, and then no pod range", () => {
        const flat = { nodeSubnet: "10.224.0.0/21", podNetworking: "node-subnet", podCidr: "10.244.0.0/24", systemNodes: 4 } as const;
        // 2043 usable addresses, 444 of them for the system pool; 51 nodes of 30 pods and themselves take 1581.
        const found = (maxCount: number): string[] => brief(gpuPoolRules({ t4: { ...t4, maxCount, maxPods: 30 } }, { addresses: flat }));
        expect([found(51), found(52)]).toEqual([[], ["error gpu-pools/subnet-too-small @ "]]);
        expect(gpuPoolRules({ t4: { ...t4, maxCount: 15 } }, { addresses: { ...flat, nodeSubnet: "10.224.0.0/22" } })[0]?.message).toBe(
            "the node subnet 10.224.0.0/22 has 1019 usable addresses; all pools at their largest with the surge of upgrades need 2109",
        );
    });

    it("know the names in Azure of all pools of an entry", () => {
        expect(gpuPoolNames({ t4: { ...t4, capacity: ["spot", "on-demand"], generation: 3 }, a100: t4 })).toEqual([
            "t4s3",
            "t4d3",
            "a100d1",
        ]);
    });

    it("count all pools together against the subnet and the pod range", () => {
        const pools = { a: { ...t4, maxCount: 124 }, b: { ...t4, maxCount: 123 } };
        expect(gpuPoolRules(pools, { addresses })).toEqual([]);
        expect(brief(gpuPoolRules({ ...pools, c: { ...t4, maxCount: 1 } }, { addresses }))).toEqual([
            "error gpu-pools/subnet-too-small @ ",
        ]);
        expect(gpuPoolRules({ t4: { ...t4, maxCount: 5 } }, { addresses: { ...addresses, podCidr: "10.244.0.0/21" } })).toEqual([
            {
                rule: "gpu-pools/pod-cidr-too-small",
                severity: "error",
                path: "",
                value: 5,
                message: "each node takes a /24 of the pod range 10.244.0.0/21, which has room for 8 nodes; all pools need 9",
                fix: "use a pod range of /20 or larger, or lower maxCount",
            },
        ]);
        expect(brief(gpuPoolRules({}, { addresses: { ...addresses, podCidr: "10.244.0.0/24" } }))).toEqual([]);
    });
});
