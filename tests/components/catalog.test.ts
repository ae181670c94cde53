import {
    ephemeralOsDiskGiB,
    findSize,
    priceIn,
    PRICES_AS_OF,
    regionsWith,
    samplePrice,
    similarSizes,
    sizes,
    SIZES_AS_OF,
    type VmSize,
} from "../../components/core/catalog";
import { SERIES } from "../../components/core/catalog-data";
import { PRICES } from "../../components/core/catalog-prices-data";
import { REGIONS } from "../../stacks/config/keys/region-data";

const DAY = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** The size of that name, which must be in the catalog. */
function known(name: string): VmSize {
    const size = findSize(name);
    if (size === undefined) {
        throw new Error(`${name} is not in the catalog`);
    }
    return size;
}

/** Names of the sizes of which something does not hold. */
const sizesWithout = (holds: (size: VmSize) => boolean): string[] => sizes.filter((size) => !holds(size)).map(({ name }) => name);

describe("every size of the catalog", () => {
    it("is there once, with a name as Azure writes it, vCPUs as in its name, and a quota", () => {
        expect(sizes.length).toBeGreaterThan(120);
        expect(new Set(sizes.map(({ name }) => name)).size).toBe(sizes.length);
        expect(sizesWithout(({ name }) => /^Standard_(?:A|D|DS|E|NC|NCC|ND|NV)\d+[a-z]*(?:_[A-Za-z0-9]+)*$/.test(name))).toEqual([]);
        // DSv2 is numbered by another count.
        expect(sizesWithout(({ name, vcpus }) => Number(/\d+/.exec(name)?.[0]) === vcpus)).toEqual(["Standard_DS12_v2"]);
        expect(sizesWithout(({ quotaFamily }) => /^standard.*family$/i.test(quotaFamily))).toEqual([]);
        expect(sizesWithout(({ memoryGiB }) => memoryGiB === undefined || memoryGiB > 0)).toEqual([]);
        expect(sizesWithout(({ memoryGiB }) => memoryGiB !== undefined)).toEqual(["Standard_NC72lds_xl_RTXPRO6000BSE_v6"]);
    });

    it("of one series counts against one quota, and no other series does", () => {
        const pairs = new Set(sizes.map(({ series, quotaFamily }) => `${series} ${quotaFamily.toLowerCase()}`));
        expect([pairs.size, new Set(SERIES.map(({ series }) => series)).size]).toEqual([SERIES.length, SERIES.length]);
        expect(new Set(sizes.map(({ quotaFamily }) => quotaFamily.toLowerCase())).size).toBe(SERIES.length);
    });

    it("that goes away has a day, and a successor of its kind that can be had", () => {
        const going = sizes.flatMap(({ lifecycle, ...size }) => (lifecycle.status === "available" ? [] : [{ ...size, lifecycle }]));
        expect(going.length).toBeGreaterThan(20);
        expect(going.filter(({ lifecycle }) => lifecycle.status !== "legacy" && !DAY.test(lifecycle.on))).toEqual([]);
        expect(going.filter(({ lifecycle }) => lifecycle.status === "retired" && lifecycle.on > SIZES_AS_OF)).toEqual([]);
        expect(going.filter(({ lifecycle }) => lifecycle.status === "retiring" && lifecycle.on <= SIZES_AS_OF)).toEqual([]);
        expect(going.filter(({ lifecycle }) => findSize(lifecycle.successor)?.lifecycle.status !== "available")).toEqual([]);
        expect(
            going.filter(({ gpu, lifecycle }) => (gpu?.count ?? 0) > (known(lifecycle.successor).gpu?.count ?? 0)).map(({ name }) => name),
            // Two K80, P100 or M60, or four M60, are less than one or two of today's.
        ).toEqual(["Standard_NC12", "Standard_NV12", "Standard_NV24", "Standard_NV24s_v3", "Standard_NV48s_v3"]);
    });

    it("has GPUs where its name begins with N, and InfiniBand where the name has an r", () => {
        expect(sizesWithout(({ name, gpu }) => name.startsWith("Standard_N") === (gpu !== undefined))).toEqual([]);
        expect(sizesWithout(({ name, gpu }) => /^Standard_N[CDV]\d+[a-z]*r/.test(name) === (gpu?.rdma ?? false))).toEqual([]);
        expect(sizesWithout(({ gpu }) => gpu === undefined || (Number.isInteger(gpu.count) && gpu.count > 0))).toEqual([]);
        expect(sizesWithout(({ gpu }) => gpu?.nvlink !== true || (gpu.count > 1 && gpu.manufacturer === "nvidia"))).toEqual([]);
        expect(sizesWithout(({ gpu }) => gpu?.fraction === undefined || (gpu.count === 1 && !gpu.nvlink))).toEqual([]);
        expect(sizesWithout(({ gpu }) => gpu?.manufacturer !== "amd" || gpu.aksDriver === "none")).toEqual([]);
    });

    it("has the memory of its GPUs as Azure prints it in all", () => {
        const printed: readonly (readonly [size: string, totalGB: number])[] = [
            ["Standard_NC64as_T4_v3", 64],
            ["Standard_NC96ads_A100_v4", 320],
            ["Standard_ND96asr_v4", 320],
            ["Standard_NC80adis_H100_v5", 188],
            ["Standard_ND96isr_H100_v5", 640],
            ["Standard_ND96isr_H200_v5", 1128],
            ["Standard_ND40rs_v2", 256],
            ["Standard_NV72ads_A10_v5", 48],
            ["Standard_NV18ads_A10_v5", 12],
        ];
        const totals = printed.map(([name]) => {
            const { gpu } = known(name);
            return [name, (gpu?.count ?? 0) * (gpu?.memoryGiBPerGpu ?? 0)];
        });
        expect(totals).toEqual(printed);
        // Of a whole GPU, a part has its part of the memory.
        for (const { name, gpu } of sizes.filter((size) => size.gpu?.fraction !== undefined)) {
            const [part = 0, of = 1] = (gpu?.fraction ?? "").split("/").map(Number);
            const whole = sizes.find((size) => size.gpu?.model === gpu?.model && size.gpu?.fraction === undefined);
            expect([name, gpu?.memoryGiBPerGpu]).toEqual([name, ((whole?.gpu?.memoryGiBPerGpu ?? 0) * part) / of]);
        }
    });

    it("is split only where AKS splits it: A100, H100 and H200, into no more than the GPU has", () => {
        const split = sizes.filter((size) => size.gpu?.migProfiles !== undefined);
        expect(split.map(({ name }) => name)).toEqual([
            "Standard_NC24ads_A100_v4",
            "Standard_NC48ads_A100_v4",
            "Standard_NC96ads_A100_v4",
            "Standard_ND96asr_v4",
            "Standard_ND96amsr_A100_v4",
            "Standard_NC40ads_H100_v5",
            "Standard_NC80adis_H100_v5",
            "Standard_ND96isr_H100_v5",
            "Standard_ND96isr_H200_v5",
        ]);
        for (const { name, gpu } of split) {
            expect(gpu?.migProfiles?.map(({ profile, instancesPerGpu }) => [profile, instancesPerGpu])).toEqual([
                ["MIG1g", 7],
                ["MIG2g", 3],
                ["MIG3g", 2],
                ["MIG4g", 1],
                ["MIG7g", 1],
            ]);
            for (const { nvidiaProfile, instancesPerGpu } of gpu?.migProfiles ?? []) {
                // NVIDIA rounds the memory of an instance up.
                const least = (Number(/\.(\d+)gb$/.exec(nvidiaProfile)?.[1]) - 1) * instancesPerGpu;
                expect([name, nvidiaProfile, least < (gpu?.memoryGiBPerGpu ?? 0)]).toEqual([name, nvidiaProfile, true]);
            }
        }
    });

    it("without GPUs, of v5 and later, has a local disk where its name says d, and an ephemeral OS disk only then", () => {
        const recent = sizes.filter(({ name }) => /^Standard_[DE]\d.*_v[56]$/.test(name));
        const hasDisk = ({ tempDiskGiB = 0, nvme }: VmSize): boolean => tempDiskGiB > 0 || nvme !== undefined;
        expect(recent.length).toBeGreaterThan(50);
        expect(recent.filter((size) => hasDisk(size) !== /\da?ds_/.test(size.name)).map(({ name }) => name)).toEqual([]);
        expect(recent.filter((size) => size.ephemeralOsDisk !== hasDisk(size)).map(({ name }) => name)).toEqual([]);
        expect(sizesWithout(({ nvme }) => nvme === undefined || (nvme.disks > 0 && nvme.totalGiB >= 110 * nvme.disks))).toEqual([]);
    });

    it("of the past that can no longer be had has no price, and the others' prices belong to real regions", () => {
        expect(sizes.filter(({ name, lifecycle }) => lifecycle.status === "retired" && samplePrice(name) !== undefined)).toEqual([]);
        const rows = PRICES.flatMap(({ sizes: names, usdPerHour }) =>
            usdPerHour
                .trim()
                .split(/\n */)
                .map((row) => ({ names, row })),
        );
        expect(rows.length).toBeGreaterThan(700);
        expect([...new Set(rows.map(({ row }) => row.split(" ")[0]))].sort()).toEqual(REGIONS);
        expect(
            rows.filter(({ names, row }) => !/^[a-z\d]+( \d+(\.\d+)?)+$/.test(row) || row.split(" ").length !== names.length + 1),
        ).toEqual([]);
        const prices = rows.flatMap(({ row }) => row.split(" ").slice(1).map(Number));
        expect(prices.filter((usd) => usd < 0.05 || usd > 250)).toEqual([]);
        const priced = PRICES.flatMap(({ sizes: names }) => names);
        expect(priced.filter((name, index) => findSize(name) === undefined || priced.indexOf(name) !== index)).toEqual([]);
        expect([PRICES_AS_OF, SIZES_AS_OF].filter((day) => !DAY.test(day))).toEqual([]);
    });
});

