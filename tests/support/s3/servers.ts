import { type ChildProcess, spawn } from "node:child_process";
import * as http from "node:http";
import * as net from "node:net";
import * as path from "node:path";
import { until } from "../until";

/** Something that listens on loopback. */
export interface Running {
    readonly port: number;
    stop(): Promise<void>;
}

/** Starts a server of Node's on a port that the system picks. */
export async function listening(server: net.Server): Promise<Running> {
    const open = new Set<net.Socket>();
    server.on("connection", (socket: net.Socket) => {
        open.add(socket);
        socket.on("close", () => open.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    return {
        port,
        stop: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                open.forEach((socket) => socket.destroy());
            }),
    };
}

/** A proxy that leads each of the named hosts to a port on loopback, and refuses every other one: nothing leaves the machine. */
export function proxy(hosts: Readonly<Record<string, () => number>>): Promise<Running> {
    const server = http.createServer((_, answer) => answer.writeHead(403).end());
    server.on("connect", (request, client: net.Socket, head: Buffer) => {
        const port = hosts[(request.url ?? "").replace(/:443$/, "")]?.();
        client.on("error", () => client.destroy());
        if (port === undefined) {
            client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
            return;
        }
        const upstream = net.connect(port, "127.0.0.1", () => {
            client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
            upstream.write(head);
            upstream.pipe(client).pipe(upstream);
        });
        upstream.on("error", () => client.destroy());
    });
    return listening(server);
}

/** Ends a process and waits until it has ended. */
export async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) {
        return;
    }
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(hard);
}

/** Azurite's blob service over TLS, which takes tokens of Entra ID, and keeps nothing. */
export async function azurite(account: string, files: { readonly certificate: string; readonly key: string }): Promise<Running> {
    const program = path.join(path.dirname(require.resolve("azurite/package.json")), "dist", "src", "blob", "main.js");
    const child = spawn(
        process.execPath,
        [
            program,
            ...["--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--silent"],
            // The gateway's SDK asks for a newer version of the API than Azurite knows.
            ...["--skipApiVersionCheck", "--oauth", "basic", "--cert", files.certificate, "--key", files.key],
        ],
        // No key is handed out: an account has to have one here, and nobody signs in with it.
        { env: { PATH: process.env["PATH"] ?? "", AZURITE_ACCOUNTS: `${account}:${Buffer.from(account.repeat(4)).toString("base64")}` } },
    );
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    const port = (): number => Number(/successfully listens on https:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1] ?? 0);
    const listens = (): boolean => {
        if (child.exitCode !== null) {
            throw new Error(`Azurite ended: ${output}`);
        }
        return port() > 0;
    };
    await until(listens, 60_000, "Azurite listens");
    return { port: port(), stop: () => end(child) };
}
