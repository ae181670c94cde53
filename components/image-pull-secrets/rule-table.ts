import type { RuleTable } from "../core/findings";

/** What must hold of registries outside Azure. */
export const IMAGE_REGISTRY_RULES = {
    "image-registries/name": {
        severity: "error",
        reason: "The name is a step in the path of the password (`pulumi config set --path`), where a dot begins another step. The host is in `server`.",
        fix: "Use 1 to 40 lower-case letters, digits and dashes, the first a letter and the last no dash.",
    },
    "image-registries/server": {
        severity: "error",
        reason: "Kubernetes finds the password by the host that an image's name begins with, so the server is a host, with a port where it has one.",
        fix: "Write for example ghcr.io, without scheme and path.",
    },
    "image-registries/server-twice": {
        severity: "error",
        reason: "One Secret holds all registries by their hosts, so of two entries with the same host one password would be lost without a word. Docker Hub is one registry under any of its names.",
        fix: "Keep one entry per registry.",
    },
    "image-registries/azure": {
        severity: "warning",
        reason: "Nodes pull from Azure registries with their own identity (AcrPull). A password is one more secret that leaks and expires.",
        fix: "Grant the kubelet identity AcrPull on that registry, and remove the entry.",
    },
} as const satisfies RuleTable;