describe("facts that users rely on", () => {
    it("S0-14 knows the quota in vCPUs, and S0-44 that one T4 is in NC4as and four in NC64as", () => {
        expect(
            ["Standard_NC4as_T4_v3", "Standard_NC64as_T4_v3", "Standard_NC24ads_A100_v4"].map((name) => {
                const size = known(name);
                return [size.vcpus, size.gpu?.count, size.quotaFamily, priceIn(name, "eastus")];
            }),
        ).toEqual([
            [4, 1, "Standard NCASv3_T4 Family", 0.526],
            [64, 4, "Standard NCASv3_T4 Family", 4.352],
            [24, 1, "StandardNCADSA100v4Family", 3.673],
        ]);
    });

    const needs: readonly (readonly [model: string, gpus: number, gpu: string, memoryGiB: number, size: string])[] = [
        ["llama-2-13b", 4, "T4", 16, "Standard_NC64as_T4_v3"],
        ["llama-2-13b", 1, "A100", 40, "Standard_NC24ads_A100_v4"],
        ["llama-2-13b in 8 bits", 2, "T4", 16, "Standard_NC64as_T4_v3"],
        ["llama-2-70b", 4, "A100", 40, "Standard_NC96ads_A100_v4"],
        ["llama-2-70b quantised", 2, "A100", 40, "Standard_NC48ads_A100_v4"],
        ["llama-2-70b GPTQ", 4, "T4", 16, "Standard_NC64as_T4_v3"],
        ["WizardLM-13B", 4, "T4", 16, "Standard_NC64as_T4_v3"],
        ["WizardLM-13B", 1, "A100", 40, "Standard_NC24ads_A100_v4"],
        ["WizardLM-70B", 4, "A100", 40, "Standard_NC96ads_A100_v4"],
    ];
    it.each(needs)("S0-45 %s on %i x %s with %i GB: the cheapest size is %s", (_model, gpus, gpu, memoryGiB, size) => {
        const enough = sizes
            .filter(({ lifecycle }) => lifecycle.status === "available")
            .filter((one) => one.gpu?.model.includes(gpu) === true && one.gpu.count >= gpus && (one.gpu.memoryGiBPerGpu ?? 0) >= memoryGiB)
            .sort((a, b) => (priceIn(a.name, "eastus") ?? Infinity) - (priceIn(b.name, "eastus") ?? Infinity));
        expect(enough[0]?.name).toBe(size);
    });

    it("says which sizes spot machines are known of", () => {
        const supported = sizes.filter(({ spot, lifecycle }) => spot === "supported" && lifecycle.status === "available");
        expect([...new Set(supported.map(({ series }) => series))]).toEqual(["NCasT4_v3", "NC_A100_v4", "Dasv6", "Ddsv6"]);
    });

    const disks: readonly (readonly [size: string, GiB: number | undefined, why: string])[] = [
        ["Standard_NC4as_T4_v3", 176, "temporary disk"],
        ["Standard_NC16as_T4_v3", 352, "the temporary disk is larger than the cache"],
        ["Standard_NC24ads_A100_v4", 256, "the cache is larger than the temporary disk, and NVMe does not count beside them"],
        ["Standard_NC40ads_H100_v5", 2040, "no OS disk is larger"],
        ["Standard_D4ads_v6", 220, "NVMe where there is nothing else"],
        ["Standard_D4s_v5", 0, "no local disk"],
        ["Standard_A2_v2", 0, "not supported beside a temporary disk"],
        ["Standard_NC36ds_xl_RTXPRO6000BSE_v6", undefined, "supported, no size known"],
        ["Standard_NC8ads_A10_v4", undefined, "nothing known"],
    ];
    it.each(disks)("an ephemeral OS disk on %s takes %s GiB: %s", (name, GiB) => expect(ephemeralOsDiskGiB(known(name))).toBe(GiB));
});

