import { z } from "zod";
import { KUBEFLOW_DEFAULTS } from "../../../components/kubeflow/rules";
import { NOT_BUILT } from "./not-built";
import { secretText } from "./secret-text";

const component = (enabled: boolean, what: string): z.ZodDefault<z.ZodBoolean> => z.boolean().default(enabled).meta({ description: what });

const profile = z
    .strictObject({
        owner: z.string().meta({ description: "E-mail address of the owner, as the sign-in gives it.", examples: ["ada@contoso.com"] }),
        quota: z
            .strictObject({
                gpus: z
                    .int()
                    .min(0)
                    .max(1000)
                    .exactOptional()
                    .meta({ description: "GPUs at a time. Left out, no limit.", examples: [2] }),
                cpus: z
                    .int()
                    .min(1)
                    .max(10_000)
                    .exactOptional()
                    .meta({ description: "vCPUs at a time. Left out, no limit.", examples: [32] }),
                memoryGiB: z
                    .int()
                    .min(1)
                    .max(100_000)
                    .exactOptional()
                    .meta({ description: "Memory at a time. Left out, no limit. Unit: GiB.", examples: [128] }),
            })
            .prefault({})
            .meta({ description: "The most that all pods of the profile may ask for together." }),
    })
    .meta({ description: "A namespace of a user or a team.", examples: [{ owner: "ada@contoso.com" }] });

const database = z
    .discriminatedUnion("kind", [
        z
            .strictObject({
                kind: z.literal("in-cluster"),
                storageGiB: z
                    .int()
                    .min(1)
                    .max(1024)
                    .default(KUBEFLOW_DEFAULTS.databaseStorageGiB)
                    .meta({ description: "Disk of the database. It can grow, not shrink. Unit: GiB." }),
            })
            .meta({ description: "One MySQL server in the cluster." }),
        z
            .strictObject({
                kind: z.literal("mysql"),
                host: z.string().meta({ description: "Host name of the server.", examples: ["pipelines.mysql.database.azure.com"] }),
                username: z
                    .string()
                    .min(1)
                    .meta({ description: "Name to sign in with; it may create databases.", examples: ["pipelines"] }),
                password: secretText({ description: "Password of that name." }),
            })
            .meta({ description: "A MySQL 8 server that exists." }),
    ])
    .prefault({ kind: "in-cluster" })
    .meta({ description: "Where runs and metadata are kept. Changing the kind leaves them behind.", examples: [{ kind: "in-cluster" }] });

const identityKey = (fallback: string, what: string): z.ZodDefault<z.ZodString> =>
    z
        .string()
        .regex(/^[A-Za-z][\w-]*$/)
        .default(fallback)
        .meta({ description: what, examples: [fallback] });

export const kubeflowSchema = z
    .strictObject({
        release: z.enum(["26.03"]).default(KUBEFLOW_DEFAULTS.release).meta({
            description: "Release of the community distribution, in quotes. Two come every year, each supported for about half a year.",
        }),
        commit: z
            .string()
            .exactOptional()
            .meta({
                description: "Commit to apply instead of the release's own, with a fix that you need. Left out, the release's.",
                examples: ["0123456789abcdef0123456789abcdef01234567"],
            }),
        repository: z
            .string()
            .default(KUBEFLOW_DEFAULTS.repository)
            .meta({ description: "Git repository that Flux reads, for a mirror of your own.", examples: [KUBEFLOW_DEFAULTS.repository] }),
        components: z
            .strictObject({
                notebooks: component(true, "Notebooks, volumes and TensorBoards, with GPUs on demand."),
                katib: component(true, "Katib: tuning and architecture search."),
                trainer: component(true, "Trainer: distributed training jobs."),
                kserve: component(true, "KServe with Knative: models behind an API."),
                modelRegistry: component(false, "Model registry, with a database of its own."),
                spark: component(false, "The Spark operator."),
            })
            .prefault({})
            .meta({ description: "What is installed beside the dashboard. Taking one out deletes it with its jobs." }),
        pipelines: z
            .strictObject({
                enabled: z.boolean().default(true).meta({ description: "Install Pipelines, which need an S3 store." }),
                bucket: z
                    .string()
                    .default(KUBEFLOW_DEFAULTS.bucket)
                    .meta({ description: "Bucket for artifacts.", examples: [KUBEFLOW_DEFAULTS.bucket] }),
                database,
            })
            .prefault({})
            .meta({ description: "Pipelines." }),
        profiles: z
            .record(z.string().meta({ pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" }), profile)
            .default({})
            .meta({
                description: "Users and teams by the name of their namespace. Taking one out deletes the namespace with all that is in it.",
                examples: [{ "team-vision": { owner: "ada@contoso.com" } }],
            }),
        automaticProfiles: z.boolean().default(false).meta({
            description: "Let everyone who signs in make a namespace of their own, without a quota.",
        }),
        identity: z
            .strictObject({
                userIdHeader: identityKey(KUBEFLOW_DEFAULTS.userIdHeader, "Header that tells Kubeflow who asks."),
                userIdClaim: identityKey(KUBEFLOW_DEFAULTS.userIdClaim, "Claim of the token that goes into it."),
                groupsClaim: identityKey(KUBEFLOW_DEFAULTS.groupsClaim, "Claim with the user's groups."),
            })
            .prefault({})
            .meta({ description: "How a sign-in becomes a user of Kubeflow (what oidc-authservice's parameters were)." }),
        notebookPools: z
            .array(z.string())
            .default([])
            .meta({
                description:
                    "Names of `gpuPools` that a notebook can choose; the toleration comes from the pool. Left out, any node that has the GPUs.",
                examples: [["t4"]],
            }),
    })
    .meta({ description: `What only the platform \`kubeflow\` has. Left out, its defaults. ${NOT_BUILT}`, examples: [{}] });
