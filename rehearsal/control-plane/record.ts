import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { isCode } from "../azure/subscription/files";
import type { Level } from "./control-planes";
import { writePrivately } from "./credentials";
import type { PlaneFolder } from "./folder";
import { belongsTo } from "./processes";

/** Who runs a control plane, for others to find it. */
export interface SupervisorRecord {
    /** Process that started everything else and ends it. */
    readonly pid: number;
    readonly started: string;
    /** Where the supervisor takes requests, and what it wants to be told first; absent while it is being set up. */
    readonly channel?: { readonly port: number; readonly token: string };
    /** What runs; absent until something does. */
    readonly level?: Level;
    /** URL of the API server. */
    readonly server?: string;
    /** Goes on when the last command has ended, and is started again after a crash. */
    readonly keep: boolean;
}

/** What the record says, whether its supervisor lives or not; undefined when nothing was ever started, or it ended in order. */
export function readRecord(folder: PlaneFolder): SupervisorRecord | undefined {
    try {
        return JSON.parse(readFileSync(folder.record, "utf8")) as SupervisorRecord;
    } catch {
        return undefined;
    }
}

export function isAlive(folder: PlaneFolder, record: SupervisorRecord): boolean {
    return belongsTo(folder, record.pid);
}

/** The record of a supervisor that lives. */
export function livingRecord(folder: PlaneFolder): SupervisorRecord | undefined {
    const record = readRecord(folder);
    return record !== undefined && isAlive(folder, record) ? record : undefined;
}

/**
 * Makes this process the supervisor of a control plane, unless another one lives.
 *
 * @returns the record of the other one; undefined when this process has it
 */
export function claim(folder: PlaneFolder, record: SupervisorRecord): SupervisorRecord | undefined {
    mkdirSync(folder.root, { recursive: true, mode: 0o700 });
    const own = `${folder.record}.${randomUUID()}.tmp`;
    writeFileSync(own, JSON.stringify(record), { mode: 0o600 });
    try {
        for (;;) {
            try {
                linkSync(own, folder.record);
                return undefined;
            } catch (error) {
                if (!isCode(error, "EEXIST")) {
                    throw error;
                }
            }
            const other = readRecord(folder);
            if (other !== undefined && isAlive(folder, other)) {
                return other;
            }
            putAside(folder, other);
        }
    } finally {
        rmSync(own, { force: true });
    }
}

/** Takes a dead supervisor's record away. Two may want that at once: what is taken must be what was looked at, else it is put back. */
function putAside(folder: PlaneFolder, dead: SupervisorRecord | undefined): void {
    const aside = `${folder.record}.${randomUUID()}.tmp`;
    try {
        renameSync(folder.record, aside);
        const taken = JSON.parse(readFileSync(aside, "utf8")) as SupervisorRecord;
        if (dead !== undefined && (taken.pid !== dead.pid || taken.started !== dead.started)) {
            linkSync(aside, folder.record);
        }
    } catch {
        // somebody else was faster, or the file is torn: the next look decides
    } finally {
        rmSync(aside, { force: true });
    }
}

export function updateRecord(folder: PlaneFolder, record: SupervisorRecord): void {
    writePrivately(folder.record, `${JSON.stringify(record, undefined, 2)}\n`);
}

export function removeRecord(folder: PlaneFolder): void {
    rmSync(folder.record, { force: true });
}
