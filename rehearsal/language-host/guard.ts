import { spawn } from "node:child_process";

/** Waits for a line that never comes: its end of the pipe closes when the other end's process is gone, however that went. */
const script = 'read -r _; kill -9 "-$1"';

export interface Guard {
    /** The group has ended by itself: its number may soon be another's. */
    release(): void;
}

/**
 * Ends a process group as soon as this process is gone. A killed process ends nothing itself, and a program that computes does not notice
 * that nobody wants its result.
 *
 * @param group its number, which is the process id of its leader
 */
export function guardGroup(group: number): Guard {
    // in a group of its own, or it would be killed with this process
    const guard = spawn("sh", ["-c", script, "sh", String(group)], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    // without it, a program may outlive a killed command until its next request to the engine
    guard.on("error", () => undefined);
    guard.stdin.on("error", () => undefined);
    return { release: () => void guard.kill("SIGKILL") };
}
