import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as https from "node:https";
import * as net from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type ChannelModel, connect } from "amqplib";
import {
    brokerConfiguration,
    brokerDefinitions,
    brokerHostNames,
    DEFINITIONS_FOLDER,
    passwordHash,
} from "../../components/rabbitmq/values";
import { findRabbitMq, freePorts, type RabbitMqPrograms, RabbitMqServer, until } from "../support/rabbitmq-server";

/**
 * The definitions and the configuration that `RabbitMq` makes, in a broker of Debian's package. It is older than the one that is deployed:
 * lines that it does not know yet are left out, and so not proved.
 */
const NEWER_THAN_DEBIAN = /^deprecated_features\./;

const PASSWORD = "aZ09".repeat(10);
const HOST = "rabbitmq.studioml.svc";

const programs = hasOpenssl() ? findRabbitMq() : "there is no openssl to make certificates with";

function hasOpenssl(): boolean {
    try {
        execFileSync("openssl", ["version"], { stdio: "ignore" });
        return true;
    } catch {
        return false;
    }
}

interface Ports {
    readonly amqps: number;
    readonly management: number;
    readonly metrics: number;
}

let server: RabbitMqServer;
let ports: Ports;
let certificates: string;
let authority: string;

const definitionsFor = (password: string): string => {
    const salt = Buffer.from([1, 2, 3, 4]).toString("base64");
    const user = { username: "studioml", passwordHash: passwordHash(password, salt) };
    return brokerDefinitions(user, { queuePattern: "^(rmq|sqs)_.*$", replicas: 1 });
};

/** What the operator says of TLS (its `disableNonTLSListeners`), with the test's ports, then what is said beside it. */
function configuration(): string {
    const tls = (listener: string): string[] => [
        `${listener}.certfile = ${path.join(certificates, "tls.crt")}`,
        `${listener}.keyfile = ${path.join(certificates, "tls.key")}`,
    ];
    const own = brokerConfiguration(10)
        .replaceAll(DEFINITIONS_FOLDER, server.folder)
        .split("\n")
        .filter((line) => !NEWER_THAN_DEBIAN.test(line));
    return [
        "listeners.tcp = none",
        `listeners.ssl.1 = 127.0.0.1:${ports.amqps}`,
        ...tls("ssl_options"),
        "management.ssl.ip = 127.0.0.1",
        `management.ssl.port = ${ports.management}`,
        ...tls("management.ssl"),
        "prometheus.ssl.ip = 127.0.0.1",
        `prometheus.ssl.port = ${ports.metrics}`,
        ...tls("prometheus.ssl"),
        ...own,
    ].join("\n");
}

/** An authority, and a certificate of it with the names that a broker's has. */
function makeCertificates(): void {
    certificates = mkdtempSync(path.join(tmpdir(), "rabbitmq-tls-"));
    const openssl = (...args: string[]): void => {
        execFileSync("openssl", args, { cwd: certificates, stdio: "ignore" });
    };
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=authority");
    openssl("req", ...key, "-keyout", "tls.key", "-out", "tls.csr", "-subj", "/CN=rabbitmq");
    const names = brokerHostNames("rabbitmq", "studioml").map((name) => `DNS:${name}`);
    writeFileSync(path.join(certificates, "names"), `subjectAltName=${names.join(",")}\nextendedKeyUsage=serverAuth\n`);
    openssl(..."x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out tls.crt".split(" "));
    authority = readFileSync(path.join(certificates, "ca.crt"), "utf8");
}

async function connected(vhost: string, password = PASSWORD, ca: string | null = authority): Promise<ChannelModel> {
    const url = `amqps://studioml:${password}@127.0.0.1:${ports.amqps}/${vhost}`;
    return connect(url, { servername: HOST, ...(ca === null ? {} : { ca: [Buffer.from(ca)] }) });
}

/** An answer of the management port, asked by the name in the certificate. */
async function asked(path: string, password = PASSWORD): Promise<{ readonly status: number; readonly body: unknown }> {
    const options = { host: "127.0.0.1", port: ports.management, path, servername: HOST, ca: authority, auth: `studioml:${password}` };
    return new Promise((resolve, reject) => {
        https
            .get(options, (response) => {
                let text = "";
                response.on("data", (chunk: Buffer) => (text += chunk.toString()));
                response.on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as unknown }));
            })
            .on("error", reject);
    });
}

async function startBroker(found: RabbitMqPrograms): Promise<void> {
    makeCertificates();
    server = new RabbitMqServer(found);
    const [amqps = 0, management = 0, metrics = 0] = await freePorts(3);
    ports = { amqps, management, metrics };
    server.write("rabbitmq.conf", configuration());
    server.write("enabled_plugins", "[rabbitmq_management,rabbitmq_prometheus].\n");
    server.write("definitions.json", definitionsFor(PASSWORD));
    await server.start();
}

const describeBroker = typeof programs === "string" ? describe.skip : describe;
const why = typeof programs === "string" ? ` (skipped: ${programs})` : "";

