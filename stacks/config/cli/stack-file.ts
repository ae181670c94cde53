import type { Values } from "../files/sources";
import { readYaml } from "../files/yaml-text";
import { isMap, type ValuePath } from "../form/paths";
import type { RawConfig } from "../form/read";
import { NAMESPACE } from "../schema";

/** What stands in for an encrypted value, which nobody without the stack's key can read. */
export const ENCRYPTED = "[encrypted]";

/** A stack file as Pulumi would hand it to the program, or why it would not. */
export type StackFile =
    { readonly kind: "config"; readonly raw: RawConfig } | { readonly kind: "fault"; readonly message: string; readonly line?: number };

/**
 * Reads a stack file without Pulumi.
 *
 * @param name The file as reports should name it.
 */
export function readStackFile(text: string, name: string): StackFile {
    const read = readYaml(text, "pulumi");
    if (read.kind === "fault") {
        return read;
    }
    const config = read.values["config"] ?? {};
    if (!isMap(config)) {
        return { kind: "fault", message: "must have a map below `config:`", line: read.lineOf(["config"]) ?? 1 };
    }
    const malformed = Object.keys(config).find((key) => fullKey(key) === undefined);
    if (malformed !== undefined) {
        const message = `has a key that Pulumi refuses, ${malformed}: keys have the form <namespace>:<name>`;
        return { kind: "fault", message, line: read.lineOf(["config", malformed]) ?? 1 };
    }
    const written = new Map(Object.keys(config).map((key) => [fullKey(key), key]));
    const lineOf = ([key = "", ...rest]: ValuePath): number | undefined => {
        const full = written.get(`${NAMESPACE}:${key}`) ?? written.get(String(key));
        return full === undefined ? undefined : read.lineOf(["config", full, ...rest]);
    };
    const { values, secretKeys, encrypted } = toRawConfig(config);
    const own = encrypted.filter(([key = ""]) => String(key).startsWith(`${NAMESPACE}:`));
    const places = own.map(([key = "", ...rest]) => [String(key).slice(NAMESPACE.length + 1), ...rest]);
    return { kind: "config", raw: { values, secretKeys, file: { name, lineOf, encrypted: places } } };
}

/** The key as Pulumi names it: without a namespace it is the project's, and `config:` in its middle is left out. */
function fullKey(key: string): string | undefined {
    const parts = key.split(":");
    const [namespace = "", ...rest] = parts.length === 1 ? [NAMESPACE, key] : parts;
    const name = rest.length === 2 && rest[0] === "config" ? rest.slice(1) : rest;
    return name.length === 1 && namespace !== "" && name[0] !== "" ? `${namespace}:${name[0]}` : undefined;
}

/**
 * What Pulumi makes of the values of a stack file: texts, JSON for what is structured, an empty text for nothing; and where it would put what
 * it decrypts.
 */
export function toRawConfig(config: Values): RawConfig & { readonly encrypted: readonly ValuePath[] } {
    const encrypted: ValuePath[] = [];
    const open = (value: unknown, place: ValuePath): unknown => {
        if (isMap(value)) {
            if (Object.keys(value).length === 1 && typeof value["secure"] === "string") {
                encrypted.push(place);
                return ENCRYPTED;
            }
            return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner, [...place, key])]));
        }
        return Array.isArray(value) ? value.map((inner, index) => open(inner, [...place, index])) : value;
    };
    const values = Object.entries(config).map(([key, value]) => {
        const full = fullKey(key) ?? key;
        return [full, textOf(open(value, [full]))] as const;
    });
    return { values: Object.fromEntries(values), secretKeys: [...new Set(encrypted.map(([key]) => String(key)))], encrypted };
}

function textOf(value: unknown): string {
    return value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
}
