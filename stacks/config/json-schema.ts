import { z } from "zod";
import { valueAt, type ValuePath } from "./paths";
import { NAMESPACE, platformSchema } from "./schema";

/** The part of JSON Schema that the configuration needs. */
export interface JsonSchema {
    readonly type?: string;
    readonly description?: string;
    readonly default?: unknown;
    readonly examples?: readonly unknown[];
    readonly enum?: readonly unknown[];
    readonly const?: unknown;
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: boolean | JsonSchema;
    readonly propertyNames?: JsonSchema;
    readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
    readonly items?: JsonSchema;
    readonly oneOf?: readonly JsonSchema[];
    readonly [other: string]: unknown;
}

/** The configuration of the program as JSON Schema, keys without their namespace. */
export const CONFIG_JSON_SCHEMA = z.toJSONSchema(platformSchema, { io: "input", target: "draft-7" }) as JsonSchema;

/**
 * The schema of a whole stack file, for editors: the program's keys are checked strictly, those of other namespaces (`azure-native:`,
 * `pulumi:` …) are left alone.
 */
export function stackFileJsonSchema(): JsonSchema {
    const config = CONFIG_JSON_SCHEMA;
    const properties = Object.fromEntries(Object.entries(config.properties ?? {}).map(([key, schema]) => [`${NAMESPACE}:${key}`, schema]));
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Stack file of ml-platform",
        description: "Generated from stacks/config/schema.ts by `npm run schema`.",
        type: "object",
        properties: {
            config: {
                type: "object",
                description: "The configuration of the stack.",
                properties,
                required: (config.required ?? []).map((key) => `${NAMESPACE}:${key}`),
                patternProperties: { [`^(?!${NAMESPACE}:)[^:]+:.+$`]: {} },
                additionalProperties: false,
            },
            secretsprovider: { type: "string", description: "What encrypts the secrets; written by Pulumi." },
            encryptedkey: { type: "string", description: "The encrypted key of a cloud secrets provider; written by Pulumi." },
            encryptionsalt: { type: "string", description: "The salt of the passphrase; written by Pulumi." },
            environment: { description: "Pulumi ESC environments to import." },
        },
        required: ["config"],
        additionalProperties: false,
    };
}

/** The schema of what is at a path; where there are choices, of the one that the value's `kind` names. */
export function schemaAt(schema: JsonSchema, value: unknown, path: ValuePath): JsonSchema | undefined {
    const [step, ...rest] = path;
    const chosen = schema.oneOf?.find((choice) => choice.properties?.["kind"]?.const === valueAt(value, ["kind"])) ?? schema;
    if (step === undefined) {
        return chosen;
    }
    const further = chosen.additionalProperties;
    const next =
        typeof step === "number" ? chosen.items : (chosen.properties?.[step] ?? (typeof further === "object" ? further : undefined));
    return next && schemaAt(next, valueAt(value, [step]), rest);
}
