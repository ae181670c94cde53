import { includesAddress, overlaps, parseAddress, parseCidr, prefixFor, reservedRangeIn, sizeOf, type CidrRange } from "../core/cidr";
import type { NetworkRanges } from "../core/contracts";
import { findingsOf, type Finding } from "../core/findings";
import { roomFaults, systemDemand } from "../core/pool-room";
import { systemNodes, type ClusterPlan } from "./plan";
import { CLUSTER_RULES } from "./rule-table";

const finding = findingsOf(CLUSTER_RULES);

/** The ranges of services and pods: their form, what AKS allows, and that nothing overlaps. */
export function addressRules(plan: ClusterPlan, ranges: NetworkRanges): Finding[] {
    const service = parseCidr(plan.serviceCidr);
    const pods = parseCidr(plan.podCidr);
    return [
        ...syntax("serviceCidr", plan.serviceCidr, service, "172.20.0.0/16"),
        ...syntax("podCidr", plan.podCidr, pods, "10.244.0.0/16"),
        ...reserved("serviceCidr", service),
        ...reserved("podCidr", pods),
        ...overlapRules(service, pods, ranges),
        ...(service === undefined ? [] : serviceRules(plan, service)),
        ...(pods === undefined ? [] : podRoom(plan, pods)),
        ...subnetRoom(plan, ranges),
    ];
}

function syntax(path: string, value: string, range: CidrRange | undefined, example: string): Finding[] {
    const fix = `write the first address of the range and its prefix, for example ${example}`;
    return range === undefined ? [finding("cluster/cidr-syntax", path, value, "not an IPv4 range in CIDR form", fix)] : [];
}

function reserved(path: string, range: CidrRange | undefined): Finding[] {
    const met = range === undefined ? undefined : reservedRangeIn(range);
    return range === undefined || met === undefined
        ? []
        : [
              finding(
                  "cluster/reserved-range",
                  path,
                  range.text,
                  `AKS keeps ${met.text} for itself, and refuses a range that overlaps it`,
                  "take a range that no network uses, for example 172.20.0.0/16 for services and 10.244.0.0/16 for pods",
              ),
          ];
}

/** AKS routes the two ranges inside the cluster: an address that also exists outside cannot be reached from it. */
function overlapRules(service: CidrRange | undefined, pods: CidrRange | undefined, ranges: NetworkRanges): Finding[] {
    const networkText = ranges.addressSpace ?? ranges.nodeSubnet;
    const network = parseCidr(networkText);
    const called = ranges.addressSpace === undefined ? "the node subnet" : "the virtual network";
    const found: Finding[] = [];
    for (const [path, what, range] of [
        ["serviceCidr", "service", service],
        ["podCidr", "pod", pods],
    ] as const) {
        if (range !== undefined && network !== undefined && overlaps(range, network)) {
            found.push(
                finding(
                    `cluster/${what}-cidr-overlaps-network`,
                    path,
                    range.text,
                    `the ${what} range overlaps ${called}, ${networkText}`,
                    `take a range outside ${networkText} and outside every network that it is peered with`,
                ),
            );
        }
        const peered = range === undefined ? [] : (ranges.peeredRanges ?? []).flatMap((text) => parseCidr(text) ?? []);
        for (const met of peered.filter((one) => range !== undefined && overlaps(range, one))) {
            const message = `the ${what} range overlaps ${met.text}, a network that this one is connected to`;
            found.push(finding(`cluster/${what}-cidr-overlaps-peered`, path, range?.text, message, `take a range outside ${met.text}`));
        }
    }
    if (service !== undefined && pods !== undefined && overlaps(service, pods)) {
        found.push(
            finding(
                "cluster/pod-cidr-overlaps-service-cidr",
                "podCidr",
                pods.text,
                `the pod range overlaps the service range, ${service.text}`,
                "move one of the two",
            ),
        );
    }
    return found;
}

/** A service range below that has no tenth address after its first, which is the DNS address that is usual. */
const SMALLEST_SERVICE_RANGE = 16;

function serviceRules(plan: ClusterPlan, service: CidrRange): Finding[] {
    const found: Finding[] = [];
    if (service.prefix <= 12) {
        found.push(
            finding(
                "cluster/service-cidr-too-large",
                "serviceCidr",
                plan.serviceCidr,
                "the service range must be smaller than /12",
                "use a longer prefix; /16 has room for 65,000 services",
            ),
        );
    }
    const dns = parseAddress(plan.dnsServiceIp);
    if (dns === undefined || !includesAddress(service, dns) || dns - service.first < 2 || dns === service.last) {
        found.push(
            finding(
                "cluster/dns-service-ip",
                "dnsServiceIp",
                plan.dnsServiceIp,
                `the DNS address must lie in the service range ${plan.serviceCidr}, and be neither its first, second nor last address`,
                sizeOf(service) < SMALLEST_SERVICE_RANGE
                    ? "use a service range of /28 or larger, and leave dnsServiceIp out to get the tenth address after its first"
                    : "leave dnsServiceIp out to get the tenth address after the first, or take another one inside the range",
            ),
        );
    }
    return found;
}

/** Overlay networking gives each node a /24 of the pod range. */
function podRoom(plan: ClusterPlan, pods: CidrRange): Finding[] {
    const nodes = systemNodes(plan.systemPool);
    const room = Math.floor(sizeOf(pods) / 256);
    return room >= nodes || plan.podNetworking !== "overlay"
        ? []
        : [
              finding(
                  "cluster/pod-cidr-too-small",
                  "podCidr",
                  plan.podCidr,
                  `each node takes a /24 of the pod range, which has room for ${room} nodes; the system pool with its surge has ${nodes}`,
                  `use a /${prefixFor(nodes * 256)} or larger; /16 has room for 256 nodes`,
              ),
          ];
}

/** The subnet must hold every node of the system pool, the surge of an upgrade, without an overlay the pods, and what Azure keeps. */
function subnetRoom(plan: ClusterPlan, ranges: NetworkRanges): Finding[] {
    const { podNetworking, podCidr, systemPool } = plan;
    const addresses = { nodeSubnet: ranges.nodeSubnet, podNetworking, podCidr, systemNodes: systemNodes(systemPool) };
    const fault = roomFaults(addresses, [systemDemand(addresses)]).find(({ kind }) => kind === "subnet");
    return fault === undefined
        ? []
        : [finding("cluster/subnet-too-small", "systemPool.maxCount", systemPool.maxCount, fault.message, fault.fix)];
}
