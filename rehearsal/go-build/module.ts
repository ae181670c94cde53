import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";

/** A tool that the rehearsal builds from source where a machine has none. Its go.sum makes look-ups of checksums unnecessary, so it builds behind a plain module proxy too. */
export interface GoModule {
    /** What is built, as a sentence names it, for example `the Pulumi CLI`. */
    readonly title: string;
    /** Folder with go.mod and go.sum. */
    readonly folder: string;
    /** The module that go.mod pins the version of. */
    readonly pins: string;
    /** Binaries by name, with the package that each is built from. */
    readonly binaries: Readonly<Record<string, string>>;
    /** What the linker is told, for example which version the tool calls itself. */
    readonly linkerFlags: (version: string) => string;
}

/** Version that go.mod requires, for example `3.248.0`. */
export function moduleVersion({ folder, pins }: Pick<GoModule, "folder" | "pins">): string {
    const file = path.join(folder, "go.mod");
    const found = readFileSync(file, "utf8")
        .split("\n")
        .map((line) =>
            line
                .trim()
                .replace(/^require /, "")
                .split(" "),
        )
        .find(([module]) => module === pins);
    if (found?.[1]?.startsWith("v") !== true) {
        throw new Error(`${file} does not require ${pins}`);
    }
    return found[1].slice(1);
}

/** Changes whenever what would be built changes. */
export function moduleFingerprint({ folder }: Pick<GoModule, "folder">): string {
    const hash = createHash("sha256");
    for (const file of ["go.mod", "go.sum"]) {
        hash.update(readFileSync(path.join(folder, file)));
    }
    return hash.digest("hex").slice(0, 8);
}

/** Version of the Go that would build a module; undefined where there is none that can. */
export function goVersion({ folder }: Pick<GoModule, "folder">): string | undefined {
    const result = spawnSync("go", ["env", "GOVERSION"], { cwd: folder, encoding: "utf8", env: process.env });
    return result.status === 0 ? result.stdout.trim().replace(/^go/, "") : undefined;
}
