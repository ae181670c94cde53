import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Recording } from "../../support/mocks";
import { CHECKOUT } from "./stack-config";

/** What a reviewer should see of a stack: every resource with its inputs and the options that decide its life. Secrets arrive redacted. */
export function render(recording: Recording<unknown>): string {
    const resources = [...recording.resources]
        .sort((a, b) => (a.urn < b.urn ? -1 : 1))
        .map(({ urn, parent, provider, dependencies, options, inputs }) => ({ urn, parent, provider, dependencies, options, inputs }));
    return `${JSON.stringify(sortKeys(resources), null, 2)}\n`;
}

/** The golden file of a stack, or what it becomes with UPDATE_GOLDEN=1. */
export function goldenFile(stack: string, actual: string): string {
    const file = path.join(CHECKOUT, "tests", "golden", `${stack}.json`);
    if (process.env["UPDATE_GOLDEN"] === "1") {
        writeFileSync(file, actual);
    }
    return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** Keys of inputs in the order of the alphabet, so that moving a line in a component changes no golden file. */
function sortKeys(value: unknown, top = 0): unknown {
    if (Array.isArray(value)) {
        return value.map((inner) => sortKeys(inner, top));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner, top + 1)] as const);
    return Object.fromEntries(top === 0 ? entries : entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
