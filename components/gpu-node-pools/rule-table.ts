import type { RuleTable } from "../core/findings";

/** What must hold of GPU pools. */
export const GPU_POOL_RULES = {
    "gpu-pools/name": {
        severity: "error",
        reason: "Azure allows 12 lower-case letters and digits in a pool's name; the letter of the capacity and the generation come behind the entry's name.",
        fix: "Use a letter and up to six letters and digits, all lower-case.",
    },
    "gpu-pools/same-as-another": {
        severity: "warning",
        reason: "An entry that is another one under a new name doubles the ceiling on spending and the quota that is needed, which is usually a copy that somebody forgot to change.",
        fix: "Keep one entry with a higher `maxCount`, or change what was meant to differ.",
    },
    "gpu-pools/no-size": {
        severity: "error",
        reason: "A pool is made of machines of a size, so an entry without one is no pool.",
        fix: "Name at least one VM size, for example Standard_NC4as_T4_v3, or remove the entry.",
    },
    "gpu-pools/too-many-sizes": {
        severity: "error",
        reason: "Azure allows 12 characters in a pool's name, of which one letter tells the sizes and capacities of an entry apart: there are letters for ten sizes.",
        fix: "Keep the ten sizes that you prefer, or add a second entry.",
    },
    "gpu-pools/listed-twice": {
        severity: "error",
        reason: "Each size and each capacity of an entry becomes a pool of its own in Azure, and two of one name cannot stand side by side.",
        fix: "Name each size and each capacity once.",
    },
    "gpu-pools/size-without-gpu": {
        severity: "error",
        reason: "GPU pools carry the taint of GPU nodes and a GPU driver; on a machine without a GPU nothing could ever run.",
        fix: "Use a GPU size, or move the entry to `pools`.",
    },
    "gpu-pools/size-not-nvidia": {
        severity: "error",
        reason: "AMD GPUs need another driver, another device plugin, another resource name and another taint.",
        fix: "Use a size with NVIDIA GPUs, for example Standard_NC24ads_A100_v4.",
    },
    "gpu-pools/size-arm64": {
        severity: "warning",
        reason: "On arm64 nodes only images built for arm64 start, and the documentation of AKS does not name these sizes.",
        fix: "Check that every image that runs there has an arm64 build, or use an amd64 size.",
    },
    "gpu-pools/ephemeral-disk-size": {
        severity: "warning",
        reason: "An ephemeral disk cannot be larger than the machine's own. AKS refuses the pool unless the size has more room than its page says.",
        fix: "Lower `osDisk.sizeGiB`, or leave it out.",
    },
    "gpu-pools/drain-timeout": {
        severity: "error",
        reason: "AKS waits 1 to 1440 minutes for the pods of a node to end.",
        fix: "Use for example 30, or 1440 where jobs run for a day.",
    },
    "gpu-pools/mig-size": {
        severity: "error",
        reason: "Only A100, H100 and H200 GPUs can be split into instances; on other sizes AKS refuses the pool.",
        fix: "Use a size with multi-instance GPUs, for example Standard_NC24ads_A100_v4, or set `sharing` to time-slicing or none.",
    },
    "gpu-pools/mig-profile": {
        severity: "error",
        reason: "Each GPU can be split in certain ways only.",
        fix: "Use one of the profiles that the size has.",
    },
    "gpu-pools/mig-resource": {
        severity: "error",
        reason: "With the MIG strategy `mixed` a pod asks for instances by their name, which has the memory of one in it (`nvidia.com/mig-1g.10gb`). On GPUs of another memory instances of the same profile have another name, so no pod could run on all pools of the entry.",
        fix: "Give sizes with other GPUs an entry of their own, or set `sharing.strategy` to single.",
    },
    "gpu-pools/time-slices": {
        severity: "error",
        reason: "A GPU that is offered once is not shared. All turns share its memory without a limit for any of them, so this program takes at most 64.",
        fix: "Use 2 to 64 replicas, as many pods as fit into the memory of one GPU.",
    },
    "gpu-pools/sharing-at-zero": {
        severity: "warning",
        reason: "While no node runs, the cluster autoscaler knows only the size: it takes a node for one with as many GPUs as the machine has, starts more nodes than shared GPUs need, and starts none for pods that ask for a MIG profile by its name.",
        fix: "Set `minCount` to 1 or more, so that it can see a node, or accept the extra nodes.",
    },
    "gpu-pools/reservation-id": {
        severity: "error",
        reason: "A pool takes a capacity reservation group by its ARM id.",
        fix: "Use what `az capacity reservation group show --query id` prints.",
    },
    "gpu-pools/reservation-with-spot": {
        severity: "error",
        reason: "Reserved machines are paid for at full price; Azure never places Spot machines on them.",
        fix: "Take `spot` out of `capacity`, or `reservation` out of the entry.",
    },
    "gpu-pools/subnet-too-small": {
        severity: "error",
        reason: "Every node takes an address of the node subnet, and with `podNetworking: node-subnet` every pod that fits on it another one; Azure keeps five. AKS refuses pools whose largest size does not fit.",
        fix: "Use a larger node subnet, or lower `maxCount`.",
    },
    "gpu-pools/pod-cidr-too-small": {
        severity: "error",
        reason: "With overlay networking every node takes a /24 of the pod range; the node that finds none does not start.",
        fix: "Use a larger pod range, or lower `maxCount`.",
    },
    "gpu-pools/too-many-nodes": {
        severity: "error",
        reason: "A cluster has at most 5000 nodes.",
        fix: "Lower `maxCount`, or use a second cluster.",
    },
} as const satisfies RuleTable;
