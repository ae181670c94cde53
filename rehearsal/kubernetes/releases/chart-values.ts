import { isObject, UNKNOWN, type Properties, type Value } from "../../provider/values";
import type { ChartKeys, ChartValue } from "./chart-tables";

/** Nearby names in a message are this many at most. */
const MOST_NEIGHBOURS = 3;

/** Values of a release that its chart does not read, or not in this form: a line for each, beginning with the path. Plain values only. */
export function faultsOfValues(values: Properties, keys: ChartKeys): string[] {
    return faultsOfMap(values, keys, "");
}

function faultsOfMap(values: Properties, keys: ChartKeys, path: string): string[] {
    return Object.entries(values).flatMap(([key, value]) => {
        const here = path === "" ? shown(key) : `${path}.${shown(key)}`;
        const known = (Object.hasOwn(keys, key) ? keys[key] : undefined) ?? keys["*"];
        return known === undefined
            ? [`${here}: the chart reads no such key${neighbours(key, keys, path)}`]
            : faultsOfValue(value, known, here);
    });
}

function faultsOfValue(value: Value, known: ChartValue, path: string): string[] {
    // Helm takes null as: leave the chart's default out
    if (value === UNKNOWN || value === null || known === "any") {
        return [];
    }
    if (isWords(known)) {
        const isAllowed = known.some((word) => word === value);
        return isAllowed ? [] : [`${path}: ${JSON.stringify(value)} is not one of ${known.map((word) => JSON.stringify(word)).join(", ")}`];
    }
    if (typeof known === "object") {
        return isObject(value) ? faultsOfMap(value, known, path) : [`${path}: a ${typeOf(value)} where the chart reads a map`];
    }
    return fits(typeOf(value), known) ? [] : [`${path}: a ${typeOf(value)} where the chart reads a ${known}`];
}

function isWords(known: ChartValue): known is readonly string[] {
    return Array.isArray(known);
}

/** Numbers and texts stand for each other: `1` and `"25%"` are both numbers of pods. */
function fits(type: string, known: string): boolean {
    const isScalar = (one: string): boolean => one === "number" || one === "string";
    return type === known || (isScalar(type) && isScalar(known));
}

function typeOf(value: Value): string {
    return Array.isArray(value) ? "list" : isObject(value) ? "map" : typeof value;
}

/** A dot inside a key is written as Helm's `--set` takes it. */
function shown(key: string): string {
    return key.replaceAll(".", "\\.");
}

/** The keys that stand where an unknown one does and are written like it; else the first few, so that one need not search. */
function neighbours(key: string, keys: ChartKeys, path: string): string {
    const known = Object.keys(keys);
    const alike = known.filter((one) => isAlike(one.toLowerCase(), key.toLowerCase()));
    const listed = alike.slice(0, MOST_NEIGHBOURS).map((one) => (path === "" ? one : `${path}.${one}`));
    if (listed.length > 0) {
        return `; near it: ${listed.join(", ")}`;
    }
    const more = known.length > MOST_NEIGHBOURS * 4 ? ", …" : "";
    return `; here it reads ${known.slice(0, MOST_NEIGHBOURS * 4).join(", ")}${more}`;
}

/** One is part of the other, or they share all but a few letters in the same order. */
function isAlike(one: string, other: string): boolean {
    const longest = Math.max(one.length, other.length);
    const isPart = Math.min(one.length, other.length) >= 4 && (one.includes(other) || other.includes(one));
    return isPart || longest - longestCommonSubsequence(one, other) <= Math.max(1, Math.floor(longest / 4));
}

function longestCommonSubsequence(one: string, other: string): number {
    let previous = new Array<number>(other.length + 1).fill(0);
    for (const letter of one) {
        const row = [0];
        for (let index = 1; index <= other.length; index++) {
            const grown = (previous[index - 1] ?? 0) + 1;
            row.push(letter === other[index - 1] ? grown : Math.max(previous[index] ?? 0, row[index - 1] ?? 0));
        }
        previous = row;
    }
    return previous.at(-1) ?? 0;
}
