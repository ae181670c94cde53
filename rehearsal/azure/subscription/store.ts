import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../provider/values";
import { createWhole, isCode, namesIn, sweep, writeWhole } from "./files";

export type ProvisioningState = "Creating" | "Updating" | "Deleting" | "Succeeded" | "Failed";

/** An operation that Azure accepted and goes on with by itself, whatever becomes of the client. */
export interface Operation {
    /** Milliseconds since 1970 at which it is done. */
    readonly completesAt: number;
    /** How it ends badly, if it does. */
    readonly failure?: { readonly code: string; readonly message: string };
}

/** One ARM resource as the subscription holds it. */
export interface ResourceRecord {
    readonly id: string;
    /** Type token, for example `azure-native:network:Subnet`. */
    readonly type: string;
    readonly armType: string;
    readonly name: string;
    readonly location?: string;
    readonly createdAt: string;
    readonly changedAt: string;
    readonly provisioningState: ProvisioningState;
    readonly operation?: Operation;
    /** Id of the resource that made this one and deletes it again. */
    readonly managedBy?: string;
    /** Pulumi stack whose program asked for it; Azure does not know it, the rehearsal's inventory does. */
    readonly stack?: string;
    /** Declared in `subscription.json`: it stood before any program ran. */
    readonly existing?: boolean;
    /** The inputs that the id is made of. */
    readonly path: Readonly<Record<string, string>>;
    /** Properties as Azure holds them: what was sent, and the defaults that it fills in. No secrets. */
    readonly body: Properties;
    /** Properties that only Azure sets. */
    readonly computed: Properties;
    /** What the last request sent, without secrets: tells Azure's own defaults from what was asked for. Absent where Azure made it itself. */
    readonly sent?: Properties;
}

const LONGEST_FILE_NAME = 200;

/** Tables of the database: what stands, and names that a deleted resource still holds. */
export type Table = "resources" | "deleted";

/** File of a resource: its lower-cased id with `~` for `/`; a very long one is cut and told apart by a hash. */
export function fileNameOf(id: string): string {
    const lower = id.toLowerCase().replace(/^\/+/, "");
    const readable = lower.replace(/[^a-z0-9._()/-]/g, (character) => encodeURIComponent(character)).replace(/\//g, "~");
    if (readable.length <= LONGEST_FILE_NAME) {
        return `${readable}.json`;
    }
    const hash = createHash("sha256").update(lower).digest("hex").slice(0, 24);
    return `${readable.slice(0, LONGEST_FILE_NAME - hash.length - 1)}-${hash}.json`;
}

/** The resources of a subscription, one file each, always read from disk because another process may have changed them. */
export class ResourceStore {
    constructor(private readonly directory: string) {}

    /** Removes what killed processes left half written. */
    sweep(olderThanMs?: number): void {
        sweep(join(this.directory, "resources"), olderThanMs);
        sweep(join(this.directory, "deleted"), olderThanMs);
    }

    get(id: string, table: Table = "resources"): ResourceRecord | undefined {
        return this.readRecord(join(this.directory, table, fileNameOf(id)));
    }

    /** Everything that stands, in the order of the ids. */
    all(table: Table = "resources"): ResourceRecord[] {
        const directory = join(this.directory, table);
        return namesIn(directory)
            .filter((name) => name.endsWith(".json"))
            .sort()
            .flatMap((name) => this.readRecord(join(directory, name)) ?? []);
    }

    /** @returns false when the resource exists already: of two creates at once, one gets true */
    create(record: ResourceRecord): boolean {
        return createWhole(this.path(record.id, "resources"), serialize(record));
    }

    replace(record: ResourceRecord, table: Table = "resources"): void {
        writeWhole(this.path(record.id, table), serialize(record));
    }

    remove(id: string, table: Table = "resources"): void {
        rmSync(this.path(id, table), { force: true });
    }

    private path(id: string, table: Table): string {
        return join(this.directory, table, fileNameOf(id));
    }

    private readRecord(path: string): ResourceRecord | undefined {
        let text: string;
        try {
            text = readFileSync(path, "utf8");
        } catch (error) {
            if (isCode(error, "ENOENT")) {
                return undefined;
            }
            throw error;
        }
        try {
            return JSON.parse(text) as ResourceRecord;
        } catch (error) {
            throw new Error(`${path}: not JSON any more (${String(error)}); it was edited by hand: correct or delete the file`, {
                cause: error,
            });
        }
    }
}

function serialize(record: ResourceRecord): string {
    return `${JSON.stringify(record, null, 2)}\n`;
}
