import { z } from "zod";
import { ENVIRONMENT_PATTERN, PREFIX_PATTERN } from "../../../components/core/azure-names";

/** First part of every physical name where the configuration names none. */
const DEFAULT_PREFIX = "mlp";

/** The first twelve letters, digits and dashes of the stack's name: what physical names carry where the configuration names nothing else. */
export function environmentOf(stack: string): string {
    return stack
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replace(/^-+/, "")
        .slice(0, 12)
        .replace(/-+$/, "");
}

const lifetime = z
    .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("persistent") }).meta({ description: "Stays until someone destroys it." }),
        z
            .strictObject({
                kind: z.literal("ephemeral"),
                expiresOn: z
                    .string()
                    .regex(/^\d{4}-\d{2}-\d{2}$/)
                    .meta({
                        description:
                            "Last day that the environment is needed, YYYY-MM-DD. It becomes the tag `expires-on`, and nothing acts on it yet: a clean-up job of your own can. A past day is accepted, since no preview may change by the day.",
                        examples: ["2027-01-31"],
                        format: "date",
                    }),
            })
            .meta({
                description:
                    "A short-lived environment: its Kubernetes objects may be forgotten when its API server cannot be reached, so that a destroy always ends.",
            }),
    ])
    .default({ kind: "persistent" })
    .meta({ description: "How long the environment is meant to stand.", examples: [{ kind: "ephemeral", expiresOn: "2027-01-31" }] });

export const environmentSchema = z
    .strictObject({
        owner: z
            .string()
            .min(1)
            .max(256)
            .meta({ description: "Who answers for the environment. A tag on every Azure resource.", examples: ["ml-platform-team"] }),
        lifetime,
        protect: z.boolean().default(false).meta({
            description:
                "Refuse to delete or replace what holds state: the cluster, the registry, the resource group. `pulumi state unprotect` lifts it.",
        }),
        idle: z.boolean().default(false).meta({
            description:
                "Rest, for nights and weekends: `minCount` of every GPU pool counts as 0, so that no GPU node is kept while nothing asks for one. Jobs still get nodes, up to `maxCount`.",
        }),
        tags: z
            .record(z.string(), z.string())
            .default({})
            .meta({
                description:
                    "More tags for every Azure resource, as text. `owner`, `environment`, `managed-by` and `expires-on` are set by the program.",
                examples: [{ "cost-center": "research" }],
            }),
    })
    .meta({
        description: "Whose environment this is, how long it stands, and whether it may be deleted.",
        examples: [{ owner: "ml-platform-team" }],
    });

export const namingSchema = z
    .strictObject({
        prefix: z
            .string()
            .default(DEFAULT_PREFIX)
            .meta({
                description:
                    "First part of every name in Azure: two to eight lower-case letters and digits. Changing it replaces everything.",
                examples: ["mlp", "acme"],
                pattern: PREFIX_PATTERN.source,
            }),
        environment: z
            .string()
            .exactOptional()
            .meta({
                description:
                    "Second part: up to twelve lower-case letters, digits and dashes. Left out, the stack's name. Changing it replaces everything.",
                examples: ["dev"],
                pattern: ENVIRONMENT_PATTERN.source,
            }),
    })
    .default({ prefix: DEFAULT_PREFIX })
    .meta({ description: "What names in Azure begin with; eight characters made once per stack follow, so that names never clash." });

export const resourceGroupSchema = z
    .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("create") }).meta({ description: "A group of the stack's own, deleted with it." }),
        z
            .strictObject({
                kind: z.literal("existing"),
                name: z.string().meta({ description: "Name of the resource group, in the same subscription.", examples: ["rg-research"] }),
            })
            .meta({ description: "A group that someone else owns: looked up by name, never tagged, locked or deleted." }),
    ])
    .default({ kind: "create" })
    .meta({
        description: "The resource group that everything but the nodes is in.",
        examples: [{ kind: "existing", name: "rg-research" }],
    });
