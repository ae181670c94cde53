import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { cacheHome } from "../../rehearsal/home";

/** Packages of the Linux distribution, unpacked and not installed: nobody has to be root, and nothing on the machine changes. */
export interface UnpackedPackages {
    /** What would be `/`. */
    readonly root: string;
    /** Of the first package. */
    readonly version: string;
}

const run = (program: string, args: readonly string[], cwd?: string): string =>
    execFileSync(program, args, {
        encoding: "utf8",
        timeout: 300_000,
        stdio: ["ignore", "pipe", "pipe"],
        ...(cwd === undefined ? {} : { cwd }),
    });

/**
 * Unpacks Debian packages into the user's cache, once per version.
 *
 * Waits for it: whether a test is skipped is decided while its file is read.
 *
 * @param packages the one that is wanted first, then what it cannot do without
 * @param complete changes what has to know where it lies
 * @returns why it cannot be had, where it cannot
 */
export function unpackPackages(
    packages: readonly [string, ...string[]],
    complete: (root: string) => void = () => undefined,
): UnpackedPackages | string {
    const [wanted] = packages;
    const version = candidateOf(wanted);
    if (version === undefined) {
        return `apt knows no package ${wanted}: another Linux distribution, or its lists were never fetched (apt-get update)`;
    }
    const root = path.join(cacheHome(), "debian", `${wanted}-${version.replace(/[^\w.+-]/g, "_")}`);
    if (existsSync(root)) {
        return { root, version };
    }
    mkdirSync(path.dirname(root), { recursive: true });
    const work = mkdtempSync(path.join(path.dirname(root), ".unpacking-"));
    try {
        const files = path.join(work, "files");
        const target = path.join(work, "root");
        mkdirSync(files);
        mkdirSync(target);
        try {
            run("apt-get", ["download", ...packages], files);
        } catch (error) {
            return `the package ${wanted} ${version} cannot be downloaded: ${error instanceof Error ? error.message : String(error)}`;
        }
        for (const file of readdirSync(files)) {
            run("dpkg-deb", ["--extract", path.join(files, file), target]);
        }
        complete(target);
        renameSync(target, root);
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
    return { root, version };
}

/** The version that apt would install. */
function candidateOf(name: string): string | undefined {
    try {
        const version = /Candidate: (\S+)/.exec(run("apt-cache", ["policy", name]))?.[1];
        return version === "(none)" ? undefined : version;
    } catch {
        return undefined;
    }
}

/** Replaces a text in a file of unpacked packages; the file keeps its mode. */
export function rewrite(file: string, from: string, to: string): void {
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(from, to));
}
