import { armIdForm, parseArmId } from "../core/arm-id";
import { type Finding, findingsOf, joinPath, keyStep, underPath } from "../core/findings";
import { OBJECT_STORE_RULES } from "./rule-table";
import { BUCKET_PATTERN, type BucketSpec, type ObjectStoreSpec } from "./spec";

export { OBJECT_STORE_RULES } from "./rule-table";
export { BUCKET_PATTERN, OBJECT_STORE_DEFAULTS, type ObjectStoreSpec } from "./spec";

const finding = findingsOf(OBJECT_STORE_RULES);

/** The account and its buckets. */
export function objectStoreRules(store: ObjectStoreSpec): Finding[] {
    switch (store.kind) {
        case "none":
            return [];
        case "blob":
            return Object.entries(store.buckets ?? {}).flatMap(([name, bucket]) =>
                underPath(joinPath("buckets", keyStep(name)), bucketRules(name, bucket)),
            );
        case "existing":
            return [
                ...accountRules(store.accountId),
                ...Object.keys(store.buckets ?? {}).flatMap((name) => underPath(joinPath("buckets", keyStep(name)), bucketRules(name, {}))),
            ];
    }
}

/**
 * Whether what hands the store its subnet and network has done so.
 *
 * @param network whether a subnet for private endpoints was given
 */
export function privateEndpointRules(store: ObjectStoreSpec, network: boolean): Finding[] {
    if (store.kind !== "blob" || store.privateEndpoint !== true || network) {
        return [];
    }
    const message = "a private endpoint needs an address in a subnet, and a network whose names lead to it";
    return [finding("object-store/private-endpoint-network", "privateEndpoint", true, message, "give `network`, or leave it out")];
}

function bucketRules(name: string, { lifecycle = {} }: BucketSpec): Finding[] {
    const found: Finding[] = [];
    if (!BUCKET_PATTERN.test(name)) {
        const message = "a bucket's name has 3 to 63 lower-case letters, digits and single dashes, with no dash at either end";
        found.push(finding("object-store/bucket-name", "", name, message, "change the name, for example project-data"));
    }
    const { coolAfterDays, deleteAfterDays } = lifecycle;
    if (coolAfterDays !== undefined && deleteAfterDays !== undefined && coolAfterDays >= deleteAfterDays) {
        const message = `objects are deleted after ${deleteAfterDays} days, before they would move to the cool tier`;
        found.push(
            finding(
                "object-store/lifecycle-order",
                "lifecycle.coolAfterDays",
                coolAfterDays,
                message,
                "lower it, or raise deleteAfterDays",
            ),
        );
    }
    return found;
}

function accountRules(accountId: string): Finding[] {
    const type = "Microsoft.Storage/storageAccounts";
    const account = parseArmId(accountId, type);
    if (account !== undefined && /^[a-z0-9]{3,24}$/.test(account.name)) {
        return [];
    }
    return [finding("object-store/account-id", "accountId", accountId, "not the ARM id of a storage account", `use ${armIdForm(type)}`)];
}
