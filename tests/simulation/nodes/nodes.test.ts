import { at } from "../../../rehearsal/azure/request";
import { nodeObject, scaleSetOf } from "../../../rehearsal/nodes/node-object";
import { findCluster, poolOf, poolsOf } from "../../../rehearsal/nodes/pools";
import { clusterRecord, gpuPool, HOST, pool, poolRecord } from "./records";

describe("pools", () => {
    test("a cluster is found by the host of its API server, also a private one", () => {
        const hidden = clusterRecord();
        const records = [{ ...hidden, computed: { fqdn: HOST, privateFQDN: "ml.1234.privatelink.eastus.azmk8s.io" } }];
        expect(findCluster(records, HOST)).toBeUndefined();
        expect(findCluster(records, "ml.1234.privatelink.eastus.azmk8s.io")).toBe(records[0]);
    });

    test("system pools come first, pools of other clusters and those being deleted not at all", () => {
        const records = [
            poolRecord("t4", {}),
            poolRecord("system", { mode: "System", vmSize: "Standard_D2ds_v5", count: 1 }),
            poolRecord("going", {}, { provisioningState: "Deleting" }),
            poolRecord("other", {}, { id: `${clusterRecord().id}2/agentPools/other` }),
        ];
        expect(poolsOf(clusterRecord(), records).map(({ name }) => name)).toEqual(["system", "t4"]);
        expect(poolsOf({ ...clusterRecord(), provisioningState: "Deleting" }, records)).toEqual([]);
    });

    test.each([
        ["being created", { provisioningState: "Creating" as const }, 0],
        ["whose creation failed", { provisioningState: "Failed" as const }, 0],
        ["whose later change failed", { provisioningState: "Failed" as const, changedAt: "2026-11-21T13:00:00.000Z" }, 2],
        ["being changed", { provisioningState: "Updating" as const }, 2],
        ["that stands", {}, 2],
    ])("a pool %s has the nodes that it can have", (_, more, expected) => {
        const { count, succeeded } = poolOf(poolRecord("t4", { count: 2 }, more), clusterRecord());
        expect([count, succeeded]).toEqual([expected, !("provisioningState" in more)]);
    });

    test("a stopped pool has no nodes", () => {
        expect(pool("t4", { count: 2, powerState: { code: "Stopped" } }).count).toBe(0);
    });

    test("a size that the table lacks fails with the file that needs it", () => {
        expect(() => pool("t4", { vmSize: "Standard_XY1" })).toThrow(
            'pool "t4": size "Standard_XY1" is not in rehearsal/azure/data/sizes.json, so its nodes cannot be rehearsed; add it there, or take another size',
        );
        expect(() => pool("rtx", { vmSize: "Standard_NC72lds_xl_RTXPRO6000BSE_v6" })).toThrow(
            'does not know how much memory "Standard_NC72lds_xl_RTXPRO6000BSE_v6" has; add memoryGiB there',
        );
    });
});

