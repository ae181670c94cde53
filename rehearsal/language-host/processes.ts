import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import type { Command } from "./command";

/** How a process ended: with an exit code, or by a signal. */
export interface Ending {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
}

/** The node processes that this host started, so that none outlives it. */
export class Processes {
    private readonly running = new Set<ChildProcess>();

    start(command: Command, stdio: StdioOptions): { readonly child: ChildProcess; readonly ended: Promise<Ending> } {
        const child = spawn(process.execPath, command.args, { cwd: command.directory, env: command.environment, stdio });
        this.running.add(child);
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
        return { child, ended };
    }

    /** Ends every process at once. They get no time to finish: whoever asked for their work is gone. */
    endAll(): void {
        for (const child of this.running) {
            child.kill("SIGKILL");
        }
        this.running.clear();
    }
}
