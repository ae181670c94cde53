import type { RuleTable } from "./findings";

/** What must hold of any node pool, whatever runs on it. */
export const POOL_RULES = {
    "pool/size-unknown": {
        severity: "error",
        reason: "Quota, cost and the number of GPUs of a pool are computed from the size catalog, so a size must be in it. The report names the sizes that are nearest.",
        fix: "Use a size of the catalog, or add it with its vCPUs and quota family to components/core/catalog-data.ts.",
    },
    "pool/size-legacy": {
        severity: "warning",
        reason: "The size is of a past generation. It can still be had, but new releases of CUDA leave its GPUs behind: 13 no longer has Volta.",
        fix: "Prefer the successor that the report names.",
    },
    "pool/size-retiring": {
        severity: "warning",
        reason: "Azure has a day on which the size is retired. Until then it runs where it is, raises no quota, and gives none to new subscriptions.",
        fix: "Move to the successor that the report names.",
    },
    "pool/size-retired": {
        severity: "error",
        reason: "Azure has retired the size and deallocated its machines: no node of it can be created any more.",
        fix: "Use the successor that the report names.",
    },
    "pool/min-count": {
        severity: "error",
        reason: "The autoscaler takes a whole number of nodes, at most 1,000 in a pool. The system pool needs one at least, since the cluster's own add-ons run there; other pools may go down to none.",
        fix: "Use 0 or more, and 1 or more for the system pool.",
    },
    "pool/max-count": {
        severity: "error",
        reason: "AKS has at most 1,000 nodes in a pool, and a pool that can never have a node is none.",
        fix: "Use a whole number from 1 to 1,000, or remove the pool.",
    },
    "pool/min-above-max": {
        severity: "error",
        reason: "Azure refuses a pool whose smallest number of nodes exceeds its largest.",
        fix: "Lower `minCount`, or raise `maxCount`.",
    },
    "pool/zones": {
        severity: "error",
        reason: 'A region has the availability zones "1", "2" and "3" at most. Each is named once; an empty list would say nothing, and leaving it out says that Azure picks one.',
        fix: "Name each zone once, at least one, or leave `zones` out.",
    },
    "pool/os-disk-size": {
        severity: "error",
        reason: "The node image needs 30 GiB, and AKS makes no disk of a node above 2,048 GiB.",
        fix: "Use 128, or 256 for GPU images.",
    },
    "pool/max-pods": {
        severity: "error",
        reason: "AKS takes 10 to 250 pods for a node.",
        fix: "Leave `maxPods` out for 110.",
    },
    "pool/too-few-pods": {
        severity: "error",
        reason: "AKS wants room for 30 pods in each pool, since its own daemons take some on every node.",
        fix: "Raise `maxPods` or `maxCount`, so that their product is 30 or more.",
    },
    "pool/label-syntax": {
        severity: "error",
        reason: "Kubernetes refuses labels whose name or value has other characters than letters, digits, `-`, `_` and `.`, or more than 63 of them.",
        fix: "Correct the label, for example `team: research`.",
    },
    "pool/label-reserved": {
        severity: "error",
        reason: "Labels of Kubernetes and AKS are refused, and those that place pods are the pool's own: another value would send them elsewhere.",
        fix: "Remove the label, or give it a prefix of your own.",
    },
    "pool/generation": {
        severity: "error",
        reason: "The generation is the number at the end of the pool's name, which has room for four digits.",
        fix: "Leave it out, or raise it by one to replace the pool.",
    },
} as const satisfies RuleTable;
