import type { RuleTable } from "../core/findings";

/** What must hold of a registry and of those who pull from it. */
export const REGISTRY_RULES = {
    "registry/puller-name": {
        severity: "error",
        reason: "The name of a puller becomes a part of the logical name of its role assignment, which must stay the same for life, or the assignment is made anew.",
        fix: 'Say what pulls, for example "kubelet": 1 to 32 lower-case letters, digits and dashes, the first a letter.',
    },
    "registry/cache": {
        severity: "error",
        reason: "Azure's cache rules fetch from some registries only, and from Docker Hub only with a password, which this registry does not keep.",
        fix: "Import the images instead: `npm run config -- images` prints the commands.",
    },
} as const satisfies RuleTable;
