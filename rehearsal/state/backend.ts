import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import type { RehearsalPaths } from "../home";

/** What Pulumi's file backend keeps of a project below its root; read-only here, `pulumi` itself does the writing. */
const metadata = ".pulumi";

/** Names of the stacks that exist. */
export function stackNames(paths: RehearsalPaths, project: string): string[] {
    const folder = path.join(paths.state, metadata, "stacks", project);
    if (!existsSync(folder)) {
        return [];
    }
    return readdirSync(folder)
        .map((file) => /^([^.]+)\.json$/.exec(file)?.[1])
        .filter((name) => name !== undefined)
        .sort();
}

/** An operation that was under way when the engine was killed. */
export interface PendingOperation {
    readonly type: string;
    readonly resource: { readonly urn: string; readonly type: string; readonly inputs?: Readonly<Record<string, unknown>> };
}

/** A resource as the state holds it. */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    /** Of a provider; a component is not. */
    readonly custom?: boolean;
    readonly protect?: boolean;
    /** Replaced, and still to be deleted. */
    readonly delete?: boolean;
    /** Deleted, and to be made again. */
    readonly pendingReplacement?: boolean;
    /** URN of what it dies with. */
    readonly deletedWith?: string;
}

interface StateFile {
    readonly checkpoint?: {
        readonly latest?: { readonly pending_operations?: readonly PendingOperation[]; readonly resources?: readonly StateResource[] };
    };
}

/** All that the state of a stack holds. */
export function stateResources(paths: RehearsalPaths, project: string, stack: string): readonly StateResource[] {
    return readState(paths, project, stack).checkpoint?.latest?.resources ?? [];
}

/** Creates whose outcome the engine never learned. What was being updated or deleted is in the state and simply done again. */
export function pendingCreates(paths: RehearsalPaths, project: string, stack: string): PendingOperation[] {
    return (readState(paths, project, stack).checkpoint?.latest?.pending_operations ?? []).filter(
        (operation) => operation.type === "creating",
    );
}

function readState(paths: RehearsalPaths, project: string, stack: string): StateFile {
    const file = path.join(paths.state, metadata, "stacks", project, `${stack}.json`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as StateFile) : {};
}

/** A lock that an update holds while it runs, and leaves behind when it is killed. */
export interface Lock {
    readonly file: string;
    readonly pid: number;
    readonly since: string;
    /** Whether the process that took it still runs on this machine. */
    readonly alive: boolean;
}

export function locksOf(paths: RehearsalPaths, project: string, stack: string): Lock[] {
    const folder = path.join(paths.state, metadata, "locks", "organization", project, stack);
    if (!existsSync(folder)) {
        return [];
    }
    const locks: Lock[] = [];
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
        const file = path.join(folder, name);
        const content = readLock(file);
        if (content !== undefined) {
            locks.push({ file, pid: content.pid, since: content.timestamp, alive: isAlive(content.pid) });
        }
    }
    return locks;
}

/** A lock file may vanish or be cut short while it is read; an unreadable one is a dead one of process 0. */
function readLock(file: string): { pid: number; timestamp: string } | undefined {
    try {
        const parsed = JSON.parse(readFileSync(file, "utf8")) as { pid?: number; timestamp?: string };
        return { pid: parsed.pid ?? 0, timestamp: parsed.timestamp ?? "an unknown time" };
    } catch {
        return existsSync(file) ? { pid: 0, timestamp: "an unknown time" } : undefined;
    }
}

/**
 * Removes the `.attrs` files that a killed engine left torn. The file backend writes each file in one step, but not the one beside it with
 * its attributes (gocloud.dev/blob/fileblob, setAttrs), and a torn one makes the state unreadable ("failed to load checkpoint: EOF"). One
 * that is absent is no fault.
 */
export function dropTornAttributes(paths: RehearsalPaths): void {
    const root = path.join(paths.state, metadata);
    if (!existsSync(root)) {
        return;
    }
    for (const name of readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".attrs"))) {
        const file = path.join(root, name);
        try {
            JSON.parse(readFileSync(file, "utf8"));
        } catch {
            rmSync(file, { force: true });
        }
    }
}

export function isAlive(pid: number): boolean {
    if (pid <= 0) {
        return false;
    }
    try {
        process.kill(pid, 0);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
    return !isReusedOrZombie(pid);
}

/** On Linux a number may by now belong to another program, or to a killed one that nobody has reaped. */
function isReusedOrZombie(pid: number): boolean {
    try {
        const stat = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
        return stat !== null && (stat[2] === "Z" || !stat[1]?.startsWith("pulumi"));
    } catch {
        return false;
    }
}

/** The stack that is selected in the generated project, if any. */
export function selectedStack(paths: RehearsalPaths): string | undefined {
    const folder = path.join(paths.pulumiHome, "workspaces");
    if (!existsSync(folder)) {
        return undefined;
    }
    for (const file of readdirSync(folder)) {
        const stack = readWorkspace(path.join(folder, file)).stack ?? "";
        if (stack !== "") {
            return stack.split("/").at(-1);
        }
    }
    return undefined;
}

/** One that a killed engine left torn selects nothing. */
function readWorkspace(file: string): { readonly stack?: string } {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as { stack?: string };
    } catch {
        return {};
    }
}
