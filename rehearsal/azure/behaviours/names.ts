import { randomUUID } from "node:crypto";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { at, numberAt, textAt } from "../request";
import type { PutRequest } from "../request";
import { sameId } from "../resource-id";
import { merged } from "../schema/project";
import type { Behaviour } from "./behaviour";

/** Whether a global name is held by somebody else: another customer, or another resource of this subscription. */
function isTaken(request: PutRequest, key: string, cloud: Cloud): boolean {
    const same = (name: string): boolean => name.toLowerCase() === request.name.toLowerCase();
    return (
        (cloud.settings.namesTaken[key] ?? []).some(same) ||
        cloud.ofType(request.table.type).some((other) => !sameId(other.id, request.id) && same(other.name))
    );
}

export const registry: Behaviour = {
    check(request, cloud) {
        if (isTaken(request, "Registry", cloud)) {
            throw new ArmError(
                409,
                "AlreadyInUse",
                `The registry DNS name ${request.name.toLowerCase()}.azurecr.io is already in use. You can check if the name is already claimed using following API.`,
            );
        }
        if (!/^[a-zA-Z0-9]+$/.test(request.name)) {
            throw new ArmError(
                400,
                "InvalidResourceName",
                `Registry name ${request.name} is invalid: only letters and digits are allowed.`,
            );
        }
        const sku = textAt(request.inputs, "sku", "name");
        if (sku !== "Premium" && textAt(request.inputs, "publicNetworkAccess") === "Disabled") {
            throw new ArmError(
                400,
                "NetworkAccessNotAllowedForSku",
                `publicNetworkAccess Disabled needs sku Premium, the registry has ${sku ?? "none"}.`,
            );
        }
    },
    stored(request, sent) {
        const sku = textAt(sent.body, "sku", "name") ?? "Basic";
        return {
            body: merged(
                {
                    adminUserEnabled: false,
                    anonymousPullEnabled: false,
                    dataEndpointEnabled: false,
                    encryption: { status: "disabled" },
                    networkRuleBypassOptions: "AzureServices",
                    publicNetworkAccess: "Enabled",
                    zoneRedundancy: "Disabled",
                },
                sent.body,
            ),
            computed: {
                ...sent.computed,
                creationDate: textAt(request.previous?.computed, "creationDate") ?? textAt(sent.computed, "__now") ?? "",
                dataEndpointHostNames: [],
                loginServer: `${request.name.toLowerCase()}.azurecr.io`,
                privateEndpointConnections: [],
                sku: { tier: sku },
            },
        };
    },
};

