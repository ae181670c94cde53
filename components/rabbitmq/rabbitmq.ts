import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as policy from "@pulumi/kubernetes/policy/v1";
import * as pulumi from "@pulumi/pulumi";
import { RandomBytes } from "@pulumi/random/randomBytes";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { ArgErrors } from "../core/arg-errors";
import { contentVersion } from "../core/content-version";
import type { CertificateAuthorityHandle, ClusterHandle, MessageQueueHandle, SecretHandle } from "../core/contracts";
import { diesWith, onceMade } from "../core/lifetime";
import type { Placement } from "../core/placement";
import { typeToken } from "../core/token";
import { type BrokerCertificate, brokerCertificate } from "./certificate";
import { brokerIngress, brokerLabels, brokerNames, type BrokerNames, brokerSpec, clientLabels } from "./plan";
import { rabbitMqRules } from "./rules";
import { RABBITMQ_DEFAULTS, type RabbitMqSpec } from "./spec";
import { brokerDefinitions, credentialsOf, passwordHash, QUEUE_USER } from "./values";

export interface RabbitMqArgs {
    /** The cluster that it is in, and dies with. */
    readonly cluster: ClusterHandle;
    readonly namespace: pulumi.Input<string>;
    /** What is ready when the operator is, and goes after the broker: the Kustomization of `rabbitMqOperator()`. */
    readonly operator: pulumi.Resource;
    /** Signs the broker's certificate, and is what clients trust. */
    readonly certificateAuthority: CertificateAuthorityHandle;
    /** @default {} */
    readonly queue?: RabbitMqSpec;
    /** Where the servers go. @default - any node without taints */
    readonly placement?: Placement;
    /** Name of the broker and of its Service. @default "rabbitmq" */
    readonly brokerName?: string;
    /** Registry and path with copies of images under their publishers' full names. @default - Docker Hub */
    readonly mirror?: string;
}

/**
 * RabbitMQ in the cluster, by its own operator: TLS on port 5671, no port without it, no public address. Needs a Kubernetes provider for the
 * cluster among `providers`.
 *
 * One user, who may use one vhost; its password is made here and is in a Secret that clients read. Nobody administers the broker over the
 * network. Pods with `clientLabels` reach it, and its management port, by which runners find queues; other pods do not, as far as the
 * cluster enforces network policies. Metrics are on port 15691, by HTTPS.
 *
 * Each server asks for 0.25 CPU and 2 GiB of memory, and has a disk. With three, each is on a node of its own, and one may go at a time. A
 * change restarts the servers one by one: with one server, clients wait for it for half a minute. Higher `credentialsGeneration` gives a
 * new password to the broker and, with the Secret's version, to its clients; meanwhile those that connect anew try again, and connections
 * that stand go on. Its disks go with it, and all messages. Fewer servers or smaller disks are refused by the operator, and the `up` fails.
 *
 * The certificate is good for two years, and the first `up` in its last half year renews it.
 *
 * @throws pulumi.InputPropertiesError with every broken rule.
 * @example
 * const { kustomizations } = new FluxSources("sources", { cluster, extension, sources: { rabbitmq: rabbitMqOperator() } }, opts);
 * const operator = kustomizations[OPERATOR_KUSTOMIZATION];
 * const queue = new RabbitMq("queue", { cluster, namespace, operator, certificateAuthority, queue: { replicas: 3 } }, opts);
 */
export class RabbitMq extends pulumi.ComponentResource implements MessageQueueHandle {
    public readonly credentials: SecretHandle;
    public readonly certificateAuthority: CertificateAuthorityHandle;
    /** Host name inside the cluster. */
    public readonly host: pulumi.Output<string>;
    /** What pods that use the queue have among their labels. */
    public readonly clientLabels: Readonly<Record<string, string>>;

    constructor(name: string, args: RabbitMqArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("RabbitMq"), name, {}, opts);
        const { queue = {}, brokerName = "rabbitmq" } = args;
        new ArgErrors().add(rabbitMqRules(brokerName, queue)).throwIfAny("RabbitMq", name);

