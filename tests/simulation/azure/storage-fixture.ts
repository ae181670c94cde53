import type { Properties } from "../../../rehearsal/provider/values";
import { type Created, lifecycleRule } from "./subscription-fixture";

const at = { resourceGroupName: "rg" };

/** One of each type of storage, as a stack would make them, with a private endpoint. */
export async function addStorage(
    add: (short: string, args: Properties) => Promise<Created>,
    { identityId, subnetId, zoneId }: { readonly identityId: string; readonly subnetId: string; readonly zoneId: string },
): Promise<void> {
    const account = await add("storage:StorageAccount", {
        ...at,
        accountName: "blobs1",
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
        identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
    });
    await add("storage:BlobContainer", { ...at, accountName: "blobs1", containerName: "data", metadata: { acl: "e30=" } });
    await add("storage:BlobServiceProperties", {
        ...at,
        accountName: "blobs1",
        blobServicesName: "default",
        isVersioningEnabled: true,
        deleteRetentionPolicy: { enabled: true, days: 7 },
    });
    await add("storage:ManagementPolicy", {
        ...at,
        accountName: "blobs1",
        managementPolicyName: "default",
        policy: { rules: [lifecycleRule("old", { delete: { daysAfterModificationGreaterThan: 90 } })] },
    });
    await add("network:PrivateEndpoint", {
        ...at,
        privateEndpointName: "blobs",
        subnet: { id: subnetId },
        privateLinkServiceConnections: [{ name: "blob", privateLinkServiceId: account.id, groupIds: ["blob"] }],
    });
    await add("network:PrivateDnsZoneGroup", {
        ...at,
        privateEndpointName: "blobs",
        privateDnsZoneGroupName: "default",
        privateDnsZoneConfigs: [{ name: "blob", privateDnsZoneId: zoneId }],
    });
}
