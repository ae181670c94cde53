import type { RuleCases } from "./rule-case";

const id = (type: string): string => `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/${type}`;
const subnet = id("virtualNetworks/v/subnets/n");
const existing = { kind: "existing", nodeSubnetId: subnet, nodeSubnet: "10.1.0.0/20", outbound: { kind: "natGateway" } };
const routed = (routeTableId: string): unknown => ({ ...existing, outbound: { kind: "userDefinedRouting", routeTableId } });
const appliance = (nextHopIp: string): unknown => ({ kind: "userDefinedRouting", nextHopIp });

/** Rules of the network. */
export const NETWORK_CASES = {
    "network/cidr-syntax": {
        // Host bits: Azure wants the first address of the range.
        breaks: [[["network", "nodeSubnet"], "10.225.16.1/20"]],
        satisfies: [[["network", "nodeSubnet"], "10.225.16.0/20"]],
    },
    "network/reserved-range": {
        breaks: [
            [["network", "addressSpace"], "172.30.0.0/16"],
            [["network", "nodeSubnet"], "172.30.0.0/20"],
        ],
        satisfies: [
            [["network", "addressSpace"], "172.29.0.0/16"],
            [["network", "nodeSubnet"], "172.29.0.0/20"],
        ],
    },
    "network/address-space-not-private": {
        breaks: [
            [["network", "addressSpace"], "100.128.0.0/16"],
            [["network", "nodeSubnet"], "100.128.0.0/20"],
        ],
        satisfies: [
            [["network", "addressSpace"], "100.127.0.0/16"],
            [["network", "nodeSubnet"], "100.127.0.0/20"],
        ],
    },
    "network/subnet-outside-vnet": {
        breaks: [[["network", "nodeSubnet"], "10.226.0.0/20"]],
        satisfies: [[["network", "nodeSubnet"], "10.225.240.0/20"]],
    },
    "network/subnet-below-azure-minimum": {
        // A /29 has three addresses for nodes: the two of dev and one of an upgrade's surge.
        stack: "dev",
        breaks: [
            [["network", "nodeSubnet"], "10.224.0.0/30"],
            [["gpuPools"], {}],
        ],
        satisfies: [
            [["network", "nodeSubnet"], "10.224.0.0/29"],
            [["gpuPools"], {}],
        ],
        also: ["cluster/subnet-too-small"],
    },
    "network/next-hop": {
        breaks: [[["network", "outbound"], appliance("10.225.0.256")]],
        satisfies: [[["network", "outbound"], appliance("10.225.0.255")]],
        at: "network.outbound.nextHopIp",
    },
    "network/subnet-id": {
        breaks: [[["network"], { ...existing, nodeSubnetId: id("virtualNetworks/v") }]],
        satisfies: [[["network"], existing]],
        at: "network.nodeSubnetId",
    },
    "network/route-table-id": {
        breaks: [[["network"], routed(id("routeTables"))]],
        satisfies: [[["network"], routed(id("routeTables/r"))]],
        at: "network.outbound.routeTableId",
    },
} satisfies RuleCases;
