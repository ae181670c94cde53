import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { CommandLine } from "./command-process";

/** What a command ended with, and wrote. */
export interface Performed {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
    readonly output: string;
}

const all = new Set<ChildProcess>();
const idle: ChildProcess[] = [];

afterAll(() => {
    all.forEach((process) => process.kill("SIGKILL"));
});

/** Runs a command line in a process that ran others before it, where one has nothing else to do. */
export async function perform(
    directory: string,
    args: readonly string[],
    environment: Readonly<Record<string, string | undefined>>,
): Promise<Performed> {
    const process = idle.pop() ?? start(directory);
    const performed = await ask(process, { args, environment, mark: `\u0000${randomUUID()}` });
    idle.push(process);
    return performed;
}

function start(directory: string): ChildProcess {
    const started = fork(path.join(__dirname, "command-process.ts"), {
        cwd: directory,
        execArgv: ["--import", pathToFileURL(require.resolve("tsx")).href],
        stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    all.add(started);
    started.once("exit", () => {
        all.delete(started);
        idle.splice(0, idle.length, ...idle.filter((other) => other !== started));
    });
    return started;
}

function ask(asked: ChildProcess, line: CommandLine): Promise<Performed> {
    return new Promise((resolve, reject) => {
        const written = { stdout: "", stderr: "" };
        let output = "";
        let code: number | undefined;
        const listen = (stream: "stdout" | "stderr") => (data: Buffer) => {
            const text = data.toString();
            written[stream] += text;
            output += text;
            settle();
        };
        const [onStdout, onStderr] = [listen("stdout"), listen("stderr")];
        const onCode = (ended: number): void => ((code = ended), settle());
        const onExit = (ended: number | null, signal: NodeJS.Signals | null): void => {
            stop();
            reject(new Error(`the process of "${line.args.join(" ")}" ended with ${String(ended ?? signal)}:\n${output}`));
        };
        const stop = (): void => {
            asked.stdout?.off("data", onStdout);
            asked.stderr?.off("data", onStderr);
            asked.off("message", onCode).off("exit", onExit);
        };
        // the code may overtake what was written before it
        const settle = (): void => {
            if (code === undefined || !written.stdout.endsWith(line.mark) || !written.stderr.endsWith(line.mark)) {
                return;
            }
            stop();
            const unmarked = (text: string): string => text.replaceAll(line.mark, "");
            resolve({ code, stdout: unmarked(written.stdout), stderr: unmarked(written.stderr), output: unmarked(output) });
        };
        asked.stdout?.on("data", onStdout);
        asked.stderr?.on("data", onStderr);
        asked.on("message", onCode).on("exit", onExit);
        asked.send(line);
    });
}
