import * as authorization from "@pulumi/azure-native/authorization";
import * as containerservice from "@pulumi/azure-native/containerservice";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import * as names from "../core/azure-names";
import type { ClusterAddresses, ClusterHandle, IdentityHandle } from "../core/contracts";
import { underPath } from "../core/findings";
import { diesWith, onceMade } from "../core/lifetime";
import { azureInputs, physicalName } from "../core/naming";
import { retryConflicts } from "../core/retry";
import { roleAssignmentInputs, roleAssignmentOptions, type RoleGrant } from "../core/role-ids";
import { typeToken } from "../core/token";
import type { AksClusterArgs } from "./args";
import { adminKubeconfig, kubeloginKubeconfig } from "./kubeconfig";
import type { ClusterPlan } from "./plan";
import { clusterAddresses, customDnsZone, fixedAccess, logCategories, minorIsManaged, planCluster, planMaintenance } from "./plan";
import { refuseStalePools } from "./pool-list";
import { clusterRules } from "./rules";
import { maintenanceWindow, managedClusterInputs } from "./values";

export type { AksClusterArgs } from "./args";

/**
 * An AKS cluster with its system pool, identities, roles, upgrade windows and control-plane logs.
 *
 * The control plane and the nodes act as identities of their own, which have their roles before the cluster is made. Pods get
 * addresses of an overlay, and Cilium enforces network policy. Workload identity, the Key Vault driver and image clean-up are on;
 * sign-in is by Entra ID and Azure RBAC, and local accounts are off unless `adminKubeconfig` asks for them. GPU and other pools
 * are resources of their own beside it.
 *
 * Costs the tier (Standard: about 73 USD a month), the system pool's machines, and the logs that come in. A change of the address
 * ranges, the outbound type or of public to private replaces the cluster and everything in it.
 *
 * @throws pulumi.InputPropertiesError with every broken rule, by path below `cluster`.
 * @example
 * const cluster = new AksCluster("cluster", {
 *     resourceGroupName, location: "eastus", naming, network,
 *     cluster: {
 *         access: { kind: "restricted", authorizedIpRanges: ["203.0.113.0/24"] },
 *         systemPool: { size: "Standard_D4as_v5", minCount: 1, maxCount: 3 },
 *         adminGroupObjectIds: ["5c6d8f9a-0000-4000-8000-000000000001"],
 *     },
 * }, { parent: platform });
 */
export class AksCluster extends pulumi.ComponentResource implements ClusterHandle {
    public readonly id: pulumi.Output<string>;
    public readonly uid: pulumi.Output<string>;
    public readonly name: pulumi.Output<string>;
    public readonly resourceGroupName: pulumi.Output<string>;
    public readonly location: pulumi.Output<string>;
    public readonly oidcIssuerUrl: pulumi.Output<string>;
    public readonly nodeResourceGroupName: pulumi.Output<string>;
    public readonly nodeSubnetId: pulumi.Output<string>;
    public readonly kubeletIdentity: IdentityHandle;
    public readonly kubernetesVersion: pulumi.Output<string>;
    public readonly addresses: ClusterAddresses;
    public readonly resource: containerservice.ManagedCluster;
    public readonly replacedWith: readonly pulumi.Resource[];
    /** A kubeconfig, secret. It signs in by kubelogin and the Azure CLI, unless `adminKubeconfig` asked for the administrator's. */
    public readonly kubeconfig: pulumi.Output<string>;
    /** ARM id of the Log Analytics workspace that the control plane logs to. */
    public readonly workspaceId: pulumi.Output<string>;

    constructor(name: string, args: AksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("AksCluster"), name, {}, opts);
        const context = { location: args.location, network: args.network };
        new ArgErrors().add(underPath("cluster", clusterRules(args.cluster, context))).throwIfAny("AksCluster", name);
        const plan = planCluster(args.cluster);

        const controlPlane = this.createIdentity(name, "control-plane", args);
        this.kubeletIdentity = this.createIdentity(name, "kubelet", args);
        const roles = this.grantRoles(name, plan, args, controlPlane);
        const cluster = this.createCluster(name, plan, args, controlPlane.resourceId, roles);
        this.createMaintenance(name, plan, args, cluster);
        this.workspaceId = this.createLogs(name, plan, args, cluster);

