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
    "s3-gateway/rotation-number": {
        severity: "error",
        reason: "A credential is made anew whenever its generation is another number. Anything but a whole number from 1 on is a slip.",
        fix: "Raise the number by one to make a new credential.",
    },
    "s3-gateway/rotation-bucket": {
        severity: "error",
        reason: "Each bucket has a user of its own. A generation for a bucket that is not there would rotate nothing, and the credential that was meant would stay valid.",
        fix: "Name a bucket of the store.",
    },
} as const satisfies RuleTable;
