import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

const HALF_WRITTEN = /\.tmp-[0-9a-f]{16}$/;
/** A file half written for longer than this belongs to a process that was killed. */
const ABANDONED_AFTER_MS = 60_000;

/** Writes a file whole or not at all, also when the process is killed: temporary file, fsync, rename. */
export function writeWhole(path: string, text: string): void {
    const temporary = writeTemporary(path, text);
    renameSync(temporary, path);
    syncDirectory(dirname(path));
}

/** Like {@link writeWhole}, but only when the file does not exist: of two writers exactly one gets true. */
export function createWhole(path: string, text: string): boolean {
    const temporary = writeTemporary(path, text);
    try {
        linkSync(temporary, path);
    } catch (error) {
        if (isCode(error, "EEXIST")) {
            return false;
        }
        throw error;
    } finally {
        rmSync(temporary, { force: true });
    }
    syncDirectory(dirname(path));
    return true;
}

/** Removes what killed processes left half written. */
export function sweep(directory: string, olderThanMs = ABANDONED_AFTER_MS): void {
    for (const name of namesIn(directory).filter((file) => HALF_WRITTEN.test(file))) {
        const path = join(directory, name);
        try {
            if (Date.now() - statSync(path).mtimeMs >= olderThanMs) {
                rmSync(path, { force: true });
            }
        } catch (error) {
            if (!isCode(error, "ENOENT")) {
                throw error;
            }
        }
    }
}

/** File names in a directory, none when it does not exist. */
export function namesIn(directory: string): string[] {
    try {
        return readdirSync(directory);
    } catch (error) {
        if (isCode(error, "ENOENT")) {
            return [];
        }
        throw error;
    }
}

export function isCode(error: unknown, code: string): boolean {
    return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

function writeTemporary(path: string, text: string): string {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.tmp-${randomBytes(8).toString("hex")}`;
    const file = openSync(temporary, "wx");
    try {
        writeSync(file, text);
        fsyncSync(file);
    } finally {
        closeSync(file);
    }
    return temporary;
}

function syncDirectory(directory: string): void {
    const handle = openSync(directory, "r");
    try {
        fsyncSync(handle);
    } finally {
        closeSync(handle);
    }
}
