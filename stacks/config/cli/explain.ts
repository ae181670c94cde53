import { type Examined } from "../check";
import { decider, describeOrigin, placeIn } from "../files/sources";
import { writeYaml } from "../files/yaml-text";
import { nearest } from "../form/nearest";
import { formatPath, isAtOrAbove, isMap, parsePath, type ValuePath, valueAt } from "../form/paths";
import { CONFIG_JSON_SCHEMA, type JsonSchema, schemaAt } from "../json-schema/json-schema";
import { VARIANTS } from "../keys/variants";
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
    if (path[0] === "extends") {
        return {
            kind: "unset",
            message: "extends names the files that are merged: those above, in this order; the last has the last word",
        };
    }
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
    const choices = schemaAt(CONFIG_JSON_SCHEMA, examined.config, known.slice(0, -1))?.properties?.[String(known.at(-1))]?.oneOf ?? [];
    return { kind: "unknown", message: unknownKey(wrong, known, valueAt(examined.config, known), here, choices) };
}

function linesAt(examined: Examined, path: ValuePath): Line[] {
    const { config, values, unknown, sources, hidden } = examined;
    const standIn = unknown.find((place) => isAtOrAbove(place, path));
    // A list is one value: with a stand-in in it, it is shown as it is written.
    const isMixed = Array.isArray(valueAt(config, path)) && unknown.some((place) => isAtOrAbove(path, place));
    const refused = standIn !== undefined || isMixed;
    const value = valueAt(refused ? values : config, path);
    if (value === undefined) {
        const isInside = standIn !== undefined && standIn.length < path.length;
        return isInside ? linesAt(examined, standIn) : standIn === undefined ? [] : [missing(path, examined)];
    }
    if (isMap(value) && Object.keys(value).length > 0) {
        const keys = inSchemaOrder(Object.keys({ ...value, ...unknownBelow(examined, path) }), schemaAt(CONFIG_JSON_SCHEMA, config, path));
        const shown = path.length > 0 ? keys : keys.filter((key) => !isOfOtherPlatform(key, examined));
        return shown.flatMap((key) => linesAt(examined, [...path, key]));
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

/** Defaults of a platform that the stack is not. */
function isOfOtherPlatform(key: string, { config, values }: Examined): boolean {
    return VARIANTS.some((variant) => variant === key) && key !== config.platform && values[key] === undefined;
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

function unknownKey(
    wrong: string,
    place: ValuePath,
    value: unknown,
    schema: JsonSchema | undefined,
    choices: readonly JsonSchema[],
): string {
    const where = place.length === 0 ? "the configuration" : formatPath(place);
    const kinds = choices.flatMap(({ properties = {} }) => (Object.hasOwn(properties, wrong) ? [String(properties["kind"]?.const)] : []));
    if (kinds.length > 0) {
        return `there is no ${wrong} in ${where}, which is of kind ${String(valueAt(value, ["kind"]))}; it belongs to kind ${kinds.join(", ")}`;
    }
    const all = [...new Set([...Object.keys(schema?.properties ?? {}), ...(isMap(value) ? Object.keys(value) : [])])];
    const near = nearest(wrong, all);
    const meant = near === undefined ? "" : `; did you mean ${formatPath([...place, near])}?`;
    const there = all.length === 0 ? "" : `\n  there: ${all.join(", ")}`;
    return `there is no ${wrong} in ${where}${meant}${there}`;
}

/** The lines in columns, as YAML would have them. */
export function renderLines(lines: readonly Line[]): string[] {
    const settings = lines.map(({ path, value }) => `${path}: ${value}`);
    const width = Math.min(72, Math.max(...settings.map(({ length }) => length)));
    return lines.map(({ origin }, index) => `${(settings[index] ?? "").padEnd(width)}  # ${origin}`);
}
