import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { requirePower } from "../cluster-power";
import type { ResourceRecord } from "../subscription/store";
import { clusterOfExtension, EXTENSION_TYPE } from "./extensions";
import { CLUSTER_TYPE, POOL_TYPE } from "./pools";
import { NETWORK_TYPE, networkIdOf, SUBNET_TYPE } from "./subnets";

const CREDENTIAL_TYPE = "azure-native:managedidentity:FederatedIdentityCredential";
const ACCOUNT_TYPE = "azure-native:storage:StorageAccount";
/** Settings of a whole storage account. */
const ACCOUNT_SETTINGS = ["azure-native:storage:BlobServiceProperties", "azure-native:storage:ManagementPolicy"];

/** What is said of children of a cluster. */
const BUSY_NOUNS: Readonly<Record<string, string>> = { [POOL_TYPE]: "agent pool", [EXTENSION_TYPE]: "extension" };

function isBusy(record: ResourceRecord | undefined): record is ResourceRecord {
    return record?.operation !== undefined;
}

/** Refuses a write or delete while an operation that it would collide with is under way, and of a stopped cluster. */
export function checkConflicts(type: string, id: string, verb: "create" | "update" | "delete", cloud: Cloud): void {
    switch (type) {
        case CLUSTER_TYPE: {
            const busy = [cloud.find(id), ...cloud.childrenOf(id, POOL_TYPE), ...cloud.childrenOf(id, EXTENSION_TYPE)].find(isBusy);
            refuse(busy, verb);
            if (verb === "update") {
                requirePower(cloud.find(id), "Running", "updating");
            }
            return;
        }
        case POOL_TYPE: {
            // Two different pools of a cluster may be written at once; a pool and its cluster, or an extension of it, may not.
            const clusterId = id.replace(/\/agentPools\/[^/]+$/i, "");
            refuse([cloud.find(clusterId), cloud.find(id), ...cloud.childrenOf(clusterId, EXTENSION_TYPE)].find(isBusy), verb);
            requirePower(cloud.find(clusterId), "Running", `${verb.replace(/e$/, "")}ing agent pools`);
            return;
        }
        case EXTENSION_TYPE: {
            const clusterId = clusterOfExtension(id);
            const others = [POOL_TYPE, EXTENSION_TYPE].flatMap((one) => cloud.childrenOf(clusterId, one));
            refuse([cloud.find(clusterId), ...others].find(isBusy), verb);
            requirePower(cloud.find(clusterId), "Running", `${verb.replace(/e$/, "")}ing extensions`);
            return;
        }
        case SUBNET_TYPE:
        case NETWORK_TYPE: {
            const networkId = networkIdOf(id);
            const busy = [cloud.find(networkId), ...cloud.childrenOf(networkId, SUBNET_TYPE)].find(isBusy);
            if (busy !== undefined) {
                throw new ArmError(
                    409,
                    "AnotherOperationInProgress",
                    `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: https://management.azure.com${busy.id}?${busy.provisioningState}`,
                );
            }
            return;
        }
        case CREDENTIAL_TYPE: {
            const identityId = id.replace(/\/federatedIdentityCredentials\/[^/]+$/i, "");
            if (cloud.childrenOf(identityId, CREDENTIAL_TYPE).some(isBusy)) {
                throw new ArmError(
                    409,
                    "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
                    `Too many Federated Identity Credentials are written concurrently for the managed identity '${identityId}'. Concurrent writes under the same managed identity are not supported.`,
                );
            }
            return;
        }
        case ACCOUNT_TYPE:
        case "azure-native:storage:BlobServiceProperties":
        case "azure-native:storage:ManagementPolicy": {
            const accountId = id.replace(/\/(?:blobServices|managementPolicies)\/[^/]+$/i, "");
            if ([cloud.find(accountId), ...ACCOUNT_SETTINGS.flatMap((one) => cloud.childrenOf(accountId, one))].some(isBusy)) {
                throw new ArmError(
                    409,
                    "StorageAccountOperationInProgress",
                    `An operation is currently performing on this storage account that requires exclusive access.`,
                );
            }
            return;
        }
        default:
            return;
    }
}

function refuse(busy: ResourceRecord | undefined, verb: string): void {
    if (busy !== undefined) {
        const what = BUSY_NOUNS[busy.type] === undefined ? "managed cluster" : `${BUSY_NOUNS[busy.type] ?? ""} ${busy.name}`;
        throw new ArmError(
            409,
            "OperationNotAllowed",
            `Operation is not allowed because there's an in progress ${busy.provisioningState.toLowerCase()} operation on the ${what} (${busy.id}). ` +
                `Please wait for it to finish before starting a new operation (${verb}).`,
        );
    }
}
