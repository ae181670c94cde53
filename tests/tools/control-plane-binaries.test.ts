import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { announceBuilds } from "../../rehearsal/commands/build";
import {
    type BinaryName,
    binaryNames,
    builtFolder,
    controlPlaneModules,
    type ModuleName,
    moduleOf,
} from "../../rehearsal/control-plane/binaries/modules";
import { type BinarySearch, fits, missingModules, resolveBinaries, searchBinaries } from "../../rehearsal/control-plane/binaries/resolve";
import { findPrograms } from "../../rehearsal/control-plane/programs-for";
import { moduleVersion } from "../../rehearsal/go-build/module";
import { UserError } from "../../rehearsal/screen";

/** A machine of its own for each test: nothing on PATH, an empty cache. */
let machine: string;
let said: string;
const environment = { ...process.env };

beforeEach(() => {
    machine = realpathSync(mkdtempSync(path.join(os.tmpdir(), "control-plane-")));
    for (const name of ["KUBEBUILDER_ASSETS", "ML_PLATFORM_CONTROL_PLANE"]) {
        delete process.env[name];
    }
    process.env["PATH"] = path.join(machine, "bin");
    process.env["ML_PLATFORM_CACHE"] = path.join(machine, "cache");
    said = "";
    jest.spyOn(process.stderr, "write").mockImplementation((text) => ((said += String(text)), true));
});
afterEach(() => {
    process.env = { ...environment };
    jest.restoreAllMocks();
    rmSync(machine, { recursive: true, force: true });
});

