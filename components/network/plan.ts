import type { NetworkFacts, OutboundType } from "../core/contracts";
import type { NetworkSpec } from "./spec";

const OUTBOUND_TYPES: Record<NetworkSpec["outbound"]["kind"], OutboundType> = {
    loadBalancer: "loadBalancer",
    natGateway: "userAssignedNATGateway",
    userDefinedRouting: "userDefinedRouting",
};

/** What a network specification says before anything is registered. */
export function networkFacts(spec: NetworkSpec): NetworkFacts {
    const { kind } = spec.outbound;
    return {
        ranges: {
            ...(spec.kind === "create" ? { addressSpace: spec.addressSpace } : {}),
            nodeSubnet: spec.nodeSubnet,
            ...(spec.peeredRanges === undefined ? {} : { peeredRanges: spec.peeredRanges }),
        },
        outboundType: OUTBOUND_TYPES[kind],
        // AKS lets its own load balancer's address through by itself; a NAT gateway of ours is known; an appliance's address is not.
        egressKnown: kind === "loadBalancer" || (kind === "natGateway" && spec.kind === "create"),
    };
}
