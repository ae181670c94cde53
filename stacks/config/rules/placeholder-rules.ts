import { findingsOf, type Finding, type RuleTable, underPath } from "../../../components/core/findings";
import { isExampleRange } from "../../../components/core/source-ranges";
import type { ParsedConfig } from "../schema";

/** Values that stack files ship with to be replaced: good for a rehearsal, useless in Azure. */
export const PLACEHOLDER_RULES = {
    "cluster/example-range": {
        severity: "warning",
        reason: "192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 are reserved for examples (RFC 5737): nobody reaches the API server from them.",
        fix: "Before deploying to Azure, put the addresses of your VPN and CI runners into `access.authorizedIpRanges`.",
    },
    "cluster/example-group": {
        severity: "warning",
        reason: "The id of zeros is made up: no group has it, so nobody would administer the cluster.",
        fix: "Before deploying to Azure, put what `az ad group show --group <name> --query id --output tsv` prints into `adminGroupObjectIds`.",
    },
} as const satisfies RuleTable;

const finding = findingsOf(PLACEHOLDER_RULES);

const EXAMPLE_ID = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;

/** Whether values are still those of the examples. */
export function placeholderRules({ cluster }: ParsedConfig): Finding[] {
    const found: Finding[] = [];
    const ranges = cluster.access.kind === "restricted" ? cluster.access.authorizedIpRanges : [];
    for (const [index, range] of ranges.entries()) {
        if (isExampleRange(range)) {
            const message = "this range is reserved for examples: nobody reaches the API server from it";
            const fix = "before deploying to Azure, put the addresses of your VPN and CI runners here";
            found.push(finding("cluster/example-range", `access.authorizedIpRanges[${index}]`, range, message, fix));
        }
    }
    for (const [index, id] of cluster.adminGroupObjectIds.entries()) {
        if (EXAMPLE_ID.test(id)) {
            const message = "this id is made up: no group has it, so nobody would administer the cluster";
            const fix = "before deploying to Azure, put what `az ad group show --group <name> --query id --output tsv` prints here";
            found.push(finding("cluster/example-group", `adminGroupObjectIds[${index}]`, id, message, fix));
        }
    }
    return underPath("cluster", found);
}