describeBroker(`a broker with the definitions and the configuration that are made for it${why}`, () => {
    beforeAll(async () => {
        if (typeof programs !== "string") {
            await startBroker(programs);
        }
    }, 180_000);

    afterAll(async () => {
        await server.remove();
        rmSync(certificates, { recursive: true, force: true });
    }, 60_000);

    it("S1-15 S1-16 lets its user make queues as StudioML's clients do, and take experiments as runners do", async () => {
        const connection = await connected("studioml");
        const channel = await connection.createChannel();
        await channel.assertExchange("StudioML.topic", "topic", { durable: true, autoDelete: true });
        await channel.assertQueue("rmq_mnist", { durable: false, autoDelete: false });
        await channel.bindQueue("rmq_mnist", "StudioML.topic", "StudioML.rmq_mnist");
        channel.publish("StudioML.topic", "StudioML.rmq_mnist", Buffer.from("experiment"));
        const message = await until(async () => channel.get("rmq_mnist"));
        expect(message.content.toString()).toBe("experiment");
        channel.ack(message);
        await connection.close();
    });

    it("S1-13 B8 refuses a wrong password, and a vhost that is not the user's", async () => {
        await expect(connected("studioml", "wrong")).rejects.toThrow(/ACCESS.REFUSED/i);
        await expect(connected("%2F")).rejects.toThrow(/ConnectionClose/);
        expect((await asked("/api/whoami", "wrong")).status).toBe(401);
    });

    it("S1-15 is trusted by who trusts its authority only, under its name in the cluster only", async () => {
        await expect(connected("studioml", PASSWORD, null)).rejects.toThrow(/certificate/);
        await expect(
            connect(`amqps://studioml:${PASSWORD}@127.0.0.1:${ports.amqps}/studioml`, {
                servername: "elsewhere",
                ca: [Buffer.from(authority)],
            }),
        ).rejects.toThrow(/Hostname|altnames/i);
    });

    it("S1-15 listens with TLS only, and has no user but the one that was made", async () => {
        const listeners = server.tool("rabbitmq-diagnostics", "-q", "listeners");
        expect(listeners).not.toMatch(/protocol: amqp,|port: 5672\b|protocol: http,/);
        expect(listeners).toMatch(new RegExp(`port: ${ports.amqps}, protocol: amqp/ssl`));
        const plain = net.connect(ports.amqps, "127.0.0.1");
        const answer = await new Promise<string>((resolve) => {
            plain
                .on("data", (data) => resolve(data.toString("latin1")))
                .on("close", () => resolve(""))
                .on("error", () => resolve(""));
            plain.write("AMQP\u0000\u0000\u0009\u0001");
        });
        plain.destroy();
        expect(answer).not.toContain("AMQP");
        const users = JSON.parse(server.tool("rabbitmqctl", "-q", "list_users", "--formatter", "json")) as unknown;
        expect(users).toEqual([{ user: "studioml", tags: ["management"] }]);
    });

    it("S1-15 answers runners that look for queues, shows them no other vhost, and lets them administer nothing", async () => {
        expect((await asked("/api/vhosts")).body).toEqual([expect.objectContaining({ name: "studioml" })]);
        expect((await asked("/api/bindings")).status).toBe(200);
        expect((await asked("/api/users")).status).toBe(401);
    });

    it("S1-15 keeps failed experiments, gives runners two weeks, and keeps room on its disk", async () => {
        expect((await asked("/api/policies")).body).toEqual([
            {
                vhost: "studioml",
                name: "experiments",
                pattern: "^(rmq|sqs)_.*$",
                "apply-to": "queues",
                priority: 0,
                definition: { "dead-letter-exchange": "", "dead-letter-routing-key": "undeliverable", "delivery-limit": 20 },
            },
        ]);
        const environment = server.tool("rabbitmqctl", "-q", "environment");
        expect(environment).toMatch(/\{consumer_timeout,1209600000\}/);
        expect(environment).toMatch(/\{disk_free_limit,"2000MB"\}/);
        const connection = await connected("studioml");
        const channel = await connection.createChannel();
        const queue = { durable: true, arguments: { "x-queue-type": "quorum", "x-delivery-limit": 1 } };
        await channel.assertQueue("rmq_poison", queue);
        channel.sendToQueue("rmq_poison", Buffer.from("ends its runner"), { persistent: true });
        const dead = await until(async () => {
            const message = await channel.get("rmq_poison");
            if (message !== false) {
                channel.nack(message, false, true);
            }
            return channel.get("undeliverable", { noAck: true });
        });
        expect(dead.content.toString()).toBe("ends its runner");
        await connection.close();
    });

    it("S1-15 shows its metrics by HTTPS", async () => {
        const text = await new Promise<string>((resolve, reject) => {
            const options = { host: "127.0.0.1", port: ports.metrics, path: "/metrics", servername: HOST, ca: authority };
            https
                .get(options, (response) => {
                    let all = "";
                    response.on("data", (chunk: Buffer) => (all += chunk.toString())).on("end", () => resolve(all));
                })
                .on("error", reject);
        });
        expect(text).toContain("rabbitmq_queues ");
    });

    it("S1-13 has a new password for the same user after a restart with new definitions, and the old one no longer", async () => {
        server.write("definitions.json", definitionsFor("another"));
        await server.stop();
        await server.start();
        await (await connected("studioml", "another")).close();
        await expect(connected("studioml")).rejects.toThrow(/ACCESS.REFUSED/i);
    });
});
