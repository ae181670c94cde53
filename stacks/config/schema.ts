import { z } from "zod";
import { clusterSchema } from "./cluster-schema";
import { environmentSchema, namingSchema, resourceGroupSchema } from "./environment-schema";
import { gpuPoolsSchema } from "./gpu-pool-schema";
import { networkSchema } from "./network-schema";
import { REGIONS } from "./region-data";

/** Namespace of the program's keys in a stack file: the project's name. */
export const NAMESPACE = "ml-platform";

/** What a stack can be. One program in `stacks/` for each. */
export const VARIANTS = ["studioml"] as const;
export type Variant = (typeof VARIANTS)[number];

/**
 * The whole configuration of a stack.
 *
 * The schema says what forms values have; what they mean together is for the rules (`rules.ts` here and beside each component), which
 * give reasons and fixes. `enum` and `pattern` in the metadata are for editors: there, the rules have the last word.
 */
export const platformSchema = z.strictObject({
    platform: z.enum(VARIANTS).meta({
        description: "Which platform to build.",
        examples: ["studioml"],
        enumDescriptions: ["StudioML: a fleet of GPU nodes for studio-go-runner, with a container registry"],
    }),
    region: z.string().meta({
        description: "Azure region, in its short form. Not every region has every GPU size. Changing it replaces everything.",
        examples: ["eastus", "westeurope"],
        enum: [...REGIONS],
    }),
    environment: environmentSchema,
    naming: namingSchema,
    resourceGroup: resourceGroupSchema,
    network: networkSchema,
    cluster: clusterSchema,
    gpuPools: gpuPoolsSchema,
    registry: z
        .strictObject({
            sku: z
                .enum(["Basic", "Standard", "Premium"])
                .default("Basic")
                .meta({ description: "10, 100 or 500 GiB for about 5, 20 or 50 USD a month; Premium adds private endpoints." }),
        })
        .default({ sku: "Basic" })
        .meta({ description: "The container registry that the nodes pull from." }),
    keepSdkAliases: z.boolean().default(false).meta({
        description:
            "Register the SDK's aliases for old API versions: slow, and needed only for a stack adopted from elsewhere or the first `up` after a new major version of azure-native.",
    }),
    studioml: z
        .strictObject({
            namespace: z
                .string()
                .default("studioml")
                .meta({ description: "Kubernetes namespace that the platform runs in. Changing it replaces it.", examples: ["studioml"] }),
        })
        .default({ namespace: "studioml" })
        .meta({ description: "What only the platform `studioml` has." }),
});

/** What the schema makes of a stack file: defaults filled in, except what the stack's name decides. */
export type ParsedConfig = z.output<typeof platformSchema>;

/** The configuration as programs see it: complete. */
export interface PlatformConfig extends ParsedConfig {
    readonly naming: { readonly prefix: string; readonly environment: string };
}
