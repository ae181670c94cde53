import * as ipaddr from "ipaddr.js";

/** An IPv4 or IPv6 block. */
export interface Block {
    readonly text: string;
    readonly address: ipaddr.IPv4 | ipaddr.IPv6;
    readonly prefix: number;
}

/** @returns undefined when the text is no CIDR */
export function parseBlock(text: string): Block | undefined {
    if (!ipaddr.isValidCIDR(text)) {
        return undefined;
    }
    const [address, prefix] = ipaddr.parseCIDR(text);
    return { text, address, prefix };
}

function matches(address: ipaddr.IPv4 | ipaddr.IPv6, block: Block, prefix: number): boolean {
    if (address instanceof ipaddr.IPv4 && block.address instanceof ipaddr.IPv4) {
        return address.match(block.address, prefix);
    }
    return address instanceof ipaddr.IPv6 && block.address instanceof ipaddr.IPv6 && address.match(block.address, prefix);
}

export function overlap(one: Block, other: Block): boolean {
    return matches(one.address, other, Math.min(one.prefix, other.prefix));
}

export function contains(outer: Block, inner: Block): boolean {
    return inner.prefix >= outer.prefix && matches(inner.address, outer, outer.prefix);
}

export function holds(block: Block, address: string): boolean {
    return ipaddr.isValid(address) && matches(ipaddr.parse(address), block, block.prefix);
}

/** The n-th address of a block, counted from 0, for IPv4. */
export function addressIn(block: Block, n: number): string | undefined {
    if (!(block.address instanceof ipaddr.IPv4)) {
        return undefined;
    }
    const base = ipaddr.IPv4.networkAddressFromCIDR(block.text)
        .toByteArray()
        .reduce((sum, byte) => sum * 256 + byte, 0);
    const value = base + n;
    return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** Number of addresses in an IPv4 block; infinite for IPv6, which never runs out here. */
export function addressesIn(block: Block): number {
    return block.address instanceof ipaddr.IPv4 ? 2 ** (32 - block.prefix) : Number.POSITIVE_INFINITY;
}
