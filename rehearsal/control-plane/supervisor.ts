/**
 * Runs the control plane of one simulated cluster: `supervisor.ts <folder> <cluster>`, with its orders as a line of JSON on its input.
 *
 * Commands connect to it and say what they need. When the last of them has gone, in whichever way, it ends everything and itself, unless it is to
 * be kept. It ends, too, when its record is taken away, for example with the whole folder.
 */
import { randomBytes } from "node:crypto";
import * as net from "node:net";
import * as path from "node:path";
import * as readline from "node:readline";
import { type Answer, type Demand, onMessages, type Orders, type Report, send } from "./channel";
import { startCompanions } from "./companions";
import { makePlaneFolder, planeFolder, type PlaneFolder } from "./folder";
import { startGuard } from "./guard";
import { LocalPlane } from "./local-plane";
import { endLeftovers } from "./processes";
import { claim, readRecord, removeRecord, type SupervisorRecord, updateRecord } from "./record";
import { stagesFile } from "./stages";

/** Within this time somebody must have connected, else whoever started this is gone. */
const FIRST_CALL_MILLISECONDS = 15_000;
const RECORD_CHECK_MILLISECONDS = 1_000;

class Supervisor {
    private readonly token = randomBytes(24).toString("base64url");
    private readonly server = net.createServer({ allowHalfOpen: true }, (socket) => this.serve(socket));
    private readonly plane: LocalPlane;
    /** Connections that proved themselves. */
    private readonly users = new Set<net.Socket>();
    private record: SupervisorRecord;
    private ending: Promise<never> | undefined;

    constructor(
        private readonly folder: PlaneFolder,
        cluster: string,
        orders: Orders,
        claimed: SupervisorRecord,
    ) {
        this.record = claimed;
        this.plane = new LocalPlane({
            cluster,
            folder,
            binaries: orders.binaries,
            settings: { serviceCidr: orders.serviceCidr, stages: stagesFile },
            parts: orders.parts,
            companion: (client) => startCompanions(client, { cluster, subscription: orders.subscription, folder }),
            onFailure: (message) => void this.fail(message),
        });
    }

    async listen(): Promise<number> {
        await new Promise<void>((resolve, reject) => this.server.once("error", reject).listen(0, "127.0.0.1", resolve));
        const address = this.server.address();
        const port = typeof address === "object" && address !== null ? address.port : 0;
        this.note({ channel: { port, token: this.token } });
        setTimeout(() => this.endUnlessUsed(), FIRST_CALL_MILLISECONDS);
        setInterval(() => {
            if (readRecord(this.folder)?.pid !== process.pid) {
                void this.end(0);
            }
        }, RECORD_CHECK_MILLISECONDS);
        process.on("SIGTERM", () => void this.end(0));
        return port;
    }

    private serve(socket: net.Socket): void {
        onMessages(socket, (message) => {
            const demand = message as Partial<Demand>;
            if (demand.token !== this.token) {
                socket.destroy();
                return;
            }
            this.users.add(socket);
            this.fulfil(socket, demand);
        });
        const gone = (): void => {
            if (this.users.delete(socket)) {
                this.endUnlessUsed();
            }
            // the last one waits for the end: its connection stands until nothing runs any more
            if (this.ending === undefined) {
                socket.end();
            }
        };
        socket.on("end", gone).on("close", gone).on("error", gone);
    }

    private fulfil(socket: net.Socket, { level, keep, end }: Partial<Demand>): void {
        if (end === true) {
            void this.end(0);
            return;
        }
        if (keep !== undefined && keep !== this.record.keep) {
            this.note({ keep });
        }
        if (level !== undefined) {
            this.plane.raise(level).then(
                () => {
                    this.note({ level: this.record.level === "full" ? "full" : level, server: this.plane.server });
                    send(socket, { ready: level, server: this.plane.server });
                },
                (error: unknown) => void this.fail(error instanceof Error ? error.message : String(error)),
            );
        }
    }

    /** What does not run cannot be mended from here: everybody is told, and the next one to ask starts anew. */
    private async fail(message: string): Promise<void> {
        const answer: Answer = { failed: message };
        for (const socket of this.users) {
            send(socket, answer);
        }
        console.error(message);
        await this.end(1);
    }

    private endUnlessUsed(): void {
        if (this.users.size === 0 && !this.record.keep) {
            void this.end(0);
        }
    }

    private end(code: number): Promise<never> {
        this.ending ??= this.plane
            .stop()
            .catch((error: unknown) => console.error(error))
            .then(() => {
                if (readRecord(this.folder)?.pid === process.pid) {
                    removeRecord(this.folder);
                }
                // connections end with the process: whoever waits for that knows that nothing runs any more
                process.exit(code);
            });
        return this.ending;
    }

    private note(news: Partial<SupervisorRecord>): void {
        this.record = { ...this.record, ...news };
        if (this.ending === undefined) {
            updateRecord(this.folder, this.record);
        }
    }
}

async function main([root = "", cluster = ""]: readonly string[]): Promise<void> {
    const folder = planeFolder(path.dirname(root));
    const orders = JSON.parse(await firstLine()) as Orders;
    const record: SupervisorRecord = { pid: process.pid, started: new Date().toISOString(), keep: orders.keep };
    if (claim(folder, record) !== undefined) {
        report({ taken: true });
        return;
    }
    makePlaneFolder(folder);
    await endLeftovers(folder);
    startGuard(folder);
    report({ port: await new Supervisor(folder, cluster, orders, record).listen() });
}

async function firstLine(): Promise<string> {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        return line;
    }
    return "{}";
}

function report(message: Report): void {
    process.stdout.write(`${JSON.stringify(message)}\n`);
}

// whoever reads it may be gone
process.stdout.on("error", () => undefined);
// the terminal's Ctrl-C is for the command, which says what it means
process.on("SIGINT", () => undefined);
main(process.argv.slice(2)).catch((error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(message);
    report({ failed: message });
    process.exitCode = 1;
});
