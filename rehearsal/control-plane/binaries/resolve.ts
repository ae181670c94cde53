import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { atLeast } from "../../engine/pinned";
import { which } from "../../engine/resolve";
import { buildModule } from "../../go-build/build";
import { goVersion, moduleVersion } from "../../go-build/module";
import { say } from "../../screen";
import { type BinaryName, binaryNames, builtFolder, controlPlaneModules, type ModuleName, moduleOf, type ProgramName } from "./modules";

/** Where binaries lie. */
export type Binaries<Name extends BinaryName = ProgramName> = Readonly<Record<Name, string>>;

/** One program as it was found, without building anything. */
export interface FoundBinary {
    readonly file: string;
    readonly version: string;
    readonly source: "KUBEBUILDER_ASSETS" | "PATH" | "cache";
    /** False for a version that does not fit: it is shown, and not used. */
    readonly usable: boolean;
}

export type BinarySearch = ReadonlyMap<BinaryName, FoundBinary | undefined>;

/** What a build of all costs on a machine that never did one, measured on two cores. */
export const controlPlaneEstimate = "about 6 minutes on 2 cores, 3 GB of Go's module and build caches, once per user and version";

/** How each program is asked for its version. */
const versionArguments = (name: BinaryName): readonly string[] => (name === "kubectl" ? ["version", "--client"] : ["--version"]);

/** Looks in KUBEBUILDER_ASSETS, then on PATH, then in the user's cache; what fits comes before what does not. */
export async function searchBinaries(names: readonly BinaryName[] = binaryNames): Promise<BinarySearch> {
    return new Map(await Promise.all(names.map(async (name) => [name, await searchBinary(name)] as const)));
}

async function searchBinary(name: BinaryName): Promise<FoundBinary | undefined> {
    const assets = process.env["KUBEBUILDER_ASSETS"] ?? "";
    const inAssets = assets === "" ? undefined : path.join(assets, name);
    const candidates = [
        ["KUBEBUILDER_ASSETS", inAssets !== undefined && existsSync(inAssets) ? inAssets : undefined],
        ["PATH", which(name)],
    ] as const;
    const installed: FoundBinary[] = [];
    for (const [source, file] of candidates) {
        const version = file === undefined ? undefined : await versionOf(name, file);
        if (file !== undefined && version !== undefined) {
            installed.push({ file, version, source, usable: fits(name, version) });
        }
    }
    const built = path.join(builtFolder(moduleOf(name)), name);
    const cached: FoundBinary[] = existsSync(built)
        ? [{ file: built, version: moduleVersion(controlPlaneModules[moduleOf(name)]), source: "cache", usable: true }]
        : [];
    return [...installed, ...cached].find(({ usable }) => usable) ?? installed[0];
}

/**
 * Whether an installed version can stand in for the pinned one. The servers of Kubernetes must be of the pinned minor version, since that is
 * the version the platform is rehearsed on; kubectl may be one minor version away, as Kubernetes has it; the others only have to be new enough.
 */
export function fits(name: BinaryName, version: string): boolean {
    const pinned = moduleVersion(controlPlaneModules[moduleOf(name)]);
    const [major, minor] = version.split(".").map(Number);
    const [pinnedMajor, pinnedMinor] = pinned.split(".").map(Number);
    if (major !== pinnedMajor || minor === undefined || pinnedMinor === undefined) {
        return false;
    }
    switch (name) {
        case "etcd":
            return minor > pinnedMinor || atLeast(version, pinned);
        case "kubectl":
            return Math.abs(minor - pinnedMinor) <= 1;
        default:
            return minor === pinnedMinor;
    }
}

async function versionOf(name: BinaryName, file: string): Promise<string | undefined> {
    const output = await new Promise<string>((resolve) => {
        execFile(file, versionArguments(name), { timeout: 10_000 }, (error, stdout) => resolve(error === null ? stdout : ""));
    });
    return /(?:version:?|Version:?|Kubernetes)\s+v?(\d+\.\d+\.\d+)/i.exec(output)?.[1];
}

/** What has to be built, given what was found. */
export function missingModules(search: BinarySearch): ModuleName[] {
    const missing = [...search].filter(([, found]) => found?.usable !== true).map(([name]) => moduleOf(name));
    return [...new Set(missing)];
}

/** Why nothing can be built on this machine; undefined where it can. */
export function whyNoBuild(modules: readonly ModuleName[]): string | undefined {
    const module = modules[0];
    if (module === undefined || goVersion(controlPlaneModules[module]) !== undefined) {
        return undefined;
    }
    return `${listed(modules)} not on this machine, and no Go to build from (https://go.dev/dl/)`;
}

/**
 * Installed binaries that fit, else those that were built before, else built now.
 *
 * @throws UserError when a build fails
 */
export async function resolveBinaries<Name extends BinaryName>(names: readonly Name[]): Promise<Binaries<Name>> {
    const search = await searchBinaries(names);
    const missing = missingModules(search);
    if (missing.length > 0) {
        say(
            `The rehearsal applies objects to a real Kubernetes API server, so that it can refuse what a cluster would refuse and show where pods land.\n` +
                `Building ${listed(missing)} from Go modules (${controlPlaneEstimate}).\n` +
                `To go without: ML_PLATFORM_CONTROL_PLANE=files keeps objects in files instead, unchecked. Ctrl-C is safe: the next build goes on from there.`,
        );
        // one after the other: each uses all processors
        for (const name of missing) {
            await buildModule(controlPlaneModules[name], builtFolder(name));
        }
    }
    const after = missing.length === 0 ? search : await searchBinaries(names);
    return Object.fromEntries(names.map((name) => [name, after.get(name)?.file ?? path.join(builtFolder(moduleOf(name)), name)])) as Record<
        Name,
        string
    >;
}

/** For example `etcd 3.6.10, Kubernetes' control plane 1.36.3`. */
export function listed(modules: readonly ModuleName[]): string {
    return modules.map((name) => `${controlPlaneModules[name].title} ${moduleVersion(controlPlaneModules[name])}`).join(", ");
}
