import type { SecurityLevel } from "../core/contracts";
import { findingsOf, type Finding } from "../core/findings";
import { SECURITY_RULES } from "./rule-table";

export { SECURITY_RULES } from "./rule-table";

const finding = findingsOf(SECURITY_RULES);

/** What a hardened environment looks at, as the configuration says it. */
export interface Exposure {
    readonly cluster: {
        readonly access: { readonly kind: string; readonly authorizedIpRanges?: readonly string[] };
        readonly adminKubeconfig: boolean;
        readonly networkPolicy: string;
    };
    readonly ingress: { readonly kind: string; readonly exposure?: string };
    readonly registry: { readonly sku: string };
    readonly objectStore: { readonly kind: string; readonly privateEndpoint?: boolean };
}

/** Whether anything undoes what `hardened` promises. Paths begin at the configuration's root. */
export function securityRules(security: SecurityLevel, { cluster, ingress, registry, objectStore }: Exposure): Finding[] {
    if (security === "standard") {
        return [];
    }
    const found: Finding[] = [];
    if (cluster.access.kind === "public" || cluster.access.authorizedIpRanges?.some((range) => range.endsWith("/0")) === true) {
        const path = cluster.access.kind === "public" ? "cluster.access.kind" : "cluster.access.authorizedIpRanges";
        const value = cluster.access.kind === "public" ? "public" : cluster.access.authorizedIpRanges;
        const fix = 'set cluster.access.kind to "private", or to "restricted" with the ranges that need it';
        found.push(finding("security/public-api-server", path, value, "a hardened API server is not open to the whole internet", fix));
    }
    if (cluster.adminKubeconfig) {
        const message = "a hardened cluster has no account without a sign-in";
        const fix = "set it to false, and name groups in cluster.adminGroupObjectIds";
        found.push(finding("security/admin-kubeconfig", "cluster.adminKubeconfig", true, message, fix));
    }
    if (cluster.networkPolicy === "none") {
        const message = "a hardened cluster enforces network policies";
        found.push(
            finding("security/no-network-policy", "cluster.networkPolicy", "none", message, 'set it and cluster.dataplane to "cilium"'),
        );
    }
    if (ingress.exposure === "public") {
        const message = "a hardened platform is not reachable from the internet";
        found.push(finding("security/public-ingress", "ingress.exposure", "public", message, 'set it to "internal"'));
    }
    if (registry.sku !== "Premium") {
        const message = `a registry of the SKU ${registry.sku} has a public endpoint only`;
        found.push(
            finding(
                "security/public-registry",
                "registry.sku",
                registry.sku,
                message,
                "use Premium, and give the registry a private endpoint",
            ),
        );
    }
    if (objectStore.kind === "blob" && objectStore.privateEndpoint !== true) {
        const message = "the storage account has a public endpoint";
        const fix = "set it to true, and network.subnets.privateEndpoints to a range for it";
        found.push(finding("security/public-object-store", "objectStore.privateEndpoint", false, message, fix));
    }
    return found;
}
