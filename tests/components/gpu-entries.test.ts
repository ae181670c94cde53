import { GpuNodePools, type GpuPoolSpec } from "../../components";
import { named, record, valueOf } from "../support/mocks";
import { clusterHandle } from "../support/mocks-fixtures";

const t4: GpuPoolSpec = { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 2 };

describe("entries of several pools", () => {
    const build = (pools: Record<string, GpuPoolSpec>): GpuNodePools => new GpuNodePools("gpu", { cluster: clusterHandle(), pools });

    it("S3-16 registers a pool for each size and capacity, which one placement leads to", async () => {
        const { resources, result } = await record(() =>
            build({
                t4: { ...t4, sizes: ["Standard_NC4as_T4_v3", "Standard_NC64as_T4_v3"], capacity: ["spot", "on-demand"], minCount: 1 },
            }),
        );
        const pools = resources.slice(2).map(({ name, inputs }) => {
            return [name, inputs["agentPoolName"], inputs["vmSize"], inputs["scaleSetPriority"], inputs["minCount"]];
        });
        expect(pools.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
            ["gpu-t4", "t4d1", "Standard_NC4as_T4_v3", "Regular", 0],
            ["gpu-t4-size2", "t4e1", "Standard_NC64as_T4_v3", "Regular", 0],
            ["gpu-t4-size2-spot", "t4t1", "Standard_NC64as_T4_v3", "Spot", 1],
            ["gpu-t4-spot", "t4s1", "Standard_NC4as_T4_v3", "Spot", 1],
        ]);
        expect(result.pools["t4"]).toMatchObject({ size: "Standard_NC4as_T4_v3", gpusPerNode: 1 });
        const gpuResource = "nvidia.com/gpu";
        const facts = result.pools["t4"]?.agentPools.map(async ({ agentPoolName, ...plain }) => [
            (await valueOf(agentPoolName)).value,
            plain,
        ]);
        expect(await Promise.all(facts ?? [])).toEqual([
            ["t4s1", { size: "Standard_NC4as_T4_v3", capacity: "spot", gpuResource, gpusPerNode: 1 }],
            ["t4d1", { size: "Standard_NC4as_T4_v3", capacity: "on-demand", gpuResource, gpusPerNode: 1 }],
            ["t4t1", { size: "Standard_NC64as_T4_v3", capacity: "spot", gpuResource, gpusPerNode: 4 }],
            ["t4e1", { size: "Standard_NC64as_T4_v3", capacity: "on-demand", gpuResource, gpusPerNode: 4 }],
        ]);
        expect(result.pools["t4"]?.placement.tolerations.map(({ key }) => key)).toEqual([
            "nvidia.com/gpu",
            "kubernetes.azure.com/scalesetpriority",
        ]);
    });

    it("knows a Spot pool under the name that it had before capacities had names", async () => {
        const recording = await record(() => build({ t4, a100: { ...t4, capacity: ["spot"], generation: 3 } }));
        expect(named(recording, "gpu-a100-spot-3").aliases.filter((alias) => alias.includes("gpu-a100-3"))).toHaveLength(1);
        expect(named(recording, "gpu-t4").aliases.filter((alias) => alias.includes("gpu-"))).toEqual([]);
    });
});
