import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import * as readline from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { UserError } from "../screen";
import { type Answer, type Demand, onMessages, type Orders, type Report, send } from "./channel";
import type { Level } from "./control-planes";
import { makePlaneFolder, type PlaneFolder } from "./folder";
import { endLeftovers, kill, waitUntilGone } from "./processes";
import { livingRecord, readRecord, removeRecord, type SupervisorRecord } from "./record";

/** How long a supervisor that was started by another command may take until it can be talked to. */
const PATIENCE = 30_000;
/** How long one may take to end everything; a moment is the rule. */
const END_PATIENCE = 15_000;

/** A command's hold on a control plane: it runs for as long as this stands. */
export class Connection {
    private readonly closed: Promise<void>;
    private waiting: { readonly level: Level; readonly resolve: (server: string) => void; readonly reject: (error: Error) => void }[] = [];
    private lastWords = "";
    isOpen = true;

    constructor(
        private readonly socket: net.Socket,
        private readonly token: string,
        folder: PlaneFolder,
    ) {
        onMessages(socket, (message) => this.receive(message as Answer));
        this.closed = new Promise((resolve) => {
            socket
                .on("error", () => undefined)
                .on("close", () => {
                    this.isOpen = false;
                    const log = path.join(folder.logs, "supervisor.log");
                    this.rejectAll(this.lastWords || `what runs the simulated cluster has ended; ${log} may say why`);
                    resolve();
                });
        });
    }

    /** @returns URL of the API server @throws UserError with what a program's log says */
    async raise(level: Level, keep: boolean | undefined): Promise<string> {
        this.socket.ref();
        const answer = new Promise<string>((resolve, reject) => this.waiting.push({ level, resolve, reject }));
        send(this.socket, { token: this.token, level, ...(keep === undefined ? {} : { keep }) });
        try {
            return await answer;
        } finally {
            // others may still wait for a higher level
            if (this.waiting.length === 0) {
                this.socket.unref();
            }
        }
    }

    /** Lets go, and waits until the control plane has ended when nobody else holds it. */
    async close(demand?: Omit<Demand, "token">): Promise<void> {
        this.socket.ref();
        if (demand !== undefined) {
            send(this.socket, { token: this.token, ...demand });
        }
        this.socket.end();
        await this.closed;
    }

    private receive(answer: Answer): void {
        if ("failed" in answer) {
            this.lastWords = answer.failed;
            this.rejectAll(answer.failed);
            return;
        }
        for (const waiting of this.waiting.filter(({ level }) => level === answer.ready)) {
            waiting.resolve(answer.server);
        }
        this.waiting = this.waiting.filter(({ level }) => level !== answer.ready);
    }

    private rejectAll(message: string): void {
        for (const { reject } of this.waiting.splice(0)) {
            reject(new UserError(message));
        }
    }
}

/** Connects to the supervisor of a control plane, and starts one where none lives. */
export async function connect(folder: PlaneFolder, cluster: string, orders: () => Orders): Promise<Connection> {
    const until = Date.now() + PATIENCE;
    for (;;) {
        const record = livingRecord(folder);
        const connection = record === undefined ? undefined : await connectTo(folder, record);
        if (connection !== undefined) {
            return connection;
        }
        if (record === undefined) {
            await startSupervisor(folder, cluster, orders());
        } else {
            // it is being set up, or it is on its way out
            await pause(50);
        }
        if (Date.now() > until) {
            throw new UserError(
                `the supervisor of the simulated cluster ${cluster} (process ${String(record?.pid ?? "unknown")}) does not answer. ` +
                    `"npm run rehearse -- stop" ends it; ${path.join(folder.logs, "supervisor.log")} may say why.`,
            );
        }
    }
}

async function connectTo(folder: PlaneFolder, { channel }: SupervisorRecord): Promise<Connection | undefined> {
    if (channel === undefined) {
        return undefined;
    }
    const socket = net.connect({ port: channel.port, host: "127.0.0.1", allowHalfOpen: true });
    const isConnected = await new Promise<boolean>((resolve) => {
        socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    return isConnected ? new Connection(socket, channel.token, folder) : undefined;
}

async function startSupervisor(folder: PlaneFolder, cluster: string, orders: Orders): Promise<void> {
    makePlaneFolder(folder);
    const log = path.join(folder.logs, "supervisor.log");
    const output = openSync(log, "a", 0o600);
    const loader = pathToFileURL(require.resolve("tsx")).href;
    const script = path.join(__dirname, "supervisor.ts");
    const supervisor = spawn(process.execPath, ["--import", loader, script, folder.root, cluster], {
        // out of the reach of the terminal's Ctrl-C, and of whoever kills this command's process group
        detached: true,
        stdio: ["pipe", "pipe", output],
        cwd: folder.root,
    });
    closeSync(output);
    const { stdin, stdout } = supervisor;
    const report = await new Promise<Report>((resolve, reject) => {
        supervisor.once("error", reject);
        supervisor.once("close", () => resolve({ failed: "it ended at once" }));
        if (stdin !== null && stdout !== null) {
            stdin.on("error", () => undefined).end(`${JSON.stringify(orders)}\n`);
            readline.createInterface({ input: stdout }).on("line", (line) => resolve(JSON.parse(line) as Report));
        }
    });
    stdout?.destroy();
    supervisor.unref();
    if ("failed" in report) {
        const words = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-8).join("\n") : report.failed;
        throw new UserError(`the simulated cluster ${cluster} cannot be started:\n${words}`);
    }
}

/** Ends the control plane in a folder, whoever uses it and whatever state it is in. @returns whether anything ran */
export async function endPlane(folder: PlaneFolder): Promise<boolean> {
    const record = livingRecord(folder);
    const connection = record === undefined ? undefined : await connectTo(folder, record);
    if (connection !== undefined) {
        // one that hangs is killed below
        await Promise.race([connection.close({ end: true }), pause(END_PATIENCE, undefined, { ref: false })]);
    }
    if (record !== undefined && !(await waitUntilGone(folder, [record.pid], 2_000))) {
        kill(record.pid);
        await waitUntilGone(folder, [record.pid]);
    }
    const left = await endLeftovers(folder);
    if (readRecord(folder) !== undefined && livingRecord(folder) === undefined) {
        removeRecord(folder);
    }
    return record !== undefined || left.length > 0;
}
