import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import { cacheHome } from "../home";
import { Progress, say, UserError } from "../screen";
import { writeLanguageHostScript } from "./language-host";
import { engineModule, enginePackage, pinnedFingerprint, pinnedVersion } from "./pinned";

/** What a build costs on a machine that never did one, measured on two cores. */
export const buildEstimate = "about 4 minutes on 2 cores, 1.5 GB of Go's module and build caches, once per user and version";

/** Folder of the built engine: per user and per pinned version, outside the checkout. */
export function builtEngineFolder(): string {
    return path.join(cacheHome(), "engine", `pulumi-${pinnedVersion()}-${pinnedFingerprint()}`);
}

export function goVersion(): string | undefined {
    const result = spawnSync("go", ["env", "GOVERSION"], { cwd: engineModule, encoding: "utf8", env: process.env });
    return result.status === 0 ? result.stdout.trim().replace(/^go/, "") : undefined;
}

/**
 * Builds the pinned Pulumi CLI from its Go module and puts it into the cache. A build that is interrupted leaves nothing in the cache;
 * the next one goes on where it stopped, since Go keeps what it compiled.
 */
export async function buildEngine(): Promise<string> {
    const version = pinnedVersion();
    if (goVersion() === undefined) {
        throw new UserError(
            `no usable Pulumi CLI on this machine, and no Go to build one.\n` +
                `Install either: Pulumi ${version} or later (https://www.pulumi.com/docs/install/), or Go (https://go.dev/dl/), then run this again.`,
        );
    }
    say(`No Pulumi CLI of version ${version} or later is installed: building ${version} from its Go module (${buildEstimate}).`);
    const target = builtEngineFolder();
    mkdirSync(path.dirname(target), { recursive: true });
    const work = mkdtempSync(path.join(path.dirname(target), ".building-"));
    try {
        const packages = await listPackages();
        await compile(version, path.join(work, "pulumi"), packages);
        writeLanguageHostScript(work);
        rmSync(target, { recursive: true, force: true });
        renameSync(work, target);
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
    return path.join(target, "pulumi");
}

/** Downloads what the build needs and counts the packages to compile. */
async function listPackages(): Promise<number> {
    const progress = new Progress("fetching Go modules");
    let modules = 0;
    let packages = 0;
    const go = spawn("go", ["list", "-deps", enginePackage], { cwd: engineModule, stdio: ["ignore", "pipe", "pipe"], env: process.env });
    readline.createInterface({ input: go.stdout }).on("line", () => packages++);
    const errors = follow(go, (line) => {
        if (line.startsWith("go: downloading")) {
            progress.show(`${++modules} so far`);
            return true;
        }
        return false;
    });
    await finished(go, "fetching the modules of the Pulumi CLI", errors);
    progress.done(modules === 0 ? "all in Go's cache" : `${modules} downloaded`);
    return packages;
}

async function compile(version: string, output: string, packages: number): Promise<void> {
    const progress = new Progress("compiling");
    let compiled = 0;
    const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
    const go = spawn("go", ["build", "-v", "-trimpath", "-ldflags", flags, "-o", output, enginePackage], {
        cwd: engineModule,
        stdio: ["ignore", "ignore", "pipe"],
        env: { ...process.env, GOFLAGS: `${process.env["GOFLAGS"] ?? ""} -mod=readonly -buildvcs=false`.trim() },
    });
    const errors = follow(go, (line) => {
        if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) {
            progress.show(`${++compiled} of ${packages} packages`);
            return true;
        }
        return false;
    });
    await finished(go, "building the Pulumi CLI", errors);
    progress.done(`Pulumi CLI ${version} built`);
}

/** Collects the lines of stderr that are not progress: they explain a failure. */
function follow(child: ChildProcess, isProgress: (line: string) => boolean): string[] {
    const rest: string[] = [];
    if (child.stderr !== null) {
        readline.createInterface({ input: child.stderr }).on("line", (line) => {
            if (!isProgress(line)) {
                rest.push(line);
            }
        });
    }
    return rest;
}

async function finished(child: ChildProcess, doing: string, errors: readonly string[]): Promise<void> {
    const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
    });
    if (code !== 0) {
        throw new UserError(`${doing} failed:\n${errors.slice(-20).join("\n")}`);
    }
}
