import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { builtEngineFolder } from "../../rehearsal/engine/build";
import { pinnedVersion } from "../../rehearsal/engine/pinned";
import { trackedStacks } from "../../rehearsal/project/project";
import { checkout } from "../support/rehearsal";

/** A machine on which nothing was rehearsed yet: an empty home, an empty cache, and nothing on PATH but what a test puts there. */
let machine: string;
beforeEach(() => (machine = realpathSync(mkdtempSync(path.join(os.tmpdir(), "newcomer-")))));
afterEach(() => rmSync(machine, { recursive: true, force: true }));

const home = (): string => path.join(machine, "home");

function put(folder: string, name: string, body: string): void {
    mkdirSync(path.join(machine, folder), { recursive: true });
    const file = path.join(machine, folder, name);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
}

function cli(...args: string[]): { code: number | null; stdout: string; stderr: string } {
    const loader = pathToFileURL(require.resolve("tsx")).href;
    const { INIT_CWD: _, ...inherited } = process.env;
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["--import", loader, path.join(checkout, "rehearsal", "cli.ts"), ...args],
        {
            cwd: checkout,
            encoding: "utf8",
            env: {
                ...inherited,
                PATH: path.join(machine, "bin"),
                ML_PLATFORM_CACHE: path.join(machine, "cache"),
                ML_PLATFORM_REHEARSAL_HOME: home(),
                NO_COLOR: "1",
            },
        },
    );
    return { code: status, stdout, stderr };
}

/** The line of a report that is about something, with its blanks folded. */
function line(report: string, about: string): string {
    const found = report.split("\n").find((text) => text.includes(about));
    return (found ?? `nothing about ${about}`).trim().replace(/\s+/g, " ");
}

describe("doctor", () => {
    it("names both ways to an engine where there is neither Pulumi nor Go, and fails", () => {
        const { code, stdout, stderr } = cli("doctor");
        expect([code, stderr]).toEqual([1, ""]);
        expect(line(stdout, "Pulumi ")).toBe(
            `!! Pulumi not on PATH, and there is no Go to build it: install Pulumi ${pinnedVersion()} or later, or Go`,
        );
        expect(line(stdout, "stand in the way")).toBe("1 thing(s) marked !! stand in the way.");
        expect(line(stdout, "Node.js ")).toMatch(/^ok Node\.js \d+\.\d+\.\d+ \(20\.19 or later is needed\)$/);
        expect(existsSync(home())).toBe(false);
    });

    it("says what would be built, where and how long it takes, where there is only Go", () => {
        put("bin", "go", "echo go1.26.1");
        const { code, stdout } = cli("doctor");
        expect(code).toBe(0);
        expect(line(stdout, "Pulumi ")).toMatch(
            /^- Pulumi not on PATH; Go 1\.26\.1 will build 3\.\d+\.\d+ into .*: about \d+ minutes on 2 cores/,
        );
        expect(line(stdout, "Ready")).toBe('Ready: "make rehearse" will run.');
        expect(readdirSync(machine)).toEqual(["bin"]);
    });

    it("calls an installed Pulumi that is too old by its version", () => {
        put("bin", "pulumi", "echo v3.100.0");
        const { code, stdout } = cli("doctor");
        expect(code).toBe(1);
        expect(line(stdout, "Pulumi ")).toContain(
            `3.100.0 on PATH is older than ${pinnedVersion()}, which the SDK needs, and there is no Go`,
        );
    });

    it.each([
        [true, "Pulumi's own for Node.js"],
        [false, "the rehearsal's own for Node.js (rehearsal/language-host)"],
    ])("finds an installed Pulumi; with a language host: %s", (withHost, expected) => {
        put("bin", "pulumi", "echo v3.999.0");
        if (withHost) {
            put("bin", "pulumi-language-nodejs", "exit 0");
        }
        const { code, stdout } = cli("doctor");
        expect(code).toBe(0);
        expect(line(stdout, "Pulumi ")).toBe(`ok Pulumi 3.999.0 at ${path.join(machine, "bin", "pulumi")}, on PATH`);
        expect(line(stdout, "language host")).toBe(`ok language host ${expected}`);
    });

    it("finds the engine that was built before", () => {
        put(path.join("cache", "engine", path.basename(builtEngineFolder())), "pulumi", "exit 0");
        const { code, stdout } = cli("doctor");
        expect(code).toBe(0);
        expect(line(stdout, "Pulumi ")).toContain(`not on PATH; ${pinnedVersion()} built before, at `);
    });

    it("points to `recover` for a stack whose run was killed", () => {
        const state = path.join(home(), "state", ".pulumi");
        mkdirSync(path.join(state, "stacks", "ml-platform"), { recursive: true });
        mkdirSync(path.join(state, "locks", "organization", "ml-platform", "prod"), { recursive: true });
        writeFileSync(path.join(state, "stacks", "ml-platform", "dev.json"), "{}");
        writeFileSync(path.join(state, "stacks", "ml-platform", "prod.json"), "{}");
        writeFileSync(path.join(state, "locks", "organization", "ml-platform", "prod", "a.json"), '{"pid": 4194304}');
        const { stdout } = cli("doctor");
        expect(line(stdout, "stack dev")).toBe("ok stack dev rehearsed");
        expect(line(stdout, "stack prod")).toBe('- stack prod a run was killed: "npm run rehearse -- recover -s prod" settles it');
    });
});

