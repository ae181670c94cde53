import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { edited } from "./stack-config";

/** Makes a checkout of some files in a temporary directory. */
export function makeCheckout(files: Readonly<Record<string, string>>): { readonly root: string; readonly remove: () => void } {
    const root = mkdtempSync(path.join(os.tmpdir(), "checkout-"));
    for (const [name, text] of Object.entries(files)) {
        const file = path.join(root, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
    }
    return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** The text of dev's stack file, complete in itself, with some edits. */
export function stackFileText(edits: Parameters<typeof edited>[1]): string {
    return stringify({ config: edited("dev", edits) });
}
