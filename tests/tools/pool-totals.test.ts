import type { StandingPool, SubscriptionSettings } from "../../rehearsal/azure/provider";
import { quotaTable, totalsLine } from "../../rehearsal/commands/pool-totals";

const pool = (changes: Partial<StandingPool>): StandingPool => ({
    name: "t4d1",
    stack: "dev",
    size: "Standard_NC4as_T4_v3",
    vcpus: 4,
    gpus: 1,
    gpuModel: "Tesla T4",
    region: "eastus",
    family: "Standard NCASv3_T4 Family",
    minCount: 0,
    maxCount: 2,
    spot: false,
    surge: 0,
    kubernetesVersion: "1.36.5",
    ...changes,
});
const system = pool({ name: "systempool", vcpus: 2, gpus: 0, family: "standardDDSv5Family", minCount: 1, maxCount: 2, surge: 1 });
const limits: Pick<SubscriptionSettings, "quotas"> = {
    quotas: { default: { cores: 100, lowPriorityCores: 8, standardDDSv5Family: 4 }, eastus: { "Standard NCASv3_T4 Family": 8 } },
};

describe("the summary of pools", () => {
    it("S0-40 adds nodes, vCPUs and GPUs up, at their fewest and at their most", () => {
        expect(totalsLine([system, pool({}), pool({ name: "t4s1", spot: true, minCount: 1 })])).toBe(
            "all pools: 2 to 6 nodes, 6 to 20 vCPUs, 1 to 4 GPUs",
        );
        expect(totalsLine([pool({ minCount: 2 })])).toBe("all pools: 2 nodes, 8 vCPUs, 2 GPUs");
    });

    it("S0-40 sets what each quota must cover beside its limit, and says which is too small, with the nodes of an upgrade", () => {
        expect(quotaTable([system, pool({}), pool({ name: "t4s1", spot: true, minCount: 1 })], limits)).toEqual([
            "  vCPU quota in eastus       at least  at most  with upgrades  limit",
            "  Standard NCASv3_T4 Family  0         8        8              8",
            "  standardDDSv5Family        2         4        6              4, too small",
            "  cores                      2         12       14             100",
            "  lowPriorityCores           4         8        8              8",
        ]);
    });
});