describe("help", () => {
    it.each([[[]], [["help"]], [["--help"]], [["-h"]]])("is shown by %j, and names files that exist", (args) => {
        const { code, stdout, stderr } = cli(...args);
        expect([code, stderr]).toEqual([0, ""]);
        for (const command of ["summary", "inventory", "recover", "reset", "doctor"]) {
            expect(stdout).toContain(`npm run rehearse -- ${command}`);
        }
        const named = [...stdout.matchAll(/rehearsal\/\S+\.md/g)].map(([file]) => file);
        expect(named).toEqual(["rehearsal/faults/README.md"]);
        expect(named.filter((file) => !existsSync(path.join(checkout, file)))).toEqual([]);
    });
});

describe("before anything was rehearsed", () => {
    it("`inventory` says that nothing stands, and makes nothing", () => {
        expect(cli("inventory")).toEqual({
            code: 0,
            stdout: '0 resources in the simulated subscription\n0 objects in its clusters\nNothing stands: "make rehearse" makes the dev platform.\n',
            stderr: "",
        });
        expect(JSON.parse(cli("inventory", "--json", "-s", "dev").stdout)).toEqual({ resources: [], objects: [] });
        expect(existsSync(home())).toBe(false);
    });

    it("`reset` has nothing to do", () => {
        expect(cli("reset")).toEqual({ code: 0, stdout: "", stderr: "There is no rehearsal to reset.\n" });
    });

    it("any Pulumi command without an engine names both ways out, without a stack trace", () => {
        const { code, stderr } = cli("up", "--yes");
        expect(code).toBe(1);
        expect(stderr).toMatch(/^error: no usable Pulumi CLI on this machine, and no Go to build one\.\nInstall either: /);
        expect(stderr).not.toMatch(/^\s+at /m);
    });
});

describe("reset", () => {
    const made = ["state", "project", "subscription", "clusters", "pulumi", "engine", "unprotected"];

    beforeEach(() => {
        for (const folder of made) {
            mkdirSync(path.join(home(), folder, "below"), { recursive: true });
        }
    });

    it("forgets everything that the rehearsal made, and the built engine stays", () => {
        put(path.join("cache", "engine", path.basename(builtEngineFolder())), "pulumi", "exit 0");
        const { code, stderr } = cli("reset");
        expect([code, stderr]).toEqual([
            0,
            expect.stringMatching(/^Forgot everything .*"make rehearse" starts with an empty subscription\.\n$/),
        ]);
        expect(readdirSync(machine)).toEqual(["cache"]);
        expect(existsSync(path.join(builtEngineFolderIn(machine), "pulumi"))).toBe(true);
    });

    it("leaves alone what it did not make, also when its home is a folder of someone's own", () => {
        mkdirSync(path.join(home(), "thesis"));
        const { code, stderr } = cli("reset");
        expect([code, stderr]).toEqual([0, expect.stringContaining("left alone, not made by the rehearsal: thesis")]);
        expect(readdirSync(home())).toEqual(["thesis"]);
    });

    it("is refused for one stack, and says how to remove one", () => {
        const { code, stderr } = cli("reset", "-s", "dev");
        expect([code, stderr]).toEqual([1, expect.stringContaining("stack rm --yes dev")]);
        expect(readdirSync(home()).sort()).toEqual([...made].sort());
    });
});

describe("slips of the keyboard", () => {
    it.each([
        [["recover", "prod"], '"recover" does not take "prod". To name a stack: recover -s prod'],
        [["inventory", "-s"], "-s needs a value: the name of a stack"],
        [["up", "--faults="], "--faults needs a value: a file"],
    ])("%j", (args, message) => expect(cli(...args)).toEqual({ code: 1, stdout: "", stderr: `error: ${message}\n` }));

    it("an option may stand before the command", () => {
        expect(JSON.parse(cli("-s", trackedStacks()[0] ?? "", "inventory", "--json").stdout)).toEqual({ resources: [], objects: [] });
    });
});

const builtEngineFolderIn = (folder: string): string => path.join(folder, "cache", "engine", path.basename(builtEngineFolder()));
