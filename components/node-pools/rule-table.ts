import type { RuleTable } from "../core/findings";

/** What must hold of pools without GPUs. */
export const NODE_POOL_RULES = {
    "pools/name": {
        severity: "error",
        reason: "Azure allows 12 lower-case letters and digits in a pool's name, the first a letter. From the second generation on, its number comes behind the entry's name.",
        fix: "Shorten the name, and use lower-case letters and digits only.",
    },
    "pools/name-taken": {
        severity: "error",
        reason: "Pools of a cluster are told apart by their names in Azure: a second one of the same name would overwrite the first. `systempool` is the one that the cluster begins with; pools of `gpuPools` are called by their entry, `d` or `s`, and their generation.",
        fix: "Give the pool another name.",
    },
    "pools/spot-system": {
        severity: "error",
        reason: "System pools run the cluster's own DNS and metrics, and Azure takes spot machines away at any time: AKS refuses the two together.",
        fix: "Set `capacity` to on-demand, or `mode` to user.",
    },
    "pools/size-gpu": {
        severity: "error",
        reason: "Nodes of these pools get neither the taint of GPU nodes nor what pods need to use a GPU: ordinary pods would hold the machines.",
        fix: "Move the entry to `gpuPools`, or use a CPU size.",
    },
    "pools/system-size-burstable": {
        severity: "error",
        reason: "AKS refuses B-series sizes for system pools: once their credits are used up, DNS and metrics starve.",
        fix: "Use a size of another series, or set `mode` to user.",
    },
    "pools/taint-syntax": {
        severity: "error",
        reason: "A taint's key and value have the form of a label's; Kubernetes refuses others, and the pool fails.",
        fix: "Correct the taint, for example `{ key: dedicated, value: builds, effect: NoSchedule }`.",
    },
    "pools/taint-reserved": {
        severity: "error",
        reason: "Taints of Kubernetes and AKS are set by them, the one of spot nodes too, and removed when they see fit.",
        fix: "Remove the taint, or give it a prefix of your own.",
    },
    "pools/taint-twice": {
        severity: "error",
        reason: "Kubernetes tells taints apart by key and effect, and refuses a node with two of the same.",
        fix: "Keep one of the two.",
    },
    "pools/subnet-too-small": {
        severity: "error",
        reason: "Every node takes an address of the node subnet, those of an upgrade's surge too, and with `podNetworking: node-subnet` every pod that fits on it another one; Azure keeps five.",
        fix: "Use a larger node subnet, or lower `maxCount`.",
    },
    "pools/pod-cidr-too-small": {
        severity: "error",
        reason: "With overlay networking every node takes a /24 of the pod range; the node that finds none does not start.",
        fix: "Use a larger pod range, or lower `maxCount`.",
    },
    "pools/too-many-nodes": {
        severity: "error",
        reason: "A cluster has at most 5000 nodes.",
        fix: "Lower `maxCount`, or use a second cluster.",
    },
} as const satisfies RuleTable;
