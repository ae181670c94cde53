import { spawnSync } from "node:child_process";
import {
    chmodSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    realpathSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { builtEngineFolder } from "../../rehearsal/engine/build";
import { pinnedVersion } from "../../rehearsal/engine/pinned";
import { ENGINE_VARIABLE, resolveEngine, searchEngine } from "../../rehearsal/engine/resolve";
import { cacheHome, checkout, rehearsalHome } from "../../rehearsal/home";
import { UserError } from "../../rehearsal/screen";

/** A machine of its own for each test: nothing on PATH, an empty cache, an empty home. */
let machine: string;
let said: string;
const environment = { ...process.env };

beforeEach(() => {
    machine = realpathSync(mkdtempSync(path.join(os.tmpdir(), "engine-")));
    process.env["PATH"] = path.join(machine, "bin");
    process.env["ML_PLATFORM_CACHE"] = path.join(machine, "cache");
    process.env["ML_PLATFORM_REHEARSAL_HOME"] = path.join(machine, "home");
    said = "";
    jest.spyOn(process.stderr, "write").mockImplementation((text) => ((said += String(text)), true));
});
afterEach(() => {
    process.env = { ...environment };
    jest.restoreAllMocks();
    rmSync(machine, { recursive: true, force: true });
});

/** Puts a program into a folder of the machine, by default one that is on PATH. */
function put(name: string, body: string, folder = "bin"): string {
    const file = path.join(machine, folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
}

const putPulumi = (version: string, folder?: string): string => put("pulumi", `echo v${version}`, folder);
const putLanguageHost = (folder?: string): string => put("pulumi-language-nodejs", "exit 0", folder);

function putBuilt(): string {
    return putPulumi(pinnedVersion(), path.relative(machine, builtEngineFolder()));
}

/** Go as far as a build uses it. It notes its arguments, and what it builds says which version was asked for. */
function putGo(buildStatus = 0): void {
    put(
        "go",
        `echo "$*" >> "${machine}/go.log"
case "$1" in
    env) echo go1.26.1 ;;
    list) echo "go: downloading example.com/a v1.0.0" >&2; echo a; echo b ;;
    build)
        echo example.com/a >&2
        if [ ${buildStatus} != 0 ]; then echo "a.go:1: does not compile" >&2; exit ${buildStatus}; fi
        while [ "$1" != -o ]; do shift; done
        echo built > "$2"
        ;;
esac`,
    );
}

const newEnough = "3.999.1";

describe("an installed Pulumi", () => {
    it("is used as it is when it has its language host beside it", async () => {
        const binary = putPulumi(newEnough);
        putLanguageHost();
        expect(await resolveEngine()).toEqual({ binary, version: newEnough, source: "PATH", languageHost: "installed" });
        expect(readdirSync(machine)).toEqual(["bin"]);
    });

    it("is used at exactly the pinned version", async () => {
        putPulumi(pinnedVersion());
        putLanguageHost();
        expect(await resolveEngine()).toMatchObject({ version: pinnedVersion(), source: "PATH" });
    });

    it("comes before one that was built", async () => {
        putPulumi(newEnough);
        putLanguageHost();
        putBuilt();
        expect(await resolveEngine()).toMatchObject({ source: "PATH" });
        expect(searchEngine().cached).toEqual({ binary: path.join(builtEngineFolder(), "pulumi"), version: pinnedVersion() });
    });

    it("behind a symbolic link has the language host of its real folder", async () => {
        const real = putPulumi(newEnough, "opt");
        putLanguageHost("opt");
        mkdirSync(path.join(machine, "bin"));
        const link = path.join(machine, "bin", "pulumi");
        symlinkSync(real, link);
        expect(await resolveEngine()).toEqual({ binary: link, version: newEnough, source: "PATH", languageHost: "installed" });
    });

    it("behind a symbolic link does not have the language host that stands beside the link", async () => {
        const real = putPulumi(newEnough, "opt");
        putLanguageHost();
        symlinkSync(path.relative(path.join(machine, "bin"), real), path.join(machine, "bin", "pulumi"));
        const engine = await resolveEngine();
        expect(engine).toMatchObject({ source: "PATH", languageHost: "rehearsal" });
        // the link itself would lead nowhere from there
        expect(spawnSync(engine.binary, ["version"], { encoding: "utf8" }).stdout).toBe(`v${newEnough}\n`);
        expect(readdirSync(path.join(machine, "opt"))).toEqual(["pulumi"]);
    });

    it("without a language host is given the rehearsal's, in the rehearsal's home and not where it stands", async () => {
        const installed = putPulumi(newEnough);
        const folder = path.join(machine, "home", "engine", `pulumi-${newEnough}`);
        const expected = { binary: path.join(folder, "pulumi"), version: newEnough, source: "PATH", languageHost: "rehearsal" };
        expect(await resolveEngine()).toEqual(expected);
        expect(await resolveEngine()).toEqual(expected);
        expect(readdirSync(folder)).toEqual(["pulumi", "pulumi-language-nodejs"]);
        expect(readdirSync(path.join(machine, "bin"))).toEqual(["pulumi"]);
        // one file with two names: no 100 MB copy
        expect(statSync(path.join(folder, "pulumi")).ino).toBe(statSync(installed).ino);
    });

    it.each([
        ["is too old", (): unknown => putPulumi("3.247.9")],
        ["does not start", (): unknown => put("pulumi", "exit 1")],
        ["is a folder", (): unknown => mkdirSync(path.join(machine, "bin", "pulumi"), { recursive: true })],
        ["is not there", (): unknown => undefined],
    ])("that %s gives way to the one that was built before", async (_, install) => {
        install();
        putLanguageHost();
        const binary = putBuilt();
        expect(await resolveEngine()).toEqual({ binary, version: pinnedVersion(), source: "cache", languageHost: "rehearsal" });
        expect(readdirSync(builtEngineFolder())).toEqual(["pulumi", "pulumi-language-nodejs"]);
    });

    it("that is too old is found, and called not usable", () => {
        const binary = putPulumi("3.247.9");
        expect(searchEngine()).toEqual({ onPath: { binary, version: "3.247.9", usable: false, languageHost: false } });
    });
});

describe("a `pulumi` that is the rehearsal itself", () => {
    const cli = `${process.execPath} --import ${pathToFileURL(require.resolve("tsx")).href} ${path.join(checkout, "rehearsal", "cli.ts")}`;
    const putWrapper = (): string => put("pulumi", `exec ${cli} "$@"`);

    it("is refused, and what to do is said, in place of starting itself for ever, also where one was built before", async () => {
        const wrapper = putWrapper();
        putBuilt();
        const expected = `${wrapper}, which is "pulumi" on PATH, starts the rehearsal`;
        expect(searchEngine().leadsBack).toBe(wrapper);
        const refused: unknown = await resolveEngine().catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(UserError);
        expect((refused as UserError).message).toContain(expected);
        const { status, stderr } = spawnSync(wrapper, ["version"], { encoding: "utf8", env: process.env });
        expect([status, stderr]).toEqual([1, expect.stringContaining(expected)]);
        expect(stderr.split("starts the rehearsal")).toHaveLength(2);
    });

    it("is refused by the rehearsal that it starts when it knew the version by itself", async () => {
        const wrapper = put("pulumi", `if [ "$1" = version ]; then echo v${newEnough}; else exec ${cli} "$@"; fi`);
        putLanguageHost();
        const { binary } = await resolveEngine();
        const env = { ...process.env, [ENGINE_VARIABLE]: binary };
        const { status, stderr } = spawnSync(binary, ["stack", "ls"], { encoding: "utf8", env });
        expect([binary, status, stderr]).toEqual([wrapper, 1, expect.stringContaining(`${wrapper}, which is "pulumi" on PATH`)]);
    });
});

describe("a build", () => {
    it("is refused without Go, and both ways out are named", async () => {
        putPulumi("3.100.0");
        const refused: unknown = await resolveEngine().catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(UserError);
        expect((refused as UserError).message).toContain(
            `Install either: Pulumi ${pinnedVersion()} or later (https://www.pulumi.com/docs/install/)`,
        );
        expect((refused as UserError).message).toContain("or Go (https://go.dev/dl/)");
        expect(readdirSync(machine)).toEqual(["bin"]);
    });

    it("takes the pinned version from the module, into the user's cache, once", async () => {
        putGo();
        const binary = path.join(builtEngineFolder(), "pulumi");
        expect(await resolveEngine()).toEqual({ binary, version: pinnedVersion(), source: "build", languageHost: "rehearsal" });
        expect(readFileSync(binary, "utf8")).toBe("built\n");
        expect(readdirSync(builtEngineFolder())).toEqual(["pulumi", "pulumi-language-nodejs"]);
        expect(readFileSync(path.join(machine, "go.log"), "utf8")).toContain(`version.Version=v${pinnedVersion()}`);
        expect(said).toMatch(/building .* from its Go module \(about \d+ minutes/);
        expect(said).toContain("fetching Go modules: 1 downloaded");
        expect(await resolveEngine()).toMatchObject({ binary, source: "cache" });
    });

    it("that fails shows what the compiler said, and leaves nothing in the cache", async () => {
        putGo(2);
        await expect(resolveEngine()).rejects.toThrow("building the Pulumi CLI failed:\na.go:1: does not compile");
        expect(readdirSync(path.dirname(builtEngineFolder()))).toEqual([]);
    });
});

it("the engine that is built is the one of the SDK's version", () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(checkout, "package.json"), "utf8")) as {
        dependencies: Record<string, string>;
    };
    expect(pinnedVersion()).toBe(dependencies["@pulumi/pulumi"]);
});

