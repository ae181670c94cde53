import { brokerIngress, brokerNames, brokerSpec } from "../../components/rabbitmq/plan";
import { brokerUrlRules, rabbitMqRules } from "../../components/rabbitmq/rules";
import { brokerAddress, brokerConfiguration, brokerDefinitions, passwordHash } from "../../components/rabbitmq/values";

interface Definitions {
    readonly vhosts: readonly { readonly name: string; readonly default_queue_type: string }[];
    readonly users: readonly { readonly name: string; readonly password_hash: string; readonly tags: readonly string[] }[];
    readonly permissions: readonly unknown[];
    readonly queues: readonly { readonly name: string }[];
    readonly policies: readonly { readonly pattern: string }[];
}

const definitions = (changes: Partial<Parameters<typeof brokerDefinitions>[1]> = {}): Definitions =>
    JSON.parse(
        brokerDefinitions({ username: "studioml", passwordHash: "hash" }, { queuePattern: "^rmq_.*$", replicas: 1, ...changes }),
    ) as Definitions;

describe("what the broker imports", () => {
    it("S1-15 S1-16 is one user of one vhost, who may ask for queues and administers nothing", () => {
        const { vhosts, users, permissions } = definitions();
        expect(vhosts).toEqual([{ name: "studioml", default_queue_type: "classic" }]);
        expect(users).toEqual([
            { name: "studioml", password_hash: "hash", hashing_algorithm: "rabbit_password_hashing_sha256", tags: ["management"] },
        ]);
        expect(permissions).toEqual([{ user: "studioml", vhost: "studioml", configure: ".*", write: ".*", read: ".*" }]);
    });

    it("S1-15 keeps experiments that end their runners, in a queue that runners do not look into", () => {
        const { policies, queues } = definitions();
        expect(policies).toEqual([
            {
                vhost: "studioml",
                name: "experiments",
                pattern: "^rmq_.*$",
                "apply-to": "queues",
                priority: 0,
                definition: { "delivery-limit": 20, "dead-letter-exchange": "", "dead-letter-routing-key": "undeliverable" },
            },
        ]);
        expect(queues.map(({ name }) => name)).toEqual(["undeliverable"]);
        expect(queues.filter(({ name }) => /^(rmq|sqs)_.*$/.test(name))).toEqual([]);
    });

    it("replicates queues that are to last where there are servers to do it", () => {
        expect(definitions({ replicas: 3 }).vhosts).toEqual([{ name: "studioml", default_queue_type: "quorum" }]);
    });

    it("S1-13 holds the password as a salted hash, as the broker reckons it", () => {
        // The example of https://www.rabbitmq.com/docs/passwords
        const salt = Buffer.from("908dc60a", "hex").toString("base64");
        expect(passwordHash("test12", salt)).toBe("kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR");
    });
});

describe("the broker's configuration", () => {
    it("S1-15 lets experiments take days, takes TLS from 1.2 on, and queues that do not last", () => {
        expect(brokerConfiguration(10).split("\n")).toEqual([
            "load_definitions = /etc/rabbitmq-definitions/definitions.json",
            "consumer_timeout = 1209600000",
            "disk_free_limit.absolute = 2000MB",
            "ssl_options.versions.1 = tlsv1.3",
            "ssl_options.versions.2 = tlsv1.2",
            "management.ssl.versions.1 = tlsv1.3",
            "management.ssl.versions.2 = tlsv1.2",
            "prometheus.ssl.versions.1 = tlsv1.3",
            "prometheus.ssl.versions.2 = tlsv1.2",
            "deprecated_features.permit.transient_nonexcl_queues = true",
            "",
        ]);
    });

    it("keeps less free on a small disk, which would be full before the first message", () => {
        expect(brokerConfiguration(1)).toContain("disk_free_limit.absolute = 204MB\n");
    });
});

