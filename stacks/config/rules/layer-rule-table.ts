import type { RuleTable } from "../../../components/core/findings";

/** What must hold between the part of a platform that a stack makes, where it runs, and the stack that it builds on. */
export const LAYER_RULES = {
    "layer/azure-stack-missing": {
        severity: "error",
        reason: "What lives in a cluster needs one: its address, credentials and identities come from the stack that made it.",
        fix: "Name the stack with `layer: azure` in `azureStack`, or use `layer: all`.",
    },
    "layer/azure-stack-unused": {
        severity: "error",
        reason: "Only `layer: cluster` builds on another stack; the other layers make a cluster of their own, beside the one that is meant.",
        fix: "Remove `azureStack`, or set `layer: cluster`.",
    },
    "layer/azure-stack-form": {
        severity: "error",
        reason: "Pulumi finds a stack by its name alone only in the same project and organization, and by organization, project and name elsewhere.",
        fix: "Write `<stack>` or `<organization>/<project>/<stack>`.",
    },
    "layer/azure-stack-itself": {
        severity: "error",
        reason: "A stack cannot build on what it has not made yet: the two layers are two stacks.",
        fix: "Name the stack with `layer: azure`.",
    },
    "layer/private-from-outside": {
        severity: "error",
        reason: "The API server of a private cluster answers inside its network only. From outside, everything in the cluster fails, after 15 minutes in which Azure made it.",
        fix: "Use two stacks, `layer: azure` and `layer: cluster`; or, where `pulumi up` runs inside the network, set `deployFrom: in-network`.",
    },
    "layer/deploy-from-unused": {
        severity: "warning",
        reason: "`deployFrom` decides only whether a private cluster and what lives in it may be made by one stack.",
        fix: "Remove `deployFrom`.",
    },
} as const satisfies RuleTable;