function put(folder: string, name: string, body: string): string {
    const file = path.join(machine, folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
}

/** What each program prints when it is asked for its version. */
const versionText: Readonly<Record<BinaryName, (version: string) => string>> = {
    etcd: (version) => `etcd Version: ${version}\nGit SHA: 0a1b2c`,
    "kube-apiserver": (version) => `Kubernetes v${version}`,
    "kube-controller-manager": (version) => `Kubernetes v${version}`,
    "kube-scheduler": (version) => `Kubernetes v${version}`,
    kubectl: (version) => `Client Version: v${version}\nKustomize Version: v5.8.1`,
    kwok: (version) => `kwok version v${version} go1.26.1 (linux/amd64)`,
};
const pinned = (name: BinaryName): string => moduleVersion(controlPlaneModules[moduleOf(name)]);

function putProgram(folder: string, name: BinaryName, version = pinned(name)): string {
    return put(folder, name, `cat <<'END'\n${versionText[name](version)}\nEND`);
}

function putAll(folder: string): Record<BinaryName, string> {
    return Object.fromEntries(binaryNames.map((name) => [name, putProgram(folder, name)])) as Record<BinaryName, string>;
}

/** Go as far as a build uses it: it notes its arguments, and makes a binary for each package. */
function putGo(buildStatus = 0): void {
    put(
        "bin",
        "go",
        `echo "$*" >> "${machine}/go.log"
case "$1" in
    env) echo go1.26.1 ;;
    list) echo a; echo b ;;
    build)
        if [ ${String(buildStatus)} != 0 ]; then echo "a.go:1: does not compile" >&2; exit ${String(buildStatus)}; fi
        while [ "$1" != -o ]; do shift; done
        target=$2; shift 2
        for package; do case "$target" in */) echo built > "$target\${package##*/}" ;; *) echo built > "$target" ;; esac; done
        ;;
esac`,
    );
    for (const tool of ["cat"]) {
        put("bin", tool, `exec /bin/${tool} "$@"`);
    }
}

const files = (search: BinarySearch): unknown => Object.fromEntries(binaryNames.map((name) => [name, search.get(name)?.file]));

describe("where the programs of a control plane come from", () => {
    beforeEach(() => put("bin", "cat", 'exec /bin/cat "$@"'));

    it("nowhere on an empty machine: all three modules would be built", async () => {
        const search = await searchBinaries();
        expect([...search.values()]).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
        expect(missingModules(search)).toEqual(["etcd", "kubernetes", "kwok"]);
    });

    it("PATH", async () => {
        const installed = putAll("bin");
        expect(files(await searchBinaries())).toEqual(installed);
        expect(await resolveBinaries(binaryNames)).toEqual(installed);
    });

    it("KUBEBUILDER_ASSETS before PATH", async () => {
        const installed = putAll("bin");
        process.env["KUBEBUILDER_ASSETS"] = path.join(machine, "assets");
        const etcd = putProgram("assets", "etcd");
        expect(await resolveBinaries(binaryNames)).toEqual({ ...installed, etcd });
        expect((await searchBinaries()).get("etcd")).toEqual({
            file: etcd,
            version: pinned("etcd"),
            source: "KUBEBUILDER_ASSETS",
            usable: true,
        });
    });

    it("the cache, where what is installed does not fit", async () => {
        putAll("bin");
        const old = putProgram("bin", "kube-apiserver", "1.35.4");
        expect((await searchBinaries()).get("kube-apiserver")).toEqual({ file: old, version: "1.35.4", source: "PATH", usable: false });
        const built = putProgram(path.relative(machine, builtFolder("kubernetes")), "kube-apiserver");
        expect((await resolveBinaries(binaryNames))["kube-apiserver"]).toBe(built);
    });

    it("is not a program that does not start", async () => {
        put("bin", "etcd", "exit 1");
        expect((await searchBinaries()).get("etcd")).toBeUndefined();
    });

    it.each<[BinaryName, string, boolean]>([
        ["etcd", "3.6.9", false],
        ["etcd", "3.6.10", true],
        ["etcd", "3.7.0", true],
        ["etcd", "4.0.0", false],
        ["kube-apiserver", "1.36.0", true],
        ["kube-apiserver", "1.37.0", false],
        ["kube-scheduler", "1.35.9", false],
        ["kubectl", "1.35.0", true],
        ["kubectl", "1.37.2", true],
        ["kubectl", "1.34.9", false],
        ["kwok", "0.8.3", true],
        ["kwok", "0.7.0", false],
    ])("%s %s fits: %s", (name, version, expected) => {
        expect(fits(name, version)).toBe(expected);
    });
});

describe("building them", () => {
    const builtNames = (name: ModuleName): string[] => readdirSync(builtFolder(name)).sort();

    it("says what, why, how long and how to go without, and happens once", async () => {
        putGo();
        const binaries = await resolveBinaries(binaryNames);
        expect(said).toMatch(/real Kubernetes API server.*\nBuilding etcd .*, Kubernetes' control plane .*, kwok .* \(about \d+ minutes/);
        expect(said).toContain("ML_PLATFORM_CONTROL_PLANE=files");
        expect([builtNames("etcd"), builtNames("kubernetes"), builtNames("kwok")]).toEqual([
            ["etcd"],
            ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"],
            ["kwok"],
        ]);
        expect(Object.values(binaries).every(existsSync)).toBe(true);
        const calls = readFileSync(path.join(machine, "go.log"), "utf8");
        expect(calls).toContain("gitVersion=v1.36.3");
        expect(await resolveBinaries(binaryNames)).toEqual(binaries);
        expect(readFileSync(path.join(machine, "go.log"), "utf8")).toBe(calls);
    });

    it("is announced before the build of the engine, with the way to go without, and not where it is not wanted", async () => {
        putGo();
        await announceBuilds();
        expect(said).toMatch(
            /1\. the Pulumi CLI: about 4 minutes.*\n {2}2\. a Kubernetes control plane.*: about 6 minutes.*\n.*ML_PLATFORM_CONTROL_PLANE=files/,
        );
        said = "";
        process.env["ML_PLATFORM_CONTROL_PLANE"] = "files";
        await announceBuilds();
        process.env["ML_PLATFORM_CONTROL_PLANE"] = "auto";
        put("bin", "pulumi", "echo v3.999.0");
        await announceBuilds();
        expect(said).toBe("");
    });

    it("leaves out the modules of which everything is installed", async () => {
        putGo();
        putProgram("bin", "etcd");
        putProgram("bin", "kwok");
        await resolveBinaries(binaryNames);
        expect(readdirSync(path.join(machine, "cache", "control-plane"))).toEqual([path.basename(builtFolder("kubernetes"))]);
    });

    it("that fails leaves nothing, and leads to files with the reason, or to an error where it must be real", async () => {
        putGo(2);
        const programs = await findPrograms("auto");
        expect(programs).toEqual({ reason: "building etcd failed" });
        expect(said).toContain("building etcd failed:\na.go:1: does not compile");
        expect(readdirSync(path.join(machine, "cache", "control-plane"))).toEqual([]);
        await expect(findPrograms("real")).rejects.toThrow(
            /ML_PLATFORM_CONTROL_PLANE is real, and there can be no control plane: building etcd failed/,
        );
    });

    it("is not tried without Go: the reason names it", async () => {
        const programs = await findPrograms("auto");
        expect("reason" in programs ? programs.reason : "").toMatch(/^etcd 3\.6\.10, .* no Go to build from/);
        await expect(findPrograms("real")).rejects.toBeInstanceOf(UserError);
        expect(existsSync(path.join(machine, "cache"))).toBe(false);
    });

    it("is not tried when files are wanted", async () => {
        putGo();
        expect(await findPrograms("files")).toEqual({ reason: "ML_PLATFORM_CONTROL_PLANE is files" });
        expect(existsSync(path.join(machine, "go.log"))).toBe(false);
    });
});
