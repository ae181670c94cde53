import type { Properties } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import { refusal, SubscriptionFixture, systemPool } from "./subscription-fixture";

describe("what Azure refuses: networks", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

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
        fixture.edit({ operationMilliseconds: 400, retryMilliseconds: [] });
        expect((await Promise.all([refusal(subnet("a", "10.10.4.0/24")), refusal(subnet("b", "10.10.5.0/24"))])).sort()).toEqual([
            "AnotherOperationInProgress",
            "accepted",
        ]);
        fixture.edit({ operationMilliseconds: 400, retryMilliseconds: [800] });
        expect(await Promise.all([refusal(subnet("c", "10.10.6.0/24")), refusal(subnet("d", "10.10.7.0/24"))])).toEqual([
            "accepted",
            "accepted",
        ]);
        expect(fixture.log).toEqual(["Azure refused with AnotherOperationInProgress; azure-native waits and sends the request again (1)"]);
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