describe("list prices", () => {
    it.each([
        ["Standard_NC4as_T4_v3", "swedencentral", 0.558],
        ["Standard_NC64as_T4_v3", "southeastasia", 6.089],
        ["Standard_D4s_v5", "westeurope", 0.23],
        // not sold there, only one region kept, no row in the list, no such region or size
        ["Standard_ND96asr_v4", "swedencentral", undefined],
        ["Standard_D4as_v5", "westeurope", undefined],
        ["Standard_D4ads_v6", "eastus", undefined],
        ["Standard_NC4as_T4_v3", "toString", undefined],
        ["Standard_NC4as_T4_v3", "east.*", undefined],
        ["Standard_NC4as_T4_v3", "us", undefined],
        ["constructor", "eastus", undefined],
    ])("of %s in %s is %s", (name, region, usdPerHour) => expect(priceIn(name, region)).toBe(usdPerHour));

    it("name the regions of a size, if they are all known", () => {
        expect(regionsWith("Standard_ND96asr_v4")).toEqual(["eastus", "italynorth", "southcentralus", "westeurope", "westus2"]);
        expect(["Standard_D4as_v5", "Standard_D4ads_v6", "Standard_NC6", "none"].map(regionsWith)).toEqual(Array<undefined>(4));
    });

    it("stand for all regions with that of eastus, else eastus2, else the first", () => {
        expect(["Standard_NC4as_T4_v3", "Standard_NCC40ads_H100_v5", "Standard_NC8ads_A10_v4", "Standard_NC6"].map(samplePrice)).toEqual([
            { region: "eastus", usdPerHour: 0.526 },
            { region: "eastus2", usdPerHour: 8.82 },
            { region: "southcentralus", usdPerHour: 1.32 },
            undefined,
        ]);
    });
});

describe("looking a size up", () => {
    it("suggests what a misspelt size was meant to be", () => {
        expect(similarSizes("standard_nc4as_t4_v3", sizes)).toEqual(["Standard_NC4as_T4_v3"]);
        expect(similarSizes("Standard_NC40ads_H100", sizes)[0]).toBe("Standard_NC40ads_H100_v5");
        expect(findSize("toString")).toBeUndefined();
    });
});
