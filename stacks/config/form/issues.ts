import type { z } from "zod";
import { type Finding, findingsOf } from "../../../components/core/findings";
import { type JsonSchema, schemaAt } from "../json-schema/json-schema";
import { FORM_RULES } from "../rules/form-rule-table";
import { NAMESPACE } from "../schema";
import { nearest } from "./nearest";
import { formatPath, isMap, parsePath, stepsOf, valueAt, type ValuePath } from "./paths";
import { describeType } from "./read";

const finding = findingsOf(FORM_RULES);

/** What zod found, in the words of someone who edits a stack file. */
export function findingsOfIssue(issue: z.core.$ZodIssue, root: JsonSchema, document: unknown): Finding[] {
    const path = stepsOf(issue.path);
    const value = valueAt(document, path);
    const schema = schemaAt(root, document, path) ?? {};
    if (value === undefined && issue.code !== "unrecognized_keys") {
        return [missing(path, schema, issue)];
    }
    return describeIssue(issue, path, value, schema);
}

function describeIssue(issue: z.core.$ZodIssue, path: ValuePath, value: unknown, schema: JsonSchema): Finding[] {
    const at = formatPath(path);
    const like = exampleOf(schema);
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map((key) => unknownKey([...path, key], Object.keys(schema.properties ?? {})));
        case "invalid_type": {
            const message = `must be ${describeType(schema)}, and is ${describeValue(value)}`;
            return [finding("config/wrong-type", at, value, message, fixType(schema, value) ?? like ?? "change it, or remove it")];
        }
        case "invalid_value": {
            const message = `must be one of ${texts(issue.values).join(", ")}`;
            return [finding("config/not-allowed", at, value, message, "choose one of these")];
        }
        case "invalid_union": {
            const message = `must be one of ${kindsOf(issue).join(", ")}`;
            return [finding("config/not-allowed", at, value, message, "choose one of these")];
        }
        case "too_small":
        case "too_big":
            return [finding("config/out-of-range", at, value, `must be ${rangeOf(issue, schema)}`, like ?? "change it")];
        case "invalid_format":
            return [
                finding(
                    "config/format",
                    at,
                    value,
                    `must have the form of ${(schema.examples ?? [schema.default]).join(", ")}`,
                    like ?? "change it",
                ),
            ];
        default:
            return [finding("config/not-allowed", at, value, issue.message, like ?? "change it")];
    }
}

function unknownKey(path: ValuePath, known: readonly string[]): Finding {
    const key = String(path.at(-1));
    const meant = meantPlace(path, known);
    if (meant !== undefined && meant.length > path.length) {
        const fix = `pulumi config rm '${NAMESPACE}:${key}', then pulumi config set --path '${NAMESPACE}:${key}' <value>`;
        return finding("config/unknown-key", key, undefined, "is set as a key of its own; it needs `--path`", fix);
    }
    const message = `is not a key of the configuration; allowed here: ${known.join(", ")}`;
    return finding(
        "config/unknown-key",
        formatPath(path),
        undefined,
        message,
        meant === undefined ? "remove it" : `did you mean ${String(meant.at(-1))}?`,
    );
}

/** Where an unknown key was meant to go, as far as its spelling tells: beside itself, or, set without `--path`, further inside. */
export function meantPlace(path: ValuePath, known: readonly string[]): ValuePath | undefined {
    const key = String(path.at(-1));
    const bare = key.startsWith(`${NAMESPACE}:`) ? key.slice(NAMESPACE.length + 1) : key;
    const inside = path.length === 1 ? parsePath(bare) : [];
    if (inside.length > 1 && known.includes(String(inside[0]))) {
        return inside;
    }
    const similar = nearest(bare, known);
    return similar === undefined ? undefined : [...path.slice(0, -1), similar];
}

function missing(path: ValuePath, schema: JsonSchema, issue: z.core.$ZodIssue): Finding {
    const choices = issue.code === "invalid_union" ? kindsOf(issue) : issue.code === "invalid_value" ? texts(issue.values) : undefined;
    const about = schema.description === undefined ? "" : `: ${schema.description}`;
    const allowed = choices === undefined ? "" : `; one of ${choices.join(", ")}`;
    const example = schema.examples?.[0] ?? choices?.[0];
    const fix = example === undefined ? "add it" : `add it, for example ${JSON.stringify(example)}`;
    return finding("config/missing", formatPath(path), undefined, `is required${about.replace(/\.$/, "")}${allowed}`, fix);
}

/** The kinds that a choice offers. */
function kindsOf(issue: z.core.$ZodIssueInvalidUnion): string[] {
    return "options" in issue ? texts(issue.options ?? []) : [];
}

function texts(values: readonly unknown[]): string[] {
    return values.map(String);
}

function describeValue(value: unknown): string {
    if (value === null) {
        return "empty";
    }
    if (Array.isArray(value)) {
        return "a list";
    }
    if (isMap(value)) {
        return "a map";
    }
    return typeof value === "string" ? "a text" : typeof value === "boolean" ? "true or false" : "a number";
}

/** The two slips that YAML itself invites: quotes around numbers, and none around texts that look like numbers. */
function fixType(schema: JsonSchema, value: unknown): string | undefined {
    if (schema.type === "string" && (typeof value === "number" || typeof value === "boolean")) {
        return `put it in quotes: "${textOf(schema, value)}" (with pulumi config set: --type string)`;
    }
    const unquoted = schema.type === "boolean" ? /^(true|false)$/ : /^-?\d+$/;
    return typeof value === "string" && unquoted.test(value) && schema.type !== "object" && schema.type !== "array"
        ? `write it without quotes: ${value}`
        : undefined;
}

/** YAML has already changed some numbers: 1.30 without quotes is 1.3. Where the value is none that is known, the default stands in. */
function textOf(schema: JsonSchema, value: number | boolean): string {
    const text = String(value);
    const isKnown = schema.examples === undefined || schema.examples.includes(text);
    return isKnown || typeof schema.default !== "string" ? text : schema.default;
}

function exampleOf(schema: JsonSchema): string | undefined {
    const example = schema.examples?.[0] ?? schema.default;
    return example === undefined ? undefined : `write for example ${JSON.stringify(example)}`;
}

function rangeOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, schema: JsonSchema): string {
    const unit = issue.origin === "string" ? " characters" : issue.origin === "array" ? " entries" : "";
    const [low, high] =
        issue.origin === "string"
            ? [schema["minLength"], schema["maxLength"]]
            : issue.origin === "array"
              ? [schema["minItems"], schema["maxItems"]]
              : [schema["minimum"], schema["maximum"]];
    const bounds = [low, high].map((bound) =>
        typeof bound === "number" && Math.abs(bound) !== Number.MAX_SAFE_INTEGER ? bound : undefined,
    );
    if (bounds[0] !== undefined && bounds[1] !== undefined) {
        return `${bounds[0]} to ${bounds[1]}${unit}`;
    }
    return bounds[0] === undefined ? `at most ${bounds[1] ?? ""}${unit}` : `at least ${bounds[0]}${unit}`;
}
