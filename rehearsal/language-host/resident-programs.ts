import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as path from "node:path";
import { PassThrough, type Readable } from "node:stream";
import type { Command } from "./command";
import type { Ending, Programs, StartedProgram } from "./processes";

/**
 * Runs programs in processes that ran them before, where one has nothing to do: see resident-program.cjs. For whoever runs one program many
 * times, its files unchanged, and looks at what it does and not at its process.
 */
export class ResidentPrograms implements Programs {
    private readonly idle = new Map<string, ChildProcess[]>();
    private readonly busy = new Set<ChildProcess>();

    start(command: Command): StartedProgram {
        const { script, args, directory, environment } = command;
        const { child, idle } = this.take(command);
        this.busy.add(child);
        const mark = `\u0000${randomUUID()}`;
        const stdout = new Marked(child.stdout, mark);
        const stderr = new Marked(child.stderr, mark);
        const ended = new Promise<Ending>((resolve) => {
            const settle = (ending: Ending): void => {
                child.off("message", onCode).off("exit", onExit);
                this.busy.delete(child);
                resolve(ending);
            };
            const onCode = (code: number): void => {
                // the code may overtake what was written before it
                void Promise.all([stdout.marked, stderr.marked]).then(() => {
                    idle.push(child);
                    settle({ code, signal: null });
                });
            };
            const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
                stdout.end();
                stderr.end();
                settle({ code, signal });
            };
            child.on("message", onCode).on("exit", onExit);
        });
        // where the process is gone already, "exit" says so
        child.send({ script, args, directory, environment, mark }, () => undefined);
        return { stdout: stdout.output, stderr: stderr.output, ended };
    }

    endAll(): void {
        this.busy.forEach((child) => child.kill("SIGKILL"));
    }

    /** A process with nothing to do; one that was told to end may not have ended yet. */
    private take({ nodeArgs, script, directory }: Command): { readonly child: ChildProcess; readonly idle: ChildProcess[] } {
        const key = JSON.stringify([nodeArgs, script, directory]);
        const idle = this.idle.get(key) ?? [];
        this.idle.set(key, idle);
        const alive = idle.splice(0).filter((child) => !child.killed && child.connected);
        const child = alive.pop() ?? startProcess(nodeArgs);
        idle.push(...alive);
        return { child, idle };
    }
}

function startProcess(nodeArgs: readonly string[]): ChildProcess {
    const child = fork(path.join(__dirname, "resident-program.cjs"), {
        execArgv: [...nodeArgs],
        stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    // what cannot be sent to it ends with it
    child.on("error", () => undefined);
    return child;
}

/** What comes out of a stream until a mark. */
class Marked {
    readonly output = new PassThrough();
    readonly marked: Promise<void>;
    private text = "";

    constructor(
        private readonly stream: Readable | null,
        private readonly mark: string,
    ) {
        this.marked = new Promise((resolve) => this.output.once("finish", resolve));
        stream?.on("data", this.onData);
    }

    end(): void {
        this.stream?.off("data", this.onData);
        this.output.end();
    }

    private readonly onData = (data: Buffer): void => {
        this.text += data.toString();
        if (this.text.endsWith(this.mark)) {
            this.output.write(this.text.slice(0, -this.mark.length));
            this.end();
        }
    };
}
