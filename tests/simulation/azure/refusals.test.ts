import { secret, UNKNOWN } from "../../../rehearsal/provider/values";
import type { Properties } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import {
    clusterArgs,
    IDENTITY_OPERATOR,
    NETWORK_CONTRIBUTOR,
    refusal,
    SubscriptionFixture,
    systemPool,
    ZONE_CONTRIBUTOR,
} from "./subscription-fixture";

const T4_FAMILY = "Standard NCASv3_T4 Family";

describe("what Azure refuses", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const message = async (work: Promise<unknown>): Promise<string> => {
        const error: unknown = await work.then(
            () => new Error("accepted"),
            (reason: unknown) => reason,
        );
        return error instanceof Error ? error.message : String(error);
    };
    const identity = (name: string): Promise<Created> =>
        fixture.create("managedidentity:UserAssignedIdentity", name, { resourceGroupName: "rg", resourceName: name });
    const grant = (role: string, principal: Created, scope: string, change: Properties = {}): Promise<Created> =>
        fixture.create("authorization:RoleAssignment", `role-${role.slice(0, 4)}`, {
            scope,
            principalId: String(principal.state["principalId"]),
            principalType: "ServicePrincipal",
            roleDefinitionId: fixture.role(role),
            roleAssignmentName: `${role.slice(0, 8)}-0000-4000-a000-${String(Math.abs(scope.length)).padStart(12, "0")}`,
            ...change,
        });

    describe("pools", () => {
        test.each<[string, Properties, string]>([
            ["a size that does not exist", { vmSize: "Standard_NC5as_T4_v3" }, "BadRequest"],
            ["a retired size", { vmSize: "Standard_NC6s_v3", gpuProfile: null }, "BadRequest"],
            ["a size that is being retired", { vmSize: "Standard_D4s_v3", gpuProfile: null }, "SkuNotAvailable"],
            ["a size that the region does not offer", { vmSize: "Standard_ND96isr_H200_v5" }, "BadRequest"],
            ["a zone that the region does not have", { availabilityZones: ["4"] }, "AvailabilityZoneNotSupported"],
            [
                "more vCPUs of the family than the quota allows",
                { vmSize: "Standard_NC64as_T4_v3", minCount: 4, maxCount: 4 },
                "ErrCode_InsufficientVCPUQuota",
            ],
            ["a family without quota", { vmSize: "Standard_NC40ads_H100_v5", minCount: 1 }, "ErrCode_InsufficientVCPUQuota"],
            [
                "more spot vCPUs than the spot quota",
                { vmSize: "Standard_NC64as_T4_v3", scaleSetPriority: "Spot", minCount: 5, maxCount: 5 },
                "QuotaExceeded",
            ],
            [
                "a maximum beyond the quota is accepted at request time",
                { vmSize: "Standard_NC64as_T4_v3", minCount: 0, maxCount: 50 },
                "accepted",
            ],
            ["an unknown Kubernetes version", { orchestratorVersion: "1.29" }, "AgentPoolK8sVersionNotSupported"],
            ["a pool newer than its control plane", { orchestratorVersion: "1.37" }, "NodePoolMcVersionIncompatible"],
            ["a pool one minor version older", { orchestratorVersion: "1.35" }, "accepted"],
            [
                "spot in system mode",
                { mode: "System", scaleSetPriority: "Spot", minCount: 1, gpuProfile: null, vmSize: "Standard_D4s_v5" },
                "InvalidParameter",
            ],
            ["minimum 0 in system mode", { mode: "System", gpuProfile: null, vmSize: "Standard_D4s_v5" }, "InvalidParameter"],
            ["a minimum above the maximum", { minCount: 5 }, "InvalidParameter"],
            ["counts of the autoscaler without the autoscaler", { enableAutoScaling: false }, "InvalidParameter"],
            ["the autoscaler without a maximum", { maxCount: null }, "InvalidParameter"],
            ["neither surge nor unavailable nodes", { upgradeSettings: { maxSurge: "0", maxUnavailable: "0" } }, "InvalidParameter"],
            ["an instance profile on a size without MIG", { gpuInstanceProfile: "MIG1g" }, "InvalidParameter"],
            ["an instance profile on a size with MIG", { vmSize: "Standard_NC24ads_A100_v4", gpuInstanceProfile: "MIG1g" }, "accepted"],
            ["a GPU driver on a size without GPU", { vmSize: "Standard_D4s_v5" }, "InvalidParameter"],
            ["a word that an open enum does not have", { osSKU: "NewLinux" }, "InvalidParameter"],
            ["Ubuntu2404, which the SDK's enum lacks", { osSKU: "Ubuntu2404" }, "accepted"],
            ["a cluster that does not exist", { resourceName: "other" }, "ParentResourceNotFound"],
            ["a resource group that does not exist", { resourceGroupName: "other" }, "ResourceGroupNotFound"],
        ])("%s", async (_, change, code) => {
            await fixture.cluster();
            expect(await refusal(fixture.pool(change))).toBe(code);
        });

        test("surge nodes count: four nodes fit the quota, four and one surge node do not, maxSurge 0 fits", async () => {
            await fixture.cluster();
            fixture.edit({ quotas: { default: { cores: 500, lowPriorityCores: 0, standardDSv5Family: 100, [T4_FAMILY]: 16 } } });
            const four = { enableAutoScaling: false, minCount: null, maxCount: null, count: 4 };
            const text = await message(fixture.pool({ ...four, upgradeSettings: null }));
            expect(text).toContain(
                'Status=400 Code="ErrCode_InsufficientVCPUQuota" Message="Insufficient vcpu quota requested 20, remaining 16 for family Standard NCASv3_T4 Family',
            );
            expect(await refusal(fixture.pool(four))).toBe("accepted");
            expect(await refusal(fixture.pool({ ...four, agentPoolName: "more", count: 1 }))).toBe("ErrCode_InsufficientVCPUQuota");
        });

        test("the regional total refuses what the family would allow", async () => {
            await fixture.cluster();
            fixture.edit({ quotas: { default: { cores: 6, standardDSv5Family: 100, [T4_FAMILY]: 100 } } });
            expect(await refusal(fixture.pool({ minCount: 1 }))).toBe("QuotaExceeded");
        });

        test("a size that subscription.json withholds in the region or in a zone", async () => {
            await fixture.cluster();
            fixture.edit({ sizesNotOffered: { "westeurope-1": ["Standard_NC4as_T4_v3"] } });
            expect(await refusal(fixture.pool({ availabilityZones: ["1"] }))).toBe("SkuNotAvailable");
            fixture.edit({ sizesNotOffered: { westeurope: ["Standard_NC4as_T4_v3"] } });
            expect(await refusal(fixture.pool())).toBe("BadRequest");
        });

        test.each<[string, Properties, string]>([
            [
                "osDiskType",
                { osDiskType: "Ephemeral" },
                `'properties.osDiskType' is not allowed: it is "Managed" since the resource was created, "Ephemeral" was asked for`,
            ],
            ["maxPods", { maxPods: 30 }, `'properties.maxPods' is not allowed: it is 250`],
            ["gpuProfile.driver", { gpuProfile: { driver: "None" } }, `'properties.gpuProfile.driver' is not allowed: it is "Install"`],
        ])("a change of %s", async (_, change, text) => {
            await fixture.cluster();
            const pool = await fixture.pool();
            const answer = await message(fixture.update(pool, change));
            expect(answer).toContain('Code="PropertyChangeNotAllowed"');
            expect(answer).toContain(text);
        });

        test("giving a default explicitly is no change", async () => {
            await fixture.cluster();
            const pool = await fixture.pool();
            expect(await refusal(fixture.update(pool, { maxPods: 250, osDiskType: "Managed" }))).toBe("accepted");
        });

        test("the last system pool stays", async () => {
            await fixture.cluster({ agentPoolProfiles: [systemPool(), systemPool({ name: "system2" })] });
            const pools = ["systempool", "system2"].map((name) => ({
                type: "azure-native:containerservice:AgentPool",
                name,
                id: `${fixture.groupId()}/providers/Microsoft.ContainerService/managedClusters/aks/agentPools/${name}`,
                inputs: {},
                state: {},
            }));
            expect(await refusal(fixture.delete(pools[0] as Created))).toBe("accepted");
            expect(await refusal(fixture.delete(pools[1] as Created))).toBe("OperationNotAllowed");
        });
    });

    describe("clusters", () => {
        test.each<[string, Properties, string]>([
            ["no DNS prefix", { dnsPrefix: null }, "InvalidParameter"],
            ["no system pool", { agentPoolProfiles: [systemPool({ mode: "User" })] }, "InvalidParameter"],
            ["a version that never was", { kubernetesVersion: "1.36.99" }, "K8sVersionNotSupported"],
            ["a version that is not released yet", { kubernetesVersion: "1.38" }, "K8sVersionNotSupported"],
            ["a version under long-term support only", { kubernetesVersion: "1.33" }, "K8sVersionNotSupported"],
            [
                "the same with the plan and tier for it",
                { kubernetesVersion: "1.33", sku: { name: "Base", tier: "Premium" }, supportPlan: "AKSLongTermSupport" },
                "accepted",
            ],
            ["the plan without the tier", { supportPlan: "AKSLongTermSupport" }, "InvalidParameter"],
            [
                "a service range that AKS reserves",
                { networkProfile: { serviceCidr: "172.30.0.0/20", dnsServiceIP: "172.30.0.10" } },
                "InvalidParameter",
            ],
            [
                "a service range that is too large",
                { networkProfile: { serviceCidr: "10.0.0.0/8", podCidr: "192.168.0.0/16" } },
                "InvalidParameter",
            ],
            ["a DNS address outside the service range", { networkProfile: { serviceCidr: "10.1.0.0/16" } }, "InvalidParameter"],
            [
                "a DNS address that is the first one",
                { networkProfile: { serviceCidr: "10.1.0.0/16", dnsServiceIP: "10.1.0.1" } },
                "InvalidParameter",
            ],
            ["pods and services in one range", { networkProfile: { podCidr: "10.0.0.0/12" } }, "InvalidParameter"],
            [
                "more nodes than the pod range has room for",
                {
                    networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay", podCidr: "10.244.0.0/24" },
                    agentPoolProfiles: [systemPool({ count: 2 })],
                },
                "InsufficientSubnetSize",
            ],
            [
                "ranges of callers for a private cluster",
                { apiServerAccessProfile: { enablePrivateCluster: true, authorizedIPRanges: ["1.2.3.4/32"] } },
                "InvalidParameter",
            ],
            [
                "a private cluster that no name leads to",
                { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: "none", enablePrivateClusterPublicFQDN: false } },
                "InvalidParameter",
            ],
            ["a region that does not exist", { location: "westeurop" }, "LocationNotAvailableForResourceType"],
            ["egress over routes without a subnet", { networkProfile: { outboundType: "userDefinedRouting" } }, "BadRequest"],
            [
                "a kubelet identity without a user-assigned control plane",
                { identityProfile: { kubeletidentity: { resourceId: "KUBELET" } } },
                "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
            ],
        ])("%s", async (_, change, code) => {
            const kubelet = await identity("kubelet");
            const args = JSON.parse(JSON.stringify(change).replace("KUBELET", kubelet.id)) as Properties;
            expect(await refusal(fixture.cluster(args))).toBe(code);
        });

        test("a version whose support is over, later on", async () => {
            fixture.now = new Date("2027-01-10T00:00:00Z");
            expect(await refusal(fixture.cluster({ kubernetesVersion: "1.34" }))).toBe("K8sVersionNotSupported");
            fixture.now = new Date("2028-01-10T00:00:00Z");
            expect(await refusal(fixture.cluster({ kubernetesVersion: "1.33" }))).toBe("UnsupportedAliasMinorVersion");
            expect(await refusal(fixture.cluster({ kubernetesVersion: "1.33.2" }))).toBe("K8sVersionNotSupported");
        });

        test("1.34 is still supported in its last month, and the default is the second newest version", async () => {
            expect(await refusal(fixture.cluster({ kubernetesVersion: "1.34" }))).toBe("accepted");
            const other = await fixture.cluster({ resourceName: "other", kubernetesVersion: null });
            expect(other.state["kubernetesVersion"]).toBe("1.36");
        });

        test("an upgrade goes one minor version at a time and never back", async () => {
            const cluster = await fixture.cluster({ kubernetesVersion: "1.35" });
            expect(await refusal(fixture.update(cluster, { kubernetesVersion: "1.37" }))).toBe("OperationNotAllowed");
            expect(await refusal(fixture.update(cluster, { kubernetesVersion: "1.34" }))).toBe("OperationNotAllowed");
            expect(await refusal(fixture.update(cluster, { kubernetesVersion: "1.36" }))).toBe("accepted");
        });

        test("a pool that is added to the inline list later", async () => {
            const cluster = await fixture.cluster();
            const text = await message(fixture.update(cluster, { agentPoolProfiles: [systemPool(), systemPool({ name: "more" })] }));
            expect(text).toContain("A new agent pool was introduced");
            expect(text).toContain('Target="agentPoolProfiles"');
        });

        test("an inline size that is changed", async () => {
            const cluster = await fixture.cluster();
            expect(await refusal(fixture.update(cluster, { agentPoolProfiles: [systemPool({ vmSize: "Standard_D8s_v5" })] }))).toBe(
                "PropertyChangeNotAllowed",
            );
        });

        test("a node resource group that exists", async () => {
            await fixture.group("nodes");
            expect(await refusal(fixture.cluster({ nodeResourceGroup: "nodes" }))).toBe("NodeResourceGroupAlreadyExists");
        });
    });

    describe("clusters in a network of their own", () => {
        const own = (subnet: Created, controlPlane?: Created, change: Properties = {}): Properties => ({
            agentPoolProfiles: [systemPool({ vnetSubnetID: subnet.id })],
            ...(controlPlane === undefined ? {} : { identity: { type: "UserAssigned", userAssignedIdentities: [controlPlane.id] } }),
            ...change,
        });

        test("the SDK's own service range over a 10.0 network", async () => {
            const { subnet } = await fixture.network("10.0.0.0/16", "10.0.0.0/22");
            const text = await message(fixture.cluster(own(subnet, undefined, { networkProfile: { networkPlugin: "azure" } })));
            expect(text).toContain('Code="ServiceCidrOverlapExistingSubnetsCidr"');
            expect(text).toContain("10.0.0.0/16 is conflicted with an existing subnet CIDR 10.0.0.0/22 ('nodes')");
        });

        test("pods in the range of a subnet", async () => {
            const { subnet } = await fixture.network("10.244.0.0/16", "10.244.0.0/22");
            expect(await refusal(fixture.cluster(own(subnet)))).toBe("InvalidParameter");
        });

        test("a subnet that is too small for the maximum count and surge", async () => {
            const { subnet } = await fixture.network("10.10.0.0/16", "10.10.0.0/28");
            const pools = (maxCount: number): Properties => ({
                agentPoolProfiles: [systemPool({ vnetSubnetID: subnet.id, enableAutoScaling: true, minCount: 1, maxCount, count: 1 })],
            });
            expect(await refusal(fixture.cluster(pools(11)))).toBe("InsufficientSubnetSize");
            expect(await refusal(fixture.cluster(pools(10)))).toBe("accepted");
        });

        test("without overlay every pod takes an address", async () => {
            const { subnet } = await fixture.network("10.10.0.0/16", "10.10.0.0/26");
            const flat = { networkProfile: { networkPlugin: "azure" } };
            expect(
                await refusal(
                    fixture.cluster(
                        own(subnet, undefined, { ...flat, agentPoolProfiles: [systemPool({ vnetSubnetID: subnet.id, count: 2 })] }),
                    ),
                ),
            ).toBe("InsufficientSubnetSize");
        });

        test("a subnet that does not exist", async () => {
            const { subnet } = await fixture.network();
            expect(await refusal(fixture.cluster(own({ ...subnet, id: `${subnet.id}x` })))).toBe("InvalidResourceReference");
        });

        test("the control plane must hold its roles on subnet, kubelet identity and private zone beforehand", async () => {
            const { subnet } = await fixture.network();
            const [controlPlane, kubelet] = [await identity("control"), await identity("kubelet")];
            const zone = await fixture.create("privatedns:PrivateZone", "zone", {
                resourceGroupName: "rg",
                privateZoneName: "privatelink.westeurope.azmk8s.io",
                location: "Global",
            });
            const args = own(subnet, controlPlane, {
                identityProfile: {
                    kubeletidentity: {
                        resourceId: kubelet.id,
                        clientId: String(kubelet.state["clientId"]),
                        objectId: String(kubelet.state["principalId"]),
                    },
                },
                apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: zone.id },
            });
            expect(await refusal(fixture.cluster(args))).toBe("LinkedAuthorizationFailed");
            await grant(NETWORK_CONTRIBUTOR, controlPlane, subnet.id);
            expect(await refusal(fixture.cluster(args))).toBe("CustomKubeletIdentityMissingPermissionError");
            await grant(IDENTITY_OPERATOR, controlPlane, kubelet.id);
            expect(await refusal(fixture.cluster(args))).toBe("CustomPrivateDNSZoneMissingPermissionError");
            await grant(ZONE_CONTRIBUTOR, controlPlane, zone.id);
            const cluster = await fixture.cluster(args);
            expect(cluster.state["identityProfile"]).toEqual({
                kubeletidentity: { resourceId: kubelet.id, clientId: kubelet.state["clientId"], objectId: kubelet.state["principalId"] },
            });
            expect(cluster.state["privateFQDN"]).toMatch(/\.privatelink\.westeurope\.azmk8s\.io$/);
        });

        test("a role on the resource group counts, one on a sibling does not", async () => {
            const { subnet } = await fixture.network();
            const controlPlane = await identity("control");
            await grant(NETWORK_CONTRIBUTOR, controlPlane, controlPlane.id);
            expect(await refusal(fixture.cluster(own(subnet, controlPlane)))).toBe("LinkedAuthorizationFailed");
            await grant(NETWORK_CONTRIBUTOR, controlPlane, fixture.groupId(), {
                roleAssignmentName: "00000000-0000-4000-a000-000000000001",
            });
            expect(await refusal(fixture.cluster(own(subnet, controlPlane)))).toBe("accepted");
        });

        test.each([
            ["userDefinedRouting", "ExistingRouteTableNotAssociatedWithSubnet"],
            ["userAssignedNATGateway", "BadRequest"],
        ])("outbound type %s needs its part on the subnet", async (outboundType, code) => {
            const { subnet } = await fixture.network();
            expect(await refusal(fixture.cluster(own(subnet, undefined, { networkProfile: { outboundType } })))).toBe(code);
        });

        test("pools of one cluster in two networks", async () => {
            const { subnet } = await fixture.network();
            await fixture.cluster(own(subnet));
            expect(await refusal(fixture.pool())).toBe("InvalidParameter");
            expect(await refusal(fixture.pool({ vnetSubnetID: subnet.id }))).toBe("accepted");
        });
    });

    describe("networks", () => {
        const subnet = (subnetName: string, addressPrefix: string): Promise<Created> =>
            fixture.create("network:Subnet", subnetName, {
                resourceGroupName: "rg",
                virtualNetworkName: "vnet",
                subnetName,
                addressPrefix,
            });

        test("subnets outside the network, over each other, or no block", async () => {
            await fixture.network();
            expect(await refusal(subnet("a", "10.11.0.0/24"))).toBe("NetcfgInvalidSubnet");
            expect(await refusal(subnet("a", "10.10.1.0/24"))).toBe("NetcfgSubnetRangesOverlap");
            expect(await refusal(subnet("a", "10.10.4.0"))).toBe("InvalidAddressPrefixFormat");
            expect(await refusal(subnet("a", "10.10.4.0/24"))).toBe("accepted");
        });

        test("two subnets of one network at once: refused, unless azure-native's waiting is long enough", async () => {
            await fixture.network();
            fixture.edit({ operationMilliseconds: 60, retryMilliseconds: [] });
            expect((await Promise.all([refusal(subnet("a", "10.10.4.0/24")), refusal(subnet("b", "10.10.5.0/24"))])).sort()).toEqual([
                "AnotherOperationInProgress",
                "accepted",
            ]);
            fixture.edit({ operationMilliseconds: 60, retryMilliseconds: [100] });
            expect(await Promise.all([refusal(subnet("c", "10.10.6.0/24")), refusal(subnet("d", "10.10.7.0/24"))])).toEqual([
                "accepted",
                "accepted",
            ]);
            expect(fixture.log).toEqual([
                "Azure refused with AnotherOperationInProgress; azure-native waits and sends the request again (1)",
            ]);
        });

        test("what a subnet uses cannot be deleted, nor a subnet that nodes are in, nor their network; in the right order all go", async () => {
            const nsg = await fixture.create("network:NetworkSecurityGroup", "nsg", {
                resourceGroupName: "rg",
                networkSecurityGroupName: "nsg",
            });
            const table = await fixture.create("network:RouteTable", "routes", { resourceGroupName: "rg", routeTableName: "routes" });
            const ip = await fixture.create("network:PublicIPAddress", "ip", {
                resourceGroupName: "rg",
                publicIpAddressName: "ip",
                sku: { name: "Standard" },
                publicIPAllocationMethod: "Static",
            });
            const nat = await fixture.create("network:NatGateway", "nat", {
                resourceGroupName: "rg",
                natGatewayName: "nat",
                sku: { name: "Standard" },
                publicIpAddresses: [{ id: ip.id }],
            });
            const { network } = await fixture.network();
            const nodes = await fixture.create("network:Subnet", "more", {
                resourceGroupName: "rg",
                virtualNetworkName: "vnet",
                subnetName: "more",
                addressPrefix: "10.10.4.0/24",
                networkSecurityGroup: { id: nsg.id },
                routeTable: { id: table.id },
                natGateway: { id: nat.id },
            });
            const cluster = await fixture.cluster({ agentPoolProfiles: [systemPool({ vnetSubnetID: nodes.id })] });
            const order = [nsg, table, ip, nat, nodes, network];
            const outcomes = [];
            for (const one of order) {
                outcomes.push(await refusal(fixture.delete(one)));
            }
            expect(outcomes).toEqual([
                "InUseNetworkSecurityGroupCannotBeDeleted",
                "InUseRouteTableCannotBeDeleted",
                "PublicIPAddressCannotBeDeleted",
                "InUseNatGatewayCannotBeDeleted",
                "InUseSubnetCannotBeDeleted",
                "InUseSubnetCannotBeDeleted",
            ]);
            for (const one of [cluster, nodes, network, nat, ip, table, nsg]) {
                expect(await refusal(fixture.delete(one))).toBe("accepted");
            }
        });

        test("a resource group goes as a whole, although its parts use each other", async () => {
            const { subnet: nodes } = await fixture.network();
            await fixture.cluster({ agentPoolProfiles: [systemPool({ vnetSubnetID: nodes.id })] });
            const group: Created = {
                type: "azure-native:resources:ResourceGroup",
                name: "rg",
                id: fixture.groupId(),
                inputs: {},
                state: {},
            };
            expect(await refusal(fixture.delete(group))).toBe("accepted");
            expect(await fixture.read(nodes)).toBe("gone");
        });

        test("two security rules with one priority and direction, apart or inline", async () => {
            const rule = (securityRuleName: string, change: Properties = {}): Promise<Created> =>
                fixture.create("network:SecurityRule", securityRuleName, {
                    resourceGroupName: "rg",
                    networkSecurityGroupName: "nsg",
                    securityRuleName,
                    priority: 100,
                    direction: "Inbound",
                    access: "Allow",
                    protocol: "Tcp",
                    sourceAddressPrefix: "10.0.0.0/8",
                    sourcePortRange: "*",
                    destinationAddressPrefix: "*",
                    destinationPortRange: "443",
                    ...change,
                });
            await fixture.create("network:NetworkSecurityGroup", "nsg", { resourceGroupName: "rg", networkSecurityGroupName: "nsg" });
            await rule("one");
            expect(await refusal(rule("two"))).toBe("SecurityRuleConflict");
            expect(await refusal(rule("two", { direction: "Outbound" }))).toBe("accepted");
            expect(await refusal(rule("three", { priority: 99 }))).toBe("SecurityRuleInvalidPriority");
        });

        test("a zone with links", async () => {
            const { network } = await fixture.network();
            const zone = await fixture.create("privatedns:PrivateZone", "zone", {
                resourceGroupName: "rg",
                privateZoneName: "a.internal",
                location: "global",
            });
            const link = await fixture.create("privatedns:VirtualNetworkLink", "link", {
                resourceGroupName: "rg",
                privateZoneName: "a.internal",
                virtualNetworkLinkName: "link",
                location: "Global",
                registrationEnabled: false,
                virtualNetwork: { id: network.id },
            });
            expect(await refusal(fixture.delete(zone))).toBe("CannotDeleteResource");
            await fixture.delete(link);
            expect(await refusal(fixture.delete(zone))).toBe("accepted");
            const regional = fixture.create("privatedns:PrivateZone", "zone", {
                resourceGroupName: "rg",
                privateZoneName: "b.internal",
                location: "westeurope",
            });
            expect(await refusal(regional)).toBe("LocationNotAvailableForResourceType");
        });
    });

    describe("identities and roles", () => {
        test("wrong principals, types and doubles", async () => {
            const one = await identity("one");
            const scope = fixture.groupId();
            expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { principalId: "00000000-0000-4000-8000-000000000000" }))).toBe(
                "PrincipalNotFound",
            );
            expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { principalType: "User" }))).toBe("UnmatchedPrincipalType");
            expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { principalId: "me" }))).toBe("InvalidPrincipalId");
            expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { roleDefinitionId: "Owner" }))).toBe("InvalidRoleDefinitionId");
            expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, `${scope}x`))).toBe("ResourceGroupNotFound");
            const first = await grant(NETWORK_CONTRIBUTOR, one, scope);
            expect(
                await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { roleAssignmentName: "00000000-0000-4000-a000-000000000009" })),
            ).toBe("RoleAssignmentExists");
            expect(await refusal(fixture.update(first, { roleDefinitionId: fixture.role(IDENTITY_OPERATOR) }))).toBe(
                "RoleAssignmentUpdateNotPermitted",
            );
            expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, one.id, { roleAssignmentName: first.id.slice(-36) }))).toBe(
                "RoleAssignmentUpdateNotPermitted",
            );
        });

        test("a principal type that is left out means User, as the SDK sends it", async () => {
            const one = await identity("one");
            const args = {
                scope: fixture.groupId(),
                principalId: String(one.state["principalId"]),
                roleDefinitionId: fixture.role(NETWORK_CONTRIBUTOR),
            };
            expect(await refusal(fixture.create("authorization:RoleAssignment", "role", args))).toBe("UnmatchedPrincipalType");
        });

        test("the deployer, listed principals and groups on trust may be named", async () => {
            const [listed, group] = ["11111111-0000-4000-8000-000000000000", "22222222-0000-4000-8000-000000000000"];
            fixture.edit({ principals: [{ id: listed, type: "User" }] });
            const role = (principalId: string, principalType: string, last: number): Promise<Created> =>
                grant(NETWORK_CONTRIBUTOR, { state: {} } as Created, fixture.groupId(), {
                    principalId,
                    principalType,
                    roleAssignmentName: `00000000-0000-4000-a000-00000000000${last}`,
                });
            expect(await refusal(role(listed, "User", 1))).toBe("accepted");
            expect(await refusal(role(group, "Group", 2))).toBe("accepted");
            fixture.edit({ acceptUnknownGroups: false });
            expect(await refusal(role("33333333-0000-4000-8000-000000000000", "Group", 3))).toBe("PrincipalNotFound");
        });

        test("federated credentials of one identity at once, twice the same, or with two audiences", async () => {
            await identity("one");
            const credential = (name: string, subject: string, audiences = ["api://AzureADTokenExchange"]): Promise<Created> =>
                fixture.create("managedidentity:FederatedIdentityCredential", name, {
                    resourceGroupName: "rg",
                    resourceName: "one",
                    federatedIdentityCredentialResourceName: name,
                    issuer: "https://issuer/",
                    subject,
                    audiences,
                });
            fixture.edit({ operationMilliseconds: 60 });
            expect((await Promise.all([refusal(credential("first", "a")), refusal(credential("second", "b"))])).sort()).toEqual([
                "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
                "accepted",
            ]);
            expect(await refusal(credential("third", "a"))).toBe("Conflict");
            expect(await refusal(credential("third", "c", ["a", "b"]))).toBe("BadRequest");
        });
    });

    describe("locks, names and the rest", () => {
        test("a lock on the group stops deletes in it, a read-only lock stops writes too", async () => {
            const { subnet } = await fixture.network();
            const lock = await fixture.create("authorization:ManagementLockByScope", "lock", {
                scope: fixture.groupId(),
                lockName: "keep",
                level: "CanNotDelete",
            });
            expect(await refusal(fixture.delete(subnet))).toBe("ScopeLocked");
            expect(await refusal(identity("one"))).toBe("accepted");
            await fixture.update(lock, { level: "ReadOnly" });
            expect(await refusal(identity("two"))).toBe("ScopeLocked");
            expect(await refusal(fixture.delete(lock))).toBe("accepted");
            expect(await refusal(fixture.delete(subnet))).toBe("accepted");
        });

        test("names that others hold, in this subscription or elsewhere", async () => {
            await fixture.group("rg2");
            const account = (accountName: string, resourceGroupName = "rg"): Promise<Created> =>
                fixture.create("storage:StorageAccount", accountName, {
                    resourceGroupName,
                    accountName,
                    kind: "StorageV2",
                    sku: { name: "Standard_LRS" },
                });
            const registry = (registryName: string, resourceGroupName = "rg"): Promise<Created> =>
                fixture.create("containerregistry:Registry", registryName, { resourceGroupName, registryName, sku: { name: "Basic" } });
            fixture.edit({ namesTaken: { StorageAccount: ["taken1"], Registry: ["Taken1"], Vault: [] } });
            expect([await refusal(account("taken1")), await refusal(account("mine1")), await refusal(account("mine1", "rg2"))]).toEqual([
                "StorageAccountAlreadyTaken",
                "accepted",
                "StorageAccountAlreadyTaken",
            ]);
            expect([await refusal(registry("taken1")), await refusal(registry("mine1")), await refusal(registry("mine1", "rg2"))]).toEqual([
                "AlreadyInUse",
                "accepted",
                "AlreadyInUse",
            ]);
        });

        test("a maintenance configuration under a name of one's own", async () => {
            await fixture.cluster();
            const window = fixture.create("containerservice:MaintenanceConfiguration", "window", {
                resourceGroupName: "rg",
                resourceName: "aks",
                configName: "nightly",
                maintenanceWindow: { durationHours: 4, startTime: "02:00", schedule: { daily: { intervalDays: 1 } } },
            });
            expect(await refusal(window)).toBe("InvalidResourceName");
        });

        test("a diagnostic setting without a sink", async () => {
            const cluster = await fixture.cluster();
            expect(
                await refusal(
                    fixture.create("monitor:DiagnosticSetting", "audit", {
                        name: "audit",
                        resourceUri: cluster.id,
                        logs: [{ category: "guard", enabled: true }],
                    }),
                ),
            ).toBe("BadRequest");
        });

        test("a preview is never refused: it asks nobody", async () => {
            const inputs = clusterArgs({ kubernetesVersion: "1.20", location: "nowhere", tags: secret({ a: UNKNOWN }) });
            const type = "azure-native:containerservice:ManagedCluster";
            await expect(
                fixture.azure.create({ ...fixture.identity(type, "aks"), inputs, preview: true, timeoutSeconds: 0 }),
            ).resolves.toMatchObject({ id: "" });
        });
    });
});
