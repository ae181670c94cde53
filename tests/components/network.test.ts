import * as pulumi from "@pulumi/pulumi";
import { Network, type NetworkSpec } from "../../components";
import { named, record, roots, urns, valueOf, type Recording } from "../support/mocks";
import { namingHandle, SUBNET_ID, SUBSCRIPTION_ID } from "../support/mocks-fixtures";
import { created, existing, TABLE } from "../support/networks";

const children = (recording: Recording<unknown>): string[] =>
    recording.resources
        .slice(1)
        .map(({ type, name }) => `${type} ${name}`)
        .sort();

describe("Network", () => {
    const build = (network: NetworkSpec, name = "network"): Network =>
        new Network(name, { resourceGroupName: "rg", location: "eastus", naming: namingHandle(), network, tags: { owner: "ml" } });
    const shared = { resourceGroupName: "rg", location: "eastus", tags: { owner: "ml" } };
    const id = (path: string): string => `${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.Network/${path}`;

    it("S0-4 S0-5 S0-53 S0-54 S0-55 registers a network whose security group opens nothing", async () => {
        const recording = await record(() => build(created));
        expect(recording.resources.slice(1).map(({ name, inputs }) => [name, inputs])).toEqual([
            ["network-security-group", { ...shared, networkSecurityGroupName: "nsg-mlp-dev-k3x9q2ab", securityRules: [] }],
            [
                "network-vnet",
                {
                    ...shared,
                    virtualNetworkName: "vnet-mlp-dev-k3x9q2ab",
                    addressSpace: { addressPrefixes: ["10.224.0.0/16"] },
                    enableDdosProtection: false,
                    enableVmProtection: false,
                },
            ],
            [
                "network-node-subnet",
                {
                    resourceGroupName: "rg",
                    virtualNetworkName: "vnet-mlp-dev-k3x9q2ab",
                    subnetName: "nodes",
                    addressPrefix: "10.224.0.0/20",
                    defaultOutboundAccess: false,
                    networkSecurityGroup: { id: id("networkSecurityGroups/nsg-mlp-dev-k3x9q2ab") },
                    privateEndpointNetworkPolicies: "Disabled",
                    privateLinkServiceNetworkPolicies: "Enabled",
                },
            ],
        ]);
        expect(recording.resources.slice(1).filter(({ parent }) => parent !== "network")).toEqual([]);
        expect(roots(recording)).toEqual(["network"]);
        expect(named(recording, "network-vnet").options).toEqual({
            ignoreChanges: ["subnets"],
            // Another range of the nodes makes the network anew: a subnet that moves may lie outside the old one.
            replacementTrigger: "10.224.0.0/20",
            deleteBeforeReplace: true,
        });
        expect((await valueOf(recording.result.nodeSubnetId)).value).toBe(id("virtualNetworks/vnet-mlp-dev-k3x9q2ab/subnets/nodes"));
        expect(recording.result).toMatchObject({
            outboundType: "loadBalancer",
            egressKnown: true,
            ranges: { nodeSubnet: "10.224.0.0/20" },
        });
        expect(["egressIp" in recording.result, "routeTableId" in recording.result]).toEqual([false, false]);
    });

    it("S0-32 sends traffic out by a NAT gateway with an address that it tells", async () => {
        const recording = await record(() => build({ ...created, outbound: { kind: "natGateway" } }));
        expect(children(recording)).toEqual([
            "azure-native:network:NatGateway network-nat-gateway",
            "azure-native:network:NetworkSecurityGroup network-security-group",
            "azure-native:network:PublicIPAddress network-egress-ip",
            "azure-native:network:Subnet network-node-subnet",
            "azure-native:network:VirtualNetwork network-vnet",
        ]);
        expect(named(recording, "network-egress-ip").inputs).toMatchObject({
            sku: { name: "Standard" },
            publicIPAllocationMethod: "Static",
        });
        expect(named(recording, "network-nat-gateway").inputs).toMatchObject({
            publicIpAddresses: [{ id: id("publicIPAddresses/pip-mlp-dev-k3x9q2ab") }],
            sku: { name: "Standard" },
        });
        expect(named(recording, "network-node-subnet").inputs).toMatchObject({ natGateway: { id: id("natGateways/ng-mlp-dev-k3x9q2ab") } });
        expect(recording.result.outboundType).toBe("userAssignedNATGateway");
        expect(await valueOf(recording.result.egressIp ?? pulumi.output("none"))).toEqual({ value: "203.0.113.10", secret: false });
    });

    it("S0-32 sends traffic to an appliance by a route that the subnet has from the start", async () => {
        const recording = await record(() => build({ ...created, outbound: { kind: "userDefinedRouting", nextHopIp: "10.1.0.4" } }));
        expect(named(recording, "network-routes").inputs).toEqual({
            ...shared,
            routeTableName: "rt-mlp-dev-k3x9q2ab",
            routes: [{ name: "default", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.1.0.4" }],
        });
        const table = id("routeTables/rt-mlp-dev-k3x9q2ab");
        expect(named(recording, "network-node-subnet").inputs).toMatchObject({ routeTable: { id: table } });
        expect((await valueOf(recording.result.routeTableId ?? pulumi.output("none"))).value).toBe(table);
    });

    it("S1-17 makes a subnet for private endpoints where one is named, before that of the nodes, which the cluster waits for", async () => {
        const recording = await record(() => build({ ...created, subnets: { privateEndpoints: "10.224.32.0/26" } }));
        expect(named(recording, "network-endpoint-subnet").inputs).toMatchObject({
            virtualNetworkName: "vnet-mlp-dev-k3x9q2ab",
            subnetName: "private-endpoints",
            addressPrefix: "10.224.32.0/26",
            defaultOutboundAccess: false,
            networkSecurityGroup: { id: id("networkSecurityGroups/nsg-mlp-dev-k3x9q2ab") },
        });
        expect(named(recording, "network-endpoint-subnet").options).toEqual({
            replaceOnChanges: ["addressPrefix"],
            deleteBeforeReplace: true,
        });
        expect(named(recording, "network-node-subnet").dependencies).toContain("network-endpoint-subnet");
        const { privateEndpoints } = recording.result;
        const network = id("virtualNetworks/vnet-mlp-dev-k3x9q2ab");
        expect((await valueOf(privateEndpoints?.subnetId ?? pulumi.output(""))).value).toBe(`${network}/subnets/private-endpoints`);
        expect((await valueOf(privateEndpoints?.virtualNetworkId ?? pulumi.output(""))).value).toBe(network);
        expect((await record(() => build(created))).result.privateEndpoints).toBeUndefined();
    });

    it("S0-26 creates nothing for an existing subnet", async () => {
        const recording = await record(() => build({ ...existing, outbound: { kind: "userDefinedRouting", routeTableId: TABLE } }));
        expect(recording.resources.map(({ name }) => name)).toEqual(["network"]);
        const { nodeSubnetId, routeTableId, outboundType } = recording.result;
        expect([(await valueOf(nodeSubnetId)).value, (await valueOf(routeTableId ?? pulumi.output("none"))).value, outboundType]).toEqual([
            SUBNET_ID,
            TABLE,
            "userDefinedRouting",
        ]);
    });

    it("registers the same resources in a preview, and two of them do not collide", async () => {
        for (const outbound of [{ kind: "natGateway" }, { kind: "userDefinedRouting", nextHopIp: "10.1.0.4" }] as const) {
            const program = (): Network => build({ ...created, outbound });
            expect(urns(await record(program, { preview: true }))).toEqual(urns(await record(program)));
        }
        const both = await record(() => [build(created), build(created, "other")]);
        expect(new Set(urns(both)).size).toBe(8);
    });

    it("refuses a subnet outside its network, by path, before anything is registered", async () => {
        const recording = await record(() => {
            expect(() => build({ ...created, nodeSubnet: "10.225.0.0/20" })).toThrow(
                'network.nodeSubnet: the node subnet must lie inside the virtual network\'s range 10.224.0.0/16 (got "10.225.0.0/20"); take a range inside 10.224.0.0/16, or widen addressSpace [network/subnet-outside-vnet]',
            );
        });
        expect(recording.resources.map(({ name }) => name)).toEqual(["network"]);
    });
});
