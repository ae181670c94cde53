import { findingsOf, type Finding } from "../core/findings";
import { NAMESPACE_RULES } from "./rule-table";

export { NAMESPACE_RULES } from "./rule-table";

const finding = findingsOf(NAMESPACE_RULES);

/** How strictly the namespace's pods are held to Kubernetes' Pod Security Standards. */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const RESERVED = new Set([
    "default",
    "kube-system",
    "kube-public",
    "kube-node-lease",
    "gatekeeper-system",
    "aks-istio-system",
    "aks-istio-ingress",
]);

/** The namespace's name is legal and the platform's own, and its labels leave the Pod Security Standards alone. */
export function namespaceRules(spec: { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> }): Finding[] {
    const found: Finding[] = [];
    if (!NAMESPACE.test(spec.namespace)) {
        found.push(
            finding(
                "namespace/name",
                "namespace",
                spec.namespace,
                "a namespace has 1 to 63 lower-case letters, digits and dashes, with no dash at either end",
                "use for example studioml",
            ),
        );
    }
    if (RESERVED.has(spec.namespace) || spec.namespace.startsWith("kube-")) {
        found.push(
            finding(
                "namespace/reserved",
                "namespace",
                spec.namespace,
                "the namespace belongs to Kubernetes or AKS",
                "choose a name of the platform's own",
            ),
        );
    }
    for (const label of Object.keys(spec.labels ?? {}).filter((one) => one.startsWith("pod-security.kubernetes.io/"))) {
        found.push(
            finding(
                "namespace/pod-security-label",
                `labels[${JSON.stringify(label)}]`,
                spec.labels?.[label],
                "the Pod Security labels are set by podSecurity",
                "remove the label and set podSecurity",
            ),
        );
    }
    return found;
}
