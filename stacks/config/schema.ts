import { z } from "zod";
import { CACHED_REGISTRIES } from "../../components/container-registry/rules";
import { clusterSchema } from "./keys/cluster";
import { environmentSchema, namingSchema, resourceGroupSchema } from "./keys/environment";
import { extendsSchema } from "./keys/extends";
import { gpuPoolsSchema } from "./keys/gpu-pool";
import { gpuSoftwareSchema } from "./keys/gpu-software";
import { imageRegistriesSchema } from "./keys/image-registries";
import { ingressSchema } from "./keys/ingress";
import { katonicSchema } from "./keys/katonic";
import { kubeflowSchema } from "./keys/kubeflow";
import { azureStackSchema, deployFromSchema, layerSchema } from "./keys/layer";
import { meshSchema } from "./keys/mesh";
import { mirrorSchema } from "./keys/mirror";
import { monitoringSchema } from "./keys/monitoring";
import { networkSchema } from "./keys/network";
import { nodeScalingSchema } from "./keys/node-scaling";
import { objectStoreSchema } from "./keys/object-store";
import { poolCreationSchema, poolsSchema } from "./keys/pool";
import { REGIONS } from "./keys/region-data";
import { saiSchema } from "./keys/sai";
import { shakudoSchema } from "./keys/shakudo";
import { ssoSchema } from "./keys/sso";
import { studiomlSchema } from "./keys/studioml";
import { type BuiltVariant, VARIANT_DESCRIPTIONS, VARIANTS } from "./keys/variants";
import type { WithSecrets } from "./secrets/secrets";

// zod would compile a parser for each object at its first use, which pays off after many: a program checks one configuration.
z.config({ jitless: true });

/** Namespace of the program's keys in a stack file: the project's name. */
export const NAMESPACE = "ml-platform";

export type { BuiltVariant, Variant } from "./keys/variants";

/**
 * The whole configuration of a stack.
 *
 * The schema says what forms values have; what they mean together is for the rules (`rules.ts` here and beside each component), which
 * give reasons and fixes. `enum` and `pattern` in the metadata are for editors: there, the rules have the last word.
 */
export const platformSchema = z.strictObject({
    extends: extendsSchema,
    platform: z.enum(VARIANTS).meta({
        description: "Which platform to build.",
        examples: ["studioml"],
        enumDescriptions: VARIANT_DESCRIPTIONS,
    }),
    region: z.string().meta({
        description: "Azure region, in its short form. Not every region has every GPU size. Changing it replaces everything.",
        examples: ["eastus", "westeurope"],
        enum: [...REGIONS],
    }),
    layer: layerSchema,
    azureStack: azureStackSchema,
    deployFrom: deployFromSchema,
    environment: environmentSchema,
    naming: namingSchema,
    resourceGroup: resourceGroupSchema,
    network: networkSchema,
    cluster: clusterSchema,
    security: z.enum(["standard", "hardened"]).default("standard").meta({
        description:
            "`hardened` closes what is convenient and dangerous: no SSH on nodes, no commands past the API server, a read-only node resource group; and it refuses public exposure.",
    }),
    nodeScaling: nodeScalingSchema,
    poolCreation: poolCreationSchema,
    pools: poolsSchema,
    gpuPools: gpuPoolsSchema,
    gpuSoftware: gpuSoftwareSchema,
    registry: z
        .strictObject({
            sku: z.enum(["Basic", "Standard", "Premium"]).default("Basic").meta({
                description:
                    "10, 100 or 500 GiB for about 5, 20 or 50 USD a month. The registry has a public endpoint, which identities guard.",
            }),
            cache: z
                .array(z.string().meta({ enum: [...CACHED_REGISTRIES] }))
                .default([])
                .meta({
                    description:
                        "Registries whose images this one fetches when they are asked of it under their full names, and keeps, for nodes that do not reach them. Set `mirror.images` to the registry's own address to use it for charts, too.",
                    examples: [["quay.io", "ghcr.io"]],
                }),
        })
        .default({ sku: "Basic", cache: [] })
        .meta({ description: "The container registry that the nodes pull from." }),
    imageRegistries: imageRegistriesSchema,
    mirror: mirrorSchema,
    mesh: meshSchema,
    ingress: ingressSchema,
    sso: ssoSchema,
    objectStore: objectStoreSchema,
    monitoring: monitoringSchema,
    keepSdkAliases: z.boolean().default(false).meta({
        description:
            "Register the SDK's aliases for old API versions: slow, and needed only for a stack adopted from elsewhere or the first `up` after a new major version of azure-native.",
    }),
    studioml: studiomlSchema.exactOptional(),
    shakudo: shakudoSchema.exactOptional(),
    katonic: katonicSchema.exactOptional(),
    kubeflow: kubeflowSchema.exactOptional(),
    sai: saiSchema.exactOptional(),
});

/** What the schema makes of a stack file: defaults filled in, except what the stack's name decides. */
export type ParsedConfig = z.output<typeof platformSchema>;

/** The complete configuration, with its secrets in clear text: for the door alone. */
export interface CompleteConfig extends ParsedConfig {
    readonly naming: { readonly prefix: string; readonly environment: string };
    /** Of the platform `studioml`; of the others its defaults, which nobody reads. */
    readonly studioml: NonNullable<ParsedConfig["studioml"]>;
}

/** A configuration without an error. */
export interface SoundConfig extends CompleteConfig {
    readonly platform: BuiltVariant;
}

/** The configuration as programs see it: complete, sound, and its secrets kept by Pulumi. */
export type PlatformConfig = WithSecrets<SoundConfig>;
