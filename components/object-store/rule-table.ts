import type { RuleTable } from "../core/findings";

/** What must hold of the object store. */
export const OBJECT_STORE_RULES = {
    "object-store/bucket-name": {
        severity: "error",
        reason: "A bucket is a container in Azure and a bucket in S3, so its name obeys both: 3 to 63 lower-case letters, digits and single dashes, with no dash at either end.",
        fix: "Change the name; S3's dots and Azure's $ names are not for both.",
    },
    "object-store/lifecycle-order": {
        severity: "error",
        reason: "Azure refuses a lifecycle that cools objects when, or after, it deletes them.",
        fix: "Raise `deleteAfterDays`, or remove `coolAfterDays`.",
    },
    "object-store/account-id": {
        severity: "error",
        reason: "An existing account is named by its ARM id, so that roles can be granted on it. An account's name has 3 to 24 lower-case letters and digits.",
        fix: "Use /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Storage/storageAccounts/<name>.",
    },
    "object-store/private-endpoint-network": {
        severity: "error",
        reason: "A private endpoint is an address in a subnet, and the account's name must lead to it: without a network there is neither, and nothing would reach the account.",
        fix: "Give the component the subnet for private endpoints and the network's id.",
    },
} as const satisfies RuleTable;