        const names = brokerNames(brokerName);
        const lifetime = { parent: this, ...diesWith(args.cluster) };
        const namespace = pulumi.output(args.namespace);
        this.host = pulumi.interpolate`${brokerName}.${namespace}.svc`;
        this.certificateAuthority = args.certificateAuthority;
        this.clientLabels = clientLabels(brokerName);

        const certificate = brokerCertificate(name, { ...args, brokerName, namespace }, lifetime);
        const secrets = this.makeSecrets(name, names, namespace, certificate, queue, lifetime);
        this.credentials = secrets.credentials;
        const metadata = (own: string) => ({ name: own, namespace, labels: LABELS });
        const guard = new networking.NetworkPolicy(
            `${name}-ingress`,
            {
                metadata: metadata(brokerName),
                spec: {
                    podSelector: { matchLabels: brokerLabels(brokerName) },
                    policyTypes: ["Ingress"],
                    ingress: brokerIngress(brokerName),
                },
            },
            lifetime,
        );
        new CustomResource(
            `${name}-broker`,
            {
                apiVersion: "rabbitmq.com/v1beta1",
                kind: "RabbitmqCluster",
                metadata: { ...metadata(brokerName), annotations: { "pulumi.com/waitFor": WAIT_FOR } },
                spec: brokerSpec(names, { ...args, queue }, secrets.versions),
            },
            {
                ...lifetime,
                dependsOn: [args.operator, guard, ...secrets.all],
                customTimeouts: { create: "20m", update: "30m", delete: "20m" },
            },
        );
        if ((queue.replicas ?? RABBITMQ_DEFAULTS.replicas) > 1) {
            new policy.PodDisruptionBudget(
                `${name}-disruption`,
                { metadata: metadata(brokerName), spec: { maxUnavailable: 1, selector: { matchLabels: brokerLabels(brokerName) } } },
                lifetime,
            );
        }
        this.registerOutputs({});
    }

    /** What the broker and its clients read. */
    private makeSecrets(
        name: string,
        names: BrokerNames,
        namespace: pulumi.Output<string>,
        certificate: BrokerCertificate,
        queue: RabbitMqSpec,
        opts: pulumi.CustomResourceOptions,
    ) {
        const { credentialsGeneration, queuePattern, replicas } = { ...RABBITMQ_DEFAULTS, ...queue };
        const keepers = { generation: String(credentialsGeneration) };
        const made = { parent: this };
        // Letters and digits only: runners take the password out of the address as it stands there.
        const drawn = new RandomPassword(`${name}-password`, { length: 40, special: false, keepers }, made);
        const bytes = new RandomBytes(`${name}-salt`, { length: 4, keepers }, made);
        const password = onceMade(drawn, drawn.result);
        const salt = onceMade(bytes, bytes.base64);
        const definitions = pulumi
            .all([password, salt])
            .apply(([text, four]) =>
                brokerDefinitions({ username: QUEUE_USER, passwordHash: passwordHash(text, four) }, { queuePattern, replicas }),
            );
        const credentials = pulumi
            .all([this.host, password])
            .apply(([host, text]) => credentialsOf(host, { username: QUEUE_USER, password: text }));
        const secret = (role: string, own: string, data: pulumi.Input<Record<string, pulumi.Input<string>>>, type = "Opaque") =>
            new core.Secret(
                `${name}-${role}`,
                { metadata: { name: own, namespace, labels: LABELS }, type, stringData: pulumi.secret(data) },
                opts,
            );
        const tls = { "tls.crt": certificate.certificatePem, "tls.key": certificate.privateKeyPem };
        const forClients = secret("credentials", names.credentials, credentials);
        return {
            credentials: {
                namespace,
                name: forClients.metadata.name,
                version: contentVersion({ url: credentials.apply(({ url = "" }) => url) }),
            },
            versions: {
                definitions: contentVersion({ definitions }),
                certificate: contentVersion({ certificate: certificate.certificatePem }),
            },
            all: [
                secret("definitions", names.definitions, { "definitions.json": definitions }),
                secret("tls", names.certificate, tls, "kubernetes.io/tls"),
            ],
        };
    }
}

const LABELS = { "app.kubernetes.io/managed-by": "pulumi" };

/** Every server runs, and the operator could do everything that was asked of it. */
const WAIT_FOR = JSON.stringify(["condition=AllReplicasReady", "condition=ReconcileSuccess"]);
