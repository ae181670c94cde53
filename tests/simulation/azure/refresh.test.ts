import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { simulatedTypes } from "../../../rehearsal/azure/provider";
import type { Properties } from "../../../rehearsal/provider/values";
import { isObject } from "../../../rehearsal/provider/values";
import { addStorage } from "./storage-fixture";
import type { Created } from "./subscription-fixture";
import { outputText, NETWORK_CONTRIBUTOR, SubscriptionFixture, systemPool } from "./subscription-fixture";

describe("refresh and import", () => {
    let fixture: SubscriptionFixture;
    const everything = new Map<string, { created: Created; args: Properties }>();

    const add = async (short: string, args: Properties): Promise<Created> => {
        const created = await fixture.create(short, short, args);
        everything.set(created.type, { created, args });
        return created;
    };

    /** One resource of every type, as a stack would make them. */
    beforeAll(async () => {
        fixture = new SubscriptionFixture();
        await add("resources:ResourceGroup", { resourceGroupName: "rg", location: "West Europe", tags: { a: "1" } });
        const at = { resourceGroupName: "rg" };
        const nsg = await add("network:NetworkSecurityGroup", { ...at, networkSecurityGroupName: "nsg" });
        await add("network:SecurityRule", {
            ...at,
            networkSecurityGroupName: "nsg",
            securityRuleName: "web",
            priority: 100,
            direction: "Inbound",
            access: "Allow",
            protocol: "Tcp",
            sourceAddressPrefix: "10.0.0.0/8",
            sourcePortRange: "*",
            destinationAddressPrefix: "*",
            destinationPortRange: "443",
        });
        const ip = await add("network:PublicIPAddress", {
            ...at,
            publicIpAddressName: "ip",
            sku: { name: "Standard" },
            publicIPAllocationMethod: "Static",
            dnsSettings: { domainNameLabel: "me" },
        });
        const nat = await add("network:NatGateway", {
            ...at,
            natGatewayName: "nat",
            sku: { name: "Standard" },
            publicIpAddresses: [{ id: ip.id }],
        });
        const routes = await add("network:RouteTable", {
            ...at,
            routeTableName: "routes",
            routes: [{ name: "out", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.10.8.4" }],
        });
        const network = await add("network:VirtualNetwork", {
            ...at,
            virtualNetworkName: "vnet",
            addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
        });
        const subnet = await add("network:Subnet", {
            ...at,
            virtualNetworkName: "vnet",
            subnetName: "nodes",
            addressPrefix: "10.10.0.0/22",
            networkSecurityGroup: { id: nsg.id },
            natGateway: { id: nat.id },
            routeTable: { id: routes.id },
        });
        const identity = await add("managedidentity:UserAssignedIdentity", { ...at, resourceName: "control" });
        await add("managedidentity:FederatedIdentityCredential", {
            ...at,
            resourceName: "control",
            federatedIdentityCredentialResourceName: "fic",
            issuer: "https://issuer/",
            subject: "system:serviceaccount:a:b",
            audiences: ["api://AzureADTokenExchange"],
        });
        await add("authorization:RoleAssignment", {
            scope: subnet.id,
            principalId: outputText(identity, "principalId"),
            principalType: "ServicePrincipal",
            roleDefinitionId: fixture.role(NETWORK_CONTRIBUTOR),
        });
        const workspace = await add("operationalinsights:Workspace", {
            ...at,
            workspaceName: "logs",
            retentionInDays: 30,
            sku: { name: "PerGB2018" },
        });
        const cluster = await add("containerservice:ManagedCluster", {
            ...at,
            resourceName: "aks",
            dnsPrefix: "aks",
            kubernetesVersion: "1.36",
            identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
            agentPoolProfiles: [systemPool({ vnetSubnetID: subnet.id, enableAutoScaling: true, minCount: 1, maxCount: 3 })],
            networkProfile: {
                networkPlugin: "azure",
                networkPluginMode: "overlay",
                networkDataplane: "cilium",
                outboundType: "userAssignedNATGateway",
            },
            oidcIssuerProfile: { enabled: true },
            addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true" } } },
        });
        await add("containerservice:AgentPool", {
            ...at,
            resourceName: "aks",
            agentPoolName: "t4s1",
            vmSize: "Standard_NC4as_T4_v3",
            vnetSubnetID: subnet.id,
            enableAutoScaling: true,
            minCount: 0,
            maxCount: 2,
            mode: "User",
            scaleSetPriority: "Spot",
            nodeLabels: { "kubernetes.azure.com/scalesetpriority": "spot" },
            nodeTaints: ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
        });
        await add("containerservice:MaintenanceConfiguration", {
            ...at,
            resourceName: "aks",
            configName: "aksManagedNodeOSUpgradeSchedule",
            maintenanceWindow: {
                durationHours: 4,
                startTime: "02:00",
                utcOffset: "+00:00",
                schedule: { weekly: { dayOfWeek: "Sunday", intervalWeeks: 1 } },
            },
        });
        await add("kubernetesconfiguration:Extension", {
            ...at,
            clusterRp: "Microsoft.ContainerService",
            clusterResourceName: "managedClusters",
            clusterName: "aks",
            extensionName: "flux",
            extensionType: "microsoft.flux",
            scope: { cluster: { releaseNamespace: "flux-system" } },
            configurationSettings: { "helm-controller.enabled": "false" },
        });
        await add("monitor:DiagnosticSetting", {
            name: "audit",
            resourceUri: cluster.id,
            workspaceId: workspace.id,
            logs: [{ category: "guard", enabled: true }],
        });
        await add("containerregistry:Registry", { ...at, registryName: "images1", sku: { name: "Basic" } });
        await add("containerregistry:CacheRule", {
            ...at,
            registryName: "images1",
            cacheRuleName: "quay-io",
            sourceRepository: "quay.io/*",
            targetRepository: "quay.io/*",
        });
        await add("keyvault:Vault", {
            ...at,
            vaultName: "vault1",
            properties: { sku: { family: "A", name: "standard" }, tenantId: "00000000-0000-0000-0000-000000000001", createMode: "default" },
        });
        const zone = await add("privatedns:PrivateZone", { ...at, privateZoneName: "a.internal", location: "Global" });
        await add("privatedns:VirtualNetworkLink", {
            ...at,
            privateZoneName: "a.internal",
            virtualNetworkLinkName: "link",
            location: "Global",
            virtualNetwork: { id: network.id },
        });
        await addStorage(add, { identityId: identity.id, subnetId: subnet.id, zoneId: zone.id });
        await add("authorization:ManagementLockByScope", { scope: cluster.id, lockName: "keep", level: "CanNotDelete" });
    }, 30_000);
    afterAll(() => {
        fixture.dispose();
    });

    const resource = (type: string): { created: Created; args: Properties } => {
        const found = everything.get(type);
        if (found === undefined) {
            throw new Error(`no ${type} in this test: add one`);
        }
        return found;
    };

    /** What a preview after a refresh would change. */
    const changesAfterRefresh = async (type: string, ignoreChanges: string[]): Promise<string[]> => {
        const { created, args } = resource(type);
        const read = await fixture.read(created);
        if (read === "gone") {
            throw new Error(`${type} is gone`);
        }
        const refreshed = { ...created, inputs: read.inputs, state: read.state };
        const news = await fixture.checked(refreshed, args);
        return Object.keys((await fixture.diff(refreshed, news, ignoreChanges)).changes);
    };

    const edit = (part: string, change: (body: Properties) => Properties): void => {
        const directory = join(fixture.directory, "resources");
        const path = join(directory, readdirSync(directory).find((name) => name.endsWith(`${part}.json`)) ?? part);
        const record = JSON.parse(readFileSync(path, "utf8")) as { body: Properties };
        writeFileSync(path, JSON.stringify({ ...record, body: change(record.body) }));
    };

    test.each(simulatedTypes())("%s is clean after a refresh", async (type) => {
        // The cluster lists pools that are resources of their own; programs ignore its list.
        expect(await changesAfterRefresh(type, type.endsWith("ManagedCluster") ? ["agentPoolProfiles"] : [])).toEqual([]);
    });

    test.each(simulatedTypes())("%s is clean after an import by its id alone", async (type) => {
        const { created, args } = resource(type);
        const read = await fixture.azure.read({
            ...fixture.identity(type, created.name),
            id: created.id.toLowerCase(),
            inputs: {},
            state: {},
        });
        if (read === "gone") {
            throw new Error(`${type} is gone`);
        }
        expect(read.id).toBe(created.id);
        const imported = { ...created, inputs: read.inputs, state: read.state };
        const news = await fixture.checked(imported, args);
        const notReturned = type.endsWith("Vault") ? ["properties.createMode"] : [];
        expect(Object.keys((await fixture.diff(imported, news)).changes)).toEqual(notReturned);
    });

    test("a second refresh changes nothing more", async () => {
        const { created } = resource("azure-native:containerservice:ManagedCluster");
        const once = await fixture.read(created);
        if (once === "gone") {
            throw new Error("gone");
        }
        expect(await fixture.read({ ...created, inputs: once.inputs, state: once.state })).toEqual(once);
    });

    test("drift shows: a label that somebody added, and the count that the autoscaler set unless it is ignored", async () => {
        edit("agentpools~t4s1", (body) => ({
            ...body,
            count: 2,
            nodeLabels: { ...(isObject(body["nodeLabels"]) ? body["nodeLabels"] : {}), extra: "1" },
        }));
        expect(await changesAfterRefresh("azure-native:containerservice:AgentPool", ["count"])).toEqual(["nodeLabels.extra"]);
        expect(await changesAfterRefresh("azure-native:containerservice:AgentPool", [])).toEqual(["nodeLabels.extra", "count"]);
    });

    test("an inline pool that was autoscaled stays clean when the list is ignored", async () => {
        edit("agentpools~systempool", (body) => ({ ...body, count: 3 }));
        expect(await changesAfterRefresh("azure-native:containerservice:ManagedCluster", ["agentPoolProfiles"])).toEqual([]);
    });
});
