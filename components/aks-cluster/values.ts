import type * as containerservice from "@pulumi/azure-native/containerservice";
import type { containerservice as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";
import type { OutboundType } from "../core/contracts";
import { NODE_SCALING_DEFAULTS, type AutoscalerSpec } from "../core/node-scaling";
import { formatTaint, SYSTEM_TAINT } from "../core/placement";
import { SURGE_PERCENT, SYSTEM_POOL_MAX_PODS } from "../core/pool-room";
import { customDnsZone, supportPlan, type ClusterPlan } from "./plan";
import type { AccessSpec, UpgradeWindowSpec } from "./spec";

/** What the cluster's inputs need from resources made before it. */
export interface ClusterParts {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    readonly clusterName: pulumi.Output<string>;
    readonly nodeResourceGroupName: pulumi.Output<string>;
    readonly nodeSubnetId: pulumi.Output<string>;
    readonly outboundType: OutboundType;
    /** The address that the nodes themselves come from, to be let in where access is restricted. */
    readonly egressIp?: pulumi.Output<string>;
    /** ARM id of the identity that the control plane acts as. */
    readonly controlPlaneIdentityId: pulumi.Output<string>;
    readonly kubeletIdentity: {
        readonly resourceId: pulumi.Output<string>;
        readonly clientId: pulumi.Output<string>;
        readonly principalId: pulumi.Output<string>;
    };
    readonly autoscaler?: AutoscalerSpec;
    /** Close what is convenient and dangerous: the node resource group, the command that runs in the cluster, SSH on the nodes. */
    readonly hardened: boolean;
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The cluster's inputs. What the SDK or Azure would fill in by itself is written out wherever it cannot be changed later. */
export function managedClusterInputs(plan: ClusterPlan, parts: ClusterParts): containerservice.ManagedClusterArgs {
    const { kubeletIdentity } = parts;
    return {
        resourceGroupName: parts.resourceGroupName,
        location: parts.location,
        resourceName: parts.clusterName,
        nodeResourceGroup: parts.nodeResourceGroupName,
        // A zone of one's own wants the name below the zone; otherwise Azure makes a domain from the prefix.
        ...(customDnsZone(plan.access) === undefined ? { dnsPrefix: parts.clusterName } : { fqdnSubdomain: parts.clusterName }),
        kubernetesVersion: plan.kubernetesVersion,
        supportPlan: supportPlan(plan.tier),
        sku: { name: "Base", tier: plan.tier },
        identity: { type: "UserAssigned", userAssignedIdentities: [parts.controlPlaneIdentityId] },
        identityProfile: {
            kubeletidentity: {
                resourceId: kubeletIdentity.resourceId,
                clientId: kubeletIdentity.clientId,
                objectId: kubeletIdentity.principalId,
            },
        },
        enableRBAC: true,
        aadProfile: { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: [...plan.adminGroupObjectIds] },
        disableLocalAccounts: !plan.adminKubeconfig,
        apiServerAccessProfile: {
            ...apiServerAccess(plan.access, parts.egressIp),
            // With it, whoever may read credentials gets a shell in the cluster, past the API server's ranges.
            ...(parts.hardened ? { disableRunCommand: true } : {}),
        },
        // Changes of AKS's own machines and load balancers by hand, which the next upgrade undoes or breaks on.
        ...(parts.hardened ? { nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" } } : {}),
        networkProfile: {
            networkPlugin: "azure",
            ...(plan.podNetworking === "overlay" ? { networkPluginMode: "overlay" } : {}),
            networkDataplane: plan.dataplane,
            networkPolicy: plan.networkPolicy,
            // All four, always: the SDK would fill in ranges of its own as soon as one is set.
            podCidr: plan.podCidr,
            serviceCidr: plan.serviceCidr,
            dnsServiceIP: plan.dnsServiceIp,
            outboundType: parts.outboundType,
            loadBalancerSku: "standard",
        },
        oidcIssuerProfile: { enabled: true },
        securityProfile: { workloadIdentity: { enabled: true }, imageCleaner: { enabled: true, intervalHours: 168 } },
        addonProfiles: {
            azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true", rotationPollInterval: "2m" } },
        },
        autoUpgradeProfile: { upgradeChannel: plan.upgrades.kubernetes, nodeOSUpgradeChannel: plan.upgrades.nodeOs },
        autoScalerProfile: autoscalerProfile(parts.autoscaler),
        metricsProfile: { costAnalysis: { enabled: plan.tier !== "Free" } },
        agentPoolProfiles: [systemPoolInputs(plan, parts)],
        ...(parts.tags === undefined ? {} : { tags: parts.tags }),
    };
}

function systemPoolInputs(
    { systemPool }: ClusterPlan,
    { nodeSubnetId, hardened }: ClusterParts,
): inputs.ManagedClusterAgentPoolProfileArgs {
    return {
        name: "systempool",
        mode: "System",
        type: "VirtualMachineScaleSets",
        vmSize: systemPool.size,
        enableAutoScaling: true,
        count: systemPool.minCount,
        minCount: systemPool.minCount,
        maxCount: systemPool.maxCount,
        maxPods: SYSTEM_POOL_MAX_PODS,
        osType: "Linux",
        osSKU: "Ubuntu",
        osDiskType: "Managed",
        osDiskSizeGB: systemPool.osDiskSizeGiB,
        kubeletDiskType: "OS",
        vnetSubnetID: nodeSubnetId,
        nodeTaints: [formatTaint(SYSTEM_TAINT)],
        upgradeSettings: { maxSurge: `${SURGE_PERCENT}%`, drainTimeoutInMinutes: 30 },
        ...(hardened ? { securityProfile: { sshAccess: "Disabled" } } : {}),
        ...(systemPool.zones === undefined ? {} : { availabilityZones: [...systemPool.zones] }),
    };
}

/** Only what is asked for beside the choice among pools: AKS keeps its own times for the rest, which it may improve. */
function autoscalerProfile(spec?: AutoscalerSpec): inputs.ManagedClusterPropertiesAutoScalerProfileArgs {
    const {
        scaleDownDelayAfterAddMinutes: afterAdd,
        scaleDownUnneededMinutes: unneeded,
        scaleDownUtilizationPercent: percent,
    } = spec ?? {};
    return {
        expander: spec?.expander ?? NODE_SCALING_DEFAULTS.expander,
        ...(afterAdd === undefined ? {} : { scaleDownDelayAfterAdd: `${afterAdd}m` }),
        ...(unneeded === undefined ? {} : { scaleDownUnneededTime: `${unneeded}m` }),
        ...(percent === undefined ? {} : { scaleDownUtilizationThreshold: String(percent / 100) }),
    };
}

function apiServerAccess(access: AccessSpec, egressIp: pulumi.Output<string> | undefined): inputs.ManagedClusterAPIServerAccessProfileArgs {
    switch (access.kind) {
        case "public":
            return { enablePrivateCluster: false, authorizedIPRanges: [] };
        case "restricted":
            return {
                enablePrivateCluster: false,
                authorizedIPRanges: [...access.authorizedIpRanges, ...(egressIp === undefined ? [] : [egressIp.apply((ip) => `${ip}/32`)])],
            };
        case "private":
            return {
                enablePrivateCluster: true,
                privateDNSZone: access.dnsZone,
                // Without a zone the name must be public, or nobody could resolve it; it still leads to the private address.
                enablePrivateClusterPublicFQDN: access.dnsZone === "none",
            };
    }
}

/** The window of a maintenance configuration: once a week. */
export function maintenanceWindow(window: UpgradeWindowSpec): containerservice.MaintenanceConfigurationArgs["maintenanceWindow"] {
    return {
        durationHours: window.durationHours,
        startTime: window.startTime,
        utcOffset: window.utcOffset,
        schedule: { weekly: { dayOfWeek: window.dayOfWeek, intervalWeeks: 1 } },
    };
}
