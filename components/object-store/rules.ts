import { armIdForm, parseArmId } from "../core/arm-id";
import { type Finding, findingsOf, joinPath, keyStep, underPath } from "../core/findings";
import { OBJECT_STORE_RULES } from "./rule-table";
import { BUCKET_PATTERN, type BucketSpec, type ObjectStoreSpec } from "./spec";

export { OBJECT_STORE_RULES } from "./rule-table";
export { BUCKET_PATTERN, type ObjectStoreSpec } from "./spec";

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
            return accountRules(store.accountId);
    }
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
