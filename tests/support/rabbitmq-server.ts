import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as net from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { rewrite, unpackPackages } from "./debian-packages";

/** Where Erlang and RabbitMQ are. */
export interface RabbitMqPrograms {
    /** Folder of `erl` and `epmd`; the machine's own where it is empty. */
    readonly erlang: string;
    /** Folder of `rabbitmq-server` and `rabbitmqctl`. */
    readonly scripts: string;
    /** For example `3.10.8`. */
    readonly version: string;
}

const ERLANG = "/usr/lib/erlang";
const SERVERS = "/usr/lib/rabbitmq/lib";

/** What RabbitMQ needs of Erlang, as the package says. */
const PACKAGES = [
    "rabbitmq-server",
    ..."base asn1 crypto eldap ftp inets mnesia os-mon parsetools public-key runtime-tools snmp ssl syntax-tools tftp tools xmerl"
        .split(" ")
        .map((part) => `erlang-${part}`),
] as const satisfies readonly string[];

/** The machine's own RabbitMQ, or the one of Debian's packages in the user's cache. @returns why there is none, where there is none */
export function findRabbitMq(): RabbitMqPrograms | string {
    const own = scriptsIn(SERVERS);
    if (own !== undefined && existsSync(`${ERLANG}/bin/erl`)) {
        return { ...own, erlang: `${ERLANG}/bin` };
    }
    const [wanted = "", ...rest] = PACKAGES;
    const found = unpackPackages([wanted, ...rest], (root) => {
        // The script knows where it would be installed, and not where it lies. It moves once more, out of the folder that it is unpacked in.
        rewrite(path.join(root, ERLANG, "bin/erl"), `ROOTDIR=${ERLANG}`, 'ROOTDIR=$(cd "$(dirname "$0")/.." && pwd)');
    });
    if (typeof found === "string") {
        return found;
    }
    const unpacked = scriptsIn(path.join(found.root, SERVERS));
    return unpacked === undefined
        ? `the package ${wanted} ${found.version} has no server where it was looked for`
        : { ...unpacked, erlang: path.join(found.root, ERLANG, "bin") };
}

function scriptsIn(folder: string): Omit<RabbitMqPrograms, "erlang"> | undefined {
    const [name] = existsSync(folder) ? readdirSync(folder).filter((one) => one.startsWith("rabbitmq_server-")) : [];
    return name === undefined ? undefined : { scripts: path.join(folder, name, "sbin"), version: name.replace("rabbitmq_server-", "") };
}

/** Ports that nobody uses at the moment. */
export async function freePorts(count: number): Promise<number[]> {
    const servers = await Promise.all(
        Array.from({ length: count }, async () => {
            const server = net.createServer();
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
            return server;
        }),
    );
    const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
    await Promise.all(servers.map(async (server) => new Promise((resolve) => server.close(resolve))));
    return ports;
}

/** A broker on 127.0.0.1, with all of its ports there, those between servers included. */
export class RabbitMqServer {
    readonly folder = mkdtempSync(path.join(tmpdir(), "rabbitmq-"));
    private readonly children: ChildProcess[] = [];
    private environment: NodeJS.ProcessEnv = {};

    constructor(private readonly programs: RabbitMqPrograms) {}

    /** Writes a file into the broker's folder. @returns its path */
    write(name: string, text: string): string {
        const file = path.join(this.folder, name);
        writeFileSync(file, text, { mode: 0o600 });
        return file;
    }

    /** Starts with what `rabbitmq.conf` and `enabled_plugins` say. @throws Error with the end of its log */
    async start(): Promise<void> {
        const [epmd = 0, distribution = 0] = await freePorts(2);
        this.environment = {
            PATH: [this.programs.erlang, process.env["PATH"]].join(path.delimiter),
            HOME: this.folder,
            LANG: "C.UTF-8",
            ERL_EPMD_PORT: String(epmd),
            ERL_EPMD_ADDRESS: "127.0.0.1",
            RABBITMQ_NODENAME: "queue@localhost",
            RABBITMQ_DIST_PORT: String(distribution),
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
            RABBITMQ_CONF_ENV_FILE: "/dev/null",
            RABBITMQ_CONFIG_FILE: path.join(this.folder, "rabbitmq.conf"),
            RABBITMQ_ENABLED_PLUGINS_FILE: path.join(this.folder, "enabled_plugins"),
            RABBITMQ_MNESIA_BASE: path.join(this.folder, "data"),
            RABBITMQ_LOG_BASE: path.join(this.folder, "log"),
            RABBITMQ_PID_FILE: path.join(this.folder, "server.pid"),
            RABBITMQ_LOGS: "-",
        };
        this.run(path.join(this.programs.erlang, "epmd"), ["-address", "127.0.0.1", "-port", String(epmd)], () => undefined);
        let log = "";
        const server = this.run(path.join(this.programs.scripts, "rabbitmq-server"), [], (text) => (log += text));
        for (let seconds = 0; !log.includes("Server startup complete"); seconds += 0.2) {
            if (server.exitCode !== null || seconds > 120) {
                throw new Error(`the broker did not start:\n${log.split("\n").slice(-40).join("\n")}`);
            }
            await sleep(200);
        }
    }

    /** What a command-line tool of RabbitMQ says. */
    tool(name: "rabbitmqctl" | "rabbitmq-diagnostics", ...args: string[]): string {
        return execFileSync(path.join(this.programs.scripts, name), args, { env: this.environment, encoding: "utf8", timeout: 60_000 });
    }

    /** Ends the server and keeps what it holds. */
    async stop(): Promise<void> {
        const file = path.join(this.folder, "server.pid");
        if (existsSync(file)) {
            end(Number(readFileSync(file, "utf8")));
        }
        for (const child of this.children.splice(0).reverse()) {
            if (child.exitCode === null && child.signalCode === null) {
                const ended = new Promise((resolve) => child.once("exit", resolve));
                child.kill();
                await Promise.race([ended, sleep(20_000, undefined, { ref: false })]);
            }
        }
        rmSync(file, { force: true });
    }

    /** Ends the server and forgets what it held. */
    async remove(): Promise<void> {
        await this.stop();
        rmSync(this.folder, { recursive: true, force: true });
    }

    private run(program: string, args: readonly string[], onText: (text: string) => void): ChildProcess {
        const child = spawn(program, args, { env: this.environment, stdio: ["ignore", "pipe", "pipe"] });
        for (const stream of [child.stdout, child.stderr]) {
            stream.on("data", (chunk: Buffer) => onText(chunk.toString()));
        }
        child.on("error", (error) => onText(error.message));
        this.children.push(child);
        return child;
    }
}

/** The first message, within ten seconds. */
export async function until<Message>(look: () => Promise<Message | false>): Promise<Message> {
    for (let time = 0; time < 100; time++) {
        const message = await look();
        if (message !== false) {
            return message;
        }
        await sleep(100);
    }
    throw new Error("no message came");
}

function end(pid: number): void {
    try {
        process.kill(pid, "SIGTERM");
    } catch {
        // it is gone
    }
}
