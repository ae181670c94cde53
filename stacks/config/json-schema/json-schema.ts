import { z } from "zod";
import { valueAt, type ValuePath } from "../form/paths";
import { NAMESPACE, platformSchema } from "../schema";
import { encryptingSecrets, leavingOutSecrets, partOf } from "./layered-schema";

/** The part of JSON Schema that the configuration needs. */
export interface JsonSchema {
    readonly type?: string | readonly string[];
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

const DRAFT = "http://json-schema.org/draft-07/schema#";

/**
 * The configuration of the program as JSON Schema, keys without their namespace. A key's schema is made when it is first asked for: a run
 * looks at those that its stack file gives, and making all of them takes longer than the check itself.
 */
export const CONFIG_JSON_SCHEMA = configJsonSchema();

function configJsonSchema(): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const [key, schema] of Object.entries(platformSchema.shape)) {
        let made: JsonSchema | undefined;
        Object.defineProperty(properties, key, { enumerable: true, get: () => (made ??= jsonSchemaOf(schema)) });
        if (schema._zod.optin === undefined) {
            required.push(key);
        }
    }
    return { $schema: DRAFT, type: "object", properties, required, additionalProperties: false };
}

/** What a key's values are in a stack file, without making its JSON schema. */
export function typeOfKey(key: string): "text" | "scalar" | "structured" | undefined {
    let schema: z.core.$ZodType | undefined = Object.hasOwn(platformSchema.shape, key)
        ? platformSchema.shape[key as keyof typeof platformSchema.shape]
        : undefined;
    while (schema !== undefined && "innerType" in schema._zod.def) {
        schema = schema._zod.def.innerType as z.core.$ZodType;
    }
    switch (schema?._zod.def.type) {
        case undefined:
            return undefined;
        case "string":
        case "enum":
            return "text";
        case "boolean":
        case "number":
            return "scalar";
        default:
            return "structured";
    }
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
    const { $schema: _, ...made } = z.toJSONSchema(schema, { io: "input", target: "draft-7" }) as JsonSchema;
    return made;
}

/**
 * The schema of a whole stack file, for editors: the program's keys are checked strictly, those of other namespaces (`azure-native:`,
 * `pulumi:` …) are left alone. A file that extends others need not say what they may say.
 */
export function stackFileJsonSchema(): JsonSchema {
    const config = encryptingSecrets(CONFIG_JSON_SCHEMA);
    return {
        $schema: DRAFT,
        title: "Stack file of ml-platform",
        description: "Generated from stacks/config/schema.ts by `npm run schema`.",
        type: "object",
        properties: {
            config: {
                type: "object",
                description: "The configuration of the stack.",
                if: { required: [`${NAMESPACE}:extends`] },
                then: inNamespace(partOf(config)),
                else: inNamespace(config),
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

/** The schema of a file under config/: the same keys without namespace, none of them required, and no secrets. */
export function sharedFileJsonSchema(): JsonSchema {
    return {
        ...partOf(leavingOutSecrets(CONFIG_JSON_SCHEMA)),
        $schema: DRAFT,
        title: "Shared file of ml-platform",
        description: "A part of the configuration that stack files extend. Generated from stacks/config/schema.ts by `npm run schema`.",
    };
}

function inNamespace({ properties = {}, required }: JsonSchema): JsonSchema {
    return {
        type: "object",
        properties: Object.fromEntries(Object.entries(properties).map(([key, schema]) => [`${NAMESPACE}:${key}`, schema])),
        ...(required === undefined ? {} : { required: required.map((key) => `${NAMESPACE}:${key}`) }),
        patternProperties: { [`^(?!${NAMESPACE}:)[^:]+:.+$`]: {} },
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
