import { z } from "zod";
import { KATONIC_DEFAULTS, STORE_DEFAULTS } from "../../../components/katonic/rules";
import { NOT_BUILT } from "./not-built";
import { poolNameSchema } from "./workload";

const store = (key: keyof typeof STORE_DEFAULTS, what: string): z.ZodDefault<z.ZodString> =>
    z
        .string()
        .default(STORE_DEFAULTS[key])
        .meta({ description: `Bucket for ${what}.`, examples: [STORE_DEFAULTS[key]] });

export const katonicSchema = z
    .strictObject({
        pools: z
            .strictObject({
                platform: poolNameSchema("the platform itself", "platform"),
                compute: poolNameSchema("users' jobs", "compute"),
                gpu: poolNameSchema("users' GPU jobs", "t4").exactOptional(),
            })
            .prefault({ platform: "platform", compute: "compute" })
            .meta({ description: "Which pool is for what, of at least two." }),
        nodeLabel: z
            .string()
            .default(KATONIC_DEFAULTS.nodeLabel)
            .meta({
                description: "Label whose value says what a node is for: platform, default or default-gpu.",
                examples: [KATONIC_DEFAULTS.nodeLabel, "dominodatalab.com/node-pool"],
            }),
        disks: z
            .strictObject({
                className: z
                    .string()
                    .default(KATONIC_DEFAULTS.diskClass)
                    .meta({ description: "Name of the StorageClass.", examples: [KATONIC_DEFAULTS.diskClass] }),
                sku: z
                    .enum(["Premium_LRS", "PremiumV2_LRS", "Premium_ZRS", "StandardSSD_LRS"])
                    .default(KATONIC_DEFAULTS.diskSku)
                    .meta({
                        description: "Kind of disk, all of them solid state. Existing volumes keep theirs.",
                        enumDescriptions: [
                            "Fast; price by size",
                            "Fast; price by size and speed; nodes in zones only",
                            "Fast, with copies in three zones",
                            "Slower and cheaper",
                        ],
                    }),
                reclaim: z.enum(["Delete", "Retain"]).default("Delete").meta({
                    description: "`Retain` keeps the disk, and its price, when its claim is deleted.",
                }),
            })
            .prefault({})
            .meta({ description: "Disks for one node at a time (`kdisk`), in the zone of the node that uses them first." }),
        files: z
            .strictObject({
                className: z
                    .string()
                    .default(KATONIC_DEFAULTS.fileClass)
                    .meta({ description: "Name of the StorageClass.", examples: [KATONIC_DEFAULTS.fileClass] }),
                protocol: z.enum(["nfs", "smb"]).default(KATONIC_DEFAULTS.fileProtocol).meta({
                    description: "`nfs` knows owners and links as Linux does, and needs a private endpoint; `smb` does not.",
                }),
                shareGiB: z
                    .int()
                    .min(100)
                    .max(102_400)
                    .default(KATONIC_DEFAULTS.shareGiB)
                    .meta({ description: "Size of a share where a claim says none, billed whether used or not. Unit: GiB." }),
            })
            .prefault({})
            .meta({ description: "Files that every node reaches (`kfs`), in a storage account that outlives the cluster." }),
        stores: z
            .strictObject({
                projects: store("projects", "users' projects"),
                logs: store("logs", "logs of jobs"),
                backups: store("backups", "backups"),
                datasets: store("datasets", "datasets"),
            })
            .prefault({})
            .meta({ description: "Buckets of the object store, by what they hold." }),
    })
    .meta({ description: `What only the platform \`katonic\` has. Left out, its defaults. ${NOT_BUILT}`, examples: [{}] });
