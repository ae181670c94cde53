import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { rehearsalPaths } from "../../rehearsal/home";
import type { Properties } from "../../rehearsal/provider/values";
import { Session } from "../../rehearsal/session";
import { checkout } from "./rehearsal";

/** An object as a program registers it. */
export interface ProgramObject {
    /** Type token, for example `kubernetes:apps/v1:Deployment`. */
    readonly type: string;
    readonly name: string;
    readonly properties: Properties;
}

const PROGRAM = `
const { CustomResource } = require("@pulumi/pulumi");
const { Provider } = require("@pulumi/kubernetes/provider");
const { kubeconfig, objects } = require("./objects.json");
const provider = new Provider("cluster", { kubeconfig });
let dependsOn = [];
for (const { type, name, properties } of objects) {
    dependsOn = [new CustomResource(type, name, properties, { provider, dependsOn })];
}
`;

/** A small Pulumi program with the real engine, whose objects a test chooses, and which has nothing but a cluster. */
export class ObjectProgram {
    private constructor(
        private readonly session: Session,
        private readonly folder: string,
        private readonly cluster: { readonly kubeconfig: string; readonly port: number },
    ) {}

    /** @param cluster what leads to the cluster, and the port of a kubernetes provider that is served */
    static async start(cluster: { readonly kubeconfig: string; readonly port: number }): Promise<ObjectProgram> {
        const paths = rehearsalPaths(mkdtempSync(path.join(os.tmpdir(), "objects-")));
        const session = await Session.start({ paths });
        const folder = path.join(paths.home, "program");
        mkdirSync(folder);
        symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
        writeFileSync(path.join(folder, "index.js"), PROGRAM);
        writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "objects", main: "index.js" }));
        // in place of the project that leads to the checkout
        writeFileSync(path.join(paths.project, "Pulumi.yaml"), "name: objects\nruntime: nodejs\nmain: ../program\n");
        session.pulumi(["stack", "init", "objects"], "making the stack");
        return new ObjectProgram(session, folder, cluster);
    }

    /** Runs a command of the engine with the program as it is to be; what is printed comes back whole. */
    async run(objects: readonly ProgramObject[], ...args: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
        const { kubeconfig, port } = this.cluster;
        writeFileSync(path.join(this.folder, "objects.json"), JSON.stringify({ kubeconfig, objects }));
        const engine = spawn(this.session.engine.binary, [...args, "--stack", "objects", "--non-interactive", "--color", "never"], {
            cwd: this.session.paths.project,
            env: this.session.environment({ kubernetes: port }),
            stdio: ["ignore", "pipe", "pipe"],
        });
        let output = "";
        engine.stdout.on("data", (data: Buffer) => (output += data.toString()));
        engine.stderr.on("data", (data: Buffer) => (output += data.toString()));
        const code = await new Promise<number | null>((resolve, reject) => engine.on("error", reject).on("close", resolve));
        return { code, output };
    }

    remove(): void {
        rmSync(this.session.paths.home, { recursive: true, force: true });
    }
}
