import { z } from "zod";
import { GPU_POOL_DEFAULTS, POOL_KEY_PATTERN } from "../../components/gpu-node-pools/rules";
import { zonesSchema } from "./cluster-schema";
import { sizeChoices } from "./size-choices";

const gpuPool = z
    .strictObject({
        size: z.string().meta({
            description: "Azure VM size with an NVIDIA GPU. Changing it replaces the pool.",
            examples: ["Standard_NC4as_T4_v3"],
            ...sizeChoices("gpu"),
        }),
        capacity: z.enum(["on-demand", "spot"]).default(GPU_POOL_DEFAULTS.capacity).meta({
            description:
                "`spot` is cheaper and can be taken away with 30 seconds' notice; it counts against another quota. Changing it replaces the pool.",
        }),
        minCount: z
            .int()
            .min(0)
            .meta({ description: "Smallest number of nodes; 0 costs nothing while idle. Unit: nodes.", examples: [0] }),
        maxCount: z
            .int()
            .min(1)
            .meta({ description: "Largest number of nodes: the ceiling on spending. Unit: nodes.", examples: [1, 8] }),
        driver: z.enum(["aks", "operator"]).default(GPU_POOL_DEFAULTS.driver).meta({
            description: "Who installs the GPU driver: AKS with the node image, or the NVIDIA GPU Operator. Changing it replaces the pool.",
        }),
        zones: zonesSchema.exactOptional().meta({
            description: "Availability zones. Left out, Azure picks one. Changing it replaces the pool.",
            examples: [["1"]],
        }),
        labels: z
            .record(z.string(), z.string())
            .default({ ...GPU_POOL_DEFAULTS.labels })
            .meta({ description: "More Kubernetes labels for the nodes, as text.", examples: [{ team: "vision" }] }),
        osDiskSizeGiB: z
            .int()
            .min(30)
            .max(2048)
            .default(GPU_POOL_DEFAULTS.osDiskSizeGiB)
            .meta({ description: "Managed disk of each node, which holds the images too. Unit: GiB.", examples: [256, 512] }),
        maxPods: z
            .int()
            .min(10)
            .max(250)
            .default(GPU_POOL_DEFAULTS.maxPods)
            .meta({ description: "Largest number of pods on a node. Unit: pods. Changing it replaces the pool." }),
        generation: z.int().min(1).max(9999).default(GPU_POOL_DEFAULTS.generation).meta({
            description: "Raise it together with a change that replaces the pool: the new pool then stands before the old one goes.",
        }),
    })
    .meta({
        description: "A pool of GPU nodes, grown and shrunk by the cluster autoscaler.",
        examples: [{ size: "Standard_NC4as_T4_v3", minCount: 0, maxCount: 1 }],
    });

export const gpuPoolsSchema = z
    .record(z.string().meta({ pattern: POOL_KEY_PATTERN.source }), gpuPool)
    .default({})
    .meta({
        description:
            "GPU pools by name: a lower-case letter and up to six letters and digits, since Azure allows twelve characters in all.",
        examples: [{ t4: { size: "Standard_NC4as_T4_v3", minCount: 0, maxCount: 1 } }],
    });
