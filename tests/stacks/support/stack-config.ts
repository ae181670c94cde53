import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { RawConfig } from "../../../stacks/config/read";
import { NAMESPACE } from "../../../stacks/config/schema";

export const CHECKOUT = path.join(__dirname, "..", "..", "..");

/** Stacks that have a file in the checkout. */
export const STACKS = readdirSync(CHECKOUT)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((stack) => stack !== undefined)
    .sort();

type Values = Record<string, unknown>;

const STACK_FILES = new Map(
    STACKS.map((stack) => [stack, parse(readFileSync(path.join(CHECKOUT, `Pulumi.${stack}.yaml`), "utf8")) as unknown]),
);

/** A stack file as YAML reads it; a copy of its own for every caller. */
export function readStackFile(stack: string): { readonly config: Values } {
    return structuredClone(STACK_FILES.get(stack)) as { config: Values };
}

/** One change of a stack file: the path below the namespace, and the new value; without one, the key goes. */
export type Edit = readonly [path: readonly (string | number)[], value?: unknown];

/** The configuration of a stack file after some edits. Keys are named with their namespace, as in the file. */
export function edited(stack: string, edits: readonly Edit[]): Values {
    const values = readStackFile(stack).config;
    for (const [[key = "", ...rest], value] of edits) {
        const fullKey = String(key).includes(":") ? String(key) : `${NAMESPACE}:${key}`;
        const steps = [fullKey, ...rest];
        const last = steps.pop() ?? "";
        const map = steps.reduce<Values>((inner, step) => inner[step] as Values, values);
        if (value === undefined) {
            delete map[last];
        } else {
            map[last] = value;
        }
    }
    return values;
}

/** What Pulumi makes of the values of a stack file: texts, and JSON for what is structured. */
export function toRaw(values: Values, secretKeys: readonly string[] = []): RawConfig {
    const texts = Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
    return { values: Object.fromEntries(texts) as Record<string, string>, secretKeys };
}

/** Gives Pulumi a configuration, for a program that is run next. */
export function setConfig({ values, secretKeys }: RawConfig): void {
    pulumi.runtime.setAllConfig({ ...values }, [...secretKeys]);
}
