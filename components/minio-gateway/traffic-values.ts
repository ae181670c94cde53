import type { networking } from "@pulumi/kubernetes/types/input";
import type { S3ClientSpec } from "./spec";
import { METRICS_PORT, S3_PORT } from "./values";

type NetworkPolicySpec = networking.v1.NetworkPolicySpec;
type Peer = networking.v1.NetworkPolicyPeer;

/** Namespace whose agents ask for metrics: those of Azure Monitor. */
export const DEFAULT_SCRAPERS: readonly string[] = ["kube-system"];

const inNamespace = (namespace: string, podLabels?: Readonly<Record<string, string>>): Peer => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    ...(podLabels === undefined || Object.keys(podLabels).length === 0 ? {} : { podSelector: { matchLabels: { ...podLabels } } }),
});

/**
 * Who reaches the gateway, and whom it reaches: pods of its own namespace and the named clients on its port; Prometheus; and out of the pod
 * the cluster's DNS, and HTTPS for Entra ID and the storage account, whose addresses nobody can name. The address that hands out the node's
 * own identity is not among them.
 */
export function gatewayTraffic(
    labels: Readonly<Record<string, string>>,
    clients: readonly S3ClientSpec[],
    scrapers: readonly string[],
): NetworkPolicySpec {
    const everyPodHere: Peer = { podSelector: {} };
    return {
        podSelector: { matchLabels: { ...labels } },
        policyTypes: ["Ingress", "Egress"],
        ingress: [
            {
                from: [everyPodHere, ...clients.map(({ namespace, podLabels }) => inNamespace(namespace, podLabels))],
                ports: [{ protocol: "TCP", port: S3_PORT }],
            },
            {
                from: [everyPodHere, ...scrapers.map((namespace) => inNamespace(namespace))],
                ports: [{ protocol: "TCP", port: METRICS_PORT }],
            },
        ],
        egress: [
            {
                to: [inNamespace("kube-system", { "k8s-app": "kube-dns" })],
                ports: [
                    { protocol: "UDP", port: 53 },
                    { protocol: "TCP", port: 53 },
                ],
            },
            {
                to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }],
                ports: [{ protocol: "TCP", port: 443 }],
            },
        ],
    };
}
