import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { transformFileSync } from "@swc/core";
import { checkout } from "../../rehearsal/home";

/** What the configuration of a stack costs in a fresh process, in milliseconds. */
export interface LoadCost {
    /** Loading zod, which is what the rest is compared with. */
    readonly zod: number;
    /** Loading the schema, its JSON form, the rules and the tables of sizes and regions: what every program start pays once. */
    readonly modules: number;
    /** Reading, merging and checking the stack file and the files that it extends, the first time in the process. */
    readonly check: number;
}

/**
 * Loads and checks the configuration of a stack in fresh processes, from JavaScript made beforehand: how long a transpiler takes is not
 * the configuration's.
 */
export function measureLoad(config: { readonly values: Readonly<Record<string, string>> }, stack: string, rounds: number): LoadCost[] {
    const folder = mkdtempSync(path.join(os.tmpdir(), "bench-load-"));
    try {
        for (const part of ["components", "stacks/config"]) {
            compile(part, folder);
        }
        symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
        writeFileSync(path.join(folder, "package.json"), '{ "name": "load" }\n');
        writeFileSync(path.join(folder, "raw.json"), JSON.stringify({ ...config, secretKeys: [] }));
        writeFileSync(path.join(folder, "main.js"), MAIN);
        return Array.from({ length: rounds + 1 }, () => runOnce(folder, stack)).slice(1);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

const MAIN = `
const raw = require("./raw.json");
// Every program loads it.
require("@pulumi/pulumi");
const start = performance.now();
require("zod");
const zod = performance.now();
const { checkConfig } = require("./stacks/config/check");
const { sharedFilesIn } = require("./stacks/config/files/shared-files");
const loaded = performance.now();
const { config } = checkConfig(raw, process.argv[2], sharedFilesIn(process.argv[3]));
const checked = performance.now();
if (config === undefined) throw new Error("the stack file has faults");
console.log(JSON.stringify({ zod: zod - start, modules: loaded - zod, check: checked - loaded }));
`;

function compile(part: string, folder: string): void {
    for (const entry of readdirSync(path.join(checkout, part), { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && entry.name.endsWith(".ts")) {
            const source = path.join(entry.parentPath, entry.name);
            const target = path.join(folder, path.relative(checkout, source).replace(/\.ts$/, ".js"));
            mkdirSync(path.dirname(target), { recursive: true });
            const { code } = transformFileSync(source, {
                jsc: { parser: { syntax: "typescript" }, target: "es2022" },
                module: { type: "commonjs" },
            });
            writeFileSync(target, code);
        }
    }
}

function runOnce(folder: string, stack: string): LoadCost {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["main.js", stack, path.join(checkout, "config")], {
        cwd: folder,
        encoding: "utf8",
    });
    if (status !== 0) {
        throw new Error(`loading the configuration of ${stack} ended with ${status}:\n${stderr}`);
    }
    return JSON.parse(stdout) as LoadCost;
}
