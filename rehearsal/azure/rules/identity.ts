import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import type { Grant } from "../data/catalog";
import { roleGrants } from "../data/catalog";
import type { PutRequest } from "../request";
import { textAt, textsAt } from "../request";
import { isWithin, sameId } from "../resource-id";
import type { ResourceRecord } from "../subscription/store";
import { SUBNET_TYPE } from "./subnets";

export const IDENTITY_TYPE = "azure-native:managedidentity:UserAssignedIdentity";
export const ASSIGNMENT_TYPE = "azure-native:authorization:RoleAssignment";

/** Whether a principal holds a built-in role with a permission on a resource or on anything above it. */
export function isGranted(cloud: Cloud, principalId: string, grant: Grant, resourceId: string): boolean {
    return cloud.ofType(ASSIGNMENT_TYPE).some((assignment) => {
        const scope = textAt(assignment.body, "scope") ?? assignment.path["scope"] ?? "";
        const role = textAt(assignment.body, "roleDefinitionId") ?? "";
        return assignment.body["principalId"] === principalId && isWithin(resourceId, scope) && roleGrants(role, grant);
    });
}

/** The type of a principal that the subscription knows. */
export function principalTypeOf(cloud: Cloud, principalId: string): string | undefined {
    if (principalId === cloud.settings.deployer.objectId) {
        return "User";
    }
    const listed = cloud.settings.principals.find((principal) => principal.id === principalId);
    if (listed !== undefined) {
        return listed.type;
    }
    const isItsOwn = (record: ResourceRecord): boolean =>
        record.computed["principalId"] === principalId || textAt(record.computed, "identity", "principalId") === principalId;
    return cloud.all().some(isItsOwn) ? "ServicePrincipal" : undefined;
}

/** The control-plane identity that a cluster names, when it is a user-assigned one. */
export function clusterIdentity(body: Properties, cloud: Cloud): ResourceRecord | undefined {
    const [id] = textsAt(body, "identity", "userAssignedIdentities");
    return id === undefined ? undefined : cloud.find(id);
}

/** A user-assigned control-plane identity must hold its roles before the cluster is asked for. */
export function checkClusterRoles(request: PutRequest, body: Properties, subnetIds: readonly string[], cloud: Cloud): void {
    const identity = clusterIdentity(body, cloud);
    const kubelet = textAt(body, "identityProfile", "kubeletidentity", "resourceId");
    if (identity === undefined) {
        if (kubelet !== undefined) {
            throw new ArmError(
                400,
                "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
                "Custom kubelet identity is only supported on a cluster with a user-assigned control-plane identity.",
                "identityProfile.kubeletidentity",
            );
        }
        return;
    }
    const principalId = textAt(identity.computed, "principalId") ?? "";
    const holds = (grant: Grant, resource: string): boolean => isGranted(cloud, principalId, grant, resource);
    for (const subnetId of subnetIds) {
        refuseUnjoined(request, identity, subnetId, holds("subnet", subnetId), "Microsoft.Network/virtualNetworks/subnets/join/action");
    }
    if (kubelet !== undefined && !holds("assignIdentity", kubelet)) {
        throw new ArmError(
            400,
            "CustomKubeletIdentityMissingPermissionError",
            `The cluster user assigned identity '${identity.id}' must be given permission to assign kubelet identity '${kubelet}' ` +
                `(Microsoft.ManagedIdentity/userAssignedIdentities/assign/action): give it the role Managed Identity Operator there.`,
        );
    }
    const zone = textAt(body, "apiServerAccessProfile", "privateDNSZone");
    if (zone !== undefined && zone.startsWith("/") && !holds("privateDnsZone", zone)) {
        throw new ArmError(
            400,
            "CustomPrivateDNSZoneMissingPermissionError",
            `The cluster user assigned identity '${identity.id}' has no permission to write in the private DNS zone '${zone}': ` +
                `give it the role Private DNS Zone Contributor there.`,
        );
    }
    if (textAt(body, "networkProfile", "outboundType") === "userDefinedRouting") {
        for (const subnet of subnetIds.flatMap((id) => cloud.find(id) ?? [])) {
            const table = textAt(subnet.body, "routeTable", "id");
            if (table !== undefined) {
                refuseUnjoined(request, identity, table, holds("routeTable", table), "Microsoft.Network/routeTables/join/action");
            }
        }
    }
}

