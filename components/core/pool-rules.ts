import { findSize, similarSizes, sizes, type VmSize } from "./catalog";
import { findingsOf, type Finding } from "./findings";
import { labelFaults, type LabelFault } from "./label-syntax";
import { FEWEST_PODS_IN_POOL } from "./pool-room";
import { POOL_RULES } from "./pool-rule-table";

export { POOL_RULES } from "./pool-rule-table";

const finding = findingsOf(POOL_RULES);

/** Rules that every node pool shares, whatever it runs. */

/** Largest number of nodes in one pool. */
const LARGEST_POOL = 1000;

/** The size, or why it cannot be had. Sizes must be in the catalog: quota, cost and GPU counts come from there. */
export function sizeRules(path: string, name: string, wanted: (size: VmSize) => boolean): Finding[] {
    const size = findSize(name);
    if (size === undefined) {
        const near = similarSizes(
            name,
            sizes.filter((one) => wanted(one) && one.lifecycle.status === "available"),
        );
        return [
            finding(
                "pool/size-unknown",
                path,
                name,
                "not a VM size in the catalog",
                `use a size such as ${near.join(", ")}, or add it with its vCPUs and quota family to components/core/catalog-data.ts`,
            ),
        ];
    }
    switch (size.lifecycle.status) {
        case "available":
            return [];
        case "legacy":
            return [finding("pool/size-legacy", path, name, "the size is of a past generation", `prefer ${size.lifecycle.successor}`)];
        case "retiring":
            return [
                finding(
                    "pool/size-retiring",
                    path,
                    name,
                    `Azure retires the size on ${size.lifecycle.on}, and gives new subscriptions none`,
                    `move to ${size.lifecycle.successor}`,
                ),
            ];
        case "retired":
            return [
                finding(
                    "pool/size-retired",
                    path,
                    name,
                    `Azure retired the size on ${size.lifecycle.on}`,
                    `use ${size.lifecycle.successor}`,
                ),
            ];
    }
}

/** Smallest and largest number of nodes: whole numbers, in order, within what the autoscaler takes. */
export function countRules(prefix: string, counts: { readonly minCount: number; readonly maxCount: number }, smallest: 0 | 1): Finding[] {
    const { minCount, maxCount } = counts;
    const found: Finding[] = [];
    if (!Number.isInteger(minCount) || minCount < smallest || minCount > LARGEST_POOL) {
        found.push(
            finding(
                "pool/min-count",
                `${prefix}minCount`,
                minCount,
                `the smallest number of nodes must be a whole number from ${smallest} to ${LARGEST_POOL}`,
                minCount > LARGEST_POOL
                    ? `use ${LARGEST_POOL} or less`
                    : smallest === 1
                      ? "use 1 or more: the cluster's own add-ons run here"
                      : "use 0 to let the pool go away while idle",
            ),
        );
    }
    if (!Number.isInteger(maxCount) || maxCount < 1 || maxCount > LARGEST_POOL) {
        found.push(
            finding(
                "pool/max-count",
                `${prefix}maxCount`,
                maxCount,
                `the largest number of nodes must be a whole number from 1 to ${LARGEST_POOL}`,
                maxCount > LARGEST_POOL ? `use ${LARGEST_POOL} or less, and a second pool for more` : "use 1 or more, or remove the pool",
            ),
        );
    }
    if (minCount > maxCount) {
        found.push(
            finding(
                "pool/min-above-max",
                `${prefix}minCount`,
                minCount,
                `the smallest number of nodes exceeds the largest, ${maxCount}`,
                `lower minCount to ${maxCount} or less, or raise maxCount`,
            ),
        );
    }
    return found;
}

const ZONES: readonly string[] = ["1", "2", "3"];

/** Availability zones: "1" to "3", each once, at least one where the list is given. */
export function zoneRules(path: string, zones: readonly string[] | undefined): Finding[] {
    if (zones === undefined) {
        return [];
    }
    if (zones.length === 0) {
        return [finding("pool/zones", path, zones, "an empty list of zones says nothing", "name at least one zone, or leave zones out")];
    }
    return zones.flatMap((zone, index) => {
        if (!ZONES.includes(zone)) {
            return [finding("pool/zones", `${path}[${index}]`, zone, 'a zone is "1", "2" or "3"', "use the zone's number as a string")];
        }
        return zones.indexOf(zone) === index
            ? []
            : [finding("pool/zones", `${path}[${index}]`, zone, "the zone is named twice", "name each zone once")];
    });
}

/** Size of the disk: the node image needs 30 GiB, and AKS makes none above 2048. */
export function diskRules(path: string, sizeGiB: number | undefined): Finding[] {
    return sizeGiB === undefined || (Number.isInteger(sizeGiB) && sizeGiB >= 30 && sizeGiB <= 2048)
        ? []
        : [
              finding(
                  "pool/os-disk-size",
                  path,
                  sizeGiB,
                  "the disk must have a whole number of GiB from 30 to 2048",
                  "128 is usual, 256 for GPU images",
              ),
          ];
}

/** Pods on a node, and in the pool at its largest. */
export function podRules({ maxPods, maxCount }: { readonly maxPods: number; readonly maxCount: number }): Finding[] {
    if (!Number.isInteger(maxPods) || maxPods < 10 || maxPods > 250) {
        const message = "a node takes a whole number of pods from 10 to 250";
        return [finding("pool/max-pods", "maxPods", maxPods, message, "leave it out for 110")];
    }
    if (Number.isInteger(maxCount) && maxCount >= 1 && maxCount * maxPods < FEWEST_PODS_IN_POOL) {
        const message = `${maxCount} x ${maxPods} pods: a pool needs room for ${FEWEST_PODS_IN_POOL} at its largest`;
        const fix = `use ${Math.ceil(FEWEST_PODS_IN_POOL / maxCount)} or more`;
        return [finding("pool/too-few-pods", "maxPods", maxPods, message, fix)];
    }
    return [];
}

/** Labels of the user's own: legal in Kubernetes, not AKS's, and not those that the pool sets itself. */
export function labelRules(labels: Readonly<Record<string, string>> | undefined, fixed: readonly string[]): Finding[] {
    const texts: Record<LabelFault["kind"], readonly [keyof typeof POOL_RULES, string]> = {
        syntax: ["pool/label-syntax", "correct the label, for example team: research"],
        reserved: ["pool/label-reserved", "remove it, or use a name with a prefix of your own"],
    };
    return labelFaults(labels ?? {}, fixed).map(({ kind, path, value, message }) => {
        const [rule, fix] = texts[kind];
        return finding(rule, path, value, message, fix);
    });
}

/** The number at the end of the pool's name. */
export function generationRules(generation: number | undefined): Finding[] {
    const isKnown = generation === undefined || (Number.isInteger(generation) && generation >= 1 && generation <= 9999);
    const message = "the generation is a whole number from 1 to 9999";
    const fix = "leave it out, or raise it by one to replace the pool";
    return isKnown ? [] : [finding("pool/generation", "generation", generation, message, fix)];
}
