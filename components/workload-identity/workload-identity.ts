import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import * as names from "../core/azure-names";
import type { ClusterHandle, NamingHandle, WorkloadIdentityHandle } from "../core/contracts";
import { onceMade } from "../core/lifetime";
import { azureInputs, physicalName } from "../core/naming";
import { roleAssignmentInputs, roleAssignmentOptions, type RoleGrant, type RoleName } from "../core/role-ids";
import { typeToken } from "../core/token";
import { workloadIdentityRules } from "./rules";

/** A role, and what it is for. */
export interface WorkloadRole {
    readonly role: RoleName;
    /** ARM id of what the role is for. */
    readonly scope: pulumi.Input<string>;
}

export interface WorkloadIdentityArgs {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: pulumi.Input<string>;
    readonly naming: NamingHandle;
    /** The cluster whose tokens are trusted. */
    readonly cluster: ClusterHandle;
    /** What the identity is for; part of its name in Azure, for example `objects`. */
    readonly purpose: string;
    /** Namespace of the one service account that may act as the identity. */
    readonly namespace: string;
    /** Name of that service account. */
    readonly serviceAccountName: string;
    /** What the identity may do, by a name that stays the same for life. */
    readonly roles: Readonly<Record<string, WorkloadRole>>;
    /**
     * Tags of the identity.
     * @default {}
     */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What Entra ID accepts a service account's token for. */
const TOKEN_AUDIENCE = "api://AzureADTokenExchange";

/**
 * An identity in Azure for the pods of one service account, with no key and no password: the cluster signs a token for the service account,
 * and Entra ID takes it for the identity. What lives in the cluster is `WorkloadServiceAccount`.
 *
 * Whoever may create pods in the namespace may act as the identity. The identity has the roles given here and no other. Roles take up to
 * ten minutes to reach every service of Azure; until then calls are refused. A new cluster has another issuer, so it gets a new federation.
 * Costs nothing.
 *
 * @throws pulumi.InputPropertiesError when a role's key, the namespace or the service account is no usable name.
 * @example
 * const identity = new WorkloadIdentity("objects-identity", {
 *     resourceGroupName, location, naming, cluster, purpose: "objects", namespace: "studioml", serviceAccountName: "minio",
 *     roles: { objects: { role: "storageBlobDataContributor", scope: store.accountId } },
 * }, { parent: platform });
 */
export class WorkloadIdentity extends pulumi.ComponentResource implements WorkloadIdentityHandle {
    public readonly principalId: pulumi.Output<string>;
    public readonly clientId: pulumi.Output<string>;
    public readonly resourceId: pulumi.Output<string>;
    public readonly resource: pulumi.Resource;
    public readonly namespace: pulumi.Output<string>;
    public readonly serviceAccountName: pulumi.Output<string>;

    constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("WorkloadIdentity"), name, {}, opts);
        new ArgErrors().add(workloadIdentityRules(args)).throwIfAny("WorkloadIdentity", name);

        const identity = new managedidentity.UserAssignedIdentity(
            `${name}-identity`,
            { ...azureInputs(args), resourceName: physicalName(args.naming, (parts) => names.identityName(args.purpose, parts)) },
            { parent: this },
        );
        this.principalId = onceMade(identity, identity.principalId);
        this.clientId = onceMade(identity, identity.clientId);
        this.resourceId = identity.id;
        this.resource = identity;
        // One credential per identity: Azure refuses two writes to credentials of the same one.
        this.federate(name, args, identity);
        this.grantRoles(name, args);
        // Known from the start, so that a further role makes nothing in the cluster look new in a preview.
        this.namespace = pulumi.output(args.namespace);
        this.serviceAccountName = pulumi.output(args.serviceAccountName);
        this.registerOutputs({ clientId: this.clientId, principalId: this.principalId, resourceId: this.resourceId });
    }

    private federate(
        name: string,
        { resourceGroupName, cluster, namespace, serviceAccountName }: WorkloadIdentityArgs,
        identity: managedidentity.UserAssignedIdentity,
    ): void {
        new managedidentity.FederatedIdentityCredential(
            `${name}-federation`,
            {
                resourceGroupName,
                resourceName: identity.name,
                federatedIdentityCredentialResourceName: "cluster",
                issuer: cluster.oidcIssuerUrl,
                subject: `system:serviceaccount:${namespace}:${serviceAccountName}`,
                audiences: [TOKEN_AUDIENCE],
            },
            {
                parent: this,
                deletedWith: identity,
                deleteBeforeReplace: true,
                // azure-native calls the issuer unknown in every preview that updates the cluster. Where the cluster is in the same stack, it is
                // followed by the cluster's replacement, and not by its value.
                ...(cluster.resource === undefined
                    ? { replaceWith: [identity] }
                    : { replaceWith: [identity, cluster.resource, ...(cluster.replacedWith ?? [])], ignoreChanges: ["issuer"] }),
            },
        );
    }

    private grantRoles(name: string, args: WorkloadIdentityArgs): void {
        for (const [key, { role, scope }] of Object.entries(args.roles)) {
            const grant: RoleGrant = { role, scope, identity: this };
            const opts = { parent: this, ...roleAssignmentOptions(grant) };
            new authorization.RoleAssignment(`${name}-${key}-role`, { ...roleAssignmentInputs(grant) }, opts);
        }
    }
}
