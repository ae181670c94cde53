import type { RuleTable } from "../core/findings";

/** What must hold of the platform `katonic`. */
export const KATONIC_RULES = {
    "katonic/same-pool": {
        severity: "error",
        reason: "Katonic wants at least two pools of worker nodes with different labels, so that users' jobs never displace the platform itself.",
        fix: "Name two different pools.",
    },
    "katonic/node-too-small": {
        severity: "error",
        reason: "Katonic asks for worker nodes with at least 8 vCPUs and 16 GiB; smaller ones fail its requirements check.",
        fix: "Use a larger size, for example Standard_D8ds_v5.",
    },
    "katonic/node-label": {
        severity: "error",
        reason: "The label is set on nodes, so it obeys Kubernetes: a name of at most 63 characters, behind a domain of the vendor's.",
        fix: "Use katonic.ai/node-pool, or dominodatalab.com/node-pool for charts that come from Domino.",
    },
    "katonic/class-name": {
        severity: "error",
        reason: "The name is that of a StorageClass, and two classes cannot share it.",
        fix: "Use lower-case letters, digits and dashes, for example kdisk and kfs.",
    },
    "katonic/premium-v2-zones": {
        severity: "error",
        reason: "Premium SSD v2 attaches to machines in availability zones only; pods with such a disk would wait for ever on a pool without zones.",
        fix: "Set `zones` of the pool, or use Premium_LRS.",
    },
    "katonic/files-private-endpoint": {
        severity: "error",
        reason: "NFS shares have no sign-in, so Azure lets them be reached from private networks only, through a private endpoint in a subnet of its own.",
        fix: "Set `network.subnets.privateEndpoints`, or use smb.",
    },
    "katonic/store-bucket": {
        severity: "error",
        reason: "The platform's stores are buckets of its object store.",
        fix: "Add the bucket to `objectStore.buckets`, or name another one.",
    },
} as const satisfies RuleTable;
