import type { RuleTable } from "../core/findings";

/** What must hold between the software for GPUs and the pools that it runs on. AKS documentation: NVIDIA GPU Operator. */
export const GPU_SOFTWARE_RULES = {
    "gpu-software/driver-twice": {
        severity: "error",
        reason: "Two drivers on one node fight over the same kernel modules: the GPU Operator's fails to load, and no pod finds a GPU.",
        fix: "Set the pools' `driver` to operator, or `gpuSoftware.driver` to aks.",
    },
    "gpu-software/no-driver": {
        severity: "error",
        reason: "A pool whose driver AKS leaves out needs somebody else to install it; without one a node offers no GPU.",
        fix: "Set the pools' `driver` to aks, or `gpuSoftware` to a GPU Operator that installs the driver.",
    },
    "gpu-software/mixed-drivers": {
        severity: "warning",
        reason: "The GPU Operator works on every GPU node of a cluster, so one of your own must be told to leave the nodes alone that have AKS's driver.",
        fix: "Give all GPU pools the same `driver`.",
    },
    "gpu-software/sharing": {
        severity: "error",
        reason: "GPUs are offered in turns by NVIDIA's device plugin; without it nothing reads the number of replicas, and pods find no GPU.",
        fix: "Set `gpuSoftware` to device-plugin or gpu-operator, or `sharing` to none.",
    },
    "gpu-software/mig-driver": {
        severity: "error",
        reason: "AKS splits GPUs into instances with the driver that it installs, while a node starts. On a pool without that driver nothing splits them, and pods find whole GPUs or none.",
        fix: "Set the pool's `driver` to aks (and `gpuSoftware.driver` too with the GPU Operator), or `sharing` to time-slicing or none.",
    },
    "gpu-software/mig-strategies": {
        severity: "error",
        reason: "The GPU Operator offers MIG instances in one way throughout the cluster; instances of the other pools would appear under names that no pod asks for.",
        fix: "Use the same `strategy` in all pools, or NVIDIA's device plugin (`gpuSoftware.kind: device-plugin`), which takes it per pool.",
    },
} as const satisfies RuleTable;
