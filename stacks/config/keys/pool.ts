import { z } from "zod";
import { CAPACITIES } from "../../../components/core/capacity";
import { POOL_CREATION_DEFAULT, POOL_CREATIONS } from "../../../components/core/pool-chain";
import { NODE_POOL_DEFAULTS as defaults, NODE_POOL_KEY_PATTERN } from "../../../components/node-pools/rules";
import { zonesSchema } from "./cluster";
import { sizeChoices } from "./size-choices";

const taint = z
    .strictObject({
        key: z.string().meta({ description: "Name of the taint, with a prefix of your own or none.", examples: ["dedicated"] }),
        value: z.string().meta({ description: "Value of the taint; it may be empty.", examples: ["builds"] }),
        effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).meta({
            description: "What it does to pods that do not tolerate it.",
            enumDescriptions: ["none is started there", "none is started there if another node has room", "running ones go too"],
        }),
    })
    .meta({ description: "A taint.", examples: [{ key: "dedicated", value: "builds", effect: "NoSchedule" }] });

const pool = z
    .strictObject({
        size: z.string().meta({
            description: "Azure VM size without a GPU. Changing it replaces the pool.",
            examples: ["Standard_D8ds_v5"],
            ...sizeChoices("system"),
        }),
        mode: z.enum(["user", "system"]).default(defaults.mode).meta({
            description: "`user` pools run workloads; `system` pools also the cluster's own add-ons, and never shrink to nothing.",
        }),
        capacity: z.enum(CAPACITIES).default(defaults.capacity).meta({
            description:
                "`spot` is cheaper and can be taken away with 30 seconds' notice; it counts against another quota. Changing it replaces the pool.",
        }),
        minCount: z
            .int()
            .min(0)
            .meta({
                description:
                    "Smallest number of nodes; 0 costs nothing while idle. The same as `maxCount`: a fixed number, which no autoscaler touches. Unit: nodes.",
                examples: [0, 1],
            }),
        maxCount: z
            .int()
            .min(1)
            .meta({ description: "Largest number of nodes: the ceiling on spending. Unit: nodes.", examples: [4, 20] }),
        zones: zonesSchema.exactOptional().meta({
            description: "Availability zones that the nodes are spread over. Left out, Azure picks one. Changing it replaces the pool.",
            examples: [["1", "2", "3"]],
        }),
        labels: z
            .record(z.string(), z.string())
            .default({ ...defaults.labels })
            .meta({ description: "Kubernetes labels for the nodes, as text.", examples: [{ "hub.jupyter.org/node-purpose": "user" }] }),
        taints: z
            .array(taint)
            .default([...defaults.taints])
            .meta({
                description: "Taints of the nodes: pods stay away unless they tolerate them.",
                examples: [[{ key: "dedicated", value: "builds", effect: "NoSchedule" }]],
            }),
        osDiskSizeGiB: z
            .int()
            .min(30)
            .max(2048)
            .default(defaults.osDiskSizeGiB)
            .meta({ description: "Managed disk of each node. Unit: GiB. Changing it replaces the pool.", examples: [128] }),
        maxPods: z
            .int()
            .min(10)
            .max(250)
            .default(defaults.maxPods)
            .meta({ description: "Largest number of pods on a node. Unit: pods. Changing it replaces the pool." }),
        generation: z.int().min(1).max(9999).default(defaults.generation).meta({
            description: "Raise it together with a change that replaces the pool: the new pool then stands before the old one goes.",
        }),
    })
    .meta({ description: "A pool of nodes without GPUs.", examples: [{ size: "Standard_D8ds_v5", minCount: 0, maxCount: 4 }] });

export const poolsSchema = z
    .record(z.string().meta({ pattern: NODE_POOL_KEY_PATTERN.source }), pool)
    .default({})
    .meta({
        description:
            "Pools without GPUs by name: a lower-case letter and up to eleven letters and digits, which is the pool's name in Azure.",
        examples: [{ jobs: { size: "Standard_D8ds_v5", minCount: 0, maxCount: 4 } }],
    });

export const poolCreationSchema = z
    .enum(POOL_CREATIONS)
    .default(POOL_CREATION_DEFAULT)
    .meta({
        description:
            "Whether the pools of the cluster are made one after the other or all at once. All at once saves minutes for each pool; in a subnet of your own, where nodes here always are, it is not known for certain that Azure takes it.",
        enumDescriptions: [
            "one after the other, until it is proved that Azure takes more in a subnet of your own",
            "all at once",
            "one after the other, those without GPUs first",
        ],
    });
