import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { textAt } from "../request";
import { sameId } from "../resource-id";
import { addressesIn, addressIn, holds, overlap, parseBlock } from "./addresses";
import type { PoolDemand } from "./pools";
import { surgeNodes } from "./pools";
import { blocksOf, networkIdOf, subnetBlocks, SUBNET_TYPE } from "./subnets";

/** AKS uses these itself or cannot route them (AKS concepts-network-ip-address-planning, 2026-08). */
const FORBIDDEN = ["169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"];
const LARGEST_SERVICE_PREFIX = 12;
/** Addresses that Azure keeps for itself in every subnet. */
const RESERVED_ADDRESSES = 5;
const OVERLAY_PREFIX_PER_NODE = 24;

function refuse(code: string, message: string, target: string): never {
    throw new ArmError(400, code, message, target);
}

/** Address ranges of a cluster against each other, against what AKS forbids, and against the subnets of the network that it uses. */
export function checkClusterNetwork(profile: Properties, subnetIds: readonly string[], cloud: Cloud): void {
    const ranges: [string, string | undefined][] = [
        ["serviceCidr", textAt(profile, "serviceCidr")],
        ["podCidr", textAt(profile, "podCidr")],
    ];
    for (const [name, text] of ranges) {
        const block = text === undefined ? undefined : parseBlock(text);
        if (text !== undefined && block === undefined) {
            refuse(
                "InvalidParameter",
                `The value of parameter networkProfile.${name} is invalid: '${text}' is not a CIDR.`,
                `networkProfile.${name}`,
            );
        }
        const forbidden = FORBIDDEN.find((range) => overlapTexts(range, text));
        if (forbidden !== undefined) {
            refuse(
                "InvalidParameter",
                `The value of parameter networkProfile.${name} is invalid: ${text ?? ""} overlaps ${forbidden}, which AKS reserves.`,
                `networkProfile.${name}`,
            );
        }
    }
    const service = parseBlock(textAt(profile, "serviceCidr") ?? "");
    const pods = parseBlock(textAt(profile, "podCidr") ?? "");
    if (service !== undefined) {
        if (service.prefix < LARGEST_SERVICE_PREFIX) {
            refuse(
                "InvalidParameter",
                `The value of parameter networkProfile.serviceCidr is invalid: ${service.text} is larger than /${LARGEST_SERVICE_PREFIX}.`,
                "networkProfile.serviceCidr",
            );
        }
        checkDnsAddress(service.text, textAt(profile, "dnsServiceIP"));
        if (pods !== undefined && overlap(service, pods)) {
            refuse(
                "InvalidParameter",
                `The value of parameter networkProfile.podCidr is invalid: ${pods.text} overlaps networkProfile.serviceCidr ${service.text}.`,
                "networkProfile.podCidr",
            );
        }
    }
    for (const networkId of new Set(subnetIds.map((id) => networkIdOf(id).toLowerCase()))) {
        for (const subnet of subnetBlocks(cloud, networkId)) {
            if (service !== undefined && overlap(service, subnet.block)) {
                refuse(
                    "ServiceCidrOverlapExistingSubnetsCidr",
                    `The specified service CIDR ${service.text} is conflicted with an existing subnet CIDR ${subnet.block.text} ('${subnet.name}'). ` +
                        `Give networkProfile.serviceCidr (10.0.0.0/16 when left out) a range outside the network.`,
                    "networkProfile.serviceCIDR",
                );
            }
            if (pods !== undefined && overlap(pods, subnet.block)) {
                refuse(
                    "InvalidParameter",
                    `The value of parameter networkProfile.podCidr is invalid: ${pods.text} overlaps subnet '${subnet.name}' (${subnet.block.text}).`,
                    "networkProfile.podCidr",
                );
            }
        }
    }
}

function overlapTexts(one: string, other: string | undefined): boolean {
    const [first, second] = [parseBlock(one), parseBlock(other ?? "")];
    return first !== undefined && second !== undefined && overlap(first, second);
}

function checkDnsAddress(serviceCidr: string, dnsServiceIp: string | undefined): void {
    const service = parseBlock(serviceCidr);
    if (service === undefined || dnsServiceIp === undefined) {
        return;
    }
    if (!holds(service, dnsServiceIp) || addressIn(service, 1) === dnsServiceIp || addressIn(service, 0) === dnsServiceIp) {
        refuse(
            "InvalidParameter",
            `The value of parameter networkProfile.dnsServiceIP is invalid: ${dnsServiceIp} must lie in networkProfile.serviceCidr ${serviceCidr} ` +
                `and must not be its first address ${addressIn(service, 1) ?? ""}.`,
            "networkProfile.dnsServiceIP",
        );
    }
}

/**
 * Refuses pools that do not fit into their subnet: one address per node with overlay, one more per pod without; surge nodes and the
 * autoscaler's maximum count.
 */
export function checkSubnetRoom(pools: readonly PoolDemand[], overlay: boolean, podCidr: string | undefined, cloud: Cloud): void {
    const most = (pool: PoolDemand): number => pool.maxCount + surgeNodes(textAt(pool.body, "upgradeSettings", "maxSurge"), pool.maxCount);
    for (const subnet of cloud.ofType(SUBNET_TYPE)) {
        const users = pools.filter((pool) => sameId(textAt(pool.body, "vnetSubnetID") ?? "", subnet.id));
        const needed = users.reduce((sum, pool) => sum + most(pool) * (overlay ? 1 : Number(pool.body["maxPods"] ?? 0) + 1), 0);
        const free = blocksOf(subnet.body).reduce((sum, block) => sum + addressesIn(block), 0) - RESERVED_ADDRESSES;
        if (users.length > 0 && needed > free) {
            refuse(
                "InsufficientSubnetSize",
                `Pre-allocated IPs ${needed} exceeds IPs available ${Math.max(free, 0)} in Subnet Cidr ${blocksOf(subnet.body)
                    .map((block) => block.text)
                    .join(", ")}, ` +
                    `Subnet Name ${subnet.name} (pools ${users.map((pool) => pool.name).join(", ")}; maximum nodes and surge count).`,
                "agentPoolProfile.count",
            );
        }
    }
    const block = parseBlock(podCidr ?? "");
    if (overlay && block !== undefined) {
        const nodes = pools.reduce((sum, pool) => sum + most(pool), 0);
        const room = 2 ** Math.max(OVERLAY_PREFIX_PER_NODE - block.prefix, 0);
        if (nodes > room || block.prefix > OVERLAY_PREFIX_PER_NODE) {
            refuse(
                "InsufficientSubnetSize",
                `Pre-allocated IPs ${nodes * 256} exceeds IPs available ${addressesIn(block)} in networkProfile.podCidr ${block.text}: every node takes a /24.`,
                "networkProfile.podCIDR",
            );
        }
    }
}
