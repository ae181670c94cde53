import { z } from "zod";
import { EXPANDERS, NODE_SCALING_DEFAULTS as defaults } from "../../../components/node-scaling/rules";
import { NOT_BUILT } from "./not-built";

const minutes = z.int().min(1).max(1440);

const autoscaler = z
    .strictObject({
        kind: z.literal("cluster-autoscaler"),
        expander: z
            .enum(EXPANDERS)
            .default(defaults.expander)
            .meta({
                description: "How it chooses among pools that could take a pod.",
                enumDescriptions: [
                    "the order of `sizes` and `capacity` in `gpuPools`: every capacity of the first size, then of the next",
                    "the pool that leaves least unused",
                    "any",
                    "the pool that takes most of the waiting pods",
                ],
            }),
        scaleDownDelayAfterAddMinutes: minutes.exactOptional().meta({
            description: "How long after a node was added none is removed. Left out, AKS's own 10. Unit: minutes.",
            examples: [10],
        }),
        scaleDownUnneededMinutes: minutes.exactOptional().meta({
            description: "How long a node must be unneeded before it is removed. Left out, AKS's own 10. Unit: minutes.",
            examples: [10, 30],
        }),
        scaleDownUtilizationPercent: z
            .int()
            .min(1)
            .max(100)
            .exactOptional()
            .meta({
                description:
                    "A node counts as unneeded when its pods ask for less than this share of its CPU and memory. Left out, AKS's own 50. Unit: percent.",
                examples: [50],
            }),
    })
    .meta({ description: "Pools of one size each, which AKS's cluster autoscaler grows and shrinks." });

const karpenter = {
    limits: z
        .strictObject({
            vcpus: z
                .int()
                .min(1)
                .meta({ description: "vCPUs of all nodes without GPUs. Unit: vCPUs.", examples: [100] }),
            memoryGiB: z
                .int()
                .min(1)
                .meta({ description: "Memory of all nodes without GPUs. Unit: GiB.", examples: [400] }),
            gpus: z
                .int()
                .min(0)
                .meta({ description: "GPUs of each size in `gpuPools`; 0 starts none. Unit: GPUs.", examples: [8] }),
        })
        .meta({
            description: "The most that may run at once: the ceiling on spending.",
            examples: [{ vcpus: 100, memoryGiB: 400, gpus: 8 }],
        }),
    consolidation: z.enum(["when-empty", "when-underutilized"]).default(defaults.consolidation).meta({
        description:
            "When nodes without GPUs go: once they are empty, or also when their pods fit elsewhere. GPU nodes go only when they are empty.",
    }),
    consolidateAfterMinutes: z
        .int()
        .min(0)
        .max(1440)
        .default(defaults.consolidateAfterMinutes)
        .meta({ description: "How long a node must be unneeded before it goes. Unit: minutes." }),
    expireAfterHours: z
        .int()
        .min(1)
        .exactOptional()
        .meta({
            description:
                "After how long a node is replaced, whatever runs on it: use more than the longest job takes. Left out, never. Unit: hours.",
            examples: [720],
        }),
    imageFamily: z
        .enum(["Ubuntu", "Ubuntu2404", "AzureLinux"])
        .default(defaults.imageFamily)
        .meta({ description: "Operating system of the nodes." }),
};

const nodeAutoProvisioning = z.strictObject({ kind: z.literal("node-auto-provisioning"), ...karpenter }).meta({
    description: `Karpenter run by AKS: nodes of any fitting size, without pools. Not with Calico, MIG or reservations, and such a cluster cannot be stopped. ${NOT_BUILT}`,
});

const selfHosted = z
    .strictObject({
        kind: z.literal("self-hosted-karpenter"),
        ...karpenter,
        version: z
            .string()
            .default(defaults.version)
            .meta({ description: "Version of the charts `karpenter` and `karpenter-crd`, in quotes.", examples: ["1.10.2", "1.14.2"] }),
        replicas: z
            .int()
            .min(1)
            .max(5)
            .default(defaults.replicas)
            .meta({ description: "Controllers, each on a node of the system pool of its own; one leads. Unit: pods." }),
    })
    .meta({
        description: `Karpenter in the cluster, by its chart, for versions that AKS does not run yet. Microsoft does not support it. ${NOT_BUILT}`,
    });

export const nodeScalingSchema = z
    .discriminatedUnion("kind", [autoscaler, nodeAutoProvisioning, selfHosted])
    .default({ kind: defaults.kind, expander: defaults.expander })
    .meta({
        description: "Who adds and removes nodes. This version builds `cluster-autoscaler` only.",
        examples: [
            { kind: "cluster-autoscaler", expander: "least-waste" },
            { kind: "node-auto-provisioning", limits: { vcpus: 100, memoryGiB: 400, gpus: 8 } },
        ],
    });
