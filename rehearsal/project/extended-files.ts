import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

type Values = Readonly<Record<string, unknown>>;

/** Where a project's JSON schema says that a key names files to merge below the configuration, and in which folder they are. */
const MARK = "x-extends";

/**
 * The configuration of a stack file with the files that it extends below it, each before the file that names it: maps merge, everything else
 * replaces, null removes. Keys in those files have no namespace.
 *
 * A project says by a mark in its JSON schema that it has such files; one without is left as it is. What is wrong with the files is for the
 * program to report.
 */
export function withExtendedFiles(schema: object, config: Values, root: string): Values {
    const marked = findMark(schema);
    if (marked === undefined) {
        return config;
    }
    const { key, folder } = marked;
    const namespace = key.slice(0, key.indexOf(":") + 1);
    const nested = key.slice(namespace.length);
    const files: Values[] = [];
    const seen = new Set<string>();
    const read = (names: unknown): void => {
        for (const name of Array.isArray(names) ? (names as unknown[]) : []) {
            const file = path.resolve(root, folder, String(name));
            const isInside = file.startsWith(path.resolve(root, folder) + path.sep);
            if (isInside && !seen.has(file) && existsSync(file)) {
                seen.add(file);
                const { [nested]: further, ...values } = parseMap(file);
                read(further);
                files.push(Object.fromEntries(Object.entries(values).map(([name, value]) => [namespace + name, value])));
            }
        }
    };
    const { [key]: names, ...own } = config;
    read(names);
    return [...files, own].reduce((below, over) => merge(below, over) as Values, {});
}

/** The property that carries the mark, wherever in the schema it is. */
function findMark(schema: unknown): { readonly key: string; readonly folder: string } | undefined {
    if (typeof schema !== "object" || schema === null) {
        return undefined;
    }
    for (const [key, inner] of Object.entries(schema as Values)) {
        const folder = typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[MARK] : undefined;
        const found = typeof folder === "string" ? { key, folder } : findMark(inner);
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}

function parseMap(file: string): Values {
    try {
        const content: unknown = parse(readFileSync(file, "utf8"));
        return isMap(content) ? content : {};
    } catch {
        return {};
    }
}

function merge(base: unknown, over: unknown): unknown {
    if (!isMap(base) || !isMap(over)) {
        return over;
    }
    const merged = new Map([
        ...Object.entries(base),
        ...Object.entries(over).map(([key, value]) => [key, merge(base[key], value)] as const),
    ]);
    return Object.fromEntries([...merged].filter(([, value]) => value !== null));
}

function isMap(value: unknown): value is Values {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
