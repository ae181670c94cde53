import { secret, UNKNOWN } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import { clusterArgs, refusal, SubscriptionFixture } from "./subscription-fixture";

describe("what Azure refuses: locks, names and the rest", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const identity = (name: string): Promise<Created> =>
        fixture.create("managedidentity:UserAssignedIdentity", name, { resourceGroupName: "rg", resourceName: name });

    test("a lock on the group stops deletes in it, a read-only lock stops writes too", async () => {
        const { subnet } = await fixture.network();
        const lock = await fixture.create("authorization:ManagementLockByScope", "lock", {
            scope: fixture.groupId(),
            lockName: "keep",
            level: "CanNotDelete",
        });
        expect(await refusal(fixture.delete(subnet))).toBe("ScopeLocked");
        expect(await refusal(identity("one"))).toBe("accepted");
        await fixture.update(lock, { level: "ReadOnly" });
        expect(await refusal(identity("two"))).toBe("ScopeLocked");
        expect(await refusal(fixture.delete(lock))).toBe("accepted");
        expect(await refusal(fixture.delete(subnet))).toBe("accepted");
    });

    test("names that others hold, in this subscription or elsewhere", async () => {
        await fixture.group("rg2");
        const account = (accountName: string, resourceGroupName = "rg"): Promise<Created> =>
            fixture.create("storage:StorageAccount", accountName, {
                resourceGroupName,
                accountName,
                kind: "StorageV2",
                sku: { name: "Standard_LRS" },
            });
        const registry = (registryName: string, resourceGroupName = "rg"): Promise<Created> =>
            fixture.create("containerregistry:Registry", registryName, { resourceGroupName, registryName, sku: { name: "Basic" } });
        fixture.edit({ namesTaken: { StorageAccount: ["taken1"], Registry: ["Taken1"], Vault: [] } });
        expect([await refusal(account("taken1")), await refusal(account("mine1")), await refusal(account("mine1", "rg2"))]).toEqual([
            "StorageAccountAlreadyTaken",
            "accepted",
            "StorageAccountAlreadyTaken",
        ]);
        expect([await refusal(registry("taken1")), await refusal(registry("mine1")), await refusal(registry("mine1", "rg2"))]).toEqual([
            "AlreadyInUse",
            "accepted",
            "AlreadyInUse",
        ]);
    });

    test("a maintenance configuration under a name of one's own", async () => {
        await fixture.cluster();
        const window = fixture.create("containerservice:MaintenanceConfiguration", "window", {
            resourceGroupName: "rg",
            resourceName: "aks",
            configName: "nightly",
            maintenanceWindow: { durationHours: 4, startTime: "02:00", schedule: { daily: { intervalDays: 1 } } },
        });
        expect(await refusal(window)).toBe("InvalidResourceName");
    });

    test("a diagnostic setting without a sink", async () => {
        const cluster = await fixture.cluster();
        expect(
            await refusal(
                fixture.create("monitor:DiagnosticSetting", "audit", {
                    name: "audit",
                    resourceUri: cluster.id,
                    logs: [{ category: "guard", enabled: true }],
                }),
            ),
        ).toBe("BadRequest");
    });

    test("a preview is never refused: it asks nobody", async () => {
        const inputs = clusterArgs({ kubernetesVersion: "1.20", location: "nowhere", tags: secret({ a: UNKNOWN }) });
        const type = "azure-native:containerservice:ManagedCluster";
        await expect(
            fixture.azure.create({ ...fixture.identity(type, "aks"), inputs, preview: true, timeoutSeconds: 0 }),
        ).resolves.toMatchObject({ id: "" });
    });
});
