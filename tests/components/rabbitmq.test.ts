import * as pulumi from "@pulumi/pulumi";
import { ExistingQueue, RabbitMq, type RabbitMqArgs } from "../../components";
import { managementUrlRules } from "../../components/rabbitmq/rules";
import { credentialsOf } from "../../components/rabbitmq/values";
import { named, record, roots, urns, valueOf } from "../support/mocks";
import { clusterHandle } from "../support/mocks-fixtures";
import { inputsWithSecrets } from "../support/recorded-inputs";

const AUTHORITY = { certificatePem: pulumi.output("authority"), privateKeyPem: pulumi.secret("hunter2-of-the-authority") };

function build(changes: Partial<RabbitMqArgs> = {}, name = "queue"): RabbitMq {
    const cluster = clusterHandle({}, `${name}-cluster`);
    const operator = new pulumi.ComponentResource("test:index:Operator", `${name}-operator`);
    return new RabbitMq(name, { cluster, namespace: "studioml", operator, certificateAuthority: AUTHORITY, ...changes });
}

/** The part of the broker's specification that says what restarts its servers. */
interface StatefulSetOverride {
    readonly override: {
        readonly statefulSet: {
            readonly spec: { readonly template: { readonly metadata: { readonly annotations: Readonly<Record<string, string>> } } };
        };
    };
}

describe("RabbitMq", () => {
    it("S1-13 S1-15 S1-16 B8 makes the broker after its operator, with every credential in a Secret and none anywhere else", async () => {
        const recording = await record(() => build());
        const own = recording.resources.filter(({ parent }) => parent === "queue");
        expect(own.map(({ name }) => name).sort()).toEqual(
            "queue-broker queue-certificate queue-credentials queue-definitions queue-ingress queue-key queue-password queue-request queue-salt queue-tls".split(
                " ",
            ),
        );
        const secrets = own.filter(({ type }) => type === "kubernetes:core/v1:Secret");
        expect(secrets.map(({ inputs }) => [inputs["metadata"], inputs["type"], inputs["stringData"]])).toEqual(
            [
                ["rabbitmq-credentials", "Opaque"],
                ["rabbitmq-definitions", "Opaque"],
                ["rabbitmq-tls", "kubernetes.io/tls"],
            ].map(([name, type]) => [
                { name, namespace: "studioml", labels: { "app.kubernetes.io/managed-by": "pulumi" } },
                type,
                "[secret]",
            ]),
        );
        const broker = named(recording, "queue-broker");
        expect(broker.inputs).toMatchObject({
            apiVersion: "rabbitmq.com/v1beta1",
            kind: "RabbitmqCluster",
            metadata: { annotations: { "pulumi.com/waitFor": '["condition=AllReplicasReady","condition=ReconcileSuccess"]' } },
        });
        expect(broker.dependencies).toEqual(expect.arrayContaining(["queue-definitions", "queue-ingress", "queue-tls"]));
        expect(JSON.stringify(recording.resources)).not.toContain("password-of-");
        expect(JSON.stringify(recording.resources)).not.toContain("hunter2");
        expect(recording.resources.filter(({ type }) => type === "kubernetes:core/v1:ConfigMap")).toEqual([]);
    });

    it("S1-13 B8 gives clients the address with the password by reference, secret, and a version that is not", async () => {
        const queue = (await record(() => build())).result;
        expect(await valueOf(queue.credentials.name)).toEqual({ value: "rabbitmq-credentials", secret: false });
        expect(await valueOf(queue.credentials.namespace)).toEqual({ value: "studioml", secret: false });
        const version = await valueOf(queue.credentials.version);
        expect(version).toEqual({ value: expect.stringMatching(/^[0-9a-f]{16}$/) as string, secret: false });
        expect(await valueOf(queue.host)).toEqual({ value: "rabbitmq.studioml.svc", secret: false });
        expect(queue.clientLabels).toEqual({ "ml-platform/queue-client": "rabbitmq" });
        expect(credentialsOf("rabbitmq.studioml.svc", { username: "studioml", password: "s3cret" })).toEqual({
            username: "studioml",
            password: "s3cret",
            host: "rabbitmq.studioml.svc",
            port: "5671",
            url: "amqps://studioml:s3cret@rabbitmq.studioml.svc:5671/studioml",
            // secretlint-disable-next-line -- made up
            "management-url": "https://studioml:s3cret@rabbitmq.studioml.svc:15671",
        });
    });

    it("S1-13 makes new credentials that reach broker and clients when their generation is counted up, and only then", async () => {
        const run = async (queue: RabbitMqArgs["queue"]) => {
            const recording = await record(() => build({ ...(queue === undefined ? {} : { queue }) }));
            const { override } = named(recording, "queue-broker").inputs["spec"] as StatefulSetOverride;
            const version = (await valueOf(recording.result.credentials.version)).value;
            return { broker: override.statefulSet.spec.template.metadata.annotations, version };
        };
        const [first, second] = [await run({ credentialsGeneration: 1 }), await run({ credentialsGeneration: 2 })];
        expect(await run({})).toEqual(first);
        expect(second.version).not.toBe(first.version);
        expect(second.broker["ml-platform/definitions-version"]).not.toBe(first.broker["ml-platform/definitions-version"]);
        expect(second.broker["ml-platform/certificate-version"]).toBe(first.broker["ml-platform/certificate-version"]);
    });

    it("S1-15 has a certificate for the Service and its servers, signed by the platform's authority", async () => {
        const recording = await record(() => build());
        expect(named(recording, "queue-request").inputs["dnsNames"]).toEqual([
            "rabbitmq.studioml.svc",
            "rabbitmq.studioml",
            "rabbitmq.studioml.svc.cluster.local",
            "*.rabbitmq-nodes.studioml.svc",
            "*.rabbitmq-nodes.studioml",
            "*.rabbitmq-nodes.studioml.svc.cluster.local",
        ]);
        expect(named(recording, "queue-certificate").inputs).toMatchObject({
            caCertPem: "authority",
            caPrivateKeyPem: "[secret]",
            validityPeriodHours: 17520,
            allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
        });
    });

    it("lets one of three servers go at a time, and says nothing where there is one, which nothing could spare", async () => {
        const three = await record(() => build({ queue: { replicas: 3 } }));
        expect(named(three, "queue-disruption").inputs["spec"]).toMatchObject({ maxUnavailable: 1 });
        const one = await record(() => build());
        expect(one.resources.map(({ type }) => type)).not.toContain("kubernetes:policy/v1:PodDisruptionBudget");
    });

    it("dies with the cluster, and has nothing to die with where another stack made it", async () => {
        const inCluster = (recording: Awaited<ReturnType<typeof record>>) =>
            recording.resources.filter(({ type, parent }) => type.startsWith("kubernetes:") && parent === "queue");
        const recording = await record(() => build());
        expect(inCluster(recording).map(({ options }) => options)).toEqual(
            Array(5).fill({ deletedWith: "queue-cluster", replaceWith: ["queue-cluster"], deleteBeforeReplace: true }),
        );
        expect(roots(recording)).toEqual(["queue-cluster", "queue-operator", "queue"]);
        const { resource: _resource, ...referenced } = (await record(() => clusterHandle())).result;
        const elsewhere = await record(() => build({ cluster: referenced }));
        expect(inCluster(elsewhere).map(({ options }) => options)).toEqual(Array(5).fill({}));
    });

    it("registers nothing on a bad pattern, the same in a preview, and twice side by side", async () => {
        await expect(record(() => build({ queue: { queuePattern: "(" } }))).rejects.toThrow(
            /queue\.queuePattern: .*rabbitmq\/queue-pattern/s,
        );
        const run = async (preview: boolean) => urns(await record(() => build({ queue: { replicas: 3 } }), { preview }));
        expect(await run(true)).toEqual(await run(false));
        const recording = await record(() => [build(), build({ brokerName: "other" }, "more")]);
        expect(new Set(urns(recording)).size).toBe(recording.resources.length);
    });
});

