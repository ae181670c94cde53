import { clusterAddresses, clusterRules } from "../../components/aks-cluster/rules";
import { findSize } from "../../components/core/catalog";
import { type Finding, finding, underPath, warning } from "../../components/core/findings";
import { gpuPoolRules } from "../../components/gpu-node-pools/rules";
import { networkFacts, networkRules } from "../../components/network/rules";
import { namespaceRules } from "../../components/platform-namespace/rules";
import { platformRules } from "../../components/platform/rules";
import { environmentOf } from "./environment-schema";
import { nearest } from "./nearest";
import { formatPath } from "./paths";
import { GPU_OFFERS, REGIONS, REGIONS_AS_OF } from "./region-data";
import type { ParsedConfig } from "./schema";

/**
 * Every rule but that on the region itself: the components' own, and those that only the stack as a whole can break.
 *
 * A rule that looks at more than the value that it is about has a row in `rule-inputs.ts`.
 */
export function rulesOf(config: ParsedConfig, stack: string): Finding[] {
    return [...platform(config, stack), ...environment(config), ...sizesInRegion(config), ...components(config), ...placeholders(config)];
}

function platform({ naming, resourceGroup }: ParsedConfig, stack: string): Finding[] {
    const found = platformRules({ environment: environmentOf(stack), ...naming, resourceGroup });
    return found.map((one) => (one.path.startsWith("resourceGroup") ? one : { ...one, path: `naming.${one.path}` }));
}

function components({ region: location, network, cluster, gpuPools, studioml }: ParsedConfig): Finding[] {
    const facts = networkFacts(network);
    return [
        ...underPath("network", networkRules(network)),
        ...underPath("cluster", clusterRules(cluster, { location, network: facts })),
        ...underPath("gpuPools", gpuPoolRules(gpuPools, { addresses: clusterAddresses(cluster, facts.ranges) })),
        ...underPath("studioml", namespaceRules(studioml)),
    ];
}

/** Tags that the program sets on everything; `tags.ts` is where. */
export const RESERVED_TAGS = ["owner", "environment", "managed-by", "expires-on"] as const;

function environment({ environment: { lifetime, protect, tags } }: ParsedConfig): Finding[] {
    const found: Finding[] = [];
    if (lifetime.kind === "ephemeral" && protect) {
        const message = "a protected environment cannot be destroyed, and an ephemeral one must be";
        found.push(
            finding(
                "environment/protected-ephemeral",
                "protect",
                protect,
                message,
                "set protect to false, or lifetime to { kind: persistent }",
            ),
        );
    }
    if (lifetime.kind === "ephemeral" && !isDay(lifetime.expiresOn)) {
        found.push(
            finding("environment/expiry", "lifetime.expiresOn", lifetime.expiresOn, "is not a day of the calendar", "write YYYY-MM-DD"),
        );
    }
    for (const [key, value] of Object.entries(tags)) {
        found.push(...tagFindings(key, value));
    }
    if (Object.keys(tags).length + RESERVED_TAGS.length > 50) {
        const message = `a resource has at most 50 tags, and ${RESERVED_TAGS.length} are the program's own`;
        found.push(
            finding("environment/tag-count", "tags", Object.keys(tags).length, message, `keep at most ${50 - RESERVED_TAGS.length}`),
        );
    }
    return underPath("environment", found);
}

/** Azure's limits for tags; names are compared without regard to case. */
function tagFindings(key: string, value: string): Finding[] {
    const path = formatPath(["tags", key]);
    if (RESERVED_TAGS.some((reserved) => reserved === key.toLowerCase())) {
        return [
            finding(
                "environment/reserved-tag",
                path,
                value,
                `the program sets ${RESERVED_TAGS.join(", ")} itself`,
                "remove it or call it otherwise",
            ),
        ];
    }
    if (key === "" || key.length > 512 || /[<>%&\\?/]/.test(key)) {
        return [
            finding("environment/tag-name", path, key, "a tag's name has 1 to 512 characters without < > % & \\ ? /", "call it otherwise"),
        ];
    }
    return value.length > 256
        ? [finding("environment/tag-value", path, value, "a tag's value has at most 256 characters", "shorten it")]
        : [];
}

function isDay(text: string): boolean {
    const day = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

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

function sizesInRegion({ region: name, cluster, gpuPools }: ParsedConfig): Finding[] {
    const pools = Object.entries(gpuPools).map(([pool, { size }]) => ({ path: formatPath(["gpuPools", pool, "size"]), size }));
    return [...pools, { path: "cluster.systemPool.size", size: cluster.systemPool.size }].flatMap(({ path, size }) => {
        const offer = GPU_OFFERS.find(({ sizes: offered }) => offered.includes(size));
        if (offer === undefined || findSize(size) === undefined || offer.regions.some((offering) => offering === name)) {
            return [];
        }
        const message = `the price list of ${REGIONS_AS_OF} does not have this size in ${name}; it is listed in ${offer.regions.join(", ")}`;
        const fix = `ask \`az vm list-skus --location ${name} --size ${size} --output table\`, or choose another region or size`;
        return [warning("region/size-not-listed", path, size, message, fix)];
    });
}

/** Ranges for examples (RFC 5737), which nobody can connect from. */
const EXAMPLE_RANGE = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+(\/\d+)?$/;
const EXAMPLE_ID = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;

/** Values that stack files ship with to be replaced: good for a rehearsal, useless in Azure. */
function placeholders({ cluster }: ParsedConfig): Finding[] {
    const found: Finding[] = [];
    const ranges = cluster.access.kind === "restricted" ? cluster.access.authorizedIpRanges : [];
    for (const [index, range] of ranges.entries()) {
        if (EXAMPLE_RANGE.test(range)) {
            const message = "this range is reserved for examples: nobody reaches the API server from it";
            const fix = "before deploying to Azure, put the addresses of your VPN and CI runners here";
            found.push(warning("cluster/example-range", `access.authorizedIpRanges[${index}]`, range, message, fix));
        }
    }
    for (const [index, id] of cluster.adminGroupObjectIds.entries()) {
        if (EXAMPLE_ID.test(id)) {
            const message = "this id is made up: no group has it, so nobody would administer the cluster";
            const fix = "before deploying to Azure, put what `az ad group show --group <name> --query id --output tsv` prints here";
            found.push(warning("cluster/example-group", `adminGroupObjectIds[${index}]`, id, message, fix));
        }
    }
    return underPath("cluster", found);
}
