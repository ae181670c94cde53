import type { NetworkSpec } from "../../components";
import { SUBNET_ID, SUBSCRIPTION_ID } from "./mocks-fixtures";

/** A network that the program makes. */
export const created: Extract<NetworkSpec, { kind: "create" }> = {
    kind: "create",
    addressSpace: "10.224.0.0/16",
    nodeSubnet: "10.224.0.0/20",
    outbound: { kind: "loadBalancer" },
};

/** A subnet that somebody else owns. */
export const existing: Extract<NetworkSpec, { kind: "existing" }> = {
    kind: "existing",
    nodeSubnetId: SUBNET_ID,
    nodeSubnet: "10.1.0.0/24",
    outbound: { kind: "natGateway" },
};

/** ARM id of the route table of such a subnet. */
export const TABLE = `${SUBSCRIPTION_ID}/resourceGroups/net/providers/Microsoft.Network/routeTables/rt`;
