import { type Finding, findingsOf, type RuleTable } from "../../../components/core/findings";
import { BUILT_VARIANTS } from "../keys/variants";
import type { ParsedConfig } from "../schema";

/** What this version builds less than the configuration can say. The table empties as components come. */
export const NOT_BUILT_RULES = {
    "config/not-built": {
        severity: "error",
        reason: "The configuration can say it, and every other rule judges it, but this version of the program does not build it. Ignoring it without a word would leave you with less than you asked for.",
        fix: "Leave it out for now, or choose what the report says this version builds.",
    },
} as const satisfies RuleTable;

const finding = findingsOf(NOT_BUILT_RULES);

/** Everything in a configuration that this version does not build. */
export function notBuiltRules(config: ParsedConfig): Finding[] {
    const { platform } = config;
    if (!BUILT_VARIANTS.some((built) => built === platform)) {
        return [notBuilt("platform", platform, `the platform ${BUILT_VARIANTS.join(", ")}`, `choose ${BUILT_VARIANTS.join(" or ")}`)];
    }
    return [...nodes(config), ...services(config)];
}

function notBuilt(path: string, value: unknown, builds: string, fix: string): Finding {
    return finding("config/not-built", path, value, `is checked, but not built by this version, which builds ${builds}`, fix);
}

function nodes({ network, nodeScaling }: ParsedConfig): Finding[] {
    const found: Finding[] = [];
    if (nodeScaling.kind !== "cluster-autoscaler") {
        const fix = "set nodeScaling to { kind: cluster-autoscaler }, or leave it out";
        found.push(notBuilt("nodeScaling.kind", nodeScaling.kind, "pools that the cluster autoscaler grows", fix));
    }
    const subnets = network.kind === "create" ? Object.entries(network.subnets ?? {}) : [];
    const builds = "the subnets of the nodes and of private endpoints";
    found.push(
        ...subnets
            .filter(([name]) => name !== "privateEndpoints")
            .map(([name, range]) => notBuilt(`network.subnets.${name}`, range, builds, "leave the subnet out")),
    );
    return found;
}

/** Services of which this version has the configuration and the rules, and no component. */
function services(config: ParsedConfig): Finding[] {
    const { mesh, ingress, sso, monitoring } = config;
    const chosen = {
        mesh: mesh.kind,
        ingress: ingress.kind,
        sso: sso.kind,
        monitoring: monitoring.kind,
    };
    return Object.entries(chosen).flatMap(([path, kind]) =>
        kind === "none"
            ? []
            : [
                  notBuilt(
                      `${path}.kind`,
                      kind,
                      "a cluster with GPU pools, registry, object store, and StudioML's queue and runners",
                      `set ${path} to { kind: none }, or leave it out`,
                  ),
              ],
    );
}
