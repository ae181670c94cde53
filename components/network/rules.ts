import { contains, parseAddress, parseCidr, prefixFor, reservedRangeIn } from "../core/cidr";
import { finding, type Finding } from "../core/findings";
import type { NetworkSpec } from "./spec";

export { networkFacts } from "./plan";
export type { CreatedOutbound, ExistingOutbound, NetworkSpec } from "./spec";

const SUBNET_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;
const ROUTE_TABLE_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/routeTables\/[^/]+$/i;

/** Private ranges of RFC 1918 and the shared range of RFC 6598: what a virtual network may use without hiding public addresses. */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].flatMap((text) => parseCidr(text) ?? []);

/** A finding for a range that meets one of those that AKS keeps for itself. */
function reserved(path: string, value: string): Finding[] {
    const range = parseCidr(value);
    const met = range === undefined ? undefined : reservedRangeIn(range);
    return met === undefined
        ? []
        : [
              finding(
                  "network/reserved-range",
                  path,
                  value,
                  `AKS keeps ${met.text} for itself, and refuses a network that overlaps it`,
                  "take another range, for example 10.224.0.0/16",
              ),
          ];
}

/** Ranges of the network itself. Overlaps with the cluster's own ranges are the cluster's rules. */
export function networkRules(spec: NetworkSpec): Finding[] {
    return spec.kind === "create" ? createdRules(spec) : existingRules(spec);
}

/** A finding for a text that is not a range; Azure refuses host bits, so `10.1.2.3/16` is none. */
function cidrSyntax(path: string, value: string): Finding[] {
    return parseCidr(value) !== undefined
        ? []
        : [
              finding(
                  "network/cidr-syntax",
                  path,
                  value,
                  "not an IPv4 range in CIDR form",
                  "write the first address of the range and its prefix, for example 10.224.0.0/16",
              ),
          ];
}

function createdRules(spec: Extract<NetworkSpec, { kind: "create" }>): Finding[] {
    const found = [
        ...cidrSyntax("addressSpace", spec.addressSpace),
        ...cidrSyntax("nodeSubnet", spec.nodeSubnet),
        ...reserved("addressSpace", spec.addressSpace),
    ];
    const space = parseCidr(spec.addressSpace);
    const subnet = parseCidr(spec.nodeSubnet);
    if (space !== undefined && !PRIVATE_RANGES.some((range) => contains(range, space))) {
        found.push(
            finding(
                "network/address-space-not-private",
                "addressSpace",
                spec.addressSpace,
                "the virtual network's range must lie in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, or it would hide public addresses",
                "take a range inside one of these, for example 10.224.0.0/16",
            ),
        );
    }
    if (space !== undefined && subnet !== undefined && !contains(space, subnet)) {
        found.push(
            finding(
                "network/subnet-outside-vnet",
                "nodeSubnet",
                spec.nodeSubnet,
                `the node subnet must lie inside the virtual network's range ${spec.addressSpace}`,
                `take a range inside ${spec.addressSpace}, or widen addressSpace`,
            ),
        );
    }
    if (subnet !== undefined && subnet.prefix > SMALLEST_SUBNET_PREFIX) {
        found.push(
            finding(
                "network/subnet-below-azure-minimum",
                "nodeSubnet",
                spec.nodeSubnet,
                `a subnet in Azure is /${SMALLEST_SUBNET_PREFIX} or larger`,
                "use a shorter prefix, for example /24",
            ),
        );
    }
    if (spec.outbound.kind === "userDefinedRouting" && parseAddress(spec.outbound.nextHopIp) === undefined) {
        found.push(
            finding(
                "network/next-hop",
                "outbound.nextHopIp",
                spec.outbound.nextHopIp,
                "not an IPv4 address",
                "give the private address of the firewall or appliance, for example 10.1.0.4",
            ),
        );
    }
    return found;
}

/** Azure keeps five addresses of each subnet for itself, so a /29 (three left) is the smallest it makes. */
const SMALLEST_SUBNET_PREFIX = prefixFor(5 + 1);

function existingRules(spec: Extract<NetworkSpec, { kind: "existing" }>): Finding[] {
    const found = [...cidrSyntax("nodeSubnet", spec.nodeSubnet), ...reserved("nodeSubnet", spec.nodeSubnet)];
    if (!SUBNET_ID.test(spec.nodeSubnetId)) {
        found.push(
            finding(
                "network/subnet-id",
                "nodeSubnetId",
                spec.nodeSubnetId,
                "not the ARM id of a subnet",
                "use /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>",
            ),
        );
    }
    if (
        spec.outbound.kind === "userDefinedRouting" &&
        spec.outbound.routeTableId !== undefined &&
        !ROUTE_TABLE_ID.test(spec.outbound.routeTableId)
    ) {
        found.push(
            finding(
                "network/route-table-id",
                "outbound.routeTableId",
                spec.outbound.routeTableId,
                "not the ARM id of a route table",
                "use /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/routeTables/<table>",
            ),
        );
    }
    return found;
}
