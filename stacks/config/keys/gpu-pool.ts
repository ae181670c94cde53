import { z } from "zod";
import { GPU_POOL_DEFAULTS, MIG_PROFILES, MOST_SIZES, POOL_KEY_PATTERN } from "../../../components/gpu-node-pools/rules";
import { zonesSchema } from "./cluster";
import { sizeChoices } from "./size-choices";

const sharing = z
    .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("none") }).meta({ description: "A GPU is one pod's." }),
        z
            .strictObject({
                kind: z.literal("time-slicing"),
                replicas: z
                    .int()
                    .min(2)
                    .max(64)
                    .meta({ description: "How often each GPU is offered. Unit: pods at once on one GPU.", examples: [4] }),
            })
            .meta({
                description:
                    "Every GPU is offered several times, and pods take turns. Nothing keeps one of them from using all of its memory. Needs `gpuSoftware`.",
            }),
        z
            .strictObject({
                kind: z.literal("mig"),
                profile: z.enum(MIG_PROFILES).meta({
                    description: "How every GPU of the pool is split. Changing it replaces the pool.",
                    examples: ["MIG1g"],
                    enumDescriptions: [
                        "the smallest instances, up to 7 for each GPU",
                        "up to 3 for each GPU",
                        "2 for each GPU",
                        "1 for each GPU",
                        "the whole GPU",
                    ],
                }),
                strategy: z.enum(["single", "mixed"]).default(GPU_POOL_DEFAULTS.migStrategy).meta({
                    description:
                        "`single`: pods ask for `nvidia.com/gpu`. `mixed`: for an instance by its profile, for example `nvidia.com/mig-1g.10gb`, so that a pod never lands on a larger or smaller one; the cluster autoscaler starts no node for such pods while the pool has none.",
                }),
            })
            .meta({ description: "Every GPU is split into instances with memory of their own. A100, H100 and H200 only." }),
    ])
    .default({ ...GPU_POOL_DEFAULTS.sharing })
    .meta({ description: "How several pods share one GPU.", examples: [{ kind: "mig", profile: "MIG1g" }] });

const diskSize = z.int().min(30).max(2048);

const osDisk = z
    .discriminatedUnion("kind", [
        z
            .strictObject({
                kind: z.literal("managed"),
                sizeGiB: diskSize
                    .default(GPU_POOL_DEFAULTS.osDisk.sizeGiB)
                    .meta({ description: "Size of the disk, which holds the images too. Unit: GiB.", examples: [256, 512] }),
            })
            .meta({ description: "A disk in Azure Storage: any machine has room for it, and it is billed by the month." }),
        z
            .strictObject({
                kind: z.literal("ephemeral"),
                sizeGiB: diskSize.exactOptional().meta({
                    description:
                        "Size of the disk; the machine's own must have room for it. Left out, as large as Azure makes it. Unit: GiB.",
                    examples: [128],
                }),
            })
            .meta({ description: "On the machine's own disk: no charge, quicker starts and upgrades, and gone with the node." }),
    ])
    .default({ ...GPU_POOL_DEFAULTS.osDisk })
    .meta({
        description: "The disk that a node boots from. Changing it replaces the pool.",
        examples: [{ kind: "managed", sizeGiB: 512 }, { kind: "ephemeral" }],
    });

const reservation = z
    .strictObject({
        capacityReservationGroupId: z.string().meta({
            description:
                "ARM id of the capacity reservation group. The cluster's identity needs Contributor on its resource group; the grant may take an hour.",
            examples: ["/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/capacityReservationGroups/<name>"],
        }),
    })
    .exactOptional()
    .meta({
        description: "Reserved machines that the pool uses. They are billed whether they run or not. Changing it replaces the pool.",
        examples: [
            {
                capacityReservationGroupId:
                    "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/capacityReservationGroups/<name>",
            },
        ],
    });

const gpuPool = z
    .strictObject({
        sizes: z
            .array(
                z
                    .string()
                    .meta({ description: "Azure VM size with an NVIDIA GPU.", examples: ["Standard_NC4as_T4_v3"], ...sizeChoices("gpu") }),
            )
            .min(1)
            .max(MOST_SIZES)
            .meta({
                description:
                    "Azure VM sizes with NVIDIA GPUs, in order of preference, which `nodeScaling.expander: priority` follows. Each is a pool of its own, told apart by its place: one added at the end leaves the others alone, one put in front or taken out from there replaces those behind it.",
                examples: [["Standard_NC4as_T4_v3"], ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3"]],
            }),
        capacity: z
            .array(z.enum(["on-demand", "spot"]))
            .min(1)
            .max(2)
            .default([...GPU_POOL_DEFAULTS.capacity])
            .meta({
                description:
                    "Ways to pay, in order of preference. `spot` is cheaper, can be taken away with 30 seconds' notice, and counts against another quota. Each is a pool of its own for every size, so adding one leaves the others alone.",
                examples: [["spot"], ["spot", "on-demand"]],
            }),
        minCount: z
            .int()
            .min(0)
            .meta({
                description:
                    "Smallest number of nodes of each size, of the capacity that is named first; 0 costs nothing while idle. Unit: nodes.",
                examples: [0],
            }),
        maxCount: z
            .int()
            .min(1)
            .meta({
                description: "Largest number of nodes of each size and capacity: the ceiling on spending. Unit: nodes.",
                examples: [1, 8],
            }),
        driver: z.enum(["aks", "operator"]).default(GPU_POOL_DEFAULTS.driver).meta({
            description: "Who installs the GPU driver: AKS with the node image, or the NVIDIA GPU Operator. Changing it replaces the pool.",
        }),
        sharing,
        zones: zonesSchema.exactOptional().meta({
            description: "Availability zones. Left out, Azure picks one. Changing it replaces the pool.",
            examples: [["1"]],
        }),
        reservation,
        labels: z
            .record(z.string(), z.string())
            .default({ ...GPU_POOL_DEFAULTS.labels })
            .meta({ description: "More Kubernetes labels for the nodes, as text.", examples: [{ team: "vision" }] }),
        osDisk,
        maxPods: z
            .int()
            .min(10)
            .max(250)
            .default(GPU_POOL_DEFAULTS.maxPods)
            .meta({ description: "Largest number of pods on a node. Unit: pods. Changing it replaces the pool." }),
        drainTimeoutMinutes: z
            .int()
            .min(1)
            .max(1440)
            .default(GPU_POOL_DEFAULTS.drainTimeoutMinutes)
            .meta({ description: "How long an upgrade waits for the pods of a node to end, before it fails. Unit: minutes." }),
        generation: z.int().min(1).max(9999).default(GPU_POOL_DEFAULTS.generation).meta({
            description: "Raise it together with a change that replaces the pool: the new pool then stands before the old one goes.",
        }),
    })
    .meta({
        description: "One kind of GPU node.",
        examples: [{ sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 1 }],
    });

export const gpuPoolsSchema = z
    .record(z.string().meta({ pattern: POOL_KEY_PATTERN.source }), gpuPool)
    .default({})
    .meta({
        description:
            "GPU pools by name: a lower-case letter and up to six letters and digits, since Azure allows twelve characters in all.",
        examples: [{ t4: { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 1 } }],
    });
