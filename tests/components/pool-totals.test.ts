import * as fc from "fast-check";
import { findSize, priceIn, sizes as catalog } from "../../components/core/catalog";
import { type CountedPool, poolTotals, upgradeNodes } from "../../components/core/pool-totals";

const pool = (size: string, minCount: number, maxCount: number, changes: Partial<CountedPool> = {}): CountedPool => {
    return { size, minCount, maxCount, capacity: "on-demand", upgrade: { maxSurge: "0" }, ...changes };
};
const surge = { upgrade: { maxSurge: "33%" } };

const anyPool: fc.Arbitrary<CountedPool> = fc.record({
    size: fc.constantFrom(...catalog.map(({ name }) => name)),
    capacity: fc.constantFrom("on-demand" as const, "spot" as const),
    minCount: fc.integer({ min: 0, max: 10 }),
    maxCount: fc.integer({ min: 10, max: 1000 }),
    upgrade: fc.constantFrom({ maxSurge: "0" }, { maxSurge: "33%" }, { maxSurge: "2" }),
});

describe("totals of pools", () => {
    it("S0-40 are nodes, vCPUs, GPUs, price and quota, on demand by family and for Spot by itself", () => {
        const pools = [
            pool("Standard_D2ds_v5", 1, 2, surge),
            pool("Standard_D8ds_v5", 0, 4, { capacity: "spot", ...surge }),
            pool("Standard_NC64as_T4_v3", 0, 2),
            pool("Standard_NC4as_T4_v3", 1, 3),
        ];
        expect(poolTotals(pools, "eastus")).toEqual({
            nodes: { atLeast: 2, atMost: 11 },
            vcpus: { atLeast: 6, atMost: 4 + 32 + 128 + 12 },
            gpus: { atLeast: 1, atMost: 8 + 3 },
            usdPerHour: { atLeast: 0.639, atMost: 10.508 },
            quotas: {
                standardDDSv5Family: { atLeast: 2, atMost: 4, withUpgrades: 6 },
                "Standard NCASv3_T4 Family": { atLeast: 4, atMost: 140, withUpgrades: 140 },
                cores: { atLeast: 6, atMost: 144, withUpgrades: 146 },
                lowPriorityCores: { atLeast: 0, atMost: 32, withUpgrades: 32 },
            },
        });
    });

    it("say no price where one is not known in the region, and none of Spot machines", () => {
        expect(poolTotals([pool("Standard_D2ds_v5", 1, 1)], "nowhere").usdPerHour).toBeUndefined();
        expect(poolTotals([pool("Standard_D2ds_v5", 1, 1, { capacity: "spot" })], "nowhere").usdPerHour).toEqual({ atLeast: 0, atMost: 0 });
        expect(poolTotals([], "eastus")).toEqual({
            nodes: { atLeast: 0, atMost: 0 },
            vcpus: { atLeast: 0, atMost: 0 },
            gpus: { atLeast: 0, atMost: 0 },
            usdPerHour: { atLeast: 0, atMost: 0 },
            quotas: {},
        });
    });

    it("count the nodes that an upgrade adds as AKS does: a share rounded up, a number, none on Spot", () => {
        const added = (changes: Partial<CountedPool>): number => upgradeNodes(pool("Standard_D2ds_v5", 1, 4, changes));
        expect([added(surge), added({ upgrade: { maxSurge: "3" } }), added({}), added({ ...surge, capacity: "spot" })]).toEqual([
            2, 3, 0, 0,
        ]);
    });

    it("S0-40 equal the sum of the parts, whatever the pools, and quotas that of all vCPUs", () => {
        fc.assert(
            fc.property(fc.array(anyPool, { maxLength: 30 }), (pools) => {
                const whole = poolTotals(pools, "eastus");
                const parts = pools.map((one) => poolTotals([one], "eastus"));
                for (const bound of ["atLeast", "atMost"] as const) {
                    for (const key of ["nodes", "vcpus", "gpus"] as const) {
                        expect(whole[key][bound]).toBe(parts.reduce((sum, part) => sum + part[key][bound], 0));
                    }
                    const { cores, lowPriorityCores, ...families } = whole.quotas;
                    expect((cores?.[bound] ?? 0) + (lowPriorityCores?.[bound] ?? 0)).toBe(whole.vcpus[bound]);
                    expect(Object.values(families).reduce((sum, need) => sum + need[bound], 0)).toBe(cores?.[bound] ?? 0);
                }
                for (const [name, need] of Object.entries(whole.quotas)) {
                    expect(need.withUpgrades).toBe(parts.reduce((sum, part) => sum + (part.quotas[name]?.withUpgrades ?? 0), 0));
                }
                const known = pools.every(({ size, capacity }) => capacity === "spot" || priceIn(size, "eastus") !== undefined);
                expect(whole.usdPerHour !== undefined).toBe(known);
                expect(whole.usdPerHour?.atMost ?? 0).toBeCloseTo(
                    known ? parts.reduce((sum, part) => sum + (part.usdPerHour?.atMost ?? 0), 0) : 0,
                    3,
                );
            }),
        );
    });

    it("say what each size of the catalog counts, taken from it", () => {
        const wrong = catalog.filter(({ name }) => {
            const { vcpus, gpus } = poolTotals([pool(name, 1, 2)], "eastus");
            return vcpus.atMost !== 2 * (findSize(name)?.vcpus ?? NaN) || gpus.atLeast !== (findSize(name)?.gpu?.count ?? 0);
        });
        expect(wrong).toEqual([]);
    });
});