it("the language host beside the engine, started outside a rehearsal, says how to start one", async () => {
    putBuilt();
    await resolveEngine();
    const { REHEARSAL_LANGUAGE_HOST: _, ...outside } = environment;
    const { status, stderr } = spawnSync(path.join(builtEngineFolder(), "pulumi-language-nodejs"), { encoding: "utf8", env: outside });
    expect([status, stderr]).toEqual([1, expect.stringContaining("npm run rehearse -- <pulumi arguments>")]);
});

describe("where things are kept", () => {
    it("is moved by two variables", () => {
        expect(rehearsalHome()).toBe(path.join(machine, "home"));
        expect(cacheHome()).toBe(path.join(machine, "cache"));
    });

    it.each(["", undefined])("is in the checkout and the user's cache folder when they are %j", (value) => {
        for (const name of ["ML_PLATFORM_REHEARSAL_HOME", "ML_PLATFORM_CACHE", "XDG_CACHE_HOME"]) {
            delete process.env[name];
            Object.assign(process.env, value === undefined ? {} : { [name]: value });
        }
        expect(rehearsalHome()).toBe(path.join(checkout, ".rehearsal"));
        expect(cacheHome()).toBe(path.join(os.homedir(), ".cache", "ml-platform"));
        process.env["XDG_CACHE_HOME"] = "/elsewhere";
        expect(cacheHome()).toBe("/elsewhere/ml-platform");
    });
});
