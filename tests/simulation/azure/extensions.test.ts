import type { Properties } from "../../../rehearsal/provider/values";
import { SubscriptionFixture, systemPool } from "./subscription-fixture";

const TYPE = "kubernetesconfiguration:Extension";

describe("extensions of a cluster", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const flux = (changes: Properties = {}): Properties => ({
        resourceGroupName: "rg",
        clusterRp: "Microsoft.ContainerService",
        clusterResourceName: "managedClusters",
        clusterName: "aks",
        extensionName: "flux",
        extensionType: "microsoft.flux",
        ...changes,
    });
    const cluster = async (): Promise<void> => {
        await fixture.create("containerservice:ManagedCluster", "aks", {
            resourceGroupName: "rg",
            resourceName: "aks",
            dnsPrefix: "aks",
            kubernetesVersion: "1.36",
            identity: { type: "SystemAssigned" },
            agentPoolProfiles: [systemPool()],
        });
    };

    it("S1-15 have an identity and the version that Azure chose, and go with the cluster", async () => {
        await cluster();
        const extension = await fixture.create(TYPE, "flux", flux());
        expect(extension.state).toMatchObject({
            name: "flux",
            extensionType: "microsoft.flux",
            provisioningState: "Succeeded",
            currentVersion: "1.19.5",
            aksAssignedIdentity: { type: "SystemAssigned", principalId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
        });
    });

    it.each<[string, Properties, RegExp]>([
        ["a type that nobody offers", { extensionType: "microsoft.fluxx" }, /ExtensionTypeNotFound/],
        ["a cluster that is not there", { clusterName: "aks2" }, /ParentResourceNotFound/],
    ])("are refused for %s", async (_what, changes, expected) => {
        await cluster();
        await expect(fixture.create(TYPE, "flux", flux(changes))).rejects.toThrow(expected);
    });

    it("are refused a second time under another name", async () => {
        await cluster();
        await fixture.create(TYPE, "flux", flux());
        await expect(fixture.create(TYPE, "flux2", flux({ extensionName: "flux2" }))).rejects.toThrow(
            /Conflict.*installed in the cluster already/,
        );
    });
});
