import { mirroredImage } from "../core/mirror";
import type { Placement } from "../core/placement";
import { RABBITMQ_VERSIONS } from "./operator";
import { RABBITMQ_DEFAULTS, type RabbitMqSpec } from "./spec";
import { brokerConfiguration, DEFINITIONS_FOLDER, PORTS, TOOL_PORTS } from "./values";

/** Names of a broker's objects. */
export interface BrokerNames {
    readonly broker: string;
    readonly certificate: string;
    readonly definitions: string;
    readonly credentials: string;
}

export function brokerNames(broker: string): BrokerNames {
    return { broker, certificate: `${broker}-tls`, definitions: `${broker}-definitions`, credentials: `${broker}-credentials` };
}

/** Labels that the operator gives a broker's pods. */
export function brokerLabels(broker: string): Record<string, string> {
    return { "app.kubernetes.io/name": broker, "app.kubernetes.io/component": "rabbitmq" };
}

/** Labels of pods that may reach a broker. */
export function clientLabels(broker: string): Record<string, string> {
    return { "ml-platform/queue-client": broker };
}

export interface BrokerOptions {
    readonly queue: RabbitMqSpec;
    readonly placement?: Placement;
    readonly mirror?: string;
}

/** Versions of what the broker reads when it starts only; a new one restarts it, server by server. */
export interface BrokerVersions<Text> {
    readonly definitions: Text;
    readonly certificate: Text;
}

/** Memory of a server: limit and request are the same, or the kernel ends it before it stops taking messages. */
const MEMORY = "2Gi";

/** Within this a server hands its queues over to the others; the operator's own week would outlast any drain of a node. */
const GRACE_SECONDS = 600;

/** What is asked of the operator. */
export function brokerSpec<Text>(
    names: BrokerNames,
    options: BrokerOptions,
    versions: BrokerVersions<Text>,
): Readonly<Record<string, unknown>> {
    const { replicas, storageGiB } = { ...RABBITMQ_DEFAULTS, ...options.queue };
    const { storageClass } = options.queue;
    const { image } = RABBITMQ_VERSIONS.server;
    return {
        replicas,
        image: options.mirror === undefined ? image : mirroredImage(options.mirror, image),
        service: { type: "ClusterIP" },
        tls: { secretName: names.certificate, disableNonTLSListeners: true },
        persistence: { storage: `${storageGiB}Gi`, ...(storageClass === undefined ? {} : { storageClassName: storageClass }) },
        resources: { requests: { cpu: "250m", memory: MEMORY }, limits: { memory: MEMORY } },
        terminationGracePeriodSeconds: GRACE_SECONDS,
        rabbitmq: { additionalConfig: brokerConfiguration(storageGiB) },
        affinity: affinity(names.broker, replicas, options.placement),
        ...(options.placement === undefined ? {} : { tolerations: options.placement.tolerations }),
        override: { statefulSet: { spec: { template: podTemplate(names, versions) } } },
    };
}

/** What the operator has no field for: the definitions' volume, and annotations by which changes reach the pods. */
function podTemplate<Text>(names: BrokerNames, { definitions, certificate }: BrokerVersions<Text>) {
    return {
        metadata: {
            annotations: {
                "ml-platform/definitions-version": definitions,
                "ml-platform/certificate-version": certificate,
                "prometheus.io/port": String(PORTS.metrics),
                "prometheus.io/scheme": "https",
            },
        },
        spec: {
            containers: [{ name: "rabbitmq", volumeMounts: [{ name: "definitions", mountPath: DEFINITIONS_FOLDER, readOnly: true }] }],
            volumes: [{ name: "definitions", secret: { secretName: names.definitions } }],
        },
    };
}

/** Several servers are on several nodes, and in several zones where there are. */
function affinity(broker: string, replicas: number, placement: Placement | undefined) {
    const labelSelector = { matchLabels: brokerLabels(broker) };
    const apart = {
        requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: "kubernetes.io/hostname" }],
        preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { labelSelector, topologyKey: "topology.kubernetes.io/zone" } },
        ],
    };
    const selector = Object.entries(placement?.nodeSelector ?? {});
    const matchExpressions = selector.map(([key, value]) => ({ key, operator: "In", values: [value] }));
    return {
        ...(replicas > 1 ? { podAntiAffinity: apart } : {}),
        ...(matchExpressions.length === 0
            ? {}
            : { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } } }),
    };
}

/** Who may reach which ports, as a NetworkPolicy says it. */
export interface IngressRule {
    readonly from: { readonly podSelector?: { readonly matchLabels: Record<string, string> }; readonly namespaceSelector?: object }[];
    readonly ports: { readonly protocol: "TCP"; readonly port: number; readonly endPort?: number }[];
}

/**
 * Who may reach a broker's pods: clients by their label, in the same namespace; its own servers; and from anywhere in the cluster whoever
 * reads metrics, which name queues and count messages. Everything else is refused, the management port to others than clients included.
 */
export function brokerIngress(broker: string): IngressRule[] {
    const tcp = (port: number, endPort?: number): IngressRule["ports"][number] => ({
        protocol: "TCP",
        port,
        ...(endPort === undefined ? {} : { endPort }),
    });
    return [
        { from: [{ podSelector: { matchLabels: clientLabels(broker) } }], ports: [tcp(PORTS.amqps), tcp(PORTS.management)] },
        {
            from: [{ podSelector: { matchLabels: brokerLabels(broker) } }],
            ports: [tcp(PORTS.peers), tcp(PORTS.distribution), tcp(TOOL_PORTS.first, TOOL_PORTS.last)],
        },
        { from: [{ namespaceSelector: {} }], ports: [tcp(PORTS.metrics)] },
    ];
}
