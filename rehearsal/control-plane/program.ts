import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import type { PlaneFolder } from "./folder";
import type { ProgramName } from "./binaries/modules";

/** A program notes its number before it becomes what it is, so that not even a supervisor that is killed meanwhile loses sight of it. */
const startScript = 'echo $$ > "$1" && shift && exec "$@"';

/** One program of a control plane, while it runs. */
export class Program {
    private readonly child: ChildProcess;
    private hasEnded = false;
    /** Fulfilled when the program has ended, with how. */
    readonly ended: Promise<string>;

    constructor(
        readonly name: ProgramName,
        private readonly folder: PlaneFolder,
        binary: string,
        args: readonly string[],
    ) {
        const log = openSync(this.logFile, "w", 0o600);
        try {
            this.child = spawn("/bin/sh", ["-c", startScript, "sh", path.join(folder.processes, name), binary, ...args], {
                cwd: folder.root,
                stdio: ["ignore", log, log],
                env: programEnvironment(process.env),
            });
        } finally {
            closeSync(log);
        }
        this.ended = new Promise((resolve) => {
            const end = (how: string): void => {
                this.hasEnded = true;
                rmSync(path.join(folder.processes, name), { force: true });
                resolve(how);
            };
            this.child.once("error", (error) => end(error.message));
            this.child.once("exit", (code, signal) => end(signal === null ? `exit code ${String(code)}` : signal));
        });
    }

    get logFile(): string {
        return path.join(this.folder.logs, `${this.name}.log`);
    }

    get isRunning(): boolean {
        return !this.hasEnded;
    }

    /** The last lines of its log, for whoever has to find out why it ended. */
    lastWords(lines = 8): string {
        const log = existsSync(this.logFile) ? readFileSync(this.logFile, "utf8").trimEnd() : "";
        return log.split("\n").slice(-lines).join("\n");
    }

    async stop(signal: NodeJS.Signals): Promise<void> {
        if (!this.hasEnded) {
            this.child.kill(signal);
        }
        await this.ended;
    }
}

/** What the user's shell has for other clusters and for Go programs of their own must not reach these. */
export function programEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(KUBE|ETCD_|KWOK_|GOGC$|GODEBUG$)/.test(name)));
}
