import type { RuleTable } from "../core/findings";

/** What the names of everything are made of. Azure documentation: naming rules and restrictions. */
export const PLATFORM_RULES = {
    "platform/prefix": {
        severity: "error",
        reason: "The prefix is in the name of every resource. A registry's name takes letters and digits only, and with environment and id it must fit into the 54 characters of a cluster's DNS prefix.",
        fix: "Use 2 to 8 lower-case letters and digits, the first a letter.",
    },
    "platform/environment": {
        severity: "error",
        reason: "The environment is in the name of every resource, and the name of the stack unless `naming.environment` says otherwise. Names of Azure have room for 12 characters of it.",
        fix: 'Use a short name such as "dev" or "pr-123": 1 to 12 lower-case letters, digits and dashes, no dash at either end.',
    },
    "platform/resource-group-name": {
        severity: "error",
        reason: "A resource group's name has 1 to 90 letters, digits, and - _ . ( ), and does not end in a dot. Azure finds no group by anything else.",
        fix: "Give the name of the group alone, not its ARM id.",
    },
} as const satisfies RuleTable;
