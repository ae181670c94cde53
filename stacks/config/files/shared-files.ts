import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";

/** Folder of the checkout that shared files are in. */
export const SHARED_FOLDER = "config";

/** The files that a stack file can extend, by their names relative to `config/`. */
export interface SharedFiles {
    /** The text of a file; nothing when there is none. */
    readonly read: (name: string) => string | undefined;
    /** Names of all files, in the order of the alphabet. */
    readonly names: () => readonly string[];
}

export const NO_SHARED_FILES: SharedFiles = { read: () => undefined, names: () => [] };

/** The files below a folder. Nothing is read before it is asked for. */
export function sharedFilesIn(folder: string): SharedFiles {
    return {
        read: (name) => {
            const file = path.join(folder, name);
            return existsSync(file) && statSync(file).isFile() ? readFileSync(file, "utf8") : undefined;
        },
        names: () => {
            if (!existsSync(folder)) {
                return [];
            }
            const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
            const files = entries.map(({ parentPath, name }) =>
                path.relative(folder, path.join(parentPath, name)).replaceAll(path.sep, "/"),
            );
            return files.filter((file) => /\.ya?ml$/.test(file)).sort();
        },
    };
}
