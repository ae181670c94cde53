import { type Finding, findingsOf } from "../core/findings";
import { S3_GATEWAY_RULES } from "./rule-table";
import { S3_GATEWAY_DEFAULTS, type S3GatewaySpec } from "./spec";

export { S3_GATEWAY_RULES } from "./rule-table";
export { S3_GATEWAY_DEFAULTS, type S3GatewaySpec } from "./spec";

const finding = findingsOf(S3_GATEWAY_RULES);

/** The S3 endpoint, in a cluster whose mesh encrypts or not. */
export function s3GatewayRules(gateway: S3GatewaySpec, { meshEncrypts }: { readonly meshEncrypts: boolean }): Finding[] {
    if (gateway.kind === "none") {
        return [];
    }
    const { replicas = S3_GATEWAY_DEFAULTS.replicas, tls = S3_GATEWAY_DEFAULTS.tls } = gateway;
    const found: Finding[] = [];
    if (replicas < 2) {
        const message = "one instance: every update of its node or of itself interrupts all reads and writes";
        found.push(finding("s3-gateway/single-replica", "replicas", replicas, message, "use 2"));
    }
    if (!tls && !meshEncrypts) {
        const message = "keys and objects cross the network between nodes in clear text";
        found.push(finding("s3-gateway/clear-text", "tls", tls, message, "set it to true, or use a mesh with mtls strict"));
    }
    return found;
}
