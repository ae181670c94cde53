import { randomUUID } from "node:crypto";
import { ArmError } from "../arm-error";
import { objectsAt, textAt, textsAt } from "../request";
import { sameId } from "../resource-id";
import { checkAssignment } from "../rules/identity";
import { agentPool } from "./agent-pool";
import type { Behaviour } from "./behaviour";
import { extension } from "./extension";
import { managedCluster } from "./managed-cluster";
import { registry, storageAccount, vault, workspace } from "./names";
import { natGateway, networkSecurityGroup, privateZone, publicIpAddress, routeTable, securityRule, virtualNetworkLink } from "./network";
import { privateEndpoint } from "./private-endpoint";
import { blobContainer, blobService, managementPolicy } from "./storage";
import { subnet, virtualNetwork } from "./virtual-network";

/** Credentials that one identity may have (Entra limit). */
const MAX_CREDENTIALS = 20;

const userAssignedIdentity: Behaviour = {
    stored(request, sent, cloud) {
        const old = request.previous?.computed;
        return {
            body: sent.body,
            computed: {
                ...sent.computed,
                clientId: textAt(old, "clientId") ?? randomUUID(),
                principalId: textAt(old, "principalId") ?? randomUUID(),
                tenantId: cloud.tenantId,
            },
        };
    },
};

const federatedIdentityCredential: Behaviour = {
    check(request, cloud) {
        const others = cloud
            .childrenOf(request.id.replace(/\/federatedIdentityCredentials\/[^/]+$/i, ""), request.table.type)
            .filter((other) => !sameId(other.id, request.id));
        const twin = others.find(
            (other) => other.body["issuer"] === request.inputs["issuer"] && other.body["subject"] === request.inputs["subject"],
        );
        if (twin !== undefined) {
            throw new ArmError(
                409,
                "Conflict",
                `Issuer and subject combination already exists for this Managed Identity (credential '${twin.name}').`,
            );
        }
        if (others.length >= MAX_CREDENTIALS) {
            throw new ArmError(400, "BadRequest", `Too many Federated Identity Credentials: an identity may have ${MAX_CREDENTIALS}.`);
        }
        const audiences = textsAt(request.inputs, "audiences");
        if (audiences.length !== 1) {
            throw new ArmError(
                400,
                "BadRequest",
                `Exactly one audience must be given, ${audiences.length} are: use api://AzureADTokenExchange.`,
                "audiences",
            );
        }
    },
};

const roleAssignment: Behaviour = {
    check: checkAssignment,
    stored(request, sent, cloud) {
        const now = cloud.now.toISOString();
        const created = textAt(request.previous?.computed, "createdOn") ?? now;
        const by = cloud.settings.deployer.objectId;
        return {
            body: { ...sent.body, scope: `/${(textAt(request.inputs, "scope") ?? "").replace(/^\/+|\/+$/g, "")}` },
            computed: { ...sent.computed, createdBy: by, createdOn: created, updatedBy: by, updatedOn: now },
        };
    },
};

const managementLock: Behaviour = {
    stored: (request, sent) => ({
        body: { ...sent.body, scope: `/${(textAt(request.inputs, "scope") ?? "").replace(/^\/+|\/+$/g, "")}` },
        computed: sent.computed,
    }),
};

const diagnosticSetting: Behaviour = {
    check(request) {
        const { inputs } = request;
        if (
            ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"].every(
                (key) => inputs[key] === undefined,
            )
        ) {
            throw new ArmError(
                400,
                "BadRequest",
                "At least one data sink needs to be specified: workspaceId, storageAccountId, eventHubAuthorizationRuleId or marketplacePartnerId.",
            );
        }
        if (objectsAt(inputs, "logs").length === 0 && objectsAt(inputs, "metrics").length === 0) {
            throw new ArmError(400, "BadRequest", "At least one log or metric category must be given.");
        }
    },
};

const behaviours: Readonly<Record<string, Behaviour>> = {
    "azure-native:authorization:ManagementLockByScope": managementLock,
    "azure-native:authorization:RoleAssignment": roleAssignment,
    "azure-native:containerregistry:Registry": registry,
    "azure-native:containerservice:AgentPool": agentPool,
    "azure-native:containerservice:ManagedCluster": managedCluster,
    "azure-native:keyvault:Vault": vault,
    "azure-native:kubernetesconfiguration:Extension": extension,
    "azure-native:managedidentity:FederatedIdentityCredential": federatedIdentityCredential,
    "azure-native:managedidentity:UserAssignedIdentity": userAssignedIdentity,
    "azure-native:monitor:DiagnosticSetting": diagnosticSetting,
    "azure-native:network:NatGateway": natGateway,
    "azure-native:network:NetworkSecurityGroup": networkSecurityGroup,
    "azure-native:network:PrivateEndpoint": privateEndpoint,
    "azure-native:network:PublicIPAddress": publicIpAddress,
    "azure-native:network:RouteTable": routeTable,
    "azure-native:network:SecurityRule": securityRule,
    "azure-native:network:Subnet": subnet,
    "azure-native:network:VirtualNetwork": virtualNetwork,
    "azure-native:operationalinsights:Workspace": workspace,
    "azure-native:privatedns:PrivateZone": privateZone,
    "azure-native:privatedns:VirtualNetworkLink": virtualNetworkLink,
    "azure-native:storage:BlobContainer": blobContainer,
    "azure-native:storage:BlobServiceProperties": blobService,
    "azure-native:storage:ManagementPolicy": managementPolicy,
    "azure-native:storage:StorageAccount": storageAccount,
};

const PLAIN: Behaviour = {};

/** What Azure does with a type beyond keeping its properties; nothing for a type that only has a table. */
export function behaviourOf(type: string): Behaviour {
    return behaviours[type] ?? PLAIN;
}
