import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { resolveBinaries } from "../../rehearsal/control-plane/binaries/resolve";
import { RestClient } from "../../rehearsal/control-plane/rest-client";

const NEEDED = ["etcd", "kube-apiserver", "kube-controller-manager"] as const;
const PATIENCE_MILLISECONDS = 120_000;

/** An empty API server of its own, with its etcd. */
export interface ApiServer {
    /** An administrator. */
    readonly client: RestClient;
    readonly stop: () => Promise<void>;
}

/** @param options.controllers whether the controllers of Kubernetes run @default false */
export async function startApiServer({ controllers = false } = {}): Promise<ApiServer> {
    const binaries = await resolveBinaries(NEEDED);
    const folder = mkdtempSync(path.join(os.tmpdir(), "api-server-"));
    const [clientPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = write(folder, "service-accounts.key", privateKey.export({ type: "pkcs1", format: "pem" }).toString());
    const token = path.basename(folder);
    const tokens = write(folder, "tokens.csv", `${token},administrator,1,system:masters\n`);
    const etcdServer = `http://127.0.0.1:${String(clientPort)}`;
    const peerServer = `http://127.0.0.1:${String(peerPort)}`;
    const children = [
        start(folder, binaries.etcd, [
            `--data-dir=${path.join(folder, "etcd")}`,
            `--listen-client-urls=${etcdServer}`,
            `--advertise-client-urls=${etcdServer}`,
            `--listen-peer-urls=${peerServer}`,
            `--initial-advertise-peer-urls=${peerServer}`,
            `--initial-cluster=default=${peerServer}`,
            "--unsafe-no-fsync",
            "--log-level=error",
        ]),
        start(folder, binaries["kube-apiserver"], [
            `--etcd-servers=${etcdServer}`,
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            `--secure-port=${String(port)}`,
            `--cert-dir=${path.join(folder, "certificates")}`,
            `--service-account-key-file=${key}`,
            `--service-account-signing-key-file=${key}`,
            "--service-account-issuer=https://rehearsal",
            `--token-auth-file=${tokens}`,
            "--authorization-mode=RBAC",
            "--service-cluster-ip-range=10.0.0.0/16",
        ]),
    ];
    const stopAll = async (): Promise<void> => {
        await Promise.all(children.map(stopped));
        rmSync(folder, { recursive: true, force: true });
    };
    try {
        const address = `https://127.0.0.1:${String(port)}`;
        const client = await ready(address, folder, token, children);
        if (controllers) {
            children.push(
                start(folder, binaries["kube-controller-manager"], [
                    `--kubeconfig=${write(folder, "kubeconfig", kubeconfig(address, token))}`,
                    `--service-account-private-key-file=${key}`,
                    "--leader-elect=false",
                    "--secure-port=0",
                ]),
            );
        }
        return {
            client,
            stop: async () => {
                client.close();
                await stopAll();
            },
        };
    } catch (error) {
        await stopAll();
        throw error;
    }
}

async function ready(server: string, folder: string, token: string, children: readonly ChildProcess[]): Promise<RestClient> {
    const certificateAuthority = path.join(folder, "certificates", "apiserver.crt");
    const until = Date.now() + PATIENCE_MILLISECONDS;
    let client: RestClient | undefined;
    for (;;) {
        client ??= existsSync(certificateAuthority) ? new RestClient({ server, certificateAuthority, token }) : undefined;
        const answer = await client?.send({ method: "GET", path: "/readyz" }).catch(() => undefined);
        if (client !== undefined && answer?.status === 200) {
            return client;
        }
        if (Date.now() > until || children.some((child) => child.exitCode !== null)) {
            client?.close();
            const end = readFileSync(path.join(folder, "kube-apiserver.log"), "utf8").slice(-2000);
            throw new Error(`the API server does not start; its log ends with:\n${end}`);
        }
        await sleep(100);
    }
}

function kubeconfig(server: string, token: string): string {
    const clusters = [{ name: "c", cluster: { server, "insecure-skip-tls-verify": true } }];
    const users = [{ name: "u", user: { token } }];
    const contexts = [{ name: "c", context: { cluster: "c", user: "u" } }];
    return JSON.stringify({ apiVersion: "v1", kind: "Config", "current-context": "c", clusters, users, contexts });
}

function start(folder: string, binary: string, args: readonly string[]): ChildProcess {
    const log = openSync(path.join(folder, `${path.basename(binary)}.log`), "w");
    return spawn(binary, args, { stdio: ["ignore", log, log] });
}

async function stopped(child: ChildProcess): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGKILL");
        await ended;
    }
}

function write(folder: string, name: string, content: string): string {
    const file = path.join(folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
}

async function freePort(): Promise<number> {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    if (typeof address !== "object" || address === null) {
        throw new Error("the system gave no port");
    }
    return address.port;
}
