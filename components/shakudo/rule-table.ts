import type { RuleTable } from "../core/findings";

/** What must hold of the platform `shakudo`. */
export const SHAKUDO_RULES = {
    "shakudo/chart-path": {
        severity: "error",
        reason: "A path in a stack file must mean the same on every machine, so it is relative to the project and stays inside it or beside it.",
        fix: "Put the vendor's chart beside the stack file and write for example charts/shakudo-platform, or use kind oci.",
    },
    "shakudo/chart-reference": {
        severity: "error",
        reason: "A chart in a registry is named by oci://<registry>/<path>, and its version apart, so that no upgrade comes unasked.",
        fix: "Write for example oci://charts.contoso.com/shakudo-platform, and the version in `version`.",
    },
    "shakudo/namespace-prefix": {
        severity: "error",
        reason: "The prefix stands before names such as hyperplane-certmanager, and Kubernetes takes 63 characters in all.",
        fix: "Use up to 41 lower-case letters, digits and dashes, the first a letter, for example research-.",
    },
    "shakudo/event-endpoint": {
        severity: "error",
        reason: "Events name people and their addresses, and the token goes with them, so they are sent by HTTPS only.",
        fix: "Use the https address of the collector.",
    },
    "shakudo/git-repository": {
        severity: "error",
        reason: "The platform reads the repository with a deploy key, which works by SSH only.",
        fix: "Write for example git@github.com:contoso/pipelines.git.",
    },
    "shakudo/profile-nodes": {
        severity: "error",
        reason: "The profiles full and llm-minimal mean a fixed number of nodes in the platform's own pool, seven and four, so the autoscaler must have no room there.",
        fix: "Set `minCount` and `maxCount` of the pool to that number, or the profile to autoscale.",
    },
} as const satisfies RuleTable;