export const storageAccount: Behaviour = {
    check(request, cloud) {
        if (isTaken(request, "StorageAccount", cloud)) {
            throw new ArmError(409, "StorageAccountAlreadyTaken", `The storage account named ${request.name} is already taken.`);
        }
        if (!/^[a-z0-9]{3,24}$/.test(request.name)) {
            throw new ArmError(
                400,
                "AccountNameInvalid",
                `${request.name} is not a valid storage account name. It must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
            );
        }
    },
    stored(request, sent) {
        const { name } = request;
        const location = textAt(sent.body, "location") ?? "";
        const endpoint = (service: string): string => `https://${name}.${service}.core.windows.net/`;
        const created = textAt(request.previous?.computed, "creationTime") ?? textAt(sent.computed, "__now") ?? "";
        const services = ["blob", "dfs", "file", "queue", "table", "web"];
        const encrypted = { enabled: true, keyType: "Account" };
        return {
            body: merged(
                {
                    ...(textAt(sent.body, "kind") === "Storage"
                        ? {}
                        : { accessTier: textAt(sent.body, "kind") === "StorageV2" ? "Hot" : "Premium" }),
                    allowBlobPublicAccess: false,
                    allowCrossTenantReplication: false,
                    enableHttpsTrafficOnly: true,
                    encryption: { keySource: "Microsoft.Storage", services: { blob: encrypted, file: encrypted } },
                    minimumTlsVersion: "TLS1_0",
                    networkRuleSet: { bypass: "AzureServices", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] },
                },
                sent.body,
            ),
            computed: {
                ...sent.computed,
                creationTime: created,
                keyCreationTime: { key1: created, key2: created },
                primaryEndpoints: Object.fromEntries(
                    services.map((service) => [service, endpoint(service === "web" ? "z13.web" : service)]),
                ),
                primaryLocation: location,
                privateEndpointConnections: [],
                sku: { tier: (textAt(sent.body, "sku", "name") ?? "").startsWith("Premium") ? "Premium" : "Standard" },
                statusOfPrimary: "available",
            },
        };
    },
};

export const vault: Behaviour = {
    check(request, cloud) {
        const held = cloud.store
            .all("deleted")
            .find((record) => record.type === request.table.type && record.name.toLowerCase() === request.name.toLowerCase());
        if (held !== undefined && request.previous === undefined && textAt(request.inputs, "properties", "createMode") !== "recover") {
            if (sameId(held.id, request.id)) {
                throw new ArmError(
                    409,
                    "ConflictError",
                    `A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault '${request.name}' (deleted ${held.changedAt}).`,
                );
            }
            throw new ArmError(
                409,
                "VaultAlreadyExists",
                `The vault name '${request.name}' is held by the deleted vault '${held.id}': purge it or choose another name.`,
            );
        }
        if (isTaken(request, "Vault", cloud)) {
            throw new ArmError(
                409,
                "VaultAlreadyExists",
                `The vault name '${request.name}' is already in use. Vault names are globally unique so it is possible that the name is already taken.`,
            );
        }
        const days = numberAt(request.inputs, "properties", "softDeleteRetentionInDays");
        if (days !== undefined && (days < 7 || days > 90)) {
            throw new ArmError(
                400,
                "BadRequest",
                `The property "softDeleteRetentionInDays" is ${days}, allowed is 7 to 90.`,
                "properties.softDeleteRetentionInDays",
            );
        }
        if (
            at(request.previous?.body, "properties", "enablePurgeProtection") === true &&
            at(request.inputs, "properties", "enablePurgeProtection") === false
        ) {
            throw new ArmError(
                400,
                "BadRequest",
                `The property "enablePurgeProtection" cannot be set to false once it is true.`,
                "properties.enablePurgeProtection",
            );
        }
    },
    stored: (request, sent) => ({
        body: merged(
            {
                properties: {
                    accessPolicies: [],
                    enabledForDeployment: false,
                    enableRbacAuthorization: false,
                    enableSoftDelete: true,
                    publicNetworkAccess: "Enabled",
                    softDeleteRetentionInDays: 90,
                },
            },
            sent.body,
        ),
        computed: {
            ...sent.computed,
            properties: { provisioningState: "Succeeded", vaultUri: `https://${request.name.toLowerCase()}.vault.azure.net/` },
        },
    }),
    accepted(record, cloud) {
        cloud.store.remove(record.id, "deleted");
    },
    removed(record, cloud) {
        cloud.store.replace({ ...record, changedAt: cloud.now.toISOString() }, "deleted");
    },
};

export const workspace: Behaviour = {
    check(request) {
        const days = numberAt(request.inputs, "retentionInDays");
        if (days !== undefined && days !== -1 && (days < 30 || days > 730)) {
            throw new ArmError(
                400,
                "InvalidParameter",
                `'RetentionInDays' property is ${days}, allowed is 30 to 730 for sku PerGB2018.`,
                "retentionInDays",
            );
        }
    },
    stored: (request, sent) => ({
        body: merged(
            {
                features: { enableLogAccessUsingOnlyResourcePermissions: true },
                publicNetworkAccessForIngestion: "Enabled",
                publicNetworkAccessForQuery: "Enabled",
                retentionInDays: 30,
                sku: { name: "PerGB2018" },
                workspaceCapping: { dailyQuotaGb: -1 },
            },
            sent.body,
        ),
        computed: {
            ...sent.computed,
            customerId: textAt(request.previous?.computed, "customerId") ?? randomUUID(),
            createdDate: textAt(request.previous?.computed, "createdDate") ?? textAt(sent.computed, "__now") ?? "",
            modifiedDate: textAt(sent.computed, "__now") ?? "",
            sku: { lastSkuUpdate: textAt(request.previous?.computed, "createdDate") ?? textAt(sent.computed, "__now") ?? "" },
            workspaceCapping: { dataIngestionStatus: "RespectQuota" },
        },
    }),
};
