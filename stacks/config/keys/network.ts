import { z } from "zod";
import { NOT_BUILT } from "./not-built";

const cidr = z.string();
const nodeSubnet = cidr.meta({
    description: "IPv4 range of the nodes' subnet: one address for each node and each surge node, and 5 for Azure.",
    examples: ["10.224.0.0/20"],
});

const loadBalancer = z.strictObject({ kind: z.literal("loadBalancer") }).meta({
    description: "A public address on the cluster's own load balancer. Costs nothing extra; about 64,000 connections shared by all nodes.",
});
const natGateway = z.strictObject({ kind: z.literal("natGateway") });
const userDefinedRouting = z.literal("userDefinedRouting");

const createdOutbound = z
    .discriminatedUnion("kind", [
        loadBalancer,
        natGateway.meta({ description: "A NAT gateway with one static public address; about 33 USD a month and traffic." }),
        z
            .strictObject({
                kind: userDefinedRouting,
                nextHopIp: z
                    .string()
                    .meta({ description: "IPv4 address of the appliance that all traffic goes to.", examples: ["10.0.0.4"] }),
            })
            .meta({
                description: "Everything goes to an appliance, for example a firewall, which must let AKS's required addresses through.",
            }),
    ])
    .default({ kind: "loadBalancer" })
    .meta({
        description: "How the nodes reach the internet, to pull images and to register with the API server.",
        examples: [{ kind: "natGateway" }],
    });

const existingOutbound = z
    .discriminatedUnion("kind", [
        loadBalancer,
        natGateway.meta({ description: "The subnet has a NAT gateway." }),
        z
            .strictObject({
                kind: userDefinedRouting,
                routeTableId: z
                    .string()
                    .exactOptional()
                    .meta({
                        description:
                            "ARM id of the subnet's route table, to give the cluster's identity its role on it. Left out, its owner must have done so.",
                        examples: ["/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/routeTables/<name>"],
                    }),
            })
            .meta({ description: "The subnet has a route table with a default route." }),
    ])
    .meta({
        description: "How the nodes reach the internet. Must agree with what is attached to the subnet.",
        examples: [{ kind: "natGateway" }],
    });

const peeredRanges = z
    .array(cidr.meta({ description: "An IPv4 range.", examples: ["10.0.0.0/16"] }))
    .exactOptional()
    .meta({
        description:
            "IPv4 ranges of networks that this one is connected to by peering or VPN. Nothing of the platform may overlap them; left out, nobody checks.",
        examples: [["10.0.0.0/16"]],
    });

const subnets = z
    .strictObject({
        privateEndpoints: cidr.exactOptional().meta({
            description: "IPv4 range for private endpoints of the registry, storage and vaults: one address each.",
            examples: ["10.224.32.0/24"],
        }),
        applicationGateway: cidr.exactOptional().meta({
            description: `IPv4 range for an Application Gateway, which wants a subnet of its own: /24. ${NOT_BUILT}`,
            examples: ["10.224.33.0/24"],
        }),
        apiServer: cidr.exactOptional().meta({
            description: `IPv4 range for the API server's own addresses in the network: /28 or larger. ${NOT_BUILT}`,
            examples: ["10.224.34.0/28"],
        }),
    })
    .exactOptional()
    .meta({
        description: "Further subnets, as IPv4 ranges inside addressSpace that overlap neither each other nor nodeSubnet.",
        examples: [{ privateEndpoints: "10.224.32.0/24" }],
    });

/** What a stack file gets that says nothing about the network. */
const DEFAULT_NETWORK = {
    kind: "create" as const,
    addressSpace: "10.224.0.0/16",
    nodeSubnet: "10.224.0.0/20",
    outbound: { kind: "loadBalancer" as const },
};

export const networkSchema = z
    .discriminatedUnion("kind", [
        z
            .strictObject({
                kind: z.literal("create"),
                addressSpace: cidr.meta({
                    description:
                        "IPv4 range of the virtual network. It must overlap neither the pod and service ranges nor any network that it is connected to.",
                    examples: ["10.224.0.0/16"],
                }),
                nodeSubnet,
                outbound: createdOutbound,
                subnets,
                peeredRanges,
            })
            .meta({ description: "A virtual network of the stack's own." }),
        z
            .strictObject({
                kind: z.literal("existing"),
                nodeSubnetId: z.string().meta({
                    description: "ARM id of the subnet for the nodes.",
                    examples: [
                        "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<name>",
                    ],
                }),
                nodeSubnet,
                outbound: existingOutbound,
                peeredRanges,
            })
            .meta({ description: "A subnet that someone else owns. Its range is needed for the checks before the first request." }),
    ])
    .default(DEFAULT_NETWORK)
    .meta({
        description:
            "The network of the nodes. Another nodeSubnet, kind or nodeSubnetId replaces the cluster; a wider addressSpace does not.",
        examples: [DEFAULT_NETWORK],
    });
