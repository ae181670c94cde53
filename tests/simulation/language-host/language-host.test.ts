import type { AboutResponse, GetProgramDependenciesResponse, GetRequiredPackagesResponse } from "@pulumi/pulumi/proto/language_pb";
import {
    AboutRequest,
    GetProgramDependenciesRequest,
    GetRequiredPackagesRequest,
    RunPluginRequest,
    type RunPluginResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { firstLine, hostArguments, programInfo, SmallEngine } from "./engine";

const checkout = path.resolve(__dirname, "../../..");

/** Starting Node, the host and then a program each take a second or more on a busy machine. */
jest.setTimeout(20_000);

describe("the language host", () => {
    let directory: string;
    let engine: SmallEngine;

    beforeEach(() => {
        directory = mkdtempSync(path.join(tmpdir(), "rehearsal-language-host-"));
        symlinkSync(path.join(checkout, "node_modules"), path.join(directory, "node_modules"));
        writeFileSync(
            path.join(directory, "package.json"),
            '{ "name": "demo", "main": "index.ts", "dependencies": { "@pulumi/pulumi": "*", "absent": "^1.0.0" } }',
        );
        engine = new SmallEngine();
    });
    afterEach(async () => {
        await engine.stop();
        rmSync(directory, { recursive: true });
    });
    const write = (name: string, text: string) => {
        writeFileSync(path.join(directory, name), text);
    };

    it("runs a TypeScript program with its configuration, options and output", async () => {
        write(
            "tsconfig.other.json",
            '{ "compilerOptions": { "target": "es2022", "module": "commonjs", "moduleResolution": "node10", "noCheck": true, "ignoreDeprecations": "6.0" } }',
        );
        write("preload.cjs", "process.env.PRELOADED = 'yes';");
        write(
            "index.ts",
            `import * as pulumi from "@pulumi/pulumi";
            enum Needs { TypeScript = "compiled" }
            const config = new pulumi.Config();
            const component = new pulumi.ComponentResource("demo:index:Thing", config.require("name"), { needs: Needs.TypeScript });
            console.log("shown to the user");
            export const seen = { dry: pulumi.runtime.isDryRun(), organization: pulumi.getOrganization(), stack: pulumi.getStack(), isSecret: (config as any).get("name") === "it",
                secrets: process.env.PULUMI_CONFIG_SECRET_KEYS, tsconfig: process.env.PULUMI_NODEJS_TSCONFIG_PATH, preloaded: process.env.PRELOADED, directory: process.cwd(), urn: component.urn };`,
        );
        await engine.start({ PULUMI_NODEJS_TRANSPILE_ONLY: "true" });
        const response = await engine.run(directory, { tsconfig: "tsconfig.other.json", nodeargs: "-r './preload.cjs'" }, (request) => {
            request.getConfigMap().set("demo:name", "it");
            request.setConfigsecretkeysList(["demo:password"]);
            request.setDryrun(true);
        });
        expect([response, engine.errors]).toEqual([{ error: "", bail: false }, []]);
        expect(engine.registered.map(({ type, name }) => [type, name])).toEqual([
            ["pulumi:pulumi:Stack", "demo-dev"],
            ["demo:index:Thing", "it"],
        ]);
        expect(engine.outputs.at(-1)).toEqual({
            seen: {
                dry: true,
                organization: "acme",
                stack: "dev",
                isSecret: true,
                secrets: '["demo:password"]',
                tsconfig: "tsconfig.other.json",
                preloaded: "yes",
                directory,
                urn: "urn:pulumi:dev::demo::demo:index:Thing::it",
            },
        });
        expect(engine.printed).toContain("shown to the user");
    });

    it("says nothing more about an error that the program has shown itself", async () => {
        write("index.ts", `import "@pulumi/pulumi"; throw new Error("no such region");`);
        await engine.start({ PULUMI_NODEJS_TRANSPILE_ONLY: "true" });
        expect(await engine.run(directory, {})).toEqual({ error: "", bail: true });
        expect(engine.errors.join("\n")).toContain("no such region");
    });

    it("reports a program that ends by itself, with its code", async () => {
        write("index.js", "console.error('giving up'); process.exit(7);");
        rmSync(path.join(directory, "package.json"));
        await engine.start();
        expect(await engine.run(directory, { typescript: false })).toEqual({
            error: "program exited with non-zero exit code: 7",
            bail: false,
        });
        expect(engine.printed).toContain("giving up");
    });

    it("says what to install where the SDK is missing, and which option is wrong", async () => {
        rmSync(path.join(directory, "node_modules"));
        await engine.start();
        await expect(engine.run(directory, {})).rejects.toMatchObject({
            details: expect.stringMatching(/@pulumi\/pulumi\/cmd\/run is not installed for .*: run npm ci/) as string,
        });
        await expect(engine.run(directory, { typescript: "no" })).rejects.toMatchObject({
            details: expect.stringContaining("runtime.options.typescript") as string,
        });
    });

    it("starts a plugin, passes its output on and ends it with the call", async () => {
        mkdirSync(path.join(directory, "plugin"));
        write("plugin/package.json", '{ "name": "plugin", "main": "index.js" }');
        write(
            "plugin/index.js",
            "console.log(process.argv.slice(2).join(' '), process.env.GIVEN, process.pid); console.error('to stderr'); setInterval(() => {}, 1000);",
        );
        const client = await engine.start();
        const request = new RunPluginRequest();
        request.setInfo(programInfo(path.join(directory, "plugin"), { typescript: false }));
        request.setPwd(directory);
        request.setKind("resource");
        request.setArgsList(["127.0.0.1:1"]);
        request.setEnvList([`PATH=${process.env["PATH"] ?? ""}`, "GIVEN=a=b"]);
        const call = client.runPlugin(request);
        let [out, err] = ["", ""];
        call.on("error", () => undefined);
        await new Promise<void>((resolve) => {
            call.on("data", (response: RunPluginResponse) => {
                out += Buffer.from(response.getStdout_asU8()).toString();
                err += Buffer.from(response.getStderr_asU8()).toString();
                if (out !== "" && err !== "") {
                    resolve();
                }
            });
        });
        expect(out).toMatch(/^127\.0\.0\.1:1 a=b \d+\n$/);
        expect(err).toBe("to stderr\n");
        call.cancel();
        await gone(Number(out.trim().split(" ").at(-1)));
    });

    it("tells what the program depends on, and asks for no plugin", async () => {
        const client = await engine.start();
        const request = new GetProgramDependenciesRequest();
        request.setInfo(programInfo(directory, {}));
        const found = await new Promise<GetProgramDependenciesResponse>((resolve, reject) => {
            client.getProgramDependencies(request, (error, response) => {
                settle(error, response, resolve, reject);
            });
        });
        expect(found.toObject().dependenciesList).toEqual([
            { name: "@pulumi/pulumi", version: "3.248.0" },
            { name: "absent", version: "^1.0.0" },
        ]);
        const packages = await new Promise<GetRequiredPackagesResponse>((resolve, reject) => {
            client.getRequiredPackages(new GetRequiredPackagesRequest(), (error, response) => {
                settle(error, response, resolve, reject);
            });
        });
        expect(packages.toObject()).toEqual({ packagesList: [], specsList: [] });
        const about = await new Promise<AboutResponse>((resolve, reject) => {
            client.about(new AboutRequest(), (error, response) => {
                settle(error, response, resolve, reject);
            });
        });
        expect(about.getVersion()).toBe(process.version);
    });

    it("ends when the engine is killed, and takes the program with it", async () => {
        const pidFile = path.join(directory, "pid");
        // Runs before anything else of the program, and keeps it alive.
        write(
            "preload.cjs",
            `require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); console.log("running"); setInterval(() => {}, 1000);`,
        );
        // An engine that starts the host, asks it to run the program and is then killed.
        write(
            "engine.js",
            `const { spawn } = require("child_process"); const grpc = require("@grpc/grpc-js");
            const { LanguageRuntimeClient } = require("@pulumi/pulumi/proto/language_grpc_pb"); const { RunRequest, ProgramInfo } = require("@pulumi/pulumi/proto/language_pb");
            const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
            const host = spawn(process.execPath, ${JSON.stringify(hostArguments("127.0.0.1:1"))}, { stdio: ["ignore", "pipe", "inherit"] });
            let text = "", asked = false;
            host.stdout.on("data", (data) => {
                text += data;
                if (!asked && text.includes("\\n")) {
                    asked = true;
                    const info = new ProgramInfo(); info.setProgramDirectory(${JSON.stringify(directory)}); info.setEntryPoint("."); info.setOptions(Struct.fromJavaScript({ nodeargs: "-r ./preload.cjs" }));
                    const request = new RunRequest(); request.setMonitorAddress("127.0.0.1:1"); request.setInfo(info);
                    new LanguageRuntimeClient("127.0.0.1:" + text.trim(), grpc.credentials.createInsecure()).run(request, () => {});
                }
                if (text.includes("running")) console.log(host.pid, require("fs").readFileSync(${JSON.stringify(pidFile)}, "utf8"));
            });`,
        );
        const fake = spawn(process.execPath, [path.join(directory, "engine.js")], { stdio: ["ignore", "pipe", "inherit"] });
        try {
            const pids = (await firstLine(fake)).split(" ").map(Number);
            expect(pids.map(isAlive)).toEqual([true, true]);
            fake.kill("SIGKILL");
            await Promise.all(pids.map(gone));
        } finally {
            fake.kill("SIGKILL");
        }
    });
});

function settle<T>(error: Error | null, value: T, resolve: (value: T) => void, reject: (error: Error) => void): void {
    if (error === null) {
        resolve(value);
    } else {
        reject(error);
    }
}

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}

async function gone(pid: number): Promise<void> {
    for (let waited = 0; waited < 5000; waited += 50) {
        if (!isAlive(pid)) {
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`process ${String(pid)} is still there`);
}
