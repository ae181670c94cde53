import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { Rehearsal } from "../support/rehearsal";
import { until } from "../support/until";

jest.setTimeout(300_000);

/** The project's own program, which does something first: Node loads this file before it, and only the program's process obeys it. */
function programThat(rehearsal: Rehearsal, does: string): void {
    const file = path.join(rehearsal.home, "preload.cjs");
    writeFileSync(file, `if (/pulumi.cmd.run/.test(process.argv[1] ?? "")) {\n${does}\n}\n`);
    process.env["NODE_OPTIONS"] = `--require ${file}`;
}

/** A zombie, which only waits for somebody to ask how it ended, is not alive. */
function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${String(pid)}/stat`, "utf8"));
    } catch (error) {
        // there is no /proc on macOS
        return (error as NodeJS.ErrnoException).code === "ENOENT" && !existsSync("/proc/self/stat");
    }
}

/** The rehearsal's own language host runs in the command's process: what a user sees of the program must not show it. */
describe("the program of a rehearsal", () => {
    const rehearsal = new Rehearsal("files", { separately: true });
    const options = process.env["NODE_OPTIONS"];
    afterEach(() => {
        if (options === undefined) {
            delete process.env["NODE_OPTIONS"];
        } else {
            process.env["NODE_OPTIONS"] = options;
        }
    });
    afterAll(() => rehearsal.remove());
    const printing =
        'console.log("one"); console.log("two\\n\\n  three"); console.error("a warning"); process.stdout.write("without a line break");';

    it("prints into the engine's display: `preview --json` stays JSON, with the lines in it", async () => {
        programThat(rehearsal, printing);
        const { stdout } = await rehearsal.ok("preview", "--json", "-s", "dev");
        const { diagnostics } = JSON.parse(stdout) as { diagnostics: { message: string; severity: string }[] };
        const printed = diagnostics.map(({ message }) => message.trimEnd());
        expect(printed.filter((line) => line !== "a warning")).toEqual(["one", "two", "  three", "without a line break"]);
        expect(printed.filter((line) => line === "a warning")).toHaveLength(1);
    });

    it("has its lines shown together below its stack, and an error that nobody caught shown once", async () => {
        // as soon as the SDK stands ready for it
        const failing = `let isReady = false;
            process.on("newListener", (event) => {
                if (event === "uncaughtException" && !isReady) { isReady = true; setTimeout(() => { throw new Error("it went wrong"); }, 500); }
            });`;
        programThat(rehearsal, `${printing}\n${failing}`);
        const { code, stdout } = await rehearsal.run("preview", "-s", "dev");
        expect(code).not.toBe(0);
        const [, shown = ""] = /^Diagnostics:\n([^]*)/m.exec(stdout) ?? [];
        expect(shown).toMatch(/^ {2}pulumi:pulumi:Stack \(ml-platform-dev\):\n/);
        expect(shown).toMatch(/^ {4}one\n {4}two\n {6}three\n {4}without a line break$/m);
        expect(shown).toMatch(/^ {4}a warning$/m);
        expect(shown.match(/Error: it went wrong/g)).toHaveLength(1);
        expect(shown).not.toContain("exited with non-zero");
    });

    it.each([
        ["the command alone is killed", (pid: number) => process.kill(pid, "SIGKILL")],
        ["the command and the engine are killed", (pid: number) => process.kill(-pid, "SIGKILL")],
        ["Ctrl-C is pressed", (pid: number) => process.kill(-pid, "SIGINT")],
        ["the command is asked to end", (pid: number) => process.kill(pid, "SIGTERM")],
    ])("does not go on when %s, although it is busy and hears nothing of it", async (_, end) => {
        const pidFile = path.join(rehearsal.home, "pid");
        writeFileSync(pidFile, "");
        programThat(rehearsal, `require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); for (;;);`);
        const { child, finished } = rehearsal.start("preview", "-s", "dev");
        await until(() => readFileSync(pidFile, "utf8") !== "", 60_000);
        const program = Number(readFileSync(pidFile, "utf8"));
        expect(isAlive(program)).toBe(true);
        end(child.pid ?? Number.NaN);
        await until(() => !isAlive(program), 60_000);
        // the pipes of its output are closed only when nobody is left who could write to them: no command, engine or program
        expect((await finished).code).not.toBe(0);
    });
});

/** Campaigns and most tests run the program many times in one process. */
describe("the program of a rehearsal that runs in one process again and again", () => {
    const rehearsal = new Rehearsal();
    const apart = new Rehearsal("files", { separately: true });
    afterAll(() => {
        rehearsal.remove();
        apart.remove();
    });
    /** Steps are shown in the order in which the engine gets to them, and after a while that it is under way. */
    const preview = async (where: Rehearsal, stack: string): Promise<string[]> => {
        const { code, stdout } = await where.run("preview", "-s", stack);
        return [
            `ended with ${String(code)}`,
            ...stdout
                .replace(/^@ .*\n/gm, "")
                .split("\n")
                .sort(),
        ];
    };

    it("shows what it shows in processes of its own: previews, a fault of the configuration once, and nothing of it afterwards", async () => {
        const shown = await Promise.all(
            [rehearsal, apart].map(async (where) => {
                const before = [await preview(where, "dev"), await preview(where, "prod")];
                await where.ok("config", "set", "-s", "dev", "ml-platform:nonsense", "1");
                const faulty = [await preview(where, "dev"), await preview(where, "dev")];
                await where.ok("config", "rm", "-s", "dev", "ml-platform:nonsense");
                return [...before, ...faulty, await preview(where, "dev")];
            }),
        );
        const [dev = [], prod = [], fault = [], again, recovered] = shown[0] ?? [];
        expect([dev, prod]).toEqual([
            expect.arrayContaining(["ended with 0", "    + 31 to create"]),
            expect.arrayContaining(["ended with 0"]),
        ]);
        expect(fault.filter((line) => /ended with 1|is not a key of the configuration/.test(line))).toHaveLength(2);
        expect([again, recovered]).toEqual([fault, dev]);
        expect(shown[0]).toEqual(shown[1]);
    });
});
