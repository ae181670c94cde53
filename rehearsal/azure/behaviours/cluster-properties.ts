import { randomBytes, randomUUID } from "node:crypto";
import type { Properties, Value } from "../../provider/values";
import { isObject } from "../../provider/values";
import type { Cloud } from "../cloud";
import type { PutRequest } from "../request";
import { at, textAt, textsAt } from "../request";
import { nameIn } from "../resource-id";
import { clusterIdentity } from "../rules/identity";
import { defaultVersion, patchVersion } from "../rules/versions";
import { normalLocation } from "../schema/diff";
import { merged } from "../schema/project";

/** Add-ons for which AKS makes an identity in the node resource group, with the prefix of its name. */
const ADDON_IDENTITIES: Readonly<Record<string, string>> = {
    azurekeyvaultsecretsprovider: "azurekeyvaultsecretsprovider",
    omsagent: "omsagent",
    azurepolicy: "azurepolicy",
    ingressapplicationgateway: "ingressapplicationgateway",
};

/** A cluster as AKS stores it: what was sent, over AKS's defaults. */
export function clusterBody(request: PutRequest, sent: Properties, cloud: Cloud): Properties {
    const { previous } = request;
    const location = normalLocation(textAt(sent, "location") ?? "");
    const group = textAt(request.inputs, "resourceGroupName") ?? "";
    const version = textAt(sent, "kubernetesVersion") ?? textAt(previous?.body, "kubernetesVersion") ?? defaultVersion(cloud.now);
    const isPrivate = at(sent, "apiServerAccessProfile", "enablePrivateCluster") === true;
    const defaults: Properties = {
        autoUpgradeProfile: { nodeOSUpgradeChannel: "NodeImage" },
        bootstrapProfile: { artifactSource: "Direct" },
        disableLocalAccounts: false,
        enableRBAC: true,
        identity: { type: "SystemAssigned" },
        kubernetesVersion: version,
        metricsProfile: { costAnalysis: { enabled: false } },
        networkProfile: networkDefaults(sent),
        nodeProvisioningProfile: { mode: "Manual", defaultNodePools: "Auto" },
        nodeResourceGroup: `MC_${group}_${request.name}_${location}`.slice(0, 80),
        oidcIssuerProfile: { enabled: false },
        servicePrincipalProfile: { clientId: "msi" },
        sku: { name: "Base", tier: "Free" },
        storageProfile: { diskCSIDriver: { enabled: true }, fileCSIDriver: { enabled: true }, snapshotController: { enabled: true } },
        supportPlan: "KubernetesOfficial",
        ...(isPrivate ? { apiServerAccessProfile: { enablePrivateClusterPublicFQDN: true, privateDNSZone: "system" } } : {}),
    };
    return merged(defaults, sent);
}

function networkDefaults(sent: Properties): Properties {
    const plugin = textAt(sent, "networkProfile", "networkPlugin") ?? "azure";
    const given = sent["networkProfile"];
    const outbound = textAt(given, "outboundType") ?? "loadBalancer";
    const overlay = given === undefined || textAt(given, "networkPluginMode") === "overlay" || textAt(given, "networkPlugin") === undefined;
    const podCidr = textAt(given, "podCidr") ?? "10.244.0.0/16";
    const serviceCidr = textAt(given, "serviceCidr") ?? "10.0.0.0/16";
    return {
        dnsServiceIP: "10.0.0.10",
        ipFamilies: ["IPv4"],
        loadBalancerSku: "standard",
        networkDataplane: "azure",
        networkPlugin: plugin,
        ...(overlay ? { networkPluginMode: "overlay" } : {}),
        networkPolicy: textAt(given, "networkDataplane") === "cilium" ? "cilium" : "none",
        outboundType: outbound,
        podCidr,
        podCidrs: [podCidr],
        serviceCidr,
        serviceCidrs: [serviceCidr],
        ...(outbound === "loadBalancer"
            ? { loadBalancerProfile: { backendPoolType: "nodeIPConfiguration", managedOutboundIPs: { count: 1 } } }
            : {}),
        ...(outbound === "managedNATGateway"
            ? { natGatewayProfile: { idleTimeoutInMinutes: 4, managedOutboundIPProfile: { count: 1 } } }
            : {}),
    };
}

