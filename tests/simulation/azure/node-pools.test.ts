import { deletePool, findResource, listClusterPools, setAutoscalerBounds } from "../../../rehearsal/azure/provider";
import { refusal, SubscriptionFixture, systemPool } from "./subscription-fixture";

const CLUSTER = { resourceGroup: "rg", clusterName: "aks" };

/** Pools that somebody changes beside the program, as `az aks nodepool` does. */
describe("node pools from outside", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
        await fixture.cluster({ agentPoolProfiles: [systemPool({ enableAutoScaling: true, minCount: 1, maxCount: 2 })] });
        await fixture.pool();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const listed = (): unknown[] =>
        listClusterPools(fixture.directory, CLUSTER).map(({ name, mode, minCount, maxCount }) => [name, mode, minCount, maxCount]);

    it("are listed by name, inline or not", () => {
        expect(listed()).toEqual([
            ["systempool", "System", 1, 2],
            ["t4d1", "User", 0, 4],
        ]);
    });

    it("go, unless it is the last system pool", async () => {
        expect(await refusal(deletePool(fixture.directory, { ...CLUSTER, name: "systempool" }))).toBe("OperationNotAllowed");
        await deletePool(fixture.directory, { ...CLUSTER, name: "T4D1" });
        expect(listed()).toEqual([["systempool", "System", 1, 2]]);
    });

    it("take other numbers of nodes, within Azure's rules, and stay whose they are", async () => {
        const id = `${fixture.groupId()}/providers/Microsoft.ContainerService/managedClusters/aks/agentPools/t4d1`;
        const before = findResource(fixture.directory, id);
        await setAutoscalerBounds(fixture.directory, { ...CLUSTER, name: "t4d1" }, { minCount: 1, maxCount: 9 });
        await setAutoscalerBounds(fixture.directory, { ...CLUSTER, name: "systempool" }, { minCount: 2, maxCount: 3 });
        expect(listed()).toEqual([
            ["systempool", "System", 2, 3],
            ["t4d1", "User", 1, 9],
        ]);
        const after = findResource(fixture.directory, id);
        expect([after?.stack, after?.sent, after?.provisioningState]).toEqual(["dev", before?.sent, "Succeeded"]);
        const none = { minCount: 0, maxCount: 3 };
        expect(await refusal(setAutoscalerBounds(fixture.directory, { ...CLUSTER, name: "systempool" }, none))).toBe("InvalidParameter");
    });

    it("are refused by what is missing: the cluster, or the pool with those that there are", async () => {
        expect(() => listClusterPools(fixture.directory, { ...CLUSTER, clusterName: "other" })).toThrow("ResourceNotFound");
        const missing = deletePool(fixture.directory, { ...CLUSTER, name: "t4d2" });
        await expect(missing).rejects.toThrow("Cluster 'aks' has no agent pool 't4d2'. Its pools: systempool, t4d1.");
    });
});
