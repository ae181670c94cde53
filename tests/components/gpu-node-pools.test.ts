import { GpuNodePools, type GpuPoolSpec } from "../../components";
import { findSize } from "../../components/core/catalog";
import { COMMON_INPUTS, plainHandle, refusal, registeredPools, SPOT_INPUTS } from "../support/agent-pools";
import { named, record, roots, urns } from "../support/mocks";
import { clusterHandle } from "../support/mocks-fixtures";

const t4: GpuPoolSpec = { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 2 };
const addresses = { nodeSubnet: "10.224.0.0/24", podNetworking: "overlay" as const, podCidr: "10.244.0.0/16", systemNodes: 4 };

describe("GpuNodePools", () => {
    const build = (pools: Record<string, GpuPoolSpec>, name = "gpu"): GpuNodePools =>
        new GpuNodePools(name, { cluster: clusterHandle(), pools });
    const all = (): GpuNodePools =>
        build({
            t4,
            a100: {
                ...t4,
                sizes: ["Standard_NC24ads_A100_v4"],
                capacity: ["spot"],
                driver: "operator",
                zones: ["1", "2"],
                osDisk: { kind: "managed", sizeGiB: 512 },
                maxPods: 60,
                generation: 3,
            },
        });

    it("S0-42 S0-44 registers exactly one agent pool for each entry", async () => {
        const recording = await record(all);
        const base = {
            ...COMMON_INPUTS,
            mode: "User",
            enableAutoScaling: true,
            count: 0,
            minCount: 0,
            maxCount: 2,
            upgradeSettings: { maxSurge: "0", maxUnavailable: "1", drainTimeoutInMinutes: 30 },
        };
        expect(registeredPools(recording, "gpu")).toEqual([
            [
                "azure-native:containerservice:AgentPool",
                "gpu-a100-spot-3",
                "gpu",
                {
                    ...base,
                    ...SPOT_INPUTS,
                    agentPoolName: "a100s3",
                    vmSize: "Standard_NC24ads_A100_v4",
                    maxPods: 60,
                    osDiskSizeGB: 512,
                    gpuProfile: { driver: "None" },
                    nodeLabels: {
                        "ml-platform/pool": "a100",
                        "nvidia.com/gpu.present": "true",
                        "kubernetes.azure.com/scalesetpriority": "spot",
                    },
                    nodeTaints: ["nvidia.com/gpu=present:NoSchedule", "kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
                    availabilityZones: ["1", "2"],
                },
            ],
            [
                "azure-native:containerservice:AgentPool",
                "gpu-t4",
                "gpu",
                {
                    ...base,
                    agentPoolName: "t4d1",
                    vmSize: "Standard_NC4as_T4_v3",
                    maxPods: 110,
                    osDiskSizeGB: 256,
                    gpuProfile: { driver: "Install" },
                    nodeLabels: { "ml-platform/pool": "t4", "nvidia.com/gpu.present": "true" },
                    nodeTaints: ["nvidia.com/gpu=present:NoSchedule"],
                },
            ],
        ]);
        expect(roots(recording)).toEqual(["cluster", "gpu"]);
    });

    it("S0-15 S0-47 asks for disk, instances, reservation and drain time as the entry says", async () => {
        const group = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/capacityReservationGroups/r";
        const recording = await record(() =>
            build({
                a100: {
                    ...t4,
                    sizes: ["Standard_NC24ads_A100_v4"],
                    sharing: { kind: "mig", profile: "MIG3g" },
                    reservation: { capacityReservationGroupId: group },
                    osDisk: { kind: "ephemeral", sizeGiB: 200 },
                    drainTimeoutMinutes: 1440,
                },
                t4: { ...t4, osDisk: { kind: "ephemeral" } },
            }),
        );
        const { osDiskType, osDiskSizeGB, gpuInstanceProfile, capacityReservationGroupID, upgradeSettings } = named(
            recording,
            "gpu-a100",
        ).inputs;
        expect({ osDiskType, osDiskSizeGB, gpuInstanceProfile, capacityReservationGroupID, upgradeSettings }).toEqual({
            osDiskType: "Ephemeral",
            osDiskSizeGB: 200,
            gpuInstanceProfile: "MIG3g",
            capacityReservationGroupID: group,
            upgradeSettings: { maxSurge: "0", maxUnavailable: "1", drainTimeoutInMinutes: 1440 },
        });
        const plain = named(recording, "gpu-t4").inputs;
        expect(plain["osDiskType"]).toBe("Ephemeral");
        expect(["osDiskSizeGB", "gpuInstanceProfile", "capacityReservationGroupID"].filter((key) => key in plain)).toEqual([]);
        expect([recording.result.pools["a100"]?.gpusPerNode, recording.result.pools["t4"]?.gpusPerNode]).toEqual([2, 1]);
    });

    it("keeps no node in an environment that rests, whatever the smallest number is, and leaves the largest alone", async () => {
        const counts = async (idle?: boolean): Promise<unknown[]> => {
            const pools = { t4: { ...t4, minCount: 2, maxCount: 3 } };
            const args = { cluster: clusterHandle, pools, ...(idle === undefined ? {} : { idle }) };
            const { inputs } = named(await record(() => new GpuNodePools("gpu", { ...args, cluster: args.cluster() })), "gpu-t4");
            return [inputs["minCount"], inputs["count"], inputs["maxCount"]];
        };
        expect([await counts(), await counts(false), await counts(true)]).toEqual([
            [2, 2, 3],
            [2, 2, 3],
            [0, 0, 3],
        ]);
    });

    it("turns off SSH on the nodes of a hardened environment only", async () => {
        const profile = async (security: "standard" | "hardened"): Promise<unknown> => {
            const recording = await record(() => new GpuNodePools("gpu", { cluster: clusterHandle(), pools: { t4 }, security }));
            return named(recording, "gpu-t4").inputs["securityProfile"];
        };
        expect([await profile("standard"), await profile("hardened")]).toEqual([undefined, { sshAccess: "Disabled" }]);
    });

    it("S0-47 says what pods ask for and how many a node has: GPUs, turns, or instances by either name", async () => {
        const a100 = { ...t4, sizes: ["Standard_NC48ads_A100_v4"], minCount: 1 };
        const mig = { kind: "mig", profile: "MIG2g" } as const;
        const pools = {
            t4,
            sliced: { ...t4, sharing: { kind: "time-slicing", replicas: 4 } },
            single: { ...a100, sharing: mig },
            mixed: { ...a100, sharing: { ...mig, strategy: "mixed" } },
            two: {
                ...a100,
                sizes: ["Standard_NC24ads_A100_v4", "Standard_NC96ads_A100_v4"],
                sharing: { kind: "mig", profile: "MIG1g", strategy: "mixed" },
            },
        } as const;
        const recording = await record(() => build(pools));
        const offers = Object.values(recording.result.pools).map(({ name, gpuResource, gpusPerNode, agentPools }) => {
            return [name, gpuResource, gpusPerNode, agentPools.map((pool) => [pool.gpuResource, pool.gpusPerNode])];
        });
        expect(offers).toEqual([
            ["mixed", "nvidia.com/mig-2g.20gb", 6, [["nvidia.com/mig-2g.20gb", 6]]],
            ["single", "nvidia.com/gpu", 6, [["nvidia.com/gpu", 6]]],
            ["sliced", "nvidia.com/gpu", 4, [["nvidia.com/gpu", 4]]],
            ["t4", "nvidia.com/gpu", 1, [["nvidia.com/gpu", 1]]],
            [
                "two",
                "nvidia.com/mig-1g.10gb",
                7,
                [
                    ["nvidia.com/mig-1g.10gb", 7],
                    ["nvidia.com/mig-1g.10gb", 28],
                ],
            ],
        ]);
        const mixed = named(recording, "gpu-mixed").inputs;
        expect([mixed["gpuInstanceProfile"], mixed["gpuProfile"], mixed["nodeTaints"]]).toEqual([
            "MIG2g",
            { driver: "Install" },
            ["nvidia.com/gpu=present:NoSchedule"],
        ]);
        expect(mixed["nodeLabels"]).toMatchObject({ "nvidia.com/device-plugin.config": "mig-mixed" });
    });

    it("shows as a replacement what Azure cannot change, leaves counts to the autoscaler, and dies with its cluster", async () => {
        expect(named(await record(all), "gpu-t4").options).toEqual({
            ignoreChanges: ["count", "orchestratorVersion"],
            replaceOnChanges: [
                "availabilityZones",
                "capacityReservationGroupID",
                "gpuProfile",
                "kubeletDiskType",
                "maxPods",
                "osDiskSizeGB",
                "osDiskType",
                "osSKU",
                "osType",
                "scaleSetEvictionPolicy",
                "scaleSetPriority",
                "spotMaxPrice",
                "vnetSubnetID",
            ],
            deleteBeforeReplace: true,
            deletedWith: "cluster",
            replaceWith: ["cluster"],
        });
    });

    it("hands out what a workload needs to land on a pool", async () => {
        const { result } = await record(all);
        expect(Object.keys(result.pools)).toEqual(["a100", "t4"]);
        expect(await plainHandle(result.pools["a100"])).toEqual({
            name: "a100",
            agentPoolName: { value: "a100s3", secret: false },
            agentPools: 1,
            size: "Standard_NC24ads_A100_v4",
            gpuResource: "nvidia.com/gpu",
            gpusPerNode: findSize("Standard_NC24ads_A100_v4")?.gpu?.count,
            placement: {
                nodeSelector: { "ml-platform/pool": "a100" },
                tolerations: [
                    { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" },
                    { key: "kubernetes.azure.com/scalesetpriority", operator: "Equal", value: "spot", effect: "NoSchedule" },
                ],
            },
        });
    });

    it("creates no pool when there is no entry", async () => {
        const recording = await record(() => build({}));
        expect(recording.resources.map(({ name }) => name)).toEqual(["cluster", "gpu"]);
        expect(recording.result.pools).toEqual({});
    });

    it("registers the same resources in a preview, and two of them do not collide", async () => {
        expect(urns(await record(all, { preview: true }))).toEqual(urns(await record(all)));
        const both = await record(() => {
            const cluster = clusterHandle();
            return ["gpu", "more"].map((name) => new GpuNodePools(name, { cluster, pools: { t4 } }));
        });
        expect(new Set(urns(both)).size).toBe(5);
    });

    it("refuses pools that do not fit their cluster, by path, before any is registered", async () => {
        const refused = await refusal(() => {
            const cluster = clusterHandle({ addresses: { ...addresses, nodeSubnet: "10.224.0.0/29" } });
            return new GpuNodePools("gpu", { cluster, pools: { t4: { ...t4, sizes: ["Standard_NC6"] } } });
        });
        expect(refused).toEqual({ paths: ["pools.t4.sizes[0]", "pools"], registered: ["cluster", "gpu"] });
    });
});