describe("nodes of a pool", () => {
    test("S0-44 a GPU node has AKS's name, labels and taints with the pool's own, and offers no GPU before a device plugin runs", () => {
        const name = `${scaleSetOf(gpuPool("t4d"))}000011`;
        expect(name).toMatch(/^aks-t4d-\d{8}-vmss000011$/);
        const node = nodeObject(gpuPool("t4d"), 37);
        expect(at(node, "status", "nodeInfo", "kubeletVersion")).toBe("v1.36.3");
        expect({ ...node, status: { capacity: at(node, "status", "capacity"), allocatable: at(node, "status", "allocatable") } }).toEqual({
            apiVersion: "v1",
            kind: "Node",
            metadata: {
                name,
                labels: {
                    "ml-platform/pool": "t4d",
                    accelerator: "nvidia",
                    agentpool: "t4d",
                    "beta.kubernetes.io/arch": "amd64",
                    "beta.kubernetes.io/instance-type": "Standard_NC4as_T4_v3",
                    "beta.kubernetes.io/os": "linux",
                    "failure-domain.beta.kubernetes.io/region": "eastus",
                    "failure-domain.beta.kubernetes.io/zone": "0",
                    "kubernetes.azure.com/accelerator": "nvidia",
                    "kubernetes.azure.com/agentpool": "t4d",
                    "kubernetes.azure.com/cluster": "MC_ml-dev_ml-dev_eastus",
                    "kubernetes.azure.com/mode": "user",
                    "kubernetes.azure.com/node-image-version": "AKSUbuntu-2404gen2containerd-202611.01.0",
                    "kubernetes.azure.com/nodepool-type": "VirtualMachineScaleSets",
                    "kubernetes.azure.com/os-sku": "Ubuntu",
                    "kubernetes.azure.com/os-sku-effective": "Ubuntu2404",
                    "kubernetes.azure.com/os-sku-requested": "Ubuntu",
                    "kubernetes.azure.com/role": "agent",
                    "kubernetes.azure.com/sku-cpu": "4",
                    "kubernetes.azure.com/sku-memory": "28672",
                    "kubernetes.io/arch": "amd64",
                    "kubernetes.io/hostname": name,
                    "kubernetes.io/os": "linux",
                    "node.kubernetes.io/instance-type": "Standard_NC4as_T4_v3",
                    "topology.disk.csi.azure.com/zone": "",
                    "topology.kubernetes.io/region": "eastus",
                    "topology.kubernetes.io/zone": "0",
                },
                annotations: {
                    "kwok.x-k8s.io/node": "fake",
                    "ml-platform.rehearsal/pool-generation": "2026-11-21T12:00:00.000Z",
                    "ml-platform.rehearsal/given-labels": "ml-platform/pool",
                },
            },
            spec: {
                providerID:
                    "azure:///subscriptions/6f0c2d4e-0000-4000-8000-000000000001/resourceGroups/mc_ml-dev_ml-dev_eastus/providers/" +
                    `Microsoft.Compute/virtualMachineScaleSets/${scaleSetOf(gpuPool("t4d"))}/virtualMachines/37`,
                taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
            },
            status: {
                capacity: { cpu: "4", memory: "28788736Ki", "ephemeral-storage": "133040906960", pods: "110" },
                // less 140 millicores; 20 MiB for each of 110 pods, 50 MiB and the 100 MiB of eviction; a tenth of the disk
                allocatable: { cpu: "3860m", memory: "26382336Ki", "ephemeral-storage": "119736816264", pods: "110" },
            },
        });
    });

    test("S0-42 a Spot node has the label and the taint that AKS adds, once", () => {
        const spotTaint = { key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" };
        for (const nodeTaints of [[], ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"]]) {
            const node = nodeObject(pool("spot", { scaleSetPriority: "Spot", nodeTaints }), 0);
            expect(at(node, "spec", "taints")).toEqual([spotTaint]);
            expect(at(node, "metadata", "labels", "kubernetes.azure.com/scalesetpriority")).toBe("spot");
        }
    });

    test("S2-18 a system node has the taints of its pool, also one without a value", () => {
        const node = nodeObject(
            pool("system", {
                mode: "System",
                vmSize: "Standard_D2ds_v5",
                nodeTaints: ["CriticalAddonsOnly=true:NoSchedule", "drain:NoExecute"],
            }),
            0,
        );
        expect(at(node, "spec", "taints")).toEqual([
            { key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" },
            { key: "drain", effect: "NoExecute" },
        ]);
        expect(at(node, "metadata", "labels", "kubernetes.azure.com/mode")).toBe("system");
        expect(at(node, "metadata", "labels", "accelerator")).toBeUndefined();
    });

    test("nodes are spread over the zones of their pool", () => {
        const zoned = pool("zoned", { availabilityZones: ["1", "3"] });
        expect([0, 1, 2].map((place) => at(nodeObject(zoned, place), "metadata", "labels", "topology.kubernetes.io/zone"))).toEqual([
            "eastus-1",
            "eastus-3",
            "eastus-1",
        ]);
    });

    test("pools of different clusters have scale sets of different names", () => {
        const other = { ...pool("t4"), id: `${pool("t4").id}x` };
        expect(at(nodeObject(other, 0), "metadata", "name")).not.toBe(at(nodeObject(pool("t4"), 0), "metadata", "name"));
    });

    test.each([
        ["Standard_D2ds_v5", 2, "1900m"],
        ["Standard_NC24ads_A100_v4", 24, "23740m"],
        ["Standard_D48s_v5", 48, "47580m"],
        ["Standard_ND96isr_H100_v5", 96, "95260m"],
    ])("AKS reserves CPU on a %s by its vCPUs", (vmSize, cpu, allocatable) => {
        const node = nodeObject(pool("p", { vmSize }), 0);
        expect([at(node, "status", "capacity", "cpu"), at(node, "status", "allocatable", "cpu")]).toEqual([String(cpu), allocatable]);
    });

    test("on a small machine AKS reserves a quarter of the memory rather than by pods", () => {
        const small = nodeObject(pool("p", { vmSize: "Standard_D2ds_v5", maxPods: 250 }), 0);
        // 8 GiB: Linux shows 7954 MiB; a quarter is less than 5050 MiB
        expect(at(small, "status", "allocatable", "memory")).toBe(`${7954 * 1024 - 1988.5 * 1024 - 100 * 1024}Ki`);
    });

    test("Grace Blackwell nodes are Arm nodes", () => {
        const node = nodeObject(pool("gb", { vmSize: "Standard_ND128isr_NDR_GB200_v6" }), 0);
        expect(at(node, "metadata", "labels", "kubernetes.io/arch")).toBe("arm64");
    });
});
