import { armIdForm, parseArmId } from "../core/arm-id";
import { contains, overlaps, parseAddress, parseCidr, prefixFor, reservedRangeIn } from "../core/cidr";
import { findingsOf, type Finding } from "../core/findings";
import { NETWORK_RULES } from "./rule-table";
import type { NetworkSpec, SubnetsSpec } from "./spec";

export { networkFacts } from "./plan";
export { NETWORK_RULES } from "./rule-table";
export type { CreatedOutbound, ExistingOutbound, NetworkSpec, SubnetsSpec } from "./spec";

const finding = findingsOf(NETWORK_RULES);

const SUBNET_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;
const ROUTE_TABLE_TYPE = "Microsoft.Network/routeTables";

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
    return [
        ...(spec.kind === "create" ? [...createdRules(spec), ...subnetRules(spec, spec.subnets ?? {})] : existingRules(spec)),
        ...peeredRules(spec),
    ];
}

/** Ranges of connected networks, which this one must not meet. */
function peeredRules(spec: NetworkSpec): Finding[] {
    const own = spec.kind === "create" ? spec.addressSpace : spec.nodeSubnet;
    const network = parseCidr(own);
    return (spec.peeredRanges ?? []).flatMap((text, index) => {
        const path = `peeredRanges[${index}]`;
        const range = parseCidr(text);
        if (range === undefined || network === undefined || !overlaps(range, network)) {
            return cidrSyntax(path, text);
        }
        const message = `it overlaps this network's own range, ${own}`;
        return [finding("network/peered-range-overlaps", path, text, message, "take another range for one of the two")];
    });
}

/** The smallest subnet for an API server, and the recommended one for an Application Gateway. */
const API_SERVER_PREFIX = 28;
const GATEWAY_PREFIX = 24;

/** Further subnets: inside the network, apart from each other and from the nodes', and large enough for what they are for. */
function subnetRules({ addressSpace, nodeSubnet }: Extract<NetworkSpec, { kind: "create" }>, subnets: SubnetsSpec): Finding[] {
    const before: [string, string][] = [["nodeSubnet", nodeSubnet]];
    const { applicationGateway, apiServer, privateEndpoints } = subnets;
    return Object.entries({ privateEndpoints, applicationGateway, apiServer }).flatMap(([name, text]) => {
        if (text === undefined) {
            return [];
        }
        const path = `subnets.${name}`;
        const found = [...cidrSyntax(path, text), ...placeRules(path, text, addressSpace, before)];
        before.push([path, text]);
        const prefix = parseCidr(text)?.prefix ?? 0;
        if (name === "apiServer" && prefix > API_SERVER_PREFIX) {
            const message = `AKS wants a subnet of /${API_SERVER_PREFIX} or larger for the API server`;
            found.push(finding("network/api-server-subnet", path, text, message, `use /${API_SERVER_PREFIX} or a shorter prefix`));
        } else if (prefix > SMALLEST_SUBNET_PREFIX) {
            found.push(belowMinimum(path, text));
        } else if (name === "applicationGateway" && prefix > GATEWAY_PREFIX) {
            const message = `Azure recommends a /${GATEWAY_PREFIX} for an Application Gateway`;
            found.push(finding("network/gateway-subnet", path, text, message, `use a /${GATEWAY_PREFIX}`));
        }
        return found;
    });
}

/** Where a subnet lies: inside the network, and apart from those before it. */
function placeRules(path: string, text: string, addressSpace: string, before: readonly (readonly [string, string])[]): Finding[] {
    const range = parseCidr(text);
    const space = parseCidr(addressSpace);
    if (range === undefined) {
        return [];
    }
    const found: Finding[] = [];
    if (space !== undefined && !contains(space, range)) {
        const message = `a subnet must lie inside the virtual network's range ${addressSpace}`;
        const fix = `take a range inside ${addressSpace}, or widen addressSpace`;
        found.push(finding("network/subnet-outside-vnet", path, text, message, fix));
    }
    for (const [other, otherText] of before) {
        const met = parseCidr(otherText);
        if (met !== undefined && overlaps(met, range)) {
            found.push(finding("network/subnets-overlap", path, text, `it overlaps ${other}, ${otherText}`, "move one of the two"));
        }
    }
    return found;
}

function belowMinimum(path: string, value: string): Finding {
    const message = `a subnet in Azure is /${SMALLEST_SUBNET_PREFIX} or larger`;
    return finding("network/subnet-below-azure-minimum", path, value, message, "use a shorter prefix, for example /24");
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
        found.push(belowMinimum("nodeSubnet", spec.nodeSubnet));
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
        parseArmId(spec.outbound.routeTableId, ROUTE_TABLE_TYPE) === undefined
    ) {
        found.push(
            finding(
                "network/route-table-id",
                "outbound.routeTableId",
                spec.outbound.routeTableId,
                "not the ARM id of a route table",
                `use ${armIdForm(ROUTE_TABLE_TYPE)}`,
            ),
        );
    }
    return found;
}
