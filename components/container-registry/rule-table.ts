import type { RuleTable } from "../core/findings";

/** What must hold of a registry and of those who pull from it. */
export const REGISTRY_RULES = {
    "registry/puller-name": {
        severity: "error",
        reason: "The name of a puller becomes a part of the logical name of its role assignment, which must stay the same for life, or the assignment is made anew.",
        fix: 'Say what pulls, for example "kubelet": 1 to 32 lower-case letters, digits and dashes, the first a letter.',
    },
} as const satisfies RuleTable;