describe("ExistingQueue", () => {
    const URL = "amqps://me:hunter2@mq.example:5671/";
    const existing = (url: pulumi.Input<string>) => new ExistingQueue("queue", { cluster: clusterHandle(), namespace: "studioml", url });

    it("S1-13 S1-16 B8 keeps the address of a broker in a Secret, secret whatever it came as", async () => {
        const recording = await record(() => existing(URL));
        expect(named(recording, "queue-credentials").inputs).toMatchObject({
            metadata: { name: "queue-credentials", namespace: "studioml" },
            type: "Opaque",
            stringData: "[secret]",
        });
        expect(JSON.stringify(recording.resources)).not.toContain("hunter2");
        expect((await valueOf(recording.result.credentials.version)).secret).toBe(false);
    });

    it("S1-16 says where runners find queues: the management API on its own port, or where it is said to be; never without TLS or a password", async () => {
        const data = async (managementUrl?: string): Promise<unknown> => {
            const queue = () => new ExistingQueue("queue", { cluster: clusterHandle(), namespace: "studioml", url: URL, managementUrl });
            return inputsWithSecrets(named(await record(queue), "queue-credentials"))["stringData"];
        };
        const own = { url: URL, username: "me", password: "hunter2", host: "mq.example", port: "5671" };
        expect(await data()).toEqual({ ...own, "management-url": "https://me:hunter2@mq.example:15671" });
        expect(await data("https://a:b@admin.example")).toEqual({ ...own, "management-url": "https://a:b@admin.example" });
        const refused = ["http://a:b@admin.example", "https://a@admin.example", "https://admin.example", "admin.example"].map(
            managementUrlRules,
        );
        expect(refused.map((found) => found.map(({ rule }) => rule))).toEqual(Array(4).fill(["rabbitmq/management-url"]));
    });

    it("has another version for another address", async () => {
        const version = async (url: string) => (await valueOf((await record(() => existing(url))).result.credentials.version)).value;
        expect(await version(URL)).toBe(await version(URL));
        expect(await version("amqps://me:hunter3@mq.example:5671/")).not.toBe(await version(URL));
    });
});
