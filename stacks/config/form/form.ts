import type { z } from "zod";
import type { Finding } from "../../../components/core/findings";
import { type JsonSchema, schemaAt } from "../json-schema/json-schema";
import { type ParsedConfig, platformSchema } from "../schema";
import { findingsOfIssue, meantPlace } from "./issues";
import { formatPath, isAtOrAbove, put, remove, stepsOf, valueAt, type ValuePath } from "./paths";
import { type Document, mend } from "./read";

/** A configuration of the right form, whatever the stack file holds. */
export interface Form {
    /** Complete: what is faulty or missing has a stand-in, and what is left out its default. */
    readonly config: ParsedConfig;
    /** The document's values, with what Pulumi and YAML change on the way put right. */
    readonly values: Document["values"];
    /** What the schema refuses, once for each place. */
    readonly findings: readonly Finding[];
    /** Places of which the file does not say what the user wants: what `config` has there proves nothing. */
    readonly unknown: readonly ValuePath[];
}

/**
 * Puts a document into the form of the schema: each part that the schema refuses is reported, and replaced by the schema's own default or
 * example.
 *
 * A choice whose `kind` is unknown is replaced as a whole. A misspelt key is taken out, and leaves unknown what it was meant for.
 *
 * @throws Error when the schema refuses one of its own defaults or examples.
 */
export function formOf(document: Document, schema: JsonSchema): Form {
    // What is right as it stands needs no JSON schema, which takes longer to make than the values to check.
    const right = document.unread.length === 0 ? platformSchema.safeParse(withoutEmpty(document.values)) : undefined;
    return right?.success === true
        ? { config: right.data, values: document.values, findings: [], unknown: [] }
        : standingIn({ ...document, values: mend(document.values, schema) as Document["values"] }, schema);
}

/** Without keys that have no value, and that nothing else gives one either. */
function withoutEmpty(values: Document["values"]): Record<string, unknown> {
    return Object.fromEntries(Object.entries(structuredClone(values)).filter(([, value]) => value !== null));
}

function standingIn(document: Document, schema: JsonSchema): Form {
    const values = withoutEmpty(document.values);
    const findings: Finding[] = [];
    const unknown: ValuePath[] = [];
    const stoodIn = new Set<string>();
    // What a stand-in lacks (an example holds no secret) is nobody's fault.
    const isStandIns = (issue: z.core.$ZodIssue): boolean =>
        unknown.some((place) => stoodIn.has(formatPath(place)) && isAtOrAbove(place, stepsOf(issue.path)));
    /** Returns what it replaced: the place, or what that is in. */
    const standIn = (place: ValuePath): ValuePath => {
        const path = formatPath(place);
        if (stoodIn.has(path)) {
            if (place.length === 1) {
                throw new Error(`the schema refuses its own default or example of ${path}`);
            }
            // What has neither (the entry of a list, say) may have nothing that could stand in; what it is in has.
            return standIn(place.slice(0, -1));
        }
        stoodIn.add(path);
        unknown.push(place);
        // Of a choice, what stands in for the whole: not for the kind that the refused value has.
        put(values, place, undefined);
        put(values, place, standInFor(schemaAt(schema, values, place) ?? {}));
        return place;
    };
    document.unread.forEach((key) => standIn([key]));
    // More than one round, since a list that is too long may hide what is wrong in it.
    for (;;) {
        const parsed = platformSchema.safeParse(values);
        if (parsed.success) {
            return { config: parsed.data, values: document.values, findings, unknown };
        }
        const issues = oneForEachPlace(parsed.error.issues);
        findings.push(...issues.flatMap((issue) => (isStandIns(issue) ? [] : findingsOfIssue(issue, schema, values))));
        const replaced: ValuePath[] = [];
        for (const issue of issues) {
            if (issue.code === "unrecognized_keys") {
                unknown.push(...takeOut(values, stepsOf(issue.path), issue.keys, schema));
            } else if (!replaced.some((place) => isAtOrAbove(place, placeOf(issue)))) {
                replaced.push(standIn(placeOf(issue)));
            }
        }
    }
}

/** zod may say twice what is wrong with a number: that it is too large for the key, and for JavaScript. */
function oneForEachPlace(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
    const keyOf = (issue: z.core.$ZodIssue): string => `${formatPath(stepsOf(issue.path))} ${String(issue.code === "unrecognized_keys")}`;
    return [...new Map([...issues].reverse().map((issue) => [keyOf(issue), issue])).values()].reverse();
}

/** The part to replace: of a choice without a valid `kind` the whole, since nothing else in it can be judged. */
function placeOf(issue: z.core.$ZodIssue): ValuePath {
    const path = stepsOf(issue.path);
    return issue.code === "invalid_union" && path.at(-1) === issue.discriminator ? path.slice(0, -1) : path;
}

/** Takes unknown keys out of a map, and returns the places that they were meant for and that nothing else gives. */
function takeOut(values: unknown, path: ValuePath, keys: readonly string[], schema: JsonSchema): ValuePath[] {
    const known = Object.keys(schemaAt(schema, values, path)?.properties ?? {});
    keys.forEach((key) => remove(values, [...path, key]));
    const meant = keys.flatMap((key) => {
        const place = meantPlace([...path, key], known);
        return place === undefined ? [] : [place];
    });
    return meant.filter((place) => place.length > path.length + 1 || valueAt(values, place) === undefined);
}

/** A secret has neither a default nor an example, lest someone use it. */
const SECRET_STAND_IN = "a-secret-that-is-missing";

/** A value that the schema itself gives: a key that has no default has an example, or is of a type that has an empty value. */
function standInFor(schema: JsonSchema): unknown {
    if (schema["writeOnly"] === true) {
        return SECRET_STAND_IN.padEnd(Number(schema["minLength"] ?? 0), "-");
    }
    const given = schema.default ?? schema.examples?.[0] ?? schema.enum?.[0];
    if (given !== undefined) {
        return structuredClone(given);
    }
    const empty: Readonly<Record<string, unknown>> = { string: "", boolean: false, array: [], object: {} };
    return typeof schema.type === "string" ? (empty[schema.type] ?? schema["minimum"]) : undefined;
}
