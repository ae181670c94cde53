import { deletePool, listResources, setAutoscalerBounds, switchCluster } from "../../../rehearsal/azure/provider";
import { standingClusters } from "../../../rehearsal/clusters";
import { rehearsalPaths } from "../../../rehearsal/home";
import { refusal, SubscriptionFixture } from "./subscription-fixture";

const CLUSTER = { resourceGroup: "rg", clusterName: "aks" };

/** A cluster that somebody stops and starts beside the program, as `az aks stop` and `az aks start` do. */
describe("a stopped cluster", () => {
    let fixture: SubscriptionFixture;
    let cluster: Awaited<ReturnType<SubscriptionFixture["cluster"]>>;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
        cluster = await fixture.cluster();
        await fixture.pool();
    });
    afterEach(() => fixture.dispose());

    const states = (): (string | undefined)[] =>
        listResources(fixture.directory).flatMap(({ apiServer, powerState }) => (apiServer === undefined ? [] : [powerState]));

    it("is listed as one, has a name that leads nowhere, and answers once it is started", () => {
        const paths = { ...rehearsalPaths(fixture.directory), subscription: fixture.directory };
        const key = switchCluster(fixture.directory, CLUSTER, "Stopped");
        const lookup = () => standingClusters(paths).lookup(`https://${key}:443`);
        expect([states(), lookup()]).toEqual([
            ["Stopped"],
            { key, unreachable: `dial tcp: lookup ${key}: no such host (the cluster is stopped)` },
        ]);
        switchCluster(fixture.directory, CLUSTER, "Running");
        expect([states(), lookup()]).toEqual([[undefined], { key }]);
    });

    it("is not stopped twice, nor started while it runs", () => {
        const problem = (state: string, doing: string) =>
            `managed cluster is in Provisioning State(Succeeded) and Power State(${state}), ${doing} cannot be performed`;
        expect(() => switchCluster(fixture.directory, CLUSTER, "Running")).toThrow(problem("Running", "starting"));
        switchCluster(fixture.directory, CLUSTER, "Stopped");
        expect(() => switchCluster(fixture.directory, CLUSTER, "Stopped")).toThrow(problem("Stopped", "stopping"));
        expect(() => switchCluster(fixture.directory, { ...CLUSTER, clusterName: "other" }, "Stopped")).toThrow("ResourceNotFound");
    });

    it("takes no change of itself or its pools, and can be deleted", async () => {
        switchCluster(fixture.directory, CLUSTER, "Stopped");
        const t4 = { ...CLUSTER, name: "t4d1" };
        expect(await refusal(setAutoscalerBounds(fixture.directory, t4, { minCount: 1, maxCount: 9 }))).toBe("OperationNotAllowed");
        expect(await refusal(deletePool(fixture.directory, t4))).toBe("OperationNotAllowed");
        expect(states()).toEqual(["Stopped"]);
        await fixture.delete(cluster);
        expect(states()).toEqual([]);
    });
});
