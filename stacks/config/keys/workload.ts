import { z } from "zod";

/** What a pod asks for. Its node must have that much left beside what AKS and the node's own agents take. */
export const cpusSchema = z
    .number()
    .min(0.1)
    .max(416)
    .meta({ description: "CPUs that a pod asks for. Unit: vCPUs; about half of one on each node is taken already.", examples: [3, 0.5] });

export const memorySchema = z
    .number()
    .min(0.1)
    .max(11_400)
    .meta({ description: "Memory that a pod asks for. Unit: GiB; two to three on each node are taken already.", examples: [16] });

export const imageSchema = (what: string, example: string): z.ZodString =>
    z
        .string()
        .min(1)
        .meta({ description: `Image of ${what}, with its tag or digest, so that it is the same tomorrow.`, examples: [example] });

export const poolNameSchema = (what: string, example: string): z.ZodString =>
    z.string().meta({ description: `Name of the pool for ${what}, in \`gpuPools\` or \`pools\`.`, examples: [example] });

export const namespaceSchema = (name: string): z.ZodDefault<z.ZodString> =>
    z
        .string()
        .default(name)
        .meta({ description: "Kubernetes namespace that the platform runs in. Changing it replaces it.", examples: [name] });
