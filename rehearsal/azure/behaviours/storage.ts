import { ArmError } from "../arm-error";
import { at, numberAt, objectsAt, textAt } from "../request";
import { merged } from "../schema/project";
import type { Behaviour } from "./behaviour";

/** Rules that one account's lifecycle may have. */
const MAX_LIFECYCLE_RULES = 100;

/** ARM id of the account that something belongs to. */
const accountOf = (id: string): string => id.replace(/\/(?:blobServices|managementPolicies)\/.*$/i, "");

/** Settings of an account's blobs. They come with the account, so a create changes them, and a delete sets them back. */
export const blobService: Behaviour = {
    singleton: true,
    check(request) {
        for (const policy of ["deleteRetentionPolicy", "containerDeleteRetentionPolicy"]) {
            if (at(request.inputs, policy, "enabled") === true && numberAt(request.inputs, policy, "days") === undefined) {
                const message = `${policy} is enabled and has no days: allowed is 1 to 365.`;
                throw new ArmError(400, "InvalidXmlNodeValue", message, `${policy}.days`);
            }
        }
    },
    stored: (_, sent) => ({
        body: merged(
            {
                cors: { corsRules: [] },
                containerDeleteRetentionPolicy: { enabled: false },
                deleteRetentionPolicy: { enabled: false, allowPermanentDelete: false },
            },
            sent.body,
        ),
        computed: { ...sent.computed, sku: { name: "Standard_LRS", tier: "Standard" } },
    }),
};

export const blobContainer: Behaviour = {
    check(request, cloud) {
        const account = cloud.find(accountOf(request.id));
        const access = textAt(request.inputs, "publicAccess") ?? "None";
        if (access !== "None" && account?.body["allowBlobPublicAccess"] === false) {
            throw new ArmError(409, "PublicAccessNotPermitted", "Public access is not permitted on this storage account.", "publicAccess");
        }
    },
    stored: (_, sent) => ({
        body: merged(
            { defaultEncryptionScope: "$account-encryption-key", denyEncryptionScopeOverride: false, publicAccess: "None" },
            sent.body,
        ),
        computed: {
            ...sent.computed,
            deleted: false,
            hasImmutabilityPolicy: false,
            hasLegalHold: false,
            leaseState: "Available",
            leaseStatus: "Unlocked",
            version: "",
            remainingRetentionDays: 0,
        },
    }),
};

/** What happens to blobs as they age. */
export const managementPolicy: Behaviour = {
    check(request) {
        const rules = objectsAt(request.inputs, "policy", "rules");
        const names = rules.map((rule) => textAt(rule, "name") ?? "");
        const bad = names.find((name) => !/^[a-zA-Z0-9]{1,256}$/.test(name));
        if (rules.length === 0 || rules.length > MAX_LIFECYCLE_RULES) {
            const message = `The management policy has ${rules.length} rules: allowed is 1 to ${MAX_LIFECYCLE_RULES}.`;
            throw new ArmError(400, "InvalidRequestPropertyValue", message, "policy.rules");
        }
        if (bad !== undefined || new Set(names).size < names.length) {
            const message = "Names of rules are different from each other, and have 1 to 256 letters and digits.";
            throw new ArmError(400, "InvalidRequestPropertyValue", message, "policy.rules");
        }
        for (const rule of rules) {
            const days = (action: string): number =>
                numberAt(rule, "definition", "actions", "baseBlob", action, "daysAfterModificationGreaterThan") ?? Infinity;
            if (days("tierToCool") !== Infinity && days("tierToCool") >= days("delete")) {
                const message = `Rule ${textAt(rule, "name") ?? ""} would move blobs to another tier when or after it deletes them.`;
                throw new ArmError(400, "InvalidRequestPropertyValue", message, "policy.rules");
            }
        }
    },
    stored: (_, sent) => ({ body: sent.body, computed: { ...sent.computed, lastModifiedTime: textAt(sent.computed, "__now") ?? "" } }),
};
