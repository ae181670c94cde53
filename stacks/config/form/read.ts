import { type Finding, findingsOf } from "../../../components/core/findings";
import { type JsonSchema, schemaAt, typeOfKey } from "../json-schema/json-schema";
import { FORM_RULES } from "../rules/form-rule-table";
import { NAMESPACE } from "../schema";
import { nearest } from "./nearest";
import { isMap, type ValuePath } from "./paths";

const finding = findingsOf(FORM_RULES);

/** What Pulumi hands a program: keys with their namespaces, and every value as text; what is structured as JSON. */
export interface RawConfig {
    readonly values: Readonly<Record<string, string>>;
    /** Keys, with namespace, that are encrypted in the stack file. Pulumi says this of whole top-level keys only. */
    readonly secretKeys: readonly string[];
    /** More than Pulumi tells a program, where the file itself was read. */
    readonly file?: StackFileText;
}

/** A stack file as it is written. Paths are without namespace. */
export interface StackFileText {
    readonly name: string;
    /** The line of a value, or of the nearest value around it. */
    readonly lineOf: (path: ValuePath) => number | undefined;
    /** Places that are encrypted: what `values` has there is made up. */
    readonly encrypted: readonly ValuePath[];
}

export interface Document {
    /**
     * Values by key, without namespace; null where the file gives a key and no value. What could not be read is left out; of an unknown key,
     * and of an `extends` that is no list, the text stands.
     */
    readonly values: Readonly<Record<string, unknown>>;
    /** Keys of the schema that the file gives, but not in a way that can be read. */
    readonly unread: readonly string[];
    readonly findings: readonly Finding[];
}

/** Reads the program's keys, each by the type that the schema gives it. */
export function readDocument(raw: RawConfig, schema: JsonSchema): Document {
    const values = new Map<string, unknown>();
    const unread: string[] = [];
    const findings: Finding[] = [];
    for (const [fullKey, text] of Object.entries(raw.values)) {
        const [namespace = "", ...rest] = fullKey.split(":");
        const key = rest.join(":");
        const type = typeOfKey(key);
        if (namespace !== NAMESPACE) {
            const misspelled = misspelledNamespace(namespace, key);
            findings.push(...misspelled);
            if (misspelled.length > 0 && type !== undefined && raw.values[`${NAMESPACE}:${key}`] === undefined) {
                unread.push(key);
            }
            continue;
        }
        if (type === undefined) {
            values.set(key, text);
            continue;
        }
        try {
            values.set(key, parseValue(text, type));
        } catch {
            if (key === "extends") {
                values.set(key, text);
                continue;
            }
            unread.push(key);
            // JSON.parse quotes the text in its message, which may be a secret: only the text itself goes on, and the report redacts it.
            findings.push(
                finding(
                    "config/wrong-type",
                    key,
                    text,
                    `must be ${describeType(schema.properties?.[key] ?? {})}, and is a text`,
                    `write it as a map in the stack file, or set single values: pulumi config set --path '${NAMESPACE}:${key}.<name>' <value>`,
                ),
            );
        }
    }
    return { values: Object.fromEntries(values), unread, findings };
}

/** A key without a value (`network:`) reaches the program as an empty text: null, which takes away what a shared file gives. */
function parseValue(text: string, type: ReturnType<typeof typeOfKey>): unknown {
    if (text === "") {
        return null;
    }
    if (type === "scalar") {
        return parseScalar(text);
    }
    return type === "text" ? text : (JSON.parse(text) as unknown);
}

/** `true`, `false` and numbers become what they say; anything else stays a text, which the schema then refuses. */
function parseScalar(text: string): unknown {
    const scalar = /^(true|false|-?\d+(\.\d+)?)$/;
    return scalar.test(text) ? (JSON.parse(text) as unknown) : text;
}

/** A day without quotes, as it comes out of Pulumi. */
const GO_TIME = /^(\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$/;

/**
 * Puts right what YAML and Pulumi change on the way without being asked: `zones: [1]`, and `pulumi config set --path`, make a number of a
 * zone, and a day without quotes becomes a point in time.
 */
export function mend(value: unknown, schema: JsonSchema): unknown {
    const inner = (step: string | number, part: unknown): unknown => mend(part, schemaAt(schema, value, [step]) ?? {});
    if (Array.isArray(value)) {
        return value.map((part, index) => inner(index, part));
    }
    if (isMap(value)) {
        return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(name, part)]));
    }
    if (typeof value === "number" && schema.enum?.includes(String(value)) === true) {
        return String(value);
    }
    return typeof value === "string" && schema["format"] === "date" ? (GO_TIME.exec(value)?.[1] ?? value) : value;
}

/** What a user would call the type. */
export function describeType(schema: JsonSchema): string {
    if (schema.oneOf !== undefined) {
        const kinds = schema.oneOf.map((choice) => String(choice.properties?.["kind"]?.const));
        return `a map with kind: ${kinds.join(" | ")}`;
    }
    switch (schema.type) {
        case "object":
            return schema.properties === undefined ? "a map by name" : "a map";
        case "array":
            return "a list";
        case "boolean":
            return "true or false";
        case "integer":
            return "a whole number";
        case "number":
            return "a number";
        default:
            return "a text";
    }
}

/** A slip in the namespace would otherwise make the key vanish without a word. */
function misspelledNamespace(namespace: string, key: string): Finding[] {
    if (nearest(namespace, [NAMESPACE]) === undefined) {
        return [];
    }
    const fix = `write ${NAMESPACE}:${key}`;
    return [finding("config/unknown-namespace", `${namespace}:${key}`, undefined, "has a namespace that nothing reads", fix)];
}
