import type { RuleTable } from "../core/findings";

/** What must hold of an identity for pods. */
export const WORKLOAD_IDENTITY_RULES = {
    "workload-identity/role-key": {
        severity: "error",
        reason: "The key of a role becomes a part of the logical name of its assignment, which must stay the same for life, or the assignment is made anew.",
        fix: 'Say what the role is for, for example "objects": 1 to 32 lower-case letters, digits and dashes, the first a letter.',
    },
    "workload-identity/service-account": {
        severity: "error",
        reason: "Namespace and service account are the subject that Azure trusts. A name that Kubernetes does not accept would be trusted, and never come.",
        fix: "Use lower-case letters, digits and dashes, with no dash at either end: at most 63 for a namespace.",
    },
} as const satisfies RuleTable;
