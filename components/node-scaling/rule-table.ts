import type { RuleTable } from "../core/findings";

/**
 * What must hold between the way of scaling and the rest of the cluster. AKS documentation: node auto-provisioning and its networking;
 * Karpenter's provider for Azure.
 */
export const NODE_SCALING_RULES = {
    "node-scaling/network-policy": {
        severity: "error",
        reason: "Nodes that Karpenter makes, run by AKS or not, work with Cilium's network policy or none: AKS refuses node auto-provisioning with Calico, and Azure's own policy manager is not installed on them.",
        fix: "Set `cluster.networkPolicy` to cilium or none, or scale with the cluster autoscaler.",
    },
    "node-scaling/cilium-recommended": {
        severity: "warning",
        reason: "Without Cilium's dataplane, network policy cannot be enforced on nodes that Karpenter makes, and AKS recommends it for them.",
        fix: "Set `cluster.dataplane` to cilium when the cluster is created.",
    },
    "node-scaling/outbound": {
        severity: "warning",
        reason: "AKS allows node auto-provisioning with user-defined routes on private clusters; elsewhere nodes may not reach an API server that is outside the network. The way out cannot be changed later.",
        fix: "Make the API server private, or use a load balancer or NAT gateway.",
    },
    "node-scaling/order-ignored": {
        severity: "warning",
        reason: "Only the expander `priority` knows the order of `sizes` and `capacity`: with another one the autoscaler may start machines at full price while Spot machines are to be had.",
        fix: "Set `nodeScaling.expander` to priority.",
    },
    "node-scaling/autoscaled-pool": {
        severity: "error",
        reason: "The cluster autoscaler and Karpenter would both add nodes for the same pods. AKS refuses node auto-provisioning beside pools that scale; pools of a fixed size may stay.",
        fix: "Give the pool as many nodes at least as at most.",
    },
    "node-scaling/minimum": {
        severity: "warning",
        reason: "Karpenter makes a node when a pod needs one and knows no smallest number, so the minimum of a GPU pool has no effect.",
        fix: "Set `minCount` to 0, or keep a pod running that asks for a GPU.",
    },
    "node-scaling/mig": {
        severity: "error",
        reason: "Karpenter's node class for AKS has no multi-instance GPUs: the nodes would come with whole ones.",
        fix: "Set `sharing` to time-slicing or none, or scale with the cluster autoscaler.",
    },
    "node-scaling/reservation": {
        severity: "error",
        reason: "Karpenter's node class for AKS takes no capacity reservation: reserved machines would be paid for and stay unused.",
        fix: "Remove `reservation`, or scale with the cluster autoscaler.",
    },
    "node-scaling/no-gpus": {
        severity: "warning",
        reason: "With a limit of 0 GPUs no node of `gpuPools` ever starts, and jobs wait without a word. To rest an environment there is `environment.idle`.",
        fix: "Raise `nodeScaling.limits.gpus`, or set `environment.idle` to true.",
    },
    "node-scaling/limit-below-a-node": {
        severity: "error",
        reason: "Karpenter starts a node only if it stays below the limits as a whole; below the smallest node it never starts one.",
        fix: "Raise the limit to at least one node.",
    },
    "node-scaling/expires-early": {
        severity: "warning",
        reason: "When a node expires, Karpenter takes it away from the job that runs on it: training that lasts longer never ends.",
        fix: "Leave `expireAfterHours` out, or use more than your longest job takes.",
    },
    "node-scaling/version": {
        severity: "error",
        reason: "The charts of Karpenter for Azure are published by full version.",
        fix: "Use for example 1.10.2, which its authors recommend.",
    },
    "node-scaling/driver-needs-version": {
        severity: "error",
        reason: "Before 1.14.2 the node class cannot leave the driver out, so AKS's driver and that of the GPU Operator would both be installed.",
        fix: "Raise `nodeScaling.version` to 1.14.2 or later, or set the pool's `driver` to aks.",
    },
    "node-scaling/replicas": {
        severity: "error",
        reason: "The chart puts each controller on a node of its own, and none on nodes that Karpenter made: those beyond the system pool's nodes never start.",
        fix: "Use as many replicas as the system pool has nodes, or fewer.",
    },
} as const satisfies RuleTable;
