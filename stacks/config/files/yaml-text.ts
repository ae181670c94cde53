import { createRequire } from "node:module";
import type * as yaml from "yaml";
import { isMap, type ValuePath } from "../form/paths";
import { type Values } from "./sources";

/** The map that a YAML text holds, or why it holds none. */
export type YamlText =
    | { readonly kind: "map"; readonly values: Values; readonly lineOf: (path: ValuePath) => number | undefined }
    | { readonly kind: "fault"; readonly message: string; readonly line?: number };

/** What a day without quotes becomes: the text that was written, or the point in time that Pulumi makes of it in a stack file. */
export type Days = "text" | "pulumi";

/**
 * Reads a YAML text as Pulumi reads its stack files: only true and false are booleans, 017 is octal, 1_000 is a number, 1:30 and yes are
 * texts. An empty text is an empty map.
 */
export function readYaml(text: string, days: Days): YamlText {
    const { LineCounter, parseDocument } = library();
    const lines = new LineCounter();
    const customTags = (tags: yaml.Tags): yaml.Tags => [...(days === "pulumi" ? [PULUMI_TIME] : []), GO_INTEGER, ...tags];
    const document = parseDocument(text, { customTags, lineCounter: lines, merge: true, prettyErrors: false, schema: "core" });
    const [error] = document.errors;
    if (error !== undefined) {
        const message = error.code === "DUPLICATE_KEY" ? "gives the same key twice" : `is not YAML: ${lowerFirst(error.message)}`;
        return { kind: "fault", message, line: lines.linePos(error.pos[0]).line };
    }
    let values: unknown;
    try {
        values = document.toJS() ?? {};
    } catch (thrown) {
        return { kind: "fault", message: `is not YAML: ${lowerFirst(thrown instanceof Error ? thrown.message : String(thrown))}` };
    }
    if (!isMap(values)) {
        return { kind: "fault", message: "must be a map of keys to values, and is none", line: 1 };
    }
    if (!isFinite(values)) {
        return { kind: "fault", message: "holds .inf or .nan, which Pulumi cannot hand over" };
    }
    return { kind: "map", values, lineOf: (path) => lineIn(document, path, lines) };
}

function isFinite(value: unknown): boolean {
    return typeof value === "object" && value !== null
        ? Object.values(value).every(isFinite)
        : typeof value !== "number" || Number.isFinite(value);
}

/** A value on one line, as YAML. */
export function writeYaml(value: unknown): string {
    return library().stringify(value, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}

let loaded: typeof yaml | undefined;

/** Loaded when a file is to be read, and not before: it takes 25 ms, and a stack that extends nothing needs none. */
function library(): typeof yaml {
    return (loaded ??= createRequire(__filename)("yaml") as typeof yaml);
}

function lineIn(document: yaml.Document, path: ValuePath, lines: yaml.LineCounter): number | undefined {
    const { isAlias, isMap: isMapNode, isNode, isScalar, isSeq } = library();
    let node: unknown = document.contents;
    let offset: number | undefined;
    for (const step of path) {
        const target = isAlias(node) ? node.resolve(document) : node;
        if (isMapNode(target)) {
            const pair = target.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
            if (pair === undefined) {
                break;
            }
            offset = (isNode(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
            node = pair.value;
        } else if (isSeq(target) && typeof step === "number" && target.items[step] !== undefined) {
            node = target.items[step];
            offset = (isNode(node) ? node.range?.[0] : undefined) ?? offset;
        } else {
            break;
        }
    }
    return offset === undefined ? undefined : lines.linePos(offset).line;
}

function lowerFirst(text: string): string {
    return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Whole numbers as Go's YAML library has them, beside those of YAML 1.2. */
const GO_INTEGER: yaml.ScalarTag = {
    tag: "tag:yaml.org,2002:int",
    default: true,
    test: /^[-+]?(0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*)$/,
    resolve: (text) => {
        const digits = text.replaceAll("_", "").replace(/^[-+]/, "");
        const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
        return text.startsWith("-") ? -number : number;
    },
};

const GO_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[-+]\d{2}:\d{2})?)?$/;

/** A point in time, which Pulumi hands a program in Go's own words. */
const PULUMI_TIME: yaml.ScalarTag = {
    tag: "tag:yaml.org,2002:timestamp",
    default: true,
    test: GO_TIME,
    resolve: (text) => {
        const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] =
            GO_TIME.exec(text) ?? [];
        const two = (digits: string): string => digits.padStart(2, "0");
        const date = `${year}-${two(month)}-${two(day)}`;
        const time = new Date(`${date}T00:00:00Z`).getTime();
        if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(date)) {
            return text;
        }
        const offset = zone.replace(":", "");
        const clock = `${two(hour)}:${two(minute)}:${two(second)}${fraction.replace(/\.?0+$/, "")}`;
        return `${date} ${clock} ${zone === "Z" ? "+0000 UTC" : `${offset} ${offset}`}`;
    },
};