function refuseUnjoined(request: PutRequest, identity: ResourceRecord, linkedId: string, granted: boolean, action: string): void {
    if (!granted) {
        throw new ArmError(
            403,
            "LinkedAuthorizationFailed",
            `The client '${textAt(identity.computed, "clientId") ?? ""}' (identity '${identity.id}') with permission to perform action ` +
                `'${request.table.armType}/write' on '${request.id}' does not have authorization to perform action '${action}' over linked scope ` +
                `'${linkedId}': give it the role Network Contributor there before the cluster is created.`,
        );
    }
}

/** The subnet of a cluster must bring what its outbound type relies on. */
export function checkOutbound(body: Properties, subnetIds: readonly string[], cloud: Cloud): void {
    const outbound = textAt(body, "networkProfile", "outboundType");
    for (const subnet of subnetIds.flatMap((id) => cloud.find(id) ?? []).filter((record) => record.type === SUBNET_TYPE)) {
        if (outbound === "userDefinedRouting" && textAt(subnet.body, "routeTable", "id") === undefined) {
            throw new ArmError(
                400,
                "ExistingRouteTableNotAssociatedWithSubnet",
                `An existing route table has not been associated with subnet '${subnet.id}', which outbound type userDefinedRouting needs.`,
            );
        }
        if (outbound === "userAssignedNATGateway" && textAt(subnet.body, "natGateway", "id") === undefined) {
            throw new ArmError(
                400,
                "BadRequest",
                `Subnet '${subnet.id}' has no NAT gateway, which outbound type userAssignedNATGateway needs.`,
            );
        }
    }
    if (subnetIds.length === 0 && (outbound === "userDefinedRouting" || outbound === "userAssignedNATGateway")) {
        throw new ArmError(400, "BadRequest", `Outbound type ${outbound} needs pools in a subnet of your own (vnetSubnetID).`);
    }
}

/** Role assignments: who, what for, and that it is said once. */
export function checkAssignment(request: PutRequest, cloud: Cloud): void {
    const { inputs } = request;
    const principalId = textAt(inputs, "principalId") ?? "";
    const given = textAt(inputs, "principalType") ?? "User";
    const scope = (textAt(inputs, "scope") ?? "").replace(/\/+$/, "");
    const role = textAt(inputs, "roleDefinitionId") ?? "";
    if (!/\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(role)) {
        throw new ArmError(
            400,
            "InvalidRoleDefinitionId",
            `The role definition ID '${role}' is not valid: it must end in /providers/Microsoft.Authorization/roleDefinitions/<guid>.`,
        );
    }
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(principalId)) {
        throw new ArmError(
            400,
            "InvalidPrincipalId",
            `A valid principal ID must be provided for role assignment, '${principalId}' is no object id.`,
        );
    }
    const actual = principalTypeOf(cloud, principalId);
    const groupOnTrust = actual === undefined && given === "Group" && cloud.settings.acceptUnknownGroups;
    if (actual === undefined && !groupOnTrust) {
        throw new ArmError(
            400,
            "PrincipalNotFound",
            `Principal ${principalId.replace(/-/g, "")} does not exist in the directory ${cloud.tenantId}. Check that you have the correct principal ID ` +
                `(principalType is '${given}'; list principals of the tenant under 'principals' in subscription.json).`,
        );
    }
    if (actual !== undefined && actual !== given) {
        throw new ArmError(
            400,
            "UnmatchedPrincipalType",
            `The PrincipalId '${principalId.replace(/-/g, "")}' has type '${actual}', which is different from specified PrincipalType '${given}'.`,
        );
    }
    const { previous } = request;
    if (previous !== undefined && roleKey(previous.body["roleDefinitionId"]) !== roleKey(role)) {
        throw new ArmError(
            400,
            "RoleAssignmentUpdateNotPermitted",
            "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
        );
    }
    const twin = cloud
        .ofType(ASSIGNMENT_TYPE)
        .find(
            (other) =>
                !sameId(other.id, request.id) &&
                other.body["principalId"] === principalId &&
                roleKey(other.body["roleDefinitionId"]) === roleKey(role) &&
                sameId((textAt(other.body, "scope") ?? "").replace(/\/+$/, ""), scope),
        );
    if (twin !== undefined) {
        throw new ArmError(
            409,
            "RoleAssignmentExists",
            `The role assignment already exists. The ID of the conflicting role assignment is ${twin.name.replace(/-/g, "")}.`,
        );
    }
    const sameName = cloud.ofType(ASSIGNMENT_TYPE).find((other) => sameId(other.name, request.name) && !sameId(other.id, request.id));
    if (sameName !== undefined) {
        throw new ArmError(
            400,
            "RoleAssignmentUpdateNotPermitted",
            "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
        );
    }
}

function roleKey(role: unknown): string {
    return typeof role === "string" ? role.slice(role.lastIndexOf("/") + 1).toLowerCase() : "";
}
