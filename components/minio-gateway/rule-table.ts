import type { RuleTable } from "../core/findings";

/** What must hold of the S3 endpoint. */
export const S3_GATEWAY_RULES = {
    "s3-gateway/single-replica": {
        severity: "warning",
        reason: "Everything that reads or writes objects goes through the gateway, so one instance means an interruption with every update of a node or of the gateway.",
        fix: "Use 2 or more instances; they keep no state.",
    },
    "s3-gateway/clear-text": {
        severity: "warning",
        reason: "Without TLS, and without a mesh that encrypts, keys and objects cross the network between nodes in clear text.",
        fix: "Set `tls` to true, or use a mesh.",
    },
} as const satisfies RuleTable;
