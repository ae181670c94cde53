import { writeFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { changesDocument } from "./document";
import { keyOutcomes } from "./run";

/** Writes docs/changes.md, what a change of each key does. */
async function main(): Promise<void> {
    // What a stack file is warned of is not to be read here, once for every run.
    Object.assign(pulumi.log, { warn: () => Promise.resolve() });
    const target = path.join(__dirname, "..", "..", "docs", "changes.md");
    writeFileSync(target, await changesDocument(await keyOutcomes()));
    console.log(`wrote ${path.relative(process.cwd(), target)}`);
}

void main();
