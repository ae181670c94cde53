import { PRICES_AS_OF, regionsWith } from "../../../components/core/catalog";
import { findingsOf, type Finding, type RuleTable } from "../../../components/core/findings";
import { nearest } from "../form/nearest";
import { formatPath } from "../form/paths";
import { REGIONS, REGIONS_AS_OF } from "../keys/region-data";
import type { ParsedConfig } from "../schema";

/** What must hold of the region, and of what is asked for in it. */
export const REGION_RULES = {
    "region/unknown": {
        severity: "error",
        reason: "The region must be one of the public Azure cloud, by its short name; Azure refuses any other at the first request.",
        fix: "Use the short name that `az account list-locations` prints.",
    },
    "region/size-not-listed": {
        severity: "warning",
        reason: "Azure sells a size in some regions only. Its public price list does not have this one in the region, so the first node would probably fail with SkuNotAvailable; a subscription can be enabled for more than the list says.",
        fix: "Ask `az vm list-skus --location <region> --size <size> --output table`, or choose another region or size.",
    },
} as const satisfies RuleTable;

const finding = findingsOf(REGION_RULES);

/** Whether the region exists. */
export function regionRules({ region: name }: ParsedConfig): Finding[] {
    if (REGIONS.some((known) => known === name)) {
        return [];
    }
    const similar = nearest(name, REGIONS);
    const message = `is not a region of the public Azure cloud (list of ${REGIONS_AS_OF}); allowed: ${REGIONS.join(", ")}`;
    const fix = similar === undefined ? "use the short name that `az account list-locations` prints" : `did you mean ${similar}?`;
    return [finding("region/unknown", "region", name, message, fix)];
}

/** Whether the sizes of pools are sold in the region. */
export function sizesInRegion({ region: name, cluster, gpuPools, pools: cpuPools }: ParsedConfig): Finding[] {
    const pools = [
        ...Object.entries(cpuPools).map(([pool, { size }]) => ({ path: formatPath(["pools", pool, "size"]), size })),
        ...Object.entries(gpuPools).flatMap(([pool, { sizes }]) =>
            sizes.map((size, index) => ({ path: formatPath(["gpuPools", pool, "sizes", index]), size })),
        ),
    ];
    return [...pools, { path: "cluster.systemPool.size", size: cluster.systemPool.size }].flatMap(({ path, size }) => {
        const listed = regionsWith(size);
        if (listed === undefined || listed.includes(name)) {
            return [];
        }
        const message = `the price list of ${PRICES_AS_OF} does not have this size in ${name}; it is listed in ${listed.join(", ")}`;
        const fix = `ask \`az vm list-skus --location ${name} --size ${size} --output table\`, or choose another region or size`;
        return [finding("region/size-not-listed", path, size, message, fix)];
    });
}
