import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import { Progress, UserError } from "../screen";
import { type GoModule, moduleVersion } from "./module";

/**
 * Builds the binaries of a module into a folder of their own. A build that is interrupted leaves nothing there; the next one goes on where
 * it stopped, since Go keeps what it compiled.
 *
 * @param target appears in one step, with everything in it
 * @param complete adds what is to lie beside the binaries
 */
export async function buildModule(module: GoModule, target: string, complete?: (folder: string) => void): Promise<void> {
    mkdirSync(path.dirname(target), { recursive: true });
    const work = mkdtempSync(path.join(path.dirname(target), ".building-"));
    // Ctrl-C ends this process before `finally` would come
    const onSignal = (signal: NodeJS.Signals): void => {
        rmSync(work, { recursive: true, force: true });
        process.exit(signal === "SIGINT" ? 130 : 143);
    };
    process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
    try {
        const packages = await listPackages(module);
        await compile(module, work, packages);
        complete?.(work);
        rmSync(target, { recursive: true, force: true });
        renameSync(work, target);
    } finally {
        process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
        rmSync(work, { recursive: true, force: true });
    }
}

/** Downloads what the build needs and counts the packages to compile. */
async function listPackages(module: GoModule): Promise<number> {
    const progress = new Progress("fetching Go modules");
    let modules = 0;
    let packages = 0;
    const go = spawn("go", ["list", "-deps", ...Object.values(module.binaries)], {
        cwd: module.folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: process.env,
    });
    readline.createInterface({ input: go.stdout }).on("line", () => packages++);
    const errors = follow(go, (line) => {
        if (line.startsWith("go: downloading")) {
            progress.show(`${++modules} so far`);
            return true;
        }
        return false;
    });
    await finished(go, `fetching the modules of ${module.title}`, errors);
    progress.done(modules === 0 ? "all in Go's cache" : `${modules} downloaded`);
    return packages;
}

async function compile(module: GoModule, folder: string, packages: number): Promise<void> {
    const version = moduleVersion(module);
    const progress = new Progress("compiling");
    let compiled = 0;
    const names = Object.keys(module.binaries);
    // for several packages Go wants a folder, and names each binary by its package
    const output = names.length === 1 ? path.join(folder, names[0] ?? "") : `${folder}${path.sep}`;
    const flags = `-s -w ${module.linkerFlags(version)}`.trim();
    const go = spawn("go", ["build", "-v", "-trimpath", "-ldflags", flags, "-o", output, ...Object.values(module.binaries)], {
        cwd: module.folder,
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
    await finished(go, `building ${module.title}`, errors);
    progress.done(`${module.title.replace(/^the /, "")} ${version} built`);
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