        this.resource = cluster;
        this.replacedWith = [...(args.network.nodeNetwork ?? []), args.naming.origin].filter((one) => one !== undefined);
        this.id = cluster.id;
        this.uid = onceMade(cluster, cluster.resourceUID).apply((uid) => required(uid, "UID"));
        this.name = onceMade(cluster, cluster.name);
        this.resourceGroupName = pulumi.output(args.resourceGroupName);
        this.location = pulumi.output(args.location);
        this.nodeSubnetId = args.network.nodeSubnetId;
        this.addresses = clusterAddresses(args.cluster, args.network.ranges);
        // Also in the preview of a new cluster: until it is made, the profile is only what was asked for.
        this.oidcIssuerUrl = onceMade(cluster, cluster.oidcIssuerProfile).apply((made) => required(made?.issuerURL, "OIDC issuer"));
        this.nodeResourceGroupName = onceMade(cluster, cluster.nodeResourceGroup).apply((group) => required(group, "node resource group"));
        this.kubernetesVersion = onceMade(cluster, cluster.currentKubernetesVersion);
        this.kubeconfig = this.readKubeconfig(plan, args);
        this.registerOutputs({
            id: this.id,
            uid: this.uid,
            name: this.name,
            oidcIssuerUrl: this.oidcIssuerUrl,
            nodeResourceGroupName: this.nodeResourceGroupName,
            kubernetesVersion: this.kubernetesVersion,
            kubeconfig: this.kubeconfig,
            workspaceId: this.workspaceId,
        });
    }

    private createIdentity(name: string, role: "control-plane" | "kubelet", args: AksClusterArgs): IdentityHandle {
        const identity = new managedidentity.UserAssignedIdentity(
            `${name}-${role}-identity`,
            { ...azureInputs(args), resourceName: physicalName(args.naming, (parts) => names.identityName(role, parts)) },
            { parent: this },
        );
        return {
            principalId: onceMade(identity, identity.principalId),
            clientId: onceMade(identity, identity.clientId),
            resourceId: identity.id,
            resource: identity,
        };
    }

    /** What the control plane must be allowed to do before AKS accepts the cluster. */
    private grantRoles(name: string, plan: ClusterPlan, args: AksClusterArgs, identity: IdentityHandle): authorization.RoleAssignment[] {
        const zone = customDnsZone(plan.access);
        const grants: Record<string, RoleGrant> = {
            "subnet-role": { role: "networkContributor", scope: args.network.nodeSubnetId, identity },
            "kubelet-role": { role: "managedIdentityOperator", scope: this.kubeletIdentity.resourceId, identity },
            ...(args.network.routeTableId === undefined
                ? {}
                : { "route-table-role": { role: "networkContributor", scope: args.network.routeTableId, identity } }),
            ...(zone === undefined ? {} : { "dns-zone-role": { role: "privateDnsZoneContributor", scope: zone, identity } }),
        };
        const assignments: authorization.RoleAssignment[] = [];
        for (const [role, grant] of Object.entries(grants)) {
            const opts = { parent: this, ...roleAssignmentOptions(grant) };
            assignments.push(new authorization.RoleAssignment(`${name}-${role}`, { ...roleAssignmentInputs(grant) }, opts));
        }
        return assignments;
    }

    private createCluster(
        name: string,
        plan: ClusterPlan,
        args: AksClusterArgs,
        controlPlaneIdentityId: pulumi.Output<string>,
        roles: authorization.RoleAssignment[],
    ): containerservice.ManagedCluster {
        const { network, naming } = args;
        const inputs = managedClusterInputs(plan, {
            ...azureInputs(args),
            location: args.location,
            clusterName: physicalName(naming, names.clusterName),
            nodeResourceGroupName: physicalName(naming, names.nodeResourceGroupName),
            nodeSubnetId: network.nodeSubnetId,
            outboundType: network.outboundType,
            ...(network.egressIp === undefined ? {} : { egressIp: network.egressIp }),
            controlPlaneIdentityId,
            kubeletIdentity: this.kubeletIdentity,
            ...(args.autoscaler === undefined ? {} : { autoscaler: args.autoscaler }),
            hardened: args.security === "hardened",
        });
        return new containerservice.ManagedCluster(`${name}-cluster`, inputs, {
            parent: this,
            dependsOn: roles,
            ...(args.protect === undefined ? {} : { protect: args.protect }),
            // Azure lists every pool in the cluster, those that are resources of their own too (pool-list.ts); and with the channels
            // "stable" and "rapid" it raises the minor version.
            ignoreChanges: ["agentPoolProfiles", ...(minorIsManaged(plan.upgrades.kubernetes) ? ["kubernetesVersion"] : [])],
            hooks: { onError: [retryConflicts(`AksCluster ${name}`)], beforeUpdate: [refuseStalePools(`AksCluster ${name}`)] },
            replaceOnChanges: fixedAccess(plan.access),
            // The system pool cannot move to another subnet, nor a subnet's range change while nodes are in it.
            ...(network.nodeNetwork === undefined ? {} : { replaceWith: network.nodeNetwork }),
            replacementTrigger: network.nodeNetwork === undefined ? network.nodeSubnetId : "a subnet of the stack's own",
            // The name is fixed, so the new one cannot stand beside the old one.
            deleteBeforeReplace: true,
        });
    }

    private createMaintenance(name: string, plan: ClusterPlan, args: AksClusterArgs, cluster: containerservice.ManagedCluster): void {
        for (const { role, configName } of planMaintenance(plan.upgrades)) {
            new containerservice.MaintenanceConfiguration(
                `${name}-${role}`,
                {
                    resourceGroupName: args.resourceGroupName,
                    resourceName: cluster.name,
                    configName,
                    maintenanceWindow: maintenanceWindow(plan.upgrades.window),
                },
                { parent: this, ...diesWith({ resource: cluster }) },
            );
        }
    }

    /** The workspace, and the setting that sends the control plane's logs to it. */
    private createLogs(
        name: string,
        plan: ClusterPlan,
        args: AksClusterArgs,
        cluster: containerservice.ManagedCluster,
    ): pulumi.Output<string> {
        const workspace = new operationalinsights.Workspace(
            `${name}-logs`,
            {
                ...azureInputs(args),
                workspaceName: physicalName(args.naming, names.workspaceName),
                sku: { name: "PerGB2018" },
                retentionInDays: plan.logs.retentionDays,
            },
            { parent: this },
        );
        new monitor.DiagnosticSetting(
            `${name}-control-plane-logs`,
            {
                name: "control-plane",
                resourceUri: cluster.id,
                workspaceId: workspace.id,
                // Tables of their own per category: cheaper to query than the shared one.
                logAnalyticsDestinationType: "Dedicated",
                logs: logCategories(plan.logs.auditReads).map((category) => ({ category, enabled: true })),
            },
            // Azure keeps a setting when its resource goes, and would apply it to the next cluster of that name: it is deleted by itself.
            { parent: this, replaceWith: [cluster], deleteBeforeReplace: true },
        );
        return workspace.id;
    }

    /** Secret from the moment it arrives, before anything is decoded. */
    private readKubeconfig(plan: ClusterPlan, args: AksClusterArgs): pulumi.Output<string> {
        const query = { resourceGroupName: args.resourceGroupName, resourceName: this.name };
        const answer = plan.adminKubeconfig
            ? containerservice.listManagedClusterAdminCredentialsOutput(query, { parent: this })
            : containerservice.listManagedClusterUserCredentialsOutput(query, { parent: this });
        const rewrite = plan.adminKubeconfig ? adminKubeconfig : kubeloginKubeconfig;
        return pulumi.all([pulumi.secret(answer), this.name]).apply(([{ kubeconfigs }, clusterName]) => {
            const encoded = required(kubeconfigs[0]?.value, "kubeconfig");
            return rewrite(Buffer.from(encoded, "base64").toString("utf8"), clusterName);
        });
    }
}

function required(value: string | undefined, what: string): string {
    if (value === undefined) {
        throw new Error(`Azure returned the cluster without its ${what}; run \`pulumi refresh\` and try again`);
    }
    return value;
}
