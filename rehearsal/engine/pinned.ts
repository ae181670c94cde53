import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";

/** The module that pins the engine; its go.sum makes look-ups of checksums unnecessary, so it builds behind a plain module proxy too. */
export const engineModule = __dirname;

export const enginePackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/** Version of the Pulumi CLI that go.mod pins, for example `3.248.0`: the newest that matches the SDK in package.json. */
export function pinnedVersion(): string {
    const found = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(path.join(engineModule, "go.mod"), "utf8"));
    if (found?.[1] === undefined) {
        throw new Error(`${path.join(engineModule, "go.mod")} does not require the Pulumi CLI`);
    }
    return found[1];
}

/** Changes whenever what would be built changes. */
export function pinnedFingerprint(): string {
    const hash = createHash("sha256");
    for (const file of ["go.mod", "go.sum"]) {
        hash.update(readFileSync(path.join(engineModule, file)));
    }
    return hash.digest("hex").slice(0, 8);
}

/** Whether version `a` is at least `b`; both are `major.minor.patch`, a leading `v` and anything after a dash are ignored. */
export function atLeast(a: string, b: string): boolean {
    const parts = (version: string): number[] => version.replace(/^v/, "").split("-")[0]?.split(".").map(Number) ?? [];
    const [left, right] = [parts(a), parts(b)];
    for (let index = 0; index < 3; index++) {
        const difference = (left[index] ?? 0) - (right[index] ?? 0);
        if (difference !== 0) {
            return difference > 0;
        }
    }
    return true;
}
