import type { JsonSchema } from "./json-schema";

const NULL: JsonSchema = { type: "null" };
const REMOVES = "null removes what an extended file gives";

/**
 * The schema of one part of what is merged: no key is required, and what may be left out may be null, which removes it.
 *
 * A choice may leave its `kind` to another file, and may null the keys that only other kinds have. Lists are whole, since they are replaced
 * as a whole.
 */
export function partOf(schema: JsonSchema): JsonSchema {
    const { required, default: fallback, ...rest } = schema;
    if (schema.oneOf !== undefined) {
        return { ...rest, ...given(fallback), oneOf: [...schema.oneOf.map((choice) => partOfChoice(choice, schema)), withoutKind(schema)] };
    }
    if (schema.type !== "object") {
        return schema;
    }
    const further = schema.additionalProperties;
    return {
        ...rest,
        ...given(fallback),
        ...(schema.properties === undefined ? {} : { properties: partsOf(schema.properties, required ?? []) }),
        ...(typeof further === "object" ? { additionalProperties: orNull(partOf(further)) } : {}),
    };
}

type Properties = Readonly<Record<string, JsonSchema>>;

function partsOf(properties: Properties, required: readonly string[]): Properties {
    const parts = Object.entries(properties).map(([key, schema]) => [
        key,
        required.includes(key) ? partOf(schema) : orNull(partOf(schema)),
    ]);
    return Object.fromEntries(parts) as Properties;
}

/** One kind of a choice: it keeps its `kind`, and may remove what other kinds have. */
function partOfChoice(choice: JsonSchema, { oneOf = [] }: JsonSchema): JsonSchema {
    const part = partOf(choice);
    const others = oneOf.flatMap(({ properties = {} }) => Object.keys(properties)).filter((key) => part.properties?.[key] === undefined);
    const removals = Object.fromEntries(others.map((key) => [key, { ...NULL, description: `Of another kind: ${REMOVES}.` }]));
    return { ...part, properties: { ...part.properties, ...removals }, required: ["kind"] };
}

/** A choice whose kind is in another file: the keys of all kinds. */
function withoutKind({ oneOf = [] }: JsonSchema): JsonSchema {
    const all = new Map<string, JsonSchema[]>();
    for (const [key, schema] of oneOf.flatMap((choice) => Object.entries(partOf(choice).properties ?? {}))) {
        const known = all.get(key) ?? [];
        const isNew = known.every((one) => JSON.stringify(one) !== JSON.stringify(schema));
        all.set(key, isNew ? [...known, schema] : known);
    }
    all.delete("kind");
    const properties = [...all].map(([key, [first = {}, ...more]]) => [key, more.length === 0 ? first : { anyOf: [first, ...more] }]);
    return {
        type: "object",
        description: "A part of it; an extended file chooses the kind.",
        properties: Object.fromEntries(properties) as Properties,
        additionalProperties: false,
    };
}

function orNull(schema: JsonSchema): JsonSchema {
    if (schema.oneOf !== undefined) {
        return { ...schema, oneOf: [...schema.oneOf, { ...NULL, description: `Nothing: ${REMOVES}.` }] };
    }
    const { type, enum: choices, enumDescriptions: meanings } = schema;
    return {
        ...schema,
        ...(type === undefined ? {} : { type: [type, "null"].flat() }),
        ...(choices === undefined ? {} : { enum: [...choices, null] }),
        ...(Array.isArray(meanings) ? { enumDescriptions: [...(meanings as unknown[]), REMOVES] } : {}),
    };
}

function given(fallback: unknown): JsonSchema {
    return fallback === undefined ? {} : { default: fallback };
}

/** A secret as a stack file holds it: encrypted, which is a map. */
export function encryptingSecrets(schema: JsonSchema): JsonSchema {
    return mapSecrets(schema, ({ description }) => ({
        type: "object",
        writeOnly: true,
        description: `${description ?? "A secret."} Encrypted: \`pulumi config set --secret --path …\` writes it.`,
        properties: { secure: { type: "string", description: "What Pulumi made of it." } },
        required: ["secure"],
        additionalProperties: false,
    }));
}

/** Without secrets, which no shared file may hold. */
export function leavingOutSecrets(schema: JsonSchema): JsonSchema {
    return mapSecrets(schema, () => undefined);
}

function mapSecrets(schema: JsonSchema, replace: (secret: JsonSchema) => JsonSchema | undefined): JsonSchema {
    const inside = (inner: JsonSchema): JsonSchema => mapSecrets(inner, replace);
    const further = schema.additionalProperties;
    const properties = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
        const mapped = inner["writeOnly"] === true ? replace(inner) : inside(inner);
        return mapped === undefined ? [] : [[key, mapped] as const];
    });
    return {
        ...schema,
        ...(schema.properties === undefined ? {} : { properties: Object.fromEntries(properties) }),
        ...(schema.required === undefined ? {} : { required: schema.required.filter((key) => properties.some(([name]) => name === key)) }),
        ...(typeof further === "object"
            ? { additionalProperties: further["writeOnly"] === true ? (replace(further) ?? false) : inside(further) }
            : {}),
        ...(schema.items === undefined ? {} : { items: inside(schema.items) }),
        ...(schema.oneOf === undefined ? {} : { oneOf: schema.oneOf.map(inside) }),
    };
}
