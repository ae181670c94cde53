import { createHash } from "node:crypto";

/** Ports of a broker that speaks TLS only, as the operator opens them. */
export const PORTS = { amqps: 5671, management: 15671, metrics: 15691, peers: 4369, distribution: 25672 } as const;

/** Command-line tools, which the operator and health checks run in the pods, reach other servers from these. */
export const TOOL_PORTS = { first: 35672, last: 35682 } as const;

/** The part of the broker that the platform's queues are in, and the user who may use it. */
export const QUEUE_VHOST = "studioml";
export const QUEUE_USER = "studioml";

/** Where experiments go that no runner could finish. Its name matches no pattern of runners. */
export const UNDELIVERABLE_QUEUE = "undeliverable";

/** Where the definitions are mounted in the broker's pods. */
export const DEFINITIONS_FOLDER = "/etc/rabbitmq-definitions";

/**
 * How often an experiment is handed out before it counts as one that ends its runners: the broker's own limit since 4.0. Evictions of Spot
 * nodes count, too.
 */
const DELIVERY_LIMIT = 20;

/** A runner acknowledges an experiment when it has ended. By default the broker takes it away after 30 minutes and gives it to another one. */
const CONSUMER_TIMEOUT_DAYS = 14;

/** A user of the broker, as definitions hold it: only inside the Output that makes a Secret. */
export interface QueueUser {
    readonly username: string;
    readonly passwordHash: string;
}

/**
 * A password as definitions hold it: SHA-256 over four random bytes and the password, with the bytes in front
 * (https://www.rabbitmq.com/docs/passwords).
 */
export function passwordHash(password: string, saltBase64: string): string {
    const salt = Buffer.from(saltBase64, "base64");
    const digest = createHash("sha256").update(salt).update(password, "utf8").digest();
    return Buffer.concat([salt, digest]).toString("base64");
}

/**
 * What the broker imports whenever it starts: the vhost, its user, and what becomes of experiments that fail.
 *
 * The user has every right in this vhost and none in another; with the tag `management` it may ask which queues there are, which is how
 * runners find them. Since definitions are imported, the broker makes no user of its own: there is no administrator to steal.
 *
 * Clients make their queues without saying that they are to last, so these live on one server and end with it. Those that are to last are
 * replicated to the others where there are any.
 */
export function brokerDefinitions(user: QueueUser, queue: { readonly queuePattern: string; readonly replicas: number }): string {
    const vhost = QUEUE_VHOST;
    return JSON.stringify({
        vhosts: [{ name: vhost, default_queue_type: queue.replicas > 1 ? "quorum" : "classic" }],
        users: [
            {
                name: user.username,
                password_hash: user.passwordHash,
                hashing_algorithm: "rabbit_password_hashing_sha256",
                tags: ["management"],
            },
        ],
        permissions: [{ user: user.username, vhost, configure: ".*", write: ".*", read: ".*" }],
        queues: [{ name: UNDELIVERABLE_QUEUE, vhost, durable: true, auto_delete: false, arguments: { "x-queue-type": "quorum" } }],
        policies: [
            {
                vhost,
                name: "experiments",
                pattern: queue.queuePattern,
                "apply-to": "queues",
                priority: 0,
                definition: {
                    "delivery-limit": DELIVERY_LIMIT,
                    "dead-letter-exchange": "",
                    "dead-letter-routing-key": UNDELIVERABLE_QUEUE,
                },
            },
        ],
    });
}

/**
 * What is said in rabbitmq.conf beside what the operator says: definitions, TLS versions, how long an experiment may take, and how much of
 * the disk stays free.
 */
export function brokerConfiguration(storageGiB: number): string {
    // The operator keeps 2 GB free, which a small disk does not have: the broker would take no message at all.
    const freeMegabytes = Math.min(2000, Math.floor((storageGiB * 1024) / 5));
    return [
        `load_definitions = ${DEFINITIONS_FOLDER}/definitions.json`,
        `consumer_timeout = ${CONSUMER_TIMEOUT_DAYS * 24 * 60 * 60 * 1000}`,
        `disk_free_limit.absolute = ${freeMegabytes}MB`,
        ...["ssl_options", "management.ssl", "prometheus.ssl"].flatMap((listener) => [
            `${listener}.versions.1 = tlsv1.3`,
            `${listener}.versions.2 = tlsv1.2`,
        ]),
        // StudioML's clients and runners make queues that do not last, which RabbitMQ 4 allows on request only.
        "deprecated_features.permit.transient_nonexcl_queues = true",
        "",
    ].join("\n");
}

/** The names under which a broker's certificate is good: its Service, and each server behind it. */
export function brokerHostNames(name: string, namespace: string): string[] {
    const service = `${name}.${namespace}`;
    const servers = `*.${name}-nodes.${namespace}`;
    return [`${service}.svc`, service, `${service}.svc.cluster.local`, `${servers}.svc`, servers, `${servers}.svc.cluster.local`];
}

/** A broker's address in its parts, all decoded. */
export interface BrokerAddress {
    readonly username: string;
    readonly password: string;
    readonly host: string;
    readonly port: string;
}

/** Where a broker answers which queues it has: by HTTPS on RabbitMQ's own port for that, with the name and the password of its address. */
export function managementUrlOf({ username, password, host }: Pick<BrokerAddress, "username" | "password" | "host">): string {
    return `https://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${host}:${PORTS.management}`;
}

/** The parts of a broker's address; undefined where it is none, or has no name and password. */
export function brokerAddress(url: string): BrokerAddress | undefined {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !["amqp:", "amqps:"].includes(parsed.protocol) || parsed.hostname === "") {
        return undefined;
    }
    const [username, password] = [decoded(parsed.username), decoded(parsed.password)];
    if (username === undefined || password === undefined || username === "" || password === "") {
        return undefined;
    }
    const port = parsed.port === "" ? (parsed.protocol === "amqps:" ? "5671" : "5672") : parsed.port;
    return { username, password, host: parsed.hostname, port };
}

function decoded(text: string): string | undefined {
    try {
        return decodeURIComponent(text);
    } catch {
        return undefined;
    }
}

/** What clients need, by the keys of the Secret that they read it from. The port is in the addresses: runners reckon with it. */
export function credentialsOf(host: string, { username, password }: Pick<BrokerAddress, "username" | "password">): Record<string, string> {
    const account = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
    return {
        username,
        password,
        host,
        port: String(PORTS.amqps),
        url: `amqps://${account}@${host}:${PORTS.amqps}/${QUEUE_VHOST}`,
        "management-url": managementUrlOf({ username, password, host }),
    };
}
