import { execFileSync, spawnSync } from "node:child_process";
import {
    chmodSync,
    copyFileSync,
    existsSync,
    linkSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { resolveEngine } from "../../rehearsal/engine/resolve";
import { checkout } from "../support/rehearsal";

jest.setTimeout(300_000);

/**
 * The program as a user runs it: plain `pulumi preview` in a clone, with a language host and providers on PATH that record what they are
 * asked and which files the program opens.
 */
describe("outside the rehearsal", () => {
    const home = realpathSync(mkdtempSync(path.join(os.tmpdir(), "outside-")));
    const clone = path.join(home, "clone");
    const bin = path.join(home, "bin");
    const requests = path.join(home, "requests");
    const files = path.join(home, "files");
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    beforeAll(async () => {
        const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: checkout, encoding: "utf8" })
            .trim()
            .split("\n");
        for (const file of tracked.filter((name) => existsSync(path.join(checkout, name)))) {
            mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
            copyFileSync(path.join(checkout, file), path.join(clone, file));
        }
        symlinkSync(path.join(checkout, "node_modules"), path.join(clone, "node_modules"));
        mkdirSync(bin);
        const { binary } = await resolveEngine();
        try {
            linkSync(realpathSync(binary), path.join(bin, "pulumi"));
        } catch {
            copyFileSync(realpathSync(binary), path.join(bin, "pulumi"));
        }
        const fakes = path.join(checkout, "tests", "support", "fakes");
        for (const [plugin, fake] of [
            ["language-nodejs", "language-host.cjs"],
            ["resource-azure-native", "provider.cjs"],
            ["resource-kubernetes", "provider.cjs"],
            ["resource-random", "provider.cjs"],
        ] as const) {
            const script = path.join(bin, `pulumi-${plugin}`);
            writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" "${path.join(fakes, fake)}" "$@"\n`);
            chmodSync(script, 0o755);
        }
        writeFileSync(requests, "");
        writeFileSync(files, "");
    });

    function pulumi(...args: string[]): { status: number | null; output: string } {
        const result = spawnSync(path.join(bin, "pulumi"), [...args, "--non-interactive"], {
            cwd: clone,
            encoding: "utf8",
            env: {
                ...process.env,
                PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`,
                PULUMI_HOME: path.join(home, "pulumi"),
                PULUMI_BACKEND_URL: `file://${path.join(home, "state")}`,
                PULUMI_CONFIG_PASSPHRASE: "test",
                PULUMI_SKIP_UPDATE_CHECK: "true",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                RECORD_REQUESTS: requests,
                RECORD_FILES: files,
            },
        });
        return { status: result.status, output: result.stdout + result.stderr };
    }

    it("`pulumi preview` runs the same program, and opens no file of rehearsal/", () => {
        mkdirSync(path.join(home, "state"));
        expect(pulumi("stack", "init", "dev")).toMatchObject({ status: 0 });
        const { status, output } = pulumi("preview", "--stack", "dev");
        expect([status, output]).toEqual([0, expect.stringContaining("ManagedCluster")]);

        const asked = new Set(readFileSync(requests, "utf8").trim().split("\n"));
        expect([...asked].filter((line) => line.startsWith("run"))).toEqual([`run ${clone} .`]);
        for (const type of [
            "azure-native:resources:ResourceGroup",
            "azure-native:network:Subnet",
            "azure-native:containerservice:ManagedCluster",
            "azure-native:containerservice:AgentPool",
            "azure-native:containerregistry:Registry",
        ]) {
            expect(asked).toContain(`check ${type}`);
        }

        // the cluster is not known yet, so the engine asks no provider about what will live in it
        expect(output).toContain("kubernetes:core/v1:Namespace");

        const opened = readFileSync(files, "utf8")
            .trim()
            .split("\n")
            .map((file) => path.relative(clone, file));
        expect(opened).toContain("index.ts");
        expect(opened).toContain(path.join("stacks", "studioml.ts"));
        expect(opened.filter((file) => file.startsWith("rehearsal") || file.startsWith("tests"))).toEqual([]);
    });

    it("`pulumi preview` runs in a clone without rehearsal/ and tests/", () => {
        rmSync(path.join(clone, "rehearsal"), { recursive: true });
        rmSync(path.join(clone, "tests"), { recursive: true });
        const { status, output } = pulumi("preview", "--stack", "dev");
        expect([status, output]).toEqual([0, expect.stringContaining("ManagedCluster")]);
    });
});
