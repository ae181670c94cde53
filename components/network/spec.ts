/** How traffic of the nodes leaves a network that the program makes. */
export type CreatedOutbound =
    /** A public address on the cluster's own load balancer. Costs nothing extra; about 64,000 ports shared by all nodes. */
    | { readonly kind: "loadBalancer" }
    /** A NAT gateway with one static public address: many connections, one address to allow elsewhere; about 33 USD a month and traffic. */
    | { readonly kind: "natGateway" }
    /** Everything goes to an appliance, for example a firewall, which must let AKS's required addresses through. */
    | { readonly kind: "userDefinedRouting"; /** IPv4 address of the appliance. */ readonly nextHopIp: string };

/** How traffic of the nodes leaves a network that exists already. Must agree with what is attached to the subnet. */
export type ExistingOutbound =
    | { readonly kind: "loadBalancer" }
    /** The subnet has a NAT gateway. */
    | { readonly kind: "natGateway" }
    /** The subnet has a route table with a default route. */
    | {
          readonly kind: "userDefinedRouting";
          /**
           * ARM id of the route table, to give the cluster's identity Network Contributor on it.
           * @default - no role is granted on the route table; whoever owns it must have done so
           */
          readonly routeTableId?: string;
      };

/** Further subnets of a network that the program makes, as IPv4 ranges inside it. Each is made when something needs it. */
export interface SubnetsSpec {
    /** Private endpoints of the registry, storage and vaults: one address each. */
    readonly privateEndpoints?: string;
    /** An Application Gateway, which wants a subnet of its own; /24 leaves it room to grow. */
    readonly applicationGateway?: string;
    /** The API server's own addresses in the network; /28 or larger. */
    readonly apiServer?: string;
}

/** What both kinds of network say. */
interface Surroundings {
    /**
     * Ranges of networks that this one is connected to by peering or VPN: nothing of the platform may overlap them.
     * @default [] none that the program is told of, so that it cannot check
     */
    readonly peeredRanges?: readonly string[];
}

/** A network made for the platform, or a subnet of one that exists. */
export type NetworkSpec =
    | (Surroundings & {
          readonly kind: "create";
          /** The virtual network's range, for example `10.224.0.0/16`. It must not meet the service or pod range, nor any network it is peered with. */
          readonly addressSpace: string;
          /** The nodes' subnet inside it, for example `10.224.0.0/20`: one address per node and surge node, and 5 for Azure. */
          readonly nodeSubnet: string;
          readonly outbound: CreatedOutbound;
          /** @default - no further subnets */
          readonly subnets?: SubnetsSpec;
      })
    | (Surroundings & {
          readonly kind: "existing";
          /** ARM id of the subnet for the nodes. */
          readonly nodeSubnetId: string;
          /** The subnet's range: Azure knows it, the checks before the first request do not. */
          readonly nodeSubnet: string;
          readonly outbound: ExistingOutbound;
      });
