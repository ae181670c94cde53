import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import type { Properties } from "../../provider/values";
import { textAt, textsAt } from "../request";
import { sameId } from "../resource-id";
import type { ResourceRecord } from "../subscription/store";
import type { Block } from "./addresses";
import { contains, overlap, parseBlock } from "./addresses";

export const SUBNET_TYPE = "azure-native:network:Subnet";
export const NETWORK_TYPE = "azure-native:network:VirtualNetwork";

/** Address blocks of a subnet. */
export function blocksOf(subnet: Properties): Block[] {
    const texts = [...textsAt(subnet, "addressPrefixes"), textAt(subnet, "addressPrefix")];
    return texts.flatMap((text) => (text === undefined ? [] : (parseBlock(text) ?? [])));
}

export function networkIdOf(subnetId: string): string {
    return subnetId.replace(/\/subnets\/[^/]+$/i, "");
}

/** Refuses a subnet that is no block, lies outside its network, or overlaps another subnet. */
export function checkSubnet(
    id: string,
    name: string,
    body: Properties,
    network: ResourceRecord | Properties,
    others: readonly ResourceRecord[],
): void {
    const texts = [...textsAt(body, "addressPrefixes"), textAt(body, "addressPrefix")].filter((text): text is string => text !== undefined);
    const wrong = texts.find((text) => parseBlock(text) === undefined);
    if (texts.length === 0 || wrong !== undefined) {
        throw new ArmError(
            400,
            "InvalidAddressPrefixFormat",
            `Address prefix '${wrong ?? ""}' of subnet '${name}' is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
        );
    }
    const space = textsAt("body" in network ? network.body : network, "addressSpace", "addressPrefixes");
    for (const block of blocksOf(body)) {
        if (!space.some((text) => isIn(text, block))) {
            throw new ArmError(
                400,
                "NetcfgInvalidSubnet",
                `Subnet '${name}' is not valid because its IP address range ${block.text} is outside the IP address range of virtual network (${space.join(", ")}).`,
            );
        }
        for (const other of others.filter((one) => !sameId(one.id, id))) {
            const clash = blocksOf(other.body).find((theirs) => overlap(theirs, block));
            if (clash !== undefined) {
                throw new ArmError(
                    400,
                    "NetcfgSubnetRangesOverlap",
                    `Subnet '${name}' with range ${block.text} is not valid because its IP address range overlaps with that of the existing subnet '${other.name}' (${clash.text}).`,
                );
            }
        }
    }
}

function isIn(outer: string, inner: Block): boolean {
    const block = parseBlock(outer);
    return block !== undefined && contains(block, inner);
}

/** All address blocks of the subnets of a network. */
export function subnetBlocks(cloud: Cloud, networkId: string): { name: string; block: Block }[] {
    return cloud
        .childrenOf(networkId, SUBNET_TYPE)
        .flatMap((subnet) => blocksOf(subnet.body).map((block) => ({ name: subnet.name, block })));
}
