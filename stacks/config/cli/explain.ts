import { type Examined } from "../check";
import { decider, describeOrigin, placeIn } from "../files/sources";
import { writeYaml } from "../files/yaml-text";
import { nearest } from "../form/nearest";
import { formatPath, isAtOrAbove, isMap, parsePath, type ValuePath, valueAt } from "../form/paths";
import { CONFIG_JSON_SCHEMA, type JsonSchema, schemaAt } from "../json-schema/json-schema";
import { NAMESPACE } from "../schema";
import { SECRET } from "../secrets/redaction";

/** One value, and where it comes from. */
export interface Line {
    readonly path: string;
    readonly value: string;
    readonly origin: string;
}

export type Explanation =
    | { readonly kind: "values"; readonly lines: readonly Line[] }
    | { readonly kind: "unset"; readonly message: string }
    | { readonly kind: "unknown"; readonly message: string };

/** The place that a command line names, with or without the namespace; of nothing, everything. */
export function pathOf(text = ""): ValuePath {
    return parsePath(text.startsWith(`${NAMESPACE}:`) ? text.slice(NAMESPACE.length + 1) : text);
}

/** The values at and below a path, in the order of the schema. */
export function explain(examined: Examined, text: string | undefined): Explanation {
    const path = pathOf(text);
    const lines = linesAt(examined, path);
    if (lines.length > 0) {
        return { kind: "values", lines };
    }
    let known: ValuePath = [];
    while (known.length < path.length && valueAt(examined.config, path.slice(0, known.length + 1)) !== undefined) {
        known = path.slice(0, known.length + 1);
    }
    const here = schemaAt(CONFIG_JSON_SCHEMA, examined.config, known);
    const wrong = String(path[known.length]);
    const schema = Object.hasOwn(here?.properties ?? {}, wrong) ? here?.properties?.[wrong] : undefined;
    if (schema !== undefined) {
        const about = schema.description === undefined ? "" : `: ${schema.description}`;
        return { kind: "unset", message: `${formatPath([...known, wrong])} is not set, and has no default${about}` };
    }
    return { kind: "unknown", message: unknownKey(wrong, known, valueAt(examined.config, known), here) };
}

function linesAt(examined: Examined, path: ValuePath): Line[] {
    const { config, values, unknown, sources, hidden } = examined;
    const refused = unknown.some((place) => isAtOrAbove(place, path));
    const value = valueAt(refused ? values : config, path);
    if (value === undefined) {
        return refused && unknown.some((place) => formatPath(place) === formatPath(path)) ? [missing(path, examined)] : [];
    }
    if (isMap(value) && Object.keys(value).length > 0) {
        const keys = inSchemaOrder(Object.keys({ ...value, ...unknownBelow(examined, path) }), schemaAt(CONFIG_JSON_SCHEMA, config, path));
        return keys.flatMap((key) => linesAt(examined, [...path, key]));
    }
    const given = valueAt(values, path) === undefined ? undefined : decider(sources, path);
    const from = given === undefined ? undefined : placeIn(given, path);
    const fallback = formatPath(path) === "naming.environment" ? "name of the stack" : "default";
    const origin = from === undefined ? fallback : describeOrigin(from);
    const shown = hidden.value(value, formatPath(path));
    const isRefused = refused && shown !== SECRET;
    return [
        { path: formatPath(path), value: shown === SECRET ? SECRET : writeYaml(shown), origin: isRefused ? `${origin}, refused` : origin },
    ];
}

function missing(path: ValuePath, { sources }: Examined): Line {
    const given = decider(sources, path);
    const from = given === undefined ? undefined : placeIn(given, path);
    return { path: formatPath(path), value: "?", origin: from === undefined ? "missing" : `${describeOrigin(from)}, missing` };
}

/** Keys of a map of which nothing is known, not even that it is there. */
function unknownBelow({ unknown }: Examined, path: ValuePath): Record<string, true> {
    const below = unknown.filter((place) => place.length === path.length + 1 && isAtOrAbove(path, place));
    return Object.fromEntries(below.map((place) => [String(place.at(-1)), true]));
}

function inSchemaOrder(keys: readonly string[], schema: JsonSchema | undefined): string[] {
    const order = Object.keys(schema?.properties ?? {});
    const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
    return [...keys].sort((a, b) => rank(a) - rank(b));
}

function unknownKey(wrong: string, place: ValuePath, value: unknown, schema: JsonSchema | undefined): string {
    const all = [...new Set([...Object.keys(schema?.properties ?? {}), ...(isMap(value) ? Object.keys(value) : [])])];
    const near = nearest(wrong, all);
    const where = place.length === 0 ? "the configuration" : formatPath(place);
    const meant = near === undefined ? "" : `; did you mean ${formatPath([...place, near])}?`;
    return `there is no ${wrong} in ${where}${meant}${all.length === 0 ? "" : ` (there: ${all.join(", ")})`}`;
}

/** The lines in columns, as YAML would have them. */
export function renderLines(lines: readonly Line[]): string[] {
    const settings = lines.map(({ path, value }) => `${path}: ${value}`);
    const width = Math.min(72, Math.max(...settings.map(({ length }) => length)));
    return lines.map(({ origin }, index) => `${(settings[index] ?? "").padEnd(width)}  # ${origin}`);
}
