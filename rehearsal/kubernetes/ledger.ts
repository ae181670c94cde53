import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";

/**
 * Which stack's program made which object: what an API server does not know and the inventory wants to. One small file per object, named by
 * its uid, which no other object ever has. A file that was not written, since a run was killed just then, leaves the object with the stack of
 * its cluster.
 */
export class Ledger {
    constructor(private readonly directory: string) {}

    note(uid: string, stack: string): void {
        mkdirSync(this.directory, { recursive: true });
        const temporary = path.join(this.directory, `${randomUUID()}.tmp`);
        writeFileSync(temporary, stack, { mode: 0o600 });
        renameSync(temporary, this.file(uid));
    }

    stackOf(uid: string): string | undefined {
        const file = this.file(uid);
        return uid !== "" && existsSync(file) ? readFileSync(file, "utf8") : undefined;
    }

    forget(uid: string): void {
        rmSync(this.file(uid), { force: true });
    }

    private file(uid: string): string {
        return path.join(this.directory, encodeURIComponent(uid));
    }
}
