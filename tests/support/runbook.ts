import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { type Document, isMap, parse, parseDocument } from "yaml";
import { checkout, type Finished, type Rehearsal } from "./rehearsal";

/** A section of a runbook that asks for something to be done. */
export interface Section {
    readonly heading: string;
    /** What it asks for, in order: edits of the stack file (`yaml`) and commands (`sh`). */
    readonly blocks: readonly { readonly language: string; readonly text: string }[];
}

/** The sections of a page under docs/runbooks that have code blocks. */
export function sectionsOf(name: string): Section[] {
    const text = readFileSync(path.join(checkout, "docs", "runbooks", name), "utf8");
    return text
        .split(/^## /m)
        .slice(1)
        .map((part) => ({
            heading: part.slice(0, part.indexOf("\n")),
            blocks: [...part.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", block = ""]) => ({ language, text: block })),
        }))
        .filter(({ blocks }) => blocks.length > 0);
}

/**
 * Somebody who follows a runbook in a rehearsal: edits a copy of a stack file as its YAML blocks say, and runs its commands as they stand,
 * in a shell that has the rehearsal's `pulumi` and `az`. `kubectl` is only noted down: the rehearsal has no nodes.
 */
export class Runner {
    readonly stackFile: string;
    private readonly folder: string;
    private readonly document: Document;

    constructor(
        private readonly rehearsal: Rehearsal,
        stack: string,
    ) {
        this.folder = path.join(rehearsal.home, "runbook");
        mkdirSync(path.join(this.folder, "bin"), { recursive: true });
        this.stackFile = path.join(this.folder, "stack.yaml");
        this.document = parseDocument(readFileSync(path.join(checkout, `Pulumi.${stack}.yaml`), "utf8"));
        writeFileSync(this.stackFile, this.document.toString());
        const cli = [process.execPath, "--import", pathToFileURL(require.resolve("tsx")).href, path.join(checkout, "rehearsal", "cli.ts")]
            .map((word) => `"${word}"`)
            .join(" ");
        // Without these commands on PATH: the rehearsal looks there for the real `pulumi`.
        const outside = `export PATH="${process.env["PATH"] ?? ""}"`;
        const withFile = `case "$1" in up|preview|refresh|destroy) set -- "$@" --config-file "${this.stackFile}";; esac`;
        this.command("pulumi", `${outside}\n${withFile}\nexec ${cli} "$@"`);
        this.command("az", `${outside}\nexec ${cli} az "$@"`);
        this.command("kubectl", `echo "$@" >> "${path.join(this.folder, "kubectl.log")}"`);
    }

    /** Does what a section asks for, and fails where a command fails. @returns what the commands printed */
    async follow(section: Section): Promise<string> {
        let output = "";
        for (const { language, text } of section.blocks) {
            if (language === "yaml") {
                this.edit(text);
                continue;
            }
            const result = await this.sh(text);
            if (result.code !== 0) {
                throw new Error(`${section.heading}: a command failed\n${text}\n${result.output}`);
            }
            output += result.output;
        }
        return output;
    }

    /** Changes the stack file as a YAML block says: maps merge, lists and single values replace, null removes. */
    edit(text: string): void {
        merge(this.document, [], parse(text));
        writeFileSync(this.stackFile, this.document.toString());
    }

    /** Commands of `kubectl` since the last time that this was asked. */
    kubectlCalls(): string[] {
        const log = path.join(this.folder, "kubectl.log");
        const calls = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
        writeFileSync(log, "");
        return calls.filter((call) => call !== "");
    }

    /** Runs a block; variables that it sets are there in the next. */
    private sh(text: string): Promise<Finished> {
        const variables = path.join(this.folder, "variables");
        const script = [existsSync(variables) ? `. "${variables}"` : "", "set -aeu", text, `export -p > "${variables}"`].join("\n");
        const child = spawn("sh", ["-c", script], {
            cwd: this.folder,
            stdio: ["ignore", "pipe", "pipe"],
            env: {
                ...process.env,
                PATH: `${path.join(this.folder, "bin")}${path.delimiter}${process.env["PATH"] ?? ""}`,
                ML_PLATFORM_REHEARSAL_HOME: this.rehearsal.home,
                NO_COLOR: "1",
            },
        });
        let [stdout, stderr, output] = ["", "", ""];
        child.stdout.on("data", (data: Buffer) => ((stdout += data.toString()), (output += data.toString())));
        child.stderr.on("data", (data: Buffer) => ((stderr += data.toString()), (output += data.toString())));
        return new Promise((resolve, reject) => {
            child.on("error", reject);
            child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr, output }));
        });
    }

    private command(name: string, body: string): void {
        const file = path.join(this.folder, "bin", name);
        writeFileSync(file, `#!/bin/sh\n${body}\n`);
        chmodSync(file, 0o755);
    }
}

function merge(document: Document, at: readonly string[], value: unknown): void {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isObject && (at.length === 0 || isMap(document.getIn(at)))) {
        Object.entries(value).forEach(([key, inner]) => merge(document, [...at, key], inner));
    } else if (value === null) {
        document.deleteIn(at);
    } else {
        document.setIn(at, document.createNode(value));
    }
}
