import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";

/** Names of stack files, which are at the root and in examples/. `Pulumi.yaml` is the project's. */
const STACK_FILE = /^(?:examples\/)?Pulumi\.(.+)\.ya?ml$/;

/** Folders of which nothing is part of the project, for a checkout without git. */
const FOREIGN = ["node_modules", ".git", ".rehearsal", "coverage"];

/** The files of a checkout, by their paths relative to it. */
export class Checkout {
    constructor(readonly root: string) {}

    /** Everything that git tracks or would add; all files where there is no git. */
    files(): string[] {
        try {
            const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
                cwd: this.root,
                encoding: "utf8",
                maxBuffer: 64 * 1024 * 1024,
                stdio: ["ignore", "pipe", "ignore"],
            });
            const files = [...new Set(listed.split("\0"))].filter((file) => file !== "");
            return files.filter((file) => this.isFile(file)).sort();
        } catch {
            return this.walk("").sort();
        }
    }

    /** The text of a file; nothing when there is none. */
    read(file: string): string | undefined {
        return this.isFile(file) ? readFileSync(path.join(this.root, file), "utf8") : undefined;
    }

    /** Stacks that have a file at the root. */
    stacks(): string[] {
        const stacks = readdirSync(this.root).map((file) => (STACK_FILE.test(file) ? stackOf(file) : undefined));
        return stacks.filter((stack) => stack !== undefined).sort();
    }

    private isFile(file: string): boolean {
        const full = path.join(this.root, file);
        return existsSync(full) && statSync(full).isFile();
    }

    private walk(folder: string): string[] {
        const entries = readdirSync(path.join(this.root, folder), { withFileTypes: true }).filter(({ name }) => !FOREIGN.includes(name));
        return entries.flatMap((entry) => {
            const file = path.posix.join(folder, entry.name);
            return entry.isDirectory() ? this.walk(file) : entry.isFile() ? [file] : [];
        });
    }
}

export function isStackFile(file: string): boolean {
    return STACK_FILE.test(file);
}

/** The stack that a file is of, by its name; of a file with another name, that name. */
export function stackOf(file: string): string {
    const base = path.basename(file);
    return STACK_FILE.exec(base)?.[1] ?? base.replace(/\.ya?ml$/, "");
}
