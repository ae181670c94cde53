import type { Properties } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import { refusal, SubscriptionFixture, systemPool } from "./subscription-fixture";

const T4_FAMILY = "Standard NCASv3_T4 Family";

describe("what Azure refuses: pools", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const message = async (work: Promise<unknown>): Promise<string> => {
        const error: unknown = await work.then(
            () => new Error("accepted"),
            (reason: unknown) => reason,
        );
        return error instanceof Error ? error.message : String(error);
    };

    test.each<[string, Properties, string]>([
        ["a size that does not exist", { vmSize: "Standard_NC5as_T4_v3" }, "BadRequest"],
        ["a retired size", { vmSize: "Standard_NC6s_v3", gpuProfile: null }, "BadRequest"],
        ["a size that is being retired", { vmSize: "Standard_D4s_v3", gpuProfile: null }, "SkuNotAvailable"],
        ["a size that the region does not offer", { vmSize: "Standard_ND96isr_H200_v5" }, "BadRequest"],
        ["a zone that the region does not have", { availabilityZones: ["4"] }, "AvailabilityZoneNotSupported"],
        [
            "more vCPUs of the family than the quota allows",
            { vmSize: "Standard_NC64as_T4_v3", minCount: 4, maxCount: 4 },
            "ErrCode_InsufficientVCPUQuota",
        ],
        ["a family without quota", { vmSize: "Standard_NC40ads_H100_v5", minCount: 1 }, "ErrCode_InsufficientVCPUQuota"],
        [
            "more spot vCPUs than the spot quota",
            { vmSize: "Standard_NC64as_T4_v3", scaleSetPriority: "Spot", minCount: 5, maxCount: 5 },
            "QuotaExceeded",
        ],
        [
            "a maximum beyond the quota is accepted at request time",
            { vmSize: "Standard_NC64as_T4_v3", minCount: 0, maxCount: 50 },
            "accepted",
        ],
        ["an unknown Kubernetes version", { orchestratorVersion: "1.29" }, "AgentPoolK8sVersionNotSupported"],
        ["a pool newer than its control plane", { orchestratorVersion: "1.37" }, "NodePoolMcVersionIncompatible"],
        ["a pool one minor version older", { orchestratorVersion: "1.35" }, "accepted"],
        [
            "spot in system mode",
            { mode: "System", scaleSetPriority: "Spot", minCount: 1, gpuProfile: null, vmSize: "Standard_D4s_v5" },
            "InvalidParameter",
        ],
        ["minimum 0 in system mode", { mode: "System", gpuProfile: null, vmSize: "Standard_D4s_v5" }, "InvalidParameter"],
        ["a minimum above the maximum", { minCount: 5 }, "InvalidParameter"],
        ["a new pool with fewer nodes than its minimum", { minCount: 1, count: 0 }, "InvalidParameter"],
        ["counts of the autoscaler without the autoscaler", { enableAutoScaling: false }, "InvalidParameter"],
        ["the autoscaler without a maximum", { maxCount: null }, "InvalidParameter"],
        ["neither surge nor unavailable nodes", { upgradeSettings: { maxSurge: "0", maxUnavailable: "0" } }, "InvalidParameter"],
        ["surge nodes of a spot pool", { scaleSetPriority: "Spot", upgradeSettings: { maxSurge: "1" } }, "InvalidParameter"],
        ["unavailable nodes of a spot pool", { scaleSetPriority: "Spot", upgradeSettings: { maxUnavailable: "1" } }, "InvalidParameter"],
        ["a drain timeout of a spot pool", { scaleSetPriority: "Spot", upgradeSettings: { drainTimeoutInMinutes: 30 } }, "accepted"],
        ["an instance profile on a size without MIG", { gpuInstanceProfile: "MIG1g" }, "InvalidParameter"],
        ["an instance profile on a size with MIG", { vmSize: "Standard_NC24ads_A100_v4", gpuInstanceProfile: "MIG1g" }, "accepted"],
        ["a GPU driver on a size without GPU", { vmSize: "Standard_D4s_v5" }, "InvalidParameter"],
        ["a word that an open enum does not have", { osSKU: "NewLinux" }, "InvalidParameter"],
        ["Ubuntu2404, which the SDK's enum lacks", { osSKU: "Ubuntu2404" }, "accepted"],
        ["a cluster that does not exist", { resourceName: "other" }, "ParentResourceNotFound"],
        ["a resource group that does not exist", { resourceGroupName: "other" }, "ResourceGroupNotFound"],
    ])("%s", async (_, change, code) => {
        await fixture.cluster();
        expect(await refusal(fixture.pool(change))).toBe(code);
    });

    test("surge nodes count: four nodes fit the quota, four and one surge node do not, maxSurge 0 fits", async () => {
        await fixture.cluster();
        fixture.edit({ quotas: { default: { cores: 500, lowPriorityCores: 0, standardDSv5Family: 100, [T4_FAMILY]: 16 } } });
        const four = { enableAutoScaling: false, minCount: null, maxCount: null, count: 4 };
        const text = await message(fixture.pool({ ...four, upgradeSettings: null }));
        expect(text).toContain(
            'Status=400 Code="ErrCode_InsufficientVCPUQuota" Message="Insufficient vcpu quota requested 20, remaining 16 for family Standard NCASv3_T4 Family',
        );
        expect(await refusal(fixture.pool(four))).toBe("accepted");
        expect(await refusal(fixture.pool({ ...four, agentPoolName: "more", count: 1 }))).toBe("ErrCode_InsufficientVCPUQuota");
    });

    test("the regional total refuses what the family would allow", async () => {
        await fixture.cluster();
        fixture.edit({ quotas: { default: { cores: 6, standardDSv5Family: 100, [T4_FAMILY]: 100 } } });
        expect(await refusal(fixture.pool({ minCount: 1 }))).toBe("QuotaExceeded");
    });

    test("a size that subscription.json withholds in the region or in a zone", async () => {
        await fixture.cluster();
        fixture.edit({ sizesNotOffered: { "westeurope-1": ["Standard_NC4as_T4_v3"] } });
        expect(await refusal(fixture.pool({ availabilityZones: ["1"] }))).toBe("SkuNotAvailable");
        fixture.edit({ sizesNotOffered: { westeurope: ["Standard_NC4as_T4_v3"] } });
        expect(await refusal(fixture.pool())).toBe("BadRequest");
    });

    test.each<[string, Properties, string]>([
        [
            "osDiskType",
            { osDiskType: "Ephemeral" },
            `'properties.osDiskType' is not allowed: it is "Managed" since the resource was created, "Ephemeral" was asked for`,
        ],
        ["maxPods", { maxPods: 30 }, `'properties.maxPods' is not allowed: it is 250`],
        ["gpuProfile.driver", { gpuProfile: { driver: "None" } }, `'properties.gpuProfile.driver' is not allowed: it is "Install"`],
    ])("a change of %s", async (_, change, text) => {
        await fixture.cluster();
        const pool = await fixture.pool();
        const answer = await message(fixture.update(pool, change));
        expect(answer).toContain('Code="PropertyChangeNotAllowed"');
        expect(answer).toContain(text);
    });

    test("giving a default explicitly is no change", async () => {
        await fixture.cluster();
        const pool = await fixture.pool();
        expect(await refusal(fixture.update(pool, { maxPods: 250, osDiskType: "Managed" }))).toBe("accepted");
    });

    test("the last system pool stays", async () => {
        await fixture.cluster({ agentPoolProfiles: [systemPool(), systemPool({ name: "system2" })] });
        const pools = ["systempool", "system2"].map((name) => ({
            type: "azure-native:containerservice:AgentPool",
            name,
            id: `${fixture.groupId()}/providers/Microsoft.ContainerService/managedClusters/aks/agentPools/${name}`,
            inputs: {},
            state: {},
        }));
        expect(await refusal(fixture.delete(pools[0] as Created))).toBe("accepted");
        expect(await refusal(fixture.delete(pools[1] as Created))).toBe("OperationNotAllowed");
    });
});
