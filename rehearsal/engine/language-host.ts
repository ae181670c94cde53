import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { checkout } from "../home";

/**
 * An engine that is not attached to a language host starts `pulumi-language-nodejs` from the folder of the `pulumi` binary. Where no real
 * one is installed, this script stands there and starts the host of the checkout that runs the rehearsal: one cached engine serves every
 * checkout of a user. Commands of the rehearsal serve the host themselves; what is left are engines that a program starts.
 */
const script = `#!/bin/sh
# The Node language host of the ml-platform rehearsal: see rehearsal/language-host in a checkout.
if [ -z "$REHEARSAL_LANGUAGE_HOST" ]; then
    echo "this pulumi was built for the ml-platform rehearsal: start it with 'npm run rehearse -- <pulumi arguments>'" >&2
    exit 1
fi
exec "$REHEARSAL_NODE" --import "$REHEARSAL_LOADER" "$REHEARSAL_LANGUAGE_HOST" "$@"
`;

export function writeLanguageHostScript(folder: string): void {
    const file = path.join(folder, "pulumi-language-nodejs");
    if (existsSync(file) && readFileSync(file, "utf8") === script) {
        return;
    }
    mkdirSync(folder, { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, script);
    chmodSync(temporary, 0o755);
    renameSync(temporary, file);
}

/** What the script above reads. */
export function languageHostEnvironment(): Record<string, string> {
    return {
        REHEARSAL_NODE: process.execPath,
        REHEARSAL_LOADER: pathToFileURL(require.resolve("tsx")).href,
        REHEARSAL_LANGUAGE_HOST: path.join(checkout, "rehearsal", "language-host", "main.ts"),
    };
}

/** Has the engine use a language host that runs already, in place of starting one. */
export function languageHostAt(port: number): Record<string, string> {
    return { PULUMI_DEBUG_LANGUAGES: `nodejs:${String(port)}` };
}
