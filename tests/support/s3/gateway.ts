import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import type { Certificate } from "./certificates";
import { until } from "../until";
import { end } from "./servers";

/** One container of a pod, as a component plans it. */
export interface PlannedContainer {
    readonly args: readonly string[];
    readonly env: readonly {
        readonly name: string;
        readonly value?: string;
        readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
    }[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
    readonly readinessProbe: { readonly exec: { readonly command: readonly string[] }; readonly timeoutSeconds: number };
    readonly livenessProbe: { readonly httpGet: { readonly path: string } };
}

export interface GatewaySettings {
    readonly program: string;
    readonly container: PlannedContainer;
    /** Contents of the Secret that the environment refers to, by key. */
    readonly root: Readonly<Record<string, string>>;
    /** Contents of the Secrets that are mounted, by the name of the volume and the file. */
    readonly mounts: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** What AKS adds to the pod's environment, and what leads it to the stand-ins. */
    readonly surroundings: Readonly<Record<string, string>>;
    /** Where metrics are pushed to. */
    readonly statsdPort: number;
}

/** User id that the pod has; taken where this process may, so that a read-only file is one. */
const POD_USER = 65532;
const isRoot = process.getuid?.() === 0;

/** A gateway that runs with the arguments and the environment of its container, but for addresses and folders of this machine. */
export class RunningGateway {
    public output = "";

    private constructor(
        public readonly port: number,
        public readonly folder: string,
        private readonly child: ChildProcess,
        private readonly settings: GatewaySettings,
        private readonly program: string,
        private readonly env: Readonly<Record<string, string>>,
    ) {}

    public static async start(settings: GatewaySettings): Promise<RunningGateway> {
        const folder = mkdtempSync(path.join(os.tmpdir(), "s3-gateway-"));
        chmodSync(folder, 0o755);
        const [port, adminPort] = [await freePort(), await freePort()];
        // A copy, since the pod's user may not be let into the cache of another one.
        const program = path.join(folder, "versitygw");
        copyFileSync(settings.program, program);
        chmodSync(program, 0o755);
        const local = (text: string): string => {
            const mounted = settings.container.volumeMounts.find(({ mountPath }) => text === mountPath || text.startsWith(`${mountPath}/`));
            return mounted !== undefined
                ? path.join(folder, mounted.name, text.slice(mounted.mountPath.length))
                : text
                      .replace(/^:9000$/, `127.0.0.1:${port}`)
                      .replace("127.0.0.1:7071", `127.0.0.1:${adminPort}`)
                      .replace("127.0.0.1:8125", `127.0.0.1:${settings.statsdPort}`);
        };
        mount(folder, settings);
        const env: Record<string, string> = { HOME: "/nonexistent", TMPDIR: path.join(folder, "scratch"), ...settings.surroundings };
        for (const { name, value, valueFrom } of settings.container.env) {
            env[name] = local(value ?? settings.root[valueFrom?.secretKeyRef.key ?? ""] ?? "");
        }
        const user = isRoot ? { uid: POD_USER, gid: POD_USER } : {};
        const child = spawn(program, settings.container.args.map(local), { env, cwd: folder, ...user });
        const gateway = new RunningGateway(port, folder, child, settings, program, env);
        const collect = (text: Buffer): void => void (gateway.output += text.toString());
        child.stdout.on("data", collect);
        child.stderr.on("data", collect);
        const listens = (): Promise<boolean> => {
            if (child.exitCode !== null) {
                rmSync(folder, { recursive: true, force: true });
                throw new Error(`the gateway ended: ${gateway.output}`);
            }
            return canConnect(port);
        };
        await until(listens, 30_000, "the gateway listens");
        return gateway;
    }

    /** Runs the readiness probe, as kubelet does: with the container's environment, and ended after its time. */
    public async probe(...command: readonly string[]): Promise<{ readonly ready: boolean; readonly output: string }> {
        const { readinessProbe } = this.settings.container;
        const [, ...args] = command.length === 0 ? readinessProbe.exec.command : ["", ...command];
        const user = isRoot ? { uid: POD_USER, gid: POD_USER } : {};
        const child = spawn(this.program, args, { env: this.env, cwd: this.folder, ...user });
        let output = "";
        child.stdout.on("data", (text: Buffer) => (output += text.toString()));
        child.stderr.on("data", (text: Buffer) => (output += text.toString()));
        const late = setTimeout(() => child.kill("SIGKILL"), readinessProbe.timeoutSeconds * 1000);
        const code = await new Promise((resolve) => child.once("close", resolve));
        clearTimeout(late);
        return { ready: code === 0, output };
    }

    public async stop(): Promise<void> {
        await end(this.child);
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** Folders of the container's mounts, those that are read-only as such. */
function mount(folder: string, { container, mounts }: GatewaySettings): void {
    for (const { name, readOnly } of container.volumeMounts) {
        const target = path.join(folder, name);
        mkdirSync(target);
        for (const [file, content] of Object.entries(mounts[name] ?? {})) {
            writeFileSync(path.join(target, file), content, { mode: 0o444 });
        }
        if (readOnly === true) {
            chmodSync(target, 0o555);
        } else if (isRoot) {
            chownSync(target, POD_USER, POD_USER);
        }
    }
}

async function freePort(): Promise<number> {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}

function canConnect(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = net.connect(port, "127.0.0.1", () => (socket.destroy(), resolve(true)));
        socket.on("error", () => resolve(false));
    });
}

/** What is mounted where, for a gateway with these users and this certificate. */
export function gatewayMounts(users: string, { certificate, key }: Certificate): GatewaySettings["mounts"] {
    return { users: { "users.json": users }, tls: { "tls.crt": certificate, "tls.key": key } };
}
