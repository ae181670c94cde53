import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import type { Readable } from "node:stream";
import type { Command } from "./command";
import { type Guard, guardGroup } from "./guard";

/** How a process ended: with an exit code, or by a signal. */
export interface Ending {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
}

/** A program that was started. */
export interface StartedProgram {
    /** @default - those of this process */
    readonly stdout: Readable | null;
    readonly stderr: Readable | null;
    readonly ended: Promise<Ending>;
}

/** What runs programs. */
export interface Programs {
    start(command: Command): StartedProgram;
    /** Ends every program at once. */
    endAll(): void;
}

/** The node processes that this host started, so that none outlives it. */
export class Processes {
    private readonly running = new Set<ChildProcess>();

    /**
     * @param apart whether each gets a process group of its own, for hosts within a process that a terminal sends Ctrl-C to: what that means
     * for a program is the engine's to decide
     */
    constructor(private readonly apart: boolean) {}

    start(command: Command, stdio: StdioOptions): StartedProgram & { readonly child: ChildProcess } {
        const { nodeArgs, script, args, directory: cwd, environment: env } = command;
        const child = spawn(process.execPath, [...nodeArgs, script, ...args], { cwd, env, stdio, detached: this.apart });
        const guard = this.guard(child);
        this.running.add(child);
        child.once("exit", () => {
            guard?.release();
        });
        const ended = new Promise<Ending>((resolve, reject) => {
            child.once("error", (error) => {
                this.running.delete(child);
                reject(error);
            });
            child.once("close", (code, signal) => {
                this.running.delete(child);
                resolve({ code, signal });
            });
        });
        return { child, stdout: child.stdout, stderr: child.stderr, ended };
    }

    /** Ends every process at once. They get no time to finish: whoever asked for their work is gone. */
    endAll(): void {
        for (const child of this.running) {
            this.kill(child);
            // what a program left behind may hold the other end
            child.stdout?.destroy();
            child.stderr?.destroy();
        }
        this.running.clear();
    }

    private guard({ pid }: ChildProcess): Guard | undefined {
        return this.apart && pid !== undefined ? guardGroup(pid) : undefined;
    }

    private kill(child: ChildProcess): void {
        if (!this.apart || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
            child.kill("SIGKILL");
            return;
        }
        try {
            process.kill(-child.pid, "SIGKILL");
        } catch {
            // it has ended by itself
        }
    }
}
