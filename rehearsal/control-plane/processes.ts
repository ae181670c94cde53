import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import type { PlaneFolder } from "./folder";

/** How a process was called; undefined when there is none of that number. */
export function commandLine(pid: number): string | undefined {
    try {
        const text = existsSync("/proc/self/cmdline")
            ? readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").replaceAll("\0", " ")
            : execFileSync("ps", ["-o", "args=", "-ww", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
        // what has ended and was not taken note of by its parent has no command line any more
        return text.trim() === "" ? undefined : text.trim();
    } catch {
        return undefined;
    }
}

/**
 * Whether a process is one of a control plane's: its command line names the plane's folder. Numbers are given to other processes once a process
 * has ended, so a number alone says nothing.
 */
export function belongsTo(folder: PlaneFolder, pid: number): boolean {
    const line = commandLine(pid);
    return line !== undefined && (line.includes(`${folder.root}${path.sep}`) || `${line} `.includes(`${folder.root} `));
}

/** Numbers of the plane's programs that run, by program: also of those that a killed supervisor left behind. */
export function runningPrograms(folder: PlaneFolder): Map<string, number> {
    if (!existsSync(folder.processes)) {
        return new Map();
    }
    const entries = readdirSync(folder.processes).map((name) => [name, Number(readOr(path.join(folder.processes, name), ""))] as const);
    return new Map(entries.filter(([, pid]) => pid > 1 && belongsTo(folder, pid)));
}

/** Ends the programs that a killed supervisor left behind. They get no time to finish: what they wrote is safe. */
export async function endLeftovers(folder: PlaneFolder): Promise<string[]> {
    const left = runningPrograms(folder);
    for (const pid of left.values()) {
        kill(pid);
    }
    await waitUntilGone(folder, [...left.values()]);
    if (existsSync(folder.processes)) {
        for (const name of readdirSync(folder.processes)) {
            rmSync(path.join(folder.processes, name), { force: true });
        }
    }
    return [...left.keys()];
}

export function kill(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
    try {
        process.kill(pid, signal);
    } catch {
        // it has ended by itself
    }
}

/** Waits for the end of processes that were told to end. */
export async function waitUntilGone(folder: PlaneFolder, pids: readonly number[], milliseconds = 10_000): Promise<boolean> {
    const until = Date.now() + milliseconds;
    while (pids.some((pid) => belongsTo(folder, pid))) {
        if (Date.now() > until) {
            return false;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return true;
}

function readOr(file: string, otherwise: string): string {
    try {
        return readFileSync(file, "utf8").trim();
    } catch {
        return otherwise;
    }
}
