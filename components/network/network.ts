import * as azure from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import * as names from "../core/azure-names";
import type { NamingHandle, NetworkHandle, NetworkRanges, OutboundType, PrivateEndpointsHandle } from "../core/contracts";
import { underPath } from "../core/findings";
import { onceMade } from "../core/lifetime";
import { azureInputs, physicalName, type AzureInputs } from "../core/naming";
import { retryConflicts } from "../core/retry";
import { typeToken } from "../core/token";
import { networkFacts } from "./plan";
import { networkRules } from "./rules";
import type { NetworkSpec } from "./spec";

export interface NetworkArgs {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: pulumi.Input<string>;
    readonly naming: NamingHandle;
    readonly network: NetworkSpec;
    /**
     * Tags of everything that can carry some.
     * @default {}
     */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What a created network consists of, for the outputs. */
interface CreatedNetwork {
    readonly nodeSubnetId: pulumi.Output<string>;
    readonly nodeNetwork?: pulumi.Resource[];
    readonly egressIp?: pulumi.Output<string>;
    readonly routeTableId?: pulumi.Output<string>;
    readonly privateEndpoints?: PrivateEndpointsHandle;
}

/**
 * The subnet that nodes are in, and the way out of it.
 *
 * Makes a virtual network with one subnet, a security group without any rule of its own (so Azure's defaults hold: in from the
 * network and from the load balancer's probes, nothing from the internet), and a NAT gateway with its address or a route table
 * where the outbound kind asks for one, and a subnet for private endpoints where one is named. Or takes an existing subnet and makes nothing. Virtual network, subnet, security group and
 * routes cost nothing; a NAT gateway about 33 USD a month and 0.045 USD per GiB.
 *
 * @throws pulumi.InputPropertiesError when a range or an id is not one, or the subnet lies outside the network.
 * @example
 * const network = new Network("network", {
 *     resourceGroupName, location, naming,
 *     network: { kind: "create", addressSpace: "10.224.0.0/16", nodeSubnet: "10.224.0.0/20", outbound: { kind: "natGateway" } },
 * }, { parent: platform });
 */
export class Network extends pulumi.ComponentResource implements NetworkHandle {
    public readonly nodeSubnetId: pulumi.Output<string>;
    public readonly outboundType: OutboundType;
    public readonly ranges: NetworkRanges;
    public readonly egressKnown: boolean;
    declare public readonly nodeNetwork?: pulumi.Resource[];
    declare public readonly egressIp?: pulumi.Output<string>;
    declare public readonly routeTableId?: pulumi.Output<string>;
    declare public readonly privateEndpoints?: PrivateEndpointsHandle;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("Network"), name, {}, opts);
        new ArgErrors().add(underPath("network", networkRules(args.network))).throwIfAny("Network", name);

