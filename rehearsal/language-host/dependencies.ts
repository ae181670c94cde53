import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

/** A package that a program asks for, with the version installed; the wanted range where it is not installed. */
export interface Dependency {
    readonly name: string;
    readonly version: string;
}

/** The direct dependencies of the program in a directory, by name. Empty where there is no package.json. */
export function programDependencies(directory: string): Dependency[] {
    const manifest = readManifest(path.join(directory, "package.json"));
    const wanted = { ...textMap(manifest["devDependencies"]), ...textMap(manifest["dependencies"]) };
    return Object.entries(wanted)
        .map(([name, range]) => ({ name, version: installedVersion(directory, name) ?? range }))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function installedVersion(directory: string, name: string): string | undefined {
    const manifest = path.join(directory, "node_modules", name, "package.json");
    if (existsSync(manifest)) {
        const version = readManifest(manifest)["version"];
        return typeof version === "string" ? version : undefined;
    }
    const parent = path.dirname(directory);
    return parent === directory ? undefined : installedVersion(parent, name);
}

function readManifest(file: string): Record<string, unknown> {
    const content: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    return typeof content === "object" && content !== null ? { ...content } : {};
}

function textMap(value: unknown): Record<string, string> {
    const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
