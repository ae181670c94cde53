import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

const subnets = (value: object): Edit => [["network", "subnets"], value];
const peered = (...ranges: string[]): Edit => [["network", "peeredRanges"], ranges];
const gpuSize = (size: string): Edit => [["gpuPools", "t4", "sizes", 0], size];
const existing = (subnet: string): Edit => {
    const nodeSubnetId = `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/${subnet}`;
    return [["network"], { kind: "existing", nodeSubnetId, nodeSubnet: "10.1.0.0/20", outbound: { kind: "natGateway" } }];
};
const cluster = (key: string, value: unknown): Edit => [["cluster", key], value];

/** Further subnets, connected networks, dataplane and network policy. */
export const NETWORKING_CASES = {
    "network/subnets-overlap": {
        breaks: [subnets({ privateEndpoints: "10.225.16.0/24", applicationGateway: "10.225.16.0/24" })],
        satisfies: [subnets({ privateEndpoints: "10.225.16.0/24", applicationGateway: "10.225.17.0/24" })],
        at: "network.subnets.applicationGateway",
    },
    "network/api-server-subnet": {
        breaks: [subnets({ apiServer: "10.225.16.0/29" })],
        satisfies: [subnets({ apiServer: "10.225.16.0/28" })],
        at: "network.subnets.apiServer",
    },
    "network/gateway-subnet": {
        breaks: [subnets({ applicationGateway: "10.225.16.0/25" })],
        satisfies: [subnets({ applicationGateway: "10.225.16.0/24" })],
        at: "network.subnets.applicationGateway",
    },
    "network/infiniband-range": {
        breaks: [peered("172.16.0.0/15"), gpuSize("Standard_ND96isr_H100_v5")],
        satisfies: [peered("172.17.0.0/16"), gpuSize("Standard_ND96isr_H100_v5")],
        at: "network.peeredRanges[0]",
    },
    "network/overlay-name": {
        breaks: [existing("n".repeat(64))],
        satisfies: [existing("n".repeat(63))],
        at: "network.nodeSubnetId",
    },
    "network/peered-range-overlaps": {
        breaks: [peered("10.0.0.0/16", "10.224.0.0/15")],
        satisfies: [peered("10.0.0.0/16", "10.224.0.0/16")],
        at: "network.peeredRanges[1]",
    },
    "cluster/service-cidr-overlaps-peered": {
        breaks: [cluster("serviceCidr", "172.21.0.0/16"), peered("172.21.255.0/24")],
        satisfies: [cluster("serviceCidr", "172.21.0.0/16"), peered("172.22.0.0/24")],
    },
    "cluster/pod-cidr-overlaps-peered": {
        breaks: [cluster("podCidr", "10.100.0.0/16"), peered("10.100.255.0/24")],
        satisfies: [cluster("podCidr", "10.100.0.0/16"), peered("10.101.0.0/24")],
    },
    "cluster/cilium-policy-without-cilium": {
        breaks: [cluster("networkPolicy", "cilium"), cluster("dataplane", "azure")],
        satisfies: [cluster("networkPolicy", "calico"), cluster("dataplane", "azure")],
    },
    "cluster/cilium-with-other-policy": {
        breaks: [cluster("networkPolicy", "calico"), cluster("dataplane", "cilium")],
        satisfies: [cluster("networkPolicy", "none"), cluster("dataplane", "cilium")],
    },
    "cluster/azure-policy-retiring": {
        breaks: [cluster("networkPolicy", "azure"), cluster("dataplane", "azure")],
        satisfies: [cluster("networkPolicy", "calico"), cluster("dataplane", "azure")],
    },
} satisfies RuleCases;
