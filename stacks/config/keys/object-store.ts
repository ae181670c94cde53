import { z } from "zod";
import { S3_GATEWAY_DEFAULTS } from "../../../components/minio-gateway/rules";
import { BUCKET_PATTERN } from "../../../components/object-store/rules";
import { noneSchema } from "./none";

const days = z.int().min(1).max(36_500);

const bucket = z
    .strictObject({
        lifecycle: z
            .strictObject({
                coolAfterDays: days.exactOptional().meta({
                    description:
                        "Days after the last change when objects move to the cool tier: about half the price to keep, and a price to read. Left out, never. Unit: days.",
                    examples: [30],
                }),
                deleteAfterDays: days.exactOptional().meta({
                    description: "Days after the last change when objects are deleted. Left out, never. Unit: days.",
                    examples: [90],
                }),
            })
            .prefault({})
            .meta({ description: "What happens to objects as they age." }),
    })
    .meta({ description: "A bucket of S3, which is a container of Azure Blob.", examples: [{}] });

const generation = z.int().min(1).max(1_000_000).default(1).meta({ description: "Counted up to make new keys." });

const gateway = z
    .discriminatedUnion("kind", [
        noneSchema("Programs use Azure Blob itself, with their identities."),
        z
            .strictObject({
                kind: z.literal("s3"),
                replicas: z
                    .int()
                    .min(1)
                    .max(10)
                    .default(S3_GATEWAY_DEFAULTS.replicas)
                    .meta({ description: "Instances; they keep no state, so more of them carry more traffic." }),
                tls: z
                    .boolean()
                    .default(S3_GATEWAY_DEFAULTS.tls)
                    .meta({ description: "Speak HTTPS, with a certificate of the cluster's own authority." }),
                rotation: z
                    .strictObject({
                        root: generation.meta({ description: "Counted up to make new keys for the user who may do everything." }),
                        buckets: z
                            .record(z.string().meta({ pattern: BUCKET_PATTERN.source }), generation)
                            .default({})
                            .meta({
                                description: "By bucket: counted up to make new keys for the user of that bucket.",
                                examples: [{ artifacts: 2 }],
                            }),
                    })
                    .prefault({})
                    .meta({ description: "Which generation of the keys is valid. Pods that have keys of the platform get the new ones." }),
            })
            .meta({
                description:
                    "An S3 endpoint on port 9000 inside the cluster (versitygw), with keys of its own that are made for each bucket. No versioning, and ETags are no MD5 sums.",
            }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: "Whether programs that know only S3 can use the store.", examples: [{ kind: "s3" }] });

const privateEndpoint = z.boolean().default(false).meta({
    description:
        "Reach the account by a private address only, from `network.subnets.privateEndpoints`; about 8 USD a month. Without it the account has a public endpoint, which identities guard.",
});

export const objectStoreSchema = z
    .discriminatedUnion("kind", [
        noneSchema("No object store."),
        z
            .strictObject({
                kind: z.literal("blob"),
                replication: z
                    .enum(["LRS", "ZRS", "GRS", "GZRS"])
                    .default("LRS")
                    .meta({
                        description: "Where copies are kept. ZRS and GZRS need a region with zones.",
                        enumDescriptions: [
                            "Three copies in one data centre",
                            "Three copies in three zones; about 25 % more",
                            "Six copies in two regions; about twice the price",
                            "Zones and a second region; about 2.5 times the price",
                        ],
                    }),
                versioning: z.boolean().default(false).meta({
                    description:
                        "Keep every former state of every object, which is billed until it is deleted. Seen by Azure's tools; the S3 endpoint shows the newest only.",
                }),
                softDeleteDays: z
                    .int()
                    .min(1)
                    .max(365)
                    .default(7)
                    .meta({ description: "How long deleted objects and buckets can be brought back, by Azure's tools. Unit: days." }),
                buckets: z
                    .record(z.string().meta({ pattern: BUCKET_PATTERN.source }), bucket)
                    .default({})
                    .meta({
                        description: "Buckets by name. Taking one out deletes it with its objects, but for what soft delete keeps.",
                        examples: [{ artifacts: {} }],
                    }),
                gateway,
                privateEndpoint,
            })
            .meta({
                description: "A storage account of the platform's own. No shared keys: everything signs in with an identity.",
            }),
        z
            .strictObject({
                kind: z.literal("existing"),
                accountId: z.string().meta({
                    description: "ARM id of the storage account. The platform's identities get Storage Blob Data Contributor on it.",
                    examples: [
                        "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/contosodata",
                    ],
                }),
                buckets: z
                    .record(
                        z.string().meta({ pattern: BUCKET_PATTERN.source }),
                        z.strictObject({}).meta({ description: "A bucket of S3, which is a container of Azure Blob.", examples: [{}] }),
                    )
                    .default({})
                    .meta({
                        description: "Buckets that the platform makes in the account, by name. Taking one out deletes it with its objects.",
                        examples: [{ artifacts: {} }],
                    }),
                gateway,
            })
            .meta({
                description: "A storage account that someone else owns: nothing of it is changed but the buckets that are made in it.",
            }),
    ])
    .prefault({ kind: "none" })
    .meta({
        description: "Where artifacts, datasets and backups are kept.",
        examples: [{ kind: "blob", buckets: { artifacts: {} } }],
    });
