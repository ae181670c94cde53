import type { Source } from "../files/sources";
import { isAtOrAbove, isMap, parsePath, type ValuePath, valueAt } from "../form/paths";
import type { RawConfig } from "../form/read";
import { CONFIG_JSON_SCHEMA, type JsonSchema, schemaAt } from "../json-schema/json-schema";
import { NAMESPACE } from "../schema";
import { canHoldSecret, secretsIn } from "./secrets";

/** What is shown instead of a secret. */
export const SECRET = "[secret]";

/** Keeps secrets out of a report: what the schema says is one, even in clear text, and what is encrypted in the stack file. */
export interface Redaction {
    /** Takes them out of a text, wherever they occur. */
    readonly text: (text: string) => string;
    /** A value of a place without them; nothing of it when the place is a secret's. */
    readonly value: (value: unknown, path: string) => unknown;
}

export function redaction(raw: RawConfig, sources: readonly Source[] = []): Redaction {
    const given = sources.flatMap(({ values }) => secretsIn(values).map((place) => ({ place, value: valueAt(values, place) })));
    const places = [...given.map(({ place }) => place), ...(raw.file === undefined ? encryptedKeys(raw) : raw.file.encrypted)];
    const known = given.flatMap(({ value }) => leaves(value));
    const encrypted = raw.file === undefined ? raw.secretKeys.flatMap((key) => encryptedLeaves(key, raw.values[key] ?? "")) : [];
    const secrets = [...new Set([...known, ...encrypted])].filter(({ length }) => length > 1).sort((a, b) => b.length - a.length);
    const text = (before: string): string => secrets.reduce((rest, secret) => rest.replaceAll(secret, SECRET), before);
    return {
        text,
        value: (value, path) => {
            const at = parsePath(path);
            const hidden: Hidden = (place, inner) =>
                places.some((secret) => isAtOrAbove(secret, place)) || sources.some((source) => isMisshapen(inner, place, source));
            return redacted(value, at, hidden, text);
        },
    };
}

type Hidden = (place: ValuePath, value: unknown) => boolean;

/** Whether a secret should be somewhere inside, but the value has not the form in which it could be told where. */
function isMisshapen(value: unknown, place: ValuePath, { values }: Source): boolean {
    const schema = schemaAt(CONFIG_JSON_SCHEMA, values, place);
    const isShaped = schema?.type === "array" ? Array.isArray(value) : isMap(value);
    return schema !== undefined && !isShaped && canHoldSecret(schema);
}

/** Text by text, since JSON would write a quote in a secret in another way. */
function redacted(value: unknown, place: ValuePath, hidden: Hidden, text: (before: string) => string): unknown {
    if (hidden(place, value)) {
        return SECRET;
    }
    if (Array.isArray(value)) {
        return value.map((inner, index) => redacted(inner, [...place, index], hidden, text));
    }
    if (isMap(value)) {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redacted(inner, [...place, key], hidden, text)]));
    }
    return typeof value === "string" ? text(value) : value;
}

function encryptedKeys({ secretKeys }: RawConfig): ValuePath[] {
    const prefix = `${NAMESPACE}:`;
    return secretKeys.filter((key) => key.startsWith(prefix)).map((key) => [key.slice(prefix.length)]);
}

/**
 * The texts of an encrypted key: Pulumi does not say which of them were. What the schema itself names (a kind, say) is no secret, nor is a
 * small number; both would take whole sentences apart.
 */
function encryptedLeaves(key: string, text: string): string[] {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return [text];
    }
    const schema = CONFIG_JSON_SCHEMA.properties?.[key.slice(NAMESPACE.length + 1)] ?? {};
    return [text, ...leaves(value, (leaf, place) => !isPublic(leaf, schemaAt(schema, value, place)))];
}

function isPublic(leaf: string | number, schema: JsonSchema | undefined): boolean {
    return schema?.["writeOnly"] !== true && (typeof leaf === "number" ? Math.abs(leaf) < 1000 : names(schema ?? {}).includes(leaf));
}

function names(schema: JsonSchema): unknown[] {
    return [schema.const, schema.default, ...(schema.enum ?? []), ...(schema.oneOf ?? []).map((one) => one.properties?.["kind"]?.const)];
}

type Leaf = (leaf: string | number, place: ValuePath) => boolean;

/** The texts and numbers in a value. */
function leaves(value: unknown, wanted: Leaf = () => true, place: ValuePath = []): string[] {
    if (Array.isArray(value)) {
        return value.flatMap((inner, index) => leaves(inner, wanted, [...place, index]));
    }
    if (isMap(value)) {
        return Object.entries(value).flatMap(([key, inner]) => leaves(inner, wanted, [...place, key]));
    }
    return (typeof value === "string" || typeof value === "number") && wanted(value, place) ? [String(value)] : [];
}
