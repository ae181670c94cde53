import * as network from "@pulumi/azure-native/network";
import * as privatedns from "@pulumi/azure-native/privatedns";
import * as pulumi from "@pulumi/pulumi";
import * as names from "../core/azure-names";
import type { NamingHandle, PrivateEndpointsHandle } from "../core/contracts";
import { azureInputs, physicalName } from "../core/naming";
import { retryConflicts } from "../core/retry";
import { typeToken } from "../core/token";

interface BlobEndpointArgs {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: pulumi.Input<string>;
    readonly naming: NamingHandle;
    readonly network: PrivateEndpointsHandle;
    readonly account: { readonly id: pulumi.Output<string>; readonly resource: pulumi.Resource };
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The name under which Azure's DNS leads a private lookup of a blob endpoint on. */
const BLOB_ZONE = "privatelink.blob.core.windows.net";

/**
 * A private address of a storage account's blobs, and the DNS zone by which the network finds it. About 8 USD a month, and 0.01 USD per
 * GB. In a network with other private endpoints for blobs the zone hides their public addresses.
 */
export class BlobEndpoint extends pulumi.ComponentResource {
    constructor(name: string, args: BlobEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("BlobEndpoint"), name, {}, opts);
        const { account, resourceGroupName, tags } = args;
        const tagged = tags === undefined ? {} : { tags };
        const withAccount = { parent: this, replaceWith: [account.resource], deleteBeforeReplace: true };
        const zone = new privatedns.PrivateZone(
            `${name}-zone`,
            { resourceGroupName, privateZoneName: BLOB_ZONE, location: "Global", ...tagged },
            { parent: this },
        );
        const link = new privatedns.VirtualNetworkLink(
            `${name}-link`,
            {
                resourceGroupName,
                privateZoneName: zone.name,
                virtualNetworkLinkName: "platform",
                location: "Global",
                registrationEnabled: false,
                virtualNetwork: { id: args.network.virtualNetworkId },
                ...tagged,
            },
            { parent: this, replaceOnChanges: ["virtualNetwork"], deleteBeforeReplace: true },
        );
        const endpoint = new network.PrivateEndpoint(
            `${name}-endpoint`,
            {
                ...azureInputs(args),
                privateEndpointName: physicalName(args.naming, (parts) => names.privateEndpointName("blob", parts)),
                subnet: { id: args.network.subnetId },
                privateLinkServiceConnections: [{ name: "blob", privateLinkServiceId: account.id, groupIds: ["blob"] }],
            },
            // Azure gives an endpoint no other subnet.
            { ...withAccount, replaceOnChanges: ["subnet"], hooks: { onError: [retryConflicts(`BlobEndpoint ${name}`)] } },
        );
        new network.PrivateDnsZoneGroup(
            `${name}-records`,
            {
                resourceGroupName,
                privateEndpointName: endpoint.name,
                privateDnsZoneGroupName: "default",
                privateDnsZoneConfigs: [{ name: "blob", privateDnsZoneId: zone.id }],
            },
            { parent: this, deletedWith: endpoint, replaceWith: [endpoint], deleteBeforeReplace: true, dependsOn: [link] },
        );
        this.registerOutputs({});
    }
}
