import type { Properties } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import { lifecycleRule, outputText, refusal, SubscriptionFixture } from "./subscription-fixture";

describe("what Azure refuses of storage and private endpoints", () => {
    let fixture: SubscriptionFixture;
    let account: Created;
    const at = { resourceGroupName: "rg", accountName: "blobs1" };

    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
        const kind = { kind: "StorageV2", sku: { name: "Standard_LRS" }, allowBlobPublicAccess: false };
        account = await fixture.create("storage:StorageAccount", "account", { ...at, ...kind });
    });
    afterEach(() => {
        fixture.dispose();
    });

    const container = (changes: Properties): Promise<Created> =>
        fixture.create("storage:BlobContainer", "container", { ...at, containerName: "data", ...changes });
    const service = (changes: Properties): Promise<Created> =>
        fixture.create("storage:BlobServiceProperties", "service", { ...at, blobServicesName: "default", ...changes });
    const policy = (...rules: Properties[]): Promise<Created> =>
        fixture.create("storage:ManagementPolicy", "policy", { ...at, managementPolicyName: "default", policy: { rules } });

    test("S1-17 public containers in an account that allows none, and containers of an account that is not there", async () => {
        expect(await refusal(container({ publicAccess: "Blob" }))).toBe("PublicAccessNotPermitted");
        expect(await refusal(container({ accountName: "nobodys" }))).toBe("ParentResourceNotFound");
        expect(await refusal(container({ publicAccess: "None", metadata: { acl: "e30=" } }))).toBe("accepted");
    });

    test("S1-17 soft delete for no time; its settings are there from the start, so that a second create changes them", async () => {
        expect(await refusal(service({ deleteRetentionPolicy: { enabled: true } }))).toBe("InvalidXmlNodeValue");
        expect(await refusal(service({ deleteRetentionPolicy: { enabled: true, days: 7 } }))).toBe("accepted");
        const again = await service({ isVersioningEnabled: true });
        expect(again.state["isVersioningEnabled"]).toBe(true);
    });

    test("S1-17 a lifecycle without rules, with a dash in a name, with one name twice, or that cools what it deletes", async () => {
        const days = (daysAfterModificationGreaterThan: number): Properties => ({ daysAfterModificationGreaterThan });
        const rule = (name: string): Properties => lifecycleRule(name, { delete: days(9) });
        const refused = [[], [rule("a-b")], [rule("a"), rule("a")], [lifecycleRule("a", { tierToCool: days(9), delete: days(9) })]];
        for (const rules of refused) {
            expect(await refusal(policy(...rules))).toBe("InvalidRequestPropertyValue");
        }
        expect(await refusal(policy(rule("a"), lifecycleRule("b", { tierToCool: days(8), delete: days(9) })))).toBe("accepted");
    });

    test("S1-17 a private endpoint without subnet or target, or for a service that the target has not; its subnet stays while it is there", async () => {
        const { subnet } = await fixture.network();
        const endpoint = (subnetId: string, privateLinkServiceId: string, group: string): Promise<Created> =>
            fixture.create("network:PrivateEndpoint", "endpoint", {
                resourceGroupName: "rg",
                privateEndpointName: "blobs",
                subnet: { id: subnetId },
                privateLinkServiceConnections: [{ name: "blob", privateLinkServiceId, groupIds: [group] }],
            });
        expect(await refusal(endpoint(`${subnet.id}s`, account.id, "blob"))).toBe("InvalidResourceReference");
        expect(await refusal(endpoint(subnet.id, `${account.id}s`, "blob"))).toBe("InvalidResourceReference");
        expect(await refusal(endpoint(subnet.id, account.id, "blobs"))).toBe("PrivateLinkServiceGroupIdNotFound");
        const made = await endpoint(subnet.id, account.id, "blob");
        expect(outputText(made, "name")).toBe("blobs");
        expect(JSON.stringify(made.state["customDnsConfigs"])).toMatch(/blobs1\.blob\.core\.windows\.net.*"10\./);
        expect(await refusal(fixture.delete(subnet))).toBe("InUseSubnetCannotBeDeleted");
    });
});
