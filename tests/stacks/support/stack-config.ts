import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { toRawConfig } from "../../../stacks/config/cli/stack-file";
import { readExtended } from "../../../stacks/config/files/extends";
import { merge, withoutNulls } from "../../../stacks/config/files/merge";
import { sharedFilesIn } from "../../../stacks/config/files/shared-files";
import type { RawConfig } from "../../../stacks/config/form/read";
import { NAMESPACE } from "../../../stacks/config/schema";

export const CHECKOUT = path.join(__dirname, "..", "..", "..");

/** Stacks that have a file in the checkout. */
export const STACKS = readdirSync(CHECKOUT)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .sort();

type Values = Record<string, unknown>;

/** Where the complete stack files of tests are: those of the checkout, and good ones of what those do not use. */
const FOLDERS = [CHECKOUT, path.join(__dirname, "..", "files")];

const STACK_FILES = new Map<string, unknown>();

/** The stack file `Pulumi.<stack>.yaml`, of the checkout or of tests/stacks/files, as YAML reads it; a copy of its own for every caller. */
export function stackFileAsWritten(stack: string): { readonly config: Values } {
    if (!STACK_FILES.has(stack)) {
        STACK_FILES.set(stack, parse(readFileSync(stackFilePath(stack), "utf8")));
    }
    return structuredClone(STACK_FILES.get(stack)) as { config: Values };
}

/** The files under config/ of the checkout. */
export const SHARED_FILES = sharedFilesIn(path.join(CHECKOUT, "config"));

const COMPLETE_FILES = new Map<string, { readonly config: Values }>();

/** The same with what it extends: what an edit takes away is gone. */
export function readStackFile(stack: string): { readonly config: Values } {
    const known = COMPLETE_FILES.get(stack) ?? withExtended(stack);
    COMPLETE_FILES.set(stack, known);
    return structuredClone(known);
}

function withExtended(stack: string): { readonly config: Values } {
    const { config, ...rest } = stackFileAsWritten(stack);
    const { [`${NAMESPACE}:extends`]: names, ...own } = config;
    const { sources } = readExtended(names, SHARED_FILES);
    const shared = sources.reduce<unknown>((below, { values }) => withoutNulls(merge(below, values)), {});
    const named = Object.fromEntries(Object.entries(shared as Values).map(([key, value]) => [`${NAMESPACE}:${key}`, value]));
    return { ...rest, config: merge(named, own) as Values };
}

function stackFilePath(stack: string): string {
    const file = FOLDERS.map((folder) => path.join(folder, `Pulumi.${stack}.yaml`)).find((candidate) => existsSync(candidate));
    if (file === undefined) {
        throw new Error(`no stack file for "${stack}" in the checkout or in tests/stacks/files`);
    }
    return file;
}

/** One change of a stack file: the path below the namespace, and the new value; without one, the key goes. */
export type Edit = readonly [path: readonly (string | number)[], value?: unknown];

/** The configuration of a stack file after some edits, which make the maps that are missing on their way. Keys are named with their namespace, as in the file. */
export function edited(stack: string, edits: readonly Edit[]): Values {
    const values = readStackFile(stack).config;
    for (const [[key = "", ...rest], value] of edits) {
        const fullKey = String(key).includes(":") ? String(key) : `${NAMESPACE}:${key}`;
        const steps = [fullKey, ...rest];
        const last = steps.pop() ?? "";
        const map = steps.reduce<Values>((inner, step) => (inner[step] ??= {}) as Values, values);
        if (value === undefined) {
            delete map[last];
        } else {
            map[last] = value;
        }
    }
    return values;
}

/** What Pulumi hands the program of the values of a stack file. Keys with a `secure:` value in them are secret by themselves. */
export function toRaw(values: Values, secretKeys: readonly string[] = []): RawConfig {
    const raw = toRawConfig(values);
    return { values: raw.values, secretKeys: [...raw.secretKeys, ...secretKeys] };
}