describe("what is asked of the operator", () => {
    const versions = { definitions: "d1", certificate: "c1" };
    const spec = (options: Parameters<typeof brokerSpec>[1] = { queue: {} }) => brokerSpec(brokerNames("rabbitmq"), options, versions);

    it("S1-15 is one server with TLS only, inside the cluster only, with its definitions mounted", () => {
        expect(spec()).toEqual({
            replicas: 1,
            image: "docker.io/library/rabbitmq:4.2.6-management",
            service: { type: "ClusterIP" },
            tls: { secretName: "rabbitmq-tls", disableNonTLSListeners: true },
            persistence: { storage: "10Gi" },
            resources: { requests: { cpu: "250m", memory: "2Gi" }, limits: { memory: "2Gi" } },
            terminationGracePeriodSeconds: 600,
            rabbitmq: { additionalConfig: brokerConfiguration(10) },
            affinity: {},
            override: {
                statefulSet: {
                    spec: {
                        template: {
                            metadata: {
                                annotations: {
                                    "ml-platform/definitions-version": "d1",
                                    "ml-platform/certificate-version": "c1",
                                    "prometheus.io/port": "15691",
                                    "prometheus.io/scheme": "https",
                                },
                            },
                            spec: {
                                containers: [
                                    {
                                        name: "rabbitmq",
                                        volumeMounts: [{ name: "definitions", mountPath: "/etc/rabbitmq-definitions", readOnly: true }],
                                    },
                                ],
                                volumes: [{ name: "definitions", secret: { secretName: "rabbitmq-definitions" } }],
                            },
                        },
                    },
                },
            },
        });
    });

    it("puts three servers on three nodes, where the platform's pods go, with images of a mirror", () => {
        const tolerations = [{ key: "a", operator: "Equal", value: "b", effect: "NoSchedule" } as const];
        const placement = { nodeSelector: { "ml-platform/pool": "work" }, tolerations };
        const labelSelector = { matchLabels: { "app.kubernetes.io/name": "rabbitmq", "app.kubernetes.io/component": "rabbitmq" } };
        const options = {
            queue: { replicas: 3, storageGiB: 50, storageClass: "managed-csi-premium" },
            placement,
            mirror: "mirror.example",
        } as const;
        expect(spec(options)).toMatchObject({
            replicas: 3,
            image: "mirror.example/docker.io/library/rabbitmq:4.2.6-management",
            persistence: { storage: "50Gi", storageClassName: "managed-csi-premium" },
            tolerations,
            affinity: {
                podAntiAffinity: {
                    requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: "kubernetes.io/hostname" }],
                },
                nodeAffinity: {
                    requiredDuringSchedulingIgnoredDuringExecution: {
                        nodeSelectorTerms: [{ matchExpressions: [{ key: "ml-platform/pool", operator: "In", values: ["work"] }] }],
                    },
                },
            },
        });
    });

    it("S1-15 lets the management port be reached by clients only, and no port without TLS by anybody", () => {
        const ingress = brokerIngress("rabbitmq");
        const client = { podSelector: { matchLabels: { "ml-platform/queue-client": "rabbitmq" } } };
        const reaching = (port: number) => ingress.filter(({ ports }) => ports.some((one) => one.port === port)).map(({ from }) => from);
        expect(reaching(15671)).toEqual([[client]]);
        expect(reaching(5671)).toEqual([[client]]);
        expect(reaching(15691)).toEqual([[{ namespaceSelector: {} }]]);
        expect([...reaching(5672), ...reaching(15672), ...reaching(15692)]).toEqual([]);
    });
});

describe("rules of a broker", () => {
    it.each<[string, Parameters<typeof rabbitMqRules>, string[]]>([
        ["two servers", ["rabbitmq", { replicas: 2 as 1 }], ["queue.replicas rabbitmq/replicas"]],
        ["half a GiB", ["rabbitmq", { storageGiB: 0.5 }], ["queue.storageGiB rabbitmq/storage"]],
        ["a pattern that is none", ["rabbitmq", { queuePattern: "^(rmq" }], ["queue.queuePattern rabbitmq/queue-pattern"]],
        [
            "a generation that is no number",
            ["rabbitmq", { credentialsGeneration: NaN }],
            ["queue.credentialsGeneration rabbitmq/credentials-generation"],
        ],
        ["a name that is no host", ["Rabbit_MQ", {}], ["brokerName rabbitmq/name"]],
        ["nothing of what is right", ["rabbitmq", { replicas: 3, storageGiB: 1024, queuePattern: "^rmq_", credentialsGeneration: 7 }], []],
    ])("refuse %s", (_what, args, expected) => {
        expect(rabbitMqRules(...args).map(({ path, rule }) => `${path} ${rule}`)).toEqual(expected);
    });

    it.each(["https://a:b@host", "amqps://host", "amqps://name@host", "amqps://name:%zz@host", "hunter2"])(
        "S1-13 refuse the address %s, and never show it",
        (url) => {
            const found = brokerUrlRules(url);
            expect(found.map(({ rule }) => rule)).toEqual(["rabbitmq/url"]);
            expect(JSON.stringify(found)).not.toContain(url);
        },
    );

    it("S1-16 take an address apart", () => {
        expect(brokerAddress("amqps://me:a%40b@mq.example/")).toEqual({
            username: "me",
            password: "a@b",
            host: "mq.example",
            port: "5671",
        });
        expect(brokerAddress("amqp://me:x@mq.example:5673/v")).toEqual({ username: "me", password: "x", host: "mq.example", port: "5673" });
    });
});
