import { type Finding, findingsOf } from "../core/findings";
import { isHttpsUrl } from "../core/host-name";
import { SHAKUDO_RULES } from "./rule-table";
import { LONGEST_PREFIX, PROFILE_NODES, SHAKUDO_DEFAULTS, type ShakudoChartSpec, type ShakudoProfile, type ShakudoSpec } from "./spec";

export { SHAKUDO_RULES } from "./rule-table";
export { SHAKUDO_DEFAULTS, type ShakudoSpec } from "./spec";

const finding = findingsOf(SHAKUDO_RULES);

/** The platform's own section, without its pools. */
export function shakudoRules({ chart, namespacePrefix = SHAKUDO_DEFAULTS.namespacePrefix, eventExport, gitSync }: ShakudoSpec): Finding[] {
    const found = chartRules(chart);
    if (namespacePrefix !== "" && (namespacePrefix.length > LONGEST_PREFIX || !/^[a-z][-a-z0-9]*$/.test(namespacePrefix))) {
        const message = `a prefix has up to ${LONGEST_PREFIX} lower-case letters, digits and dashes, the first a letter`;
        found.push(finding("shakudo/namespace-prefix", "namespacePrefix", namespacePrefix, message, "use for example research-"));
    }
    if (eventExport?.kind === "endpoint" && !isHttpsUrl(eventExport.url)) {
        const message = "not an https address without credentials and query";
        found.push(
            finding("shakudo/event-endpoint", "eventExport.url", eventExport.url, message, "use the https address of the collector"),
        );
    }
    if (gitSync?.kind === "ssh" && !/^(?:ssh:\/\/[\w.-]+@[\w.-]+(?::\d+)?\/|[\w.-]+@[\w.-]+:)[\w./-]+$/.test(gitSync.repository)) {
        const message = "not the SSH address of a repository";
        const fix = "write for example git@github.com:contoso/pipelines.git";
        found.push(finding("shakudo/git-repository", "gitSync.repository", gitSync.repository, message, fix));
    }
    return found;
}

function chartRules(chart: ShakudoChartSpec): Finding[] {
    if (chart.kind === "path") {
        return /^(?:\.{1,2}\/)*(?:[\w@-][\w.@-]*\/?)+$/.test(chart.path)
            ? []
            : [
                  finding(
                      "shakudo/chart-path",
                      "chart.path",
                      chart.path,
                      "not a path relative to the project",
                      "write for example charts/shakudo-platform; for a registry, use kind oci",
                  ),
              ];
    }
    return /^oci:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)+$/.test(chart.reference)
        ? []
        : [
              finding(
                  "shakudo/chart-reference",
                  "chart.reference",
                  chart.reference,
                  "not of the form oci://<registry>/<path>, without version",
                  "write for example oci://charts.contoso.com/shakudo-platform",
              ),
          ];
}

/** Whether the platform's own pool has the nodes of its profile. */
export function profileRules(
    profile: ShakudoProfile,
    pool: { readonly name: string; readonly minCount: number; readonly maxCount: number },
): Finding[] {
    const nodes = PROFILE_NODES[profile];
    return nodes === undefined || (pool.minCount === nodes && pool.maxCount === nodes)
        ? []
        : [
              finding(
                  "shakudo/profile-nodes",
                  "profile",
                  profile,
                  `this profile means ${nodes} nodes in the pool ${pool.name}, which has ${pool.minCount} to ${pool.maxCount}`,
                  `set minCount and maxCount of pools.${pool.name} to ${nodes}, or use autoscale`,
              ),
          ];
}
