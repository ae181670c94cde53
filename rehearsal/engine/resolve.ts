import { spawnSync } from "node:child_process";
import { accessSync, constants, copyFileSync, existsSync, linkSync, mkdirSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import * as path from "node:path";
import { rehearsalHome } from "../home";
import { UserError } from "../screen";
import { buildEngine, builtEngineFolder } from "./build";
import { writeLanguageHostScript } from "./language-host";
import { atLeast, pinnedVersion } from "./pinned";

/** The Pulumi CLI that a rehearsal uses, and how it was found. */
export interface Engine {
    readonly binary: string;
    readonly version: string;
    readonly source: "PATH" | "cache" | "build";
    /** `installed` is Pulumi's own `pulumi-language-nodejs`, `rehearsal` the one of `rehearsal/language-host`. */
    readonly languageHost: "installed" | "rehearsal";
}

/**
 * In the environment of what a rehearsal starts as its engine: where that was found. A rehearsal that finds it set was started by its own
 * engine, and would start itself again and again.
 */
export const ENGINE_VARIABLE = "ML_PLATFORM_REHEARSAL_ENGINE";

/** What stands on this machine, without building anything. */
export interface EngineSearch {
    /** A `pulumi` on PATH that is no Pulumi, but starts the rehearsal. */
    readonly leadsBack?: string;
    readonly onPath?: { readonly binary: string; readonly version: string; readonly usable: boolean; readonly languageHost: boolean };
    readonly cached?: { readonly binary: string; readonly version: string };
}

/** @throws UserError when this rehearsal was started in the place of the engine of another one */
export function searchEngine(): EngineSearch {
    const startedAs = process.env[ENGINE_VARIABLE] ?? "";
    if (startedAs !== "") {
        throw new UserError(leadsBackText(startedAs));
    }
    const cachedBinary = path.join(builtEngineFolder(), "pulumi");
    const cached = existsSync(cachedBinary) ? { cached: { binary: cachedBinary, version: pinnedVersion() } } : {};
    const binary = which("pulumi");
    const version = binary === undefined ? undefined : versionOf(binary);
    if (binary !== undefined && version === "leads back") {
        return { leadsBack: binary, ...cached };
    }
    if (binary === undefined || version === undefined) {
        return cached;
    }
    // The engine follows symbolic links before it looks for its siblings. It is called by the name that was found all the same: behind a
    // link may stand a version manager that goes by the name it is called with.
    const languageHost = existsSync(path.join(path.dirname(realpathSync(binary)), "pulumi-language-nodejs"));
    return { onPath: { binary, version, usable: atLeast(version, pinnedVersion()), languageHost }, ...cached };
}

/** What is wrong with a `pulumi` on PATH that starts the rehearsal, and what to do. */
export function leadsBackText(binary: string): string {
    return (
        `${binary}, which is "pulumi" on PATH, starts the rehearsal, and the rehearsal needs a Pulumi to start: it would start itself for ever. ` +
        "Give that script or alias another name, or put the folder of a real Pulumi before it on PATH; without any, one is built"
    );
}

/**
 * The engine for this run: `pulumi` on PATH when it is new enough for the SDK, else the one built before, else one built now.
 *
 * @throws UserError when `pulumi` on PATH is the rehearsal itself, or something that calls it
 */
export async function resolveEngine(): Promise<Engine> {
    const { leadsBack, onPath, cached } = searchEngine();
    if (leadsBack !== undefined) {
        throw new UserError(leadsBackText(leadsBack));
    }
    if (onPath?.usable === true) {
        return onPath.languageHost
            ? { binary: onPath.binary, version: onPath.version, source: "PATH", languageHost: "installed" }
            : {
                  binary: withLanguageHost(onPath.binary, onPath.version),
                  version: onPath.version,
                  source: "PATH",
                  languageHost: "rehearsal",
              };
    }
    if (cached !== undefined) {
        writeLanguageHostScript(path.dirname(cached.binary));
        return { ...cached, source: "cache", languageHost: "rehearsal" };
    }
    return { binary: await buildEngine(), version: pinnedVersion(), source: "build", languageHost: "rehearsal" };
}

/**
 * Gives a CLI that came without a Node language host one beside it: the engine looks nowhere else without warning about an "ambient"
 * plugin. A hard link costs no space; across file systems it is a copy.
 */
function withLanguageHost(binary: string, version: string): string {
    const folder = path.join(rehearsalHome(), "engine", `pulumi-${version}`);
    const adopted = path.join(folder, "pulumi");
    if (!existsSync(adopted)) {
        mkdirSync(folder, { recursive: true });
        // whole or not at all, also when two runs do it at once
        const temporary = `${adopted}.${process.pid}`;
        rmSync(temporary, { force: true });
        const real = realpathSync(binary);
        try {
            linkSync(real, temporary);
        } catch {
            copyFileSync(real, temporary);
        }
        renameSync(temporary, adopted);
    }
    writeLanguageHostScript(folder);
    return adopted;
}

export function which(command: string): string | undefined {
    for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
        const file = path.join(folder, command);
        try {
            accessSync(file, constants.X_OK);
            if (statSync(file).isFile()) {
                return file;
            }
        } catch {
            // not in this folder
        }
    }
    return undefined;
}

function versionOf(binary: string): string | undefined {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", [ENGINE_VARIABLE]: binary };
    const result = spawnSync(binary, ["version"], { encoding: "utf8", env });
    // what the rehearsal that it started says of it
    if (result.status !== 0 && `${result.stdout}${result.stderr}`.includes(leadsBackText(binary))) {
        return "leads back";
    }
    return result.status === 0 ? /v?(\d+\.\d+\.\d+\S*)/.exec(result.stdout)?.[1] : undefined;
}
