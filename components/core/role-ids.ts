import * as pulumi from "@pulumi/pulumi";
import type { IdentityHandle } from "./contracts";
import { uuidV5 } from "./uuid";

/** Azure's built-in roles that components grant: GUIDs from the Azure built-in roles reference, the same in every tenant. */
export const ROLE_IDS = {
    /** Pull images from a registry. */
    acrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    /** Change network resources: the cluster joins nodes and load balancers to a subnet. */
    networkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7",
    /** Assign an identity to machines: the cluster gives its nodes the kubelet identity. */
    managedIdentityOperator: "f1a07417-d97a-45cb-824c-7a7467783830",
    /** Write a private DNS zone: the cluster registers its API server. */
    privateDnsZoneContributor: "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    /** Read, write and delete blobs and containers; on an account also keys that are delegated to users, which copies inside it need. */
    storageBlobDataContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
} as const;

export type RoleName = keyof typeof ROLE_IDS;

/**
 * The subscription that an ARM id is in.
 *
 * @throws Error when the id names none.
 */
export function subscriptionOf(resourceId: string): string {
    const found = /^\/subscriptions\/([^/]+)(?:\/|$)/i.exec(resourceId)?.[1];
    if (found === undefined) {
        throw new Error(`"${resourceId}" is not the ARM id of something in a subscription; it should begin with /subscriptions/<id>/`);
    }
    return found;
}

/** The role's id in the subscription of the scope. */
export function roleDefinitionId(scope: string, role: RoleName): string {
    return `/subscriptions/${subscriptionOf(scope)}/providers/Microsoft.Authorization/roleDefinitions/${ROLE_IDS[role]}`;
}

/**
 * A role assignment's name, which must be a GUID: made of what is granted, to whom and on what, so that a repeated run after a
 * crash writes the same assignment again, and two stacks never share one. ARM ids are compared without regard to case.
 */
export function roleAssignmentName(scope: string, role: RoleName, identityId: string): string {
    return uuidV5([scope, ROLE_IDS[role], identityId].join("|").toLowerCase());
}

/** Who gets which role on what. */
export interface RoleGrant {
    readonly role: RoleName;
    /** ARM id of what the role is for. */
    readonly scope: pulumi.Input<string>;
    readonly identity: IdentityHandle;
}

/** The inputs of a role assignment. */
export interface RoleAssignmentInputs {
    readonly roleAssignmentName: pulumi.Output<string>;
    readonly roleDefinitionId: pulumi.Output<string>;
    readonly scope: pulumi.Input<string>;
    readonly principalId: pulumi.Input<string>;
    readonly principalType: "ServicePrincipal";
}

/**
 * Inputs that grant a role to a managed identity. The principal's type is always given: without it Azure looks the principal up
 * in a directory that does not know a new identity yet, and the SDK would send `User`.
 */
export function roleAssignmentInputs({ role, scope, identity }: RoleGrant): RoleAssignmentInputs {
    return {
        roleAssignmentName: pulumi.all([scope, identity.resourceId]).apply(([on, to]) => roleAssignmentName(on, role, to)),
        roleDefinitionId: pulumi.output(scope).apply((on) => roleDefinitionId(on, role)),
        scope,
        principalId: identity.principalId,
        principalType: "ServicePrincipal",
    };
}

/**
 * Options of a role assignment to a managed identity.
 *
 * azure-native calls every computed property of an identity unknown while it previews an update, a new tag included, and an unknown
 * principal means a new assignment. So the principal is followed by the identity's own replacement, and not by its value. An identity of
 * another stack is known at every preview, and its value decides.
 */
export function roleAssignmentOptions({
    identity,
}: RoleGrant): Pick<pulumi.CustomResourceOptions, "ignoreChanges" | "replaceWith" | "deleteBeforeReplace"> {
    return identity.resource === undefined
        ? { deleteBeforeReplace: true }
        : { ignoreChanges: ["principalId"], replaceWith: [identity.resource], deleteBeforeReplace: true };
}