        const facts = networkFacts(args.network);
        this.outboundType = facts.outboundType;
        this.ranges = facts.ranges;
        this.egressKnown = facts.egressKnown;
        const made = args.network.kind === "create" ? this.create(name, args, args.network) : existing(args.network);
        this.nodeSubnetId = made.nodeSubnetId;
        if (made.nodeNetwork !== undefined) {
            this.nodeNetwork = made.nodeNetwork;
        }
        if (made.egressIp !== undefined) {
            this.egressIp = made.egressIp;
        }
        if (made.routeTableId !== undefined) {
            this.routeTableId = made.routeTableId;
        }
        if (made.privateEndpoints !== undefined) {
            this.privateEndpoints = made.privateEndpoints;
        }
        this.registerOutputs({ nodeSubnetId: this.nodeSubnetId, outboundType: this.outboundType });
    }

    private create(name: string, args: NetworkArgs, spec: Extract<NetworkSpec, { kind: "create" }>): CreatedNetwork {
        const shared = azureInputs(args);
        const named: Named = (make) => physicalName(args.naming, make);

        const securityGroup = new azure.NetworkSecurityGroup(
            `${name}-security-group`,
            { ...shared, networkSecurityGroupName: named(names.networkSecurityGroupName), securityRules: [] },
            { parent: this },
        );
        const nat = spec.outbound.kind === "natGateway" ? this.createNatGateway(name, shared, named) : undefined;
        const routes =
            spec.outbound.kind === "userDefinedRouting" ? this.createRoutes(name, shared, named, spec.outbound.nextHopIp) : undefined;
        const virtualNetwork = new azure.VirtualNetwork(
            `${name}-vnet`,
            { ...shared, virtualNetworkName: named(names.virtualNetworkName), addressSpace: { addressPrefixes: [spec.addressSpace] } },
            {
                parent: this,
                // Azure lists the subnets, which are resources of their own, in the network too.
                ignoreChanges: ["subnets"],
                // A wider network is an update. But a subnet that moves may lie outside the old one, which cannot change under it.
                replacementTrigger: spec.nodeSubnet,
                deleteBeforeReplace: true,
            },
        );
        const endpoints = this.createEndpointSubnet(name, args, spec.subnets?.privateEndpoints, virtualNetwork, securityGroup);
        const subnet = new azure.Subnet(
            `${name}-node-subnet`,
            {
                resourceGroupName: args.resourceGroupName,
                virtualNetworkName: virtualNetwork.name,
                subnetName: "nodes",
                addressPrefix: spec.nodeSubnet,
                defaultOutboundAccess: false,
                // All in one request: a second write to the network while the first one runs is refused.
                networkSecurityGroup: { id: securityGroup.id },
                ...(nat === undefined ? {} : { natGateway: { id: nat.gateway.id } }),
                ...(routes === undefined ? {} : { routeTable: { id: routes.id } }),
                privateEndpointNetworkPolicies: "Disabled",
            },
            {
                parent: this,
                // The nodes' subnet comes last, so that nothing writes to the network any more while the cluster joins it.
                ...(endpoints === undefined ? {} : { dependsOn: [endpoints] }),
                // Azure refuses another range while nodes are in it. The name is fixed, so the new one cannot stand beside the old one.
                replaceOnChanges: ["addressPrefix"],
                deleteBeforeReplace: true,
                hooks: { onError: [retryConflicts(`Network ${name}`)] },
            },
        );
        return {
            nodeSubnetId: subnet.id,
            nodeNetwork: [virtualNetwork, subnet],
            ...(nat === undefined ? {} : { egressIp: nat.address }),
            ...(routes === undefined ? {} : { routeTableId: routes.id }),
            ...(endpoints === undefined ? {} : { privateEndpoints: { subnetId: endpoints.id, virtualNetworkId: virtualNetwork.id } }),
        };
    }

    private createEndpointSubnet(
        name: string,
        { resourceGroupName }: NetworkArgs,
        addressPrefix: string | undefined,
        virtualNetwork: azure.VirtualNetwork,
        securityGroup: azure.NetworkSecurityGroup,
    ): azure.Subnet | undefined {
        return addressPrefix === undefined
            ? undefined
            : new azure.Subnet(
                  `${name}-endpoint-subnet`,
                  {
                      resourceGroupName,
                      virtualNetworkName: virtualNetwork.name,
                      subnetName: "private-endpoints",
                      addressPrefix,
                      defaultOutboundAccess: false,
                      networkSecurityGroup: { id: securityGroup.id },
                      privateEndpointNetworkPolicies: "Disabled",
                  },
                  {
                      parent: this,
                      // Azure refuses another range while endpoints are in it.
                      replaceOnChanges: ["addressPrefix"],
                      deleteBeforeReplace: true,
                      hooks: { onError: [retryConflicts(`Network ${name} endpoints`)] },
                  },
              );
    }

    private createNatGateway(
        name: string,
        shared: AzureInputs,
        named: Named,
    ): { gateway: azure.NatGateway; address: pulumi.Output<string> } {
        const address = new azure.PublicIPAddress(
            `${name}-egress-ip`,
            {
                ...shared,
                publicIpAddressName: named(names.publicIpAddressName),
                sku: { name: "Standard" },
                publicIPAllocationMethod: "Static",
                publicIPAddressVersion: "IPv4",
            },
            { parent: this },
        );
        const gateway = new azure.NatGateway(
            `${name}-nat-gateway`,
            {
                ...shared,
                natGatewayName: named(names.natGatewayName),
                sku: { name: "Standard" },
                publicIpAddresses: [{ id: address.id }],
                idleTimeoutInMinutes: 10,
            },
            { parent: this },
        );
        return { gateway, address: onceMade(address, address.ipAddress).apply(requireAddress) };
    }

    private createRoutes(name: string, shared: AzureInputs, named: Named, nextHopIp: string): azure.RouteTable {
        return new azure.RouteTable(
            `${name}-routes`,
            {
                ...shared,
                routeTableName: named(names.routeTableName),
                routes: [{ name: "default", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: nextHopIp }],
            },
            { parent: this },
        );
    }
}

type Named = (make: (parts: names.NameParts) => string) => pulumi.Output<string>;

function existing(spec: Extract<NetworkSpec, { kind: "existing" }>): CreatedNetwork {
    const routeTableId = spec.outbound.kind === "userDefinedRouting" ? spec.outbound.routeTableId : undefined;
    return {
        nodeSubnetId: pulumi.output(spec.nodeSubnetId),
        ...(routeTableId === undefined ? {} : { routeTableId: pulumi.output(routeTableId) }),
    };
}

function requireAddress(address: string | undefined): string {
    if (address === undefined) {
        throw new Error("Azure returned a static public address without its value; run the update again");
    }
    return address;
}