/** Names and identities that AKS makes; those of a cluster that stands stay as they are. */
export function clusterComputed(request: PutRequest, body: Properties, cloud: Cloud): Properties {
    const old: Properties = request.previous?.computed ?? {};
    const location = normalLocation(textAt(body, "location") ?? "");
    const suffix = textAt(old, "__suffix") ?? randomBytes(4).toString("hex");
    const uid = textAt(old, "resourceUID") ?? randomBytes(12).toString("hex");
    const issuer = textAt(old, "__issuer") ?? randomUUID();
    const prefix = `${textAt(body, "dnsPrefix") ?? textAt(body, "fqdnSubdomain") ?? ""}-${suffix}`.toLowerCase();
    const access = body["apiServerAccessProfile"];
    const isPrivate = at(access, "enablePrivateCluster") === true;
    const zone = textAt(access, "privateDNSZone") ?? "system";
    const privateZone = zone.startsWith("/") ? nameIn(zone) : `${issuer}.privatelink.${location}.azmk8s.io`;
    const hasPublicName = !isPrivate || at(access, "enablePrivateClusterPublicFQDN") !== false;
    return {
        __suffix: suffix,
        __issuer: issuer,
        resourceUID: uid,
        currentKubernetesVersion: patchVersion(textAt(body, "kubernetesVersion") ?? ""),
        azurePortalFQDN: `${prefix}.portal.hcp.${location}.azmk8s.io`,
        ...(hasPublicName ? { fqdn: `${prefix}.hcp.${location}.azmk8s.io` } : {}),
        ...(isPrivate && zone !== "none" ? { privateFQDN: `${prefix}.${privateZone}` } : {}),
        maxAgentPools: 100,
        powerState: { code: "Running" },
        identity: identityComputed(request, body, cloud),
        ...(at(body, "oidcIssuerProfile", "enabled") === true
            ? { oidcIssuerProfile: { issuerURL: `https://${location}.oic.prod-aks.azure.com/${cloud.tenantId}/${issuer}/` } }
            : {}),
        networkProfile: outboundComputed(request, body),
        identityProfile: { kubeletidentity: kubeletIdentity(request, body, cloud) },
        addonProfiles: addonIdentities(request, body),
    };
}

function nodeGroupId(request: PutRequest, body: Properties): string {
    return `${request.id.split("/").slice(0, 3).join("/")}/resourceGroups/${textAt(body, "nodeResourceGroup") ?? ""}`;
}

function identityComputed(request: PutRequest, body: Properties, cloud: Cloud): Properties {
    const ids = textsAt(body, "identity", "userAssignedIdentities");
    if (ids.length > 0) {
        const entries = ids.map((id): [string, Value] => {
            const computed = cloud.find(id)?.computed;
            return [id, { clientId: computed?.["clientId"] ?? null, principalId: computed?.["principalId"] ?? null }];
        });
        return { userAssignedIdentities: Object.fromEntries(entries) };
    }
    return { principalId: textAt(request.previous?.computed, "identity", "principalId") ?? randomUUID(), tenantId: cloud.tenantId };
}

function outboundComputed(request: PutRequest, body: Properties): Properties {
    const old = at(request.previous?.computed, "networkProfile");
    if (isObject(old)) {
        return old;
    }
    const id = `${nodeGroupId(request, body)}/providers/Microsoft.Network/publicIPAddresses/${randomUUID()}`;
    switch (textAt(body, "networkProfile", "outboundType")) {
        case "loadBalancer":
            return { loadBalancerProfile: { effectiveOutboundIPs: [{ id }] } };
        case "managedNATGateway":
            return { natGatewayProfile: { effectiveOutboundIPs: [{ id }] } };
        default:
            return {};
    }
}

function kubeletIdentity(request: PutRequest, body: Properties, cloud: Cloud): Value {
    const given = textAt(body, "identityProfile", "kubeletidentity", "resourceId");
    const own = given === undefined ? undefined : cloud.find(given);
    if (own !== undefined) {
        return { resourceId: own.id, clientId: own.computed["clientId"] ?? null, objectId: own.computed["principalId"] ?? null };
    }
    const old = at(request.previous?.computed, "identityProfile", "kubeletidentity");
    return old ?? newIdentity(request, body, `${request.name}-agentpool`);
}

function newIdentity(request: PutRequest, body: Properties, name: string): Value {
    const resourceId = `${nodeGroupId(request, body)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    return { resourceId, clientId: randomUUID(), objectId: randomUUID() };
}

function addonIdentities(request: PutRequest, body: Properties): Properties {
    const addons = body["addonProfiles"];
    const result: Properties = {};
    for (const [name, addon] of Object.entries(isObject(addons) ? addons : {})) {
        const prefix = ADDON_IDENTITIES[name.toLowerCase()];
        if (prefix !== undefined && at(addon, "enabled") === true) {
            const old = at(request.previous?.computed, "addonProfiles", name, "identity");
            result[name] = { identity: old ?? newIdentity(request, body, `${prefix}-${request.name}`) };
        }
    }
    return result;
}

/** Identities that AKS made for a cluster: the kubelet's, unless it is the user's own, and those of add-ons. */
export function madeIdentities(
    body: Properties,
    computed: Properties,
    cloud: Cloud,
): { resourceId: string; clientId: string; objectId: string }[] {
    const addons = computed["addonProfiles"];
    const found = [
        at(computed, "identityProfile", "kubeletidentity"),
        ...Object.values(isObject(addons) ? addons : {}).map((addon) => at(addon, "identity")),
    ];
    const own = [textAt(body, "identityProfile", "kubeletidentity", "resourceId"), clusterIdentity(body, cloud)?.id];
    return found.flatMap((identity) => {
        const resourceId = textAt(identity, "resourceId");
        const clientId = textAt(identity, "clientId");
        const objectId = textAt(identity, "objectId");
        const isMade = resourceId !== undefined && clientId !== undefined && objectId !== undefined && !own.includes(resourceId);
        return isMade ? [{ resourceId, clientId, objectId }] : [];
    });
}
