import { createHash, randomUUID } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { groupOf } from "./kinds";
import type { KubernetesObject, ObjectReference } from "./object-store";
import type { Ownership } from "./server-side-apply";

/** One object, as it lies in its file. */
export interface StoredObject {
    readonly cluster: string;
    readonly object: KubernetesObject;
    readonly owners: Ownership;
    /** Pulumi stack whose program made it. */
    readonly stack?: string;
}

/** File names may not be longer than 255 bytes on any system that matters. */
const LONGEST_NAME = 200;

/**
 * One JSON file per object: `<cluster>/objects/<group>/<kind>/<namespace>/<name>.json`. A file appears and changes in one step, so a process
 * killed at any moment leaves whole objects; what it was writing stays behind as a `.tmp` file, which nobody reads.
 */
export class ObjectFiles {
    constructor(private readonly directory: string) {}

    read(cluster: string, reference: ObjectReference): StoredObject | undefined {
        const file = this.file(cluster, reference);
        return existsSync(file) ? parse(file) : undefined;
    }

    /** False when the file is there already. */
    add(cluster: string, reference: ObjectReference, stored: StoredObject): boolean {
        const file = this.file(cluster, reference);
        const temporary = this.write(file, stored);
        try {
            linkSync(temporary, file);
            return true;
        } catch (error) {
            if (typeof error === "object" && error !== null && "code" in error && error.code === "EEXIST") {
                return false;
            }
            throw error;
        } finally {
            rmSync(temporary, { force: true });
        }
    }

    replace(cluster: string, reference: ObjectReference, stored: StoredObject): void {
        const file = this.file(cluster, reference);
        renameSync(this.write(file, stored), file);
    }

    remove(cluster: string, reference: ObjectReference): void {
        rmSync(this.file(cluster, reference), { force: true });
    }

    list(cluster: string): StoredObject[] {
        return readFolder(path.join(this.folder(cluster), "objects"));
    }

    listAll(): StoredObject[] {
        if (!existsSync(this.directory)) {
            return [];
        }
        const folders = readdirSync(this.directory, { withFileTypes: true }).filter(
            (entry) => entry.isDirectory() && !entry.name.endsWith(".tmp"),
        );
        return folders
            .map(({ name }) => name)
            .sort()
            .flatMap((name) => readFolder(path.join(this.directory, name, "objects")));
    }

    /**
     * Removes every cluster that does not stand any more, also an empty one.
     * @param standing asked after the look at the folders, so that a cluster that another process makes meanwhile is not among them
     */
    sweep(standing: () => readonly string[]): void {
        if (!existsSync(this.directory)) {
            return;
        }
        const folders = readdirSync(this.directory);
        const kept = new Set(standing().map(fileName));
        for (const folder of folders.filter((name) => !kept.has(name))) {
            // out of sight in one step: a cluster is either there with everything or gone
            const condemned = path.join(this.directory, `${randomUUID()}.tmp`);
            try {
                renameSync(path.join(this.directory, folder), condemned);
            } catch {
                // another process was faster
                continue;
            }
            rmSync(condemned, { recursive: true, force: true });
        }
    }

    private folder(cluster: string): string {
        return clusterFolder(this.directory, cluster);
    }

    private file(cluster: string, { apiVersion, kind, namespace, name }: ObjectReference): string {
        const parts = [groupOf(apiVersion) || "core", kind, namespace ?? "_cluster"].map(fileName);
        return path.join(this.folder(cluster), "objects", ...parts, `${fileName(name)}.json`);
    }

    private write(file: string, stored: StoredObject): string {
        mkdirSync(path.dirname(file), { recursive: true });
        const temporary = `${path.join(path.dirname(file), randomUUID())}.tmp`;
        writeFileSync(temporary, `${JSON.stringify(stored, undefined, 2)}\n`, { mode: 0o600 });
        return temporary;
    }
}

/** The folder of everything that is kept of a cluster. */
export function clusterFolder(directory: string, cluster: string): string {
    return path.join(directory, fileName(cluster));
}

function fileName(text: string): string {
    const encoded = encodeURIComponent(text).replace(/^\./, "%2E");
    return encoded.length <= LONGEST_NAME ? encoded : createHash("sha256").update(text).digest("hex");
}

function readFolder(folder: string): StoredObject[] {
    if (!existsSync(folder)) {
        return [];
    }
    return readdirSync(folder, { withFileTypes: true })
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .flatMap((entry) => {
            const entryPath = path.join(folder, entry.name);
            if (entry.isDirectory()) {
                return entry.name.endsWith(".tmp") ? [] : readFolder(entryPath);
            }
            return entry.name.endsWith(".json") ? [parse(entryPath)] : [];
        });
}

function parse(file: string): StoredObject {
    return JSON.parse(readFileSync(file, "utf8")) as StoredObject;
}
