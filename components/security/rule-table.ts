import type { RuleTable } from "../core/findings";

/** What a hardened environment does not have. */
export const SECURITY_RULES = {
    "security/public-api-server": {
        severity: "error",
        reason: "In a hardened environment the API server must not be open to the whole internet: one stolen token would be enough.",
        fix: "Set `cluster.access.kind` to private, or to restricted with the ranges of your VPN and CI runners.",
    },
    "security/admin-kubeconfig": {
        severity: "error",
        reason: "The administrator's kubeconfig needs no sign-in, leaves no name in the audit log and cannot be revoked for one person.",
        fix: "Set `cluster.adminKubeconfig` to false and name groups in `cluster.adminGroupObjectIds`.",
    },
    "security/no-network-policy": {
        severity: "error",
        reason: "Without an engine for network policies they are accepted and ignored, and every pod reaches every other one.",
        fix: "Set `cluster.networkPolicy` to cilium, and `cluster.dataplane` with it.",
    },
    "security/public-ingress": {
        severity: "error",
        reason: "In a hardened environment nothing of the platform is reachable from the internet, its sign-in page neither.",
        fix: "Set `ingress.exposure` to internal.",
    },
    "security/public-registry": {
        severity: "warning",
        reason: "A registry of the SKUs Basic and Standard has a public endpoint: its credentials are all that protects the images. Premium can have a private one, which this program does not make yet.",
        fix: "Set `registry.sku` to Premium, and give the registry a private endpoint.",
    },
    "security/public-object-store": {
        severity: "warning",
        reason: "A storage account without a private endpoint answers the whole internet: identities are all that protects the data.",
        fix: "Set `objectStore.privateEndpoint` to true.",
    },
} as const satisfies RuleTable;
