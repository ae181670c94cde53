/** An IPv4 range by its first and last address, as unsigned 32-bit numbers. */
export interface CidrRange {
    readonly text: string;
    readonly prefix: number;
    readonly first: number;
    readonly last: number;
}

/** Four decimal numbers of up to 255; no leading zeros, which some programs read as octal. */
const ADDRESS = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Reads an IPv4 address in its four-part decimal form. */
export function parseAddress(text: string): number | undefined {
    return ADDRESS.test(text) ? text.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0) : undefined;
}

/** Reads a range such as `10.224.0.0/16`; undefined when it is none, or when the address has bits beyond the prefix. */
export function parseCidr(text: string): CidrRange | undefined {
    const [address = "", bits = "", ...rest] = text.split("/");
    const first = parseAddress(address);
    if (first === undefined || rest.length > 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
        return undefined;
    }
    const prefix = Number(bits);
    const size = 2 ** (32 - prefix);
    return first % size === 0 ? { text, prefix, first, last: first + size - 1 } : undefined;
}

/** Whether the two ranges share an address. */
export function overlaps(a: CidrRange, b: CidrRange): boolean {
    return a.first <= b.last && b.first <= a.last;
}

/** Whether the whole inner range lies in the outer one. */
export function contains(outer: CidrRange, inner: CidrRange): boolean {
    return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the address lies in the range. */
export function includesAddress(range: CidrRange, address: number): boolean {
    return range.first <= address && address <= range.last;
}

/** Number of addresses in the range. */
export function sizeOf(range: CidrRange): number {
    return range.last - range.first + 1;
}

/** Longest prefix (smallest range) that holds so many addresses. */
export function prefixFor(addresses: number): number {
    return 32 - Math.ceil(Math.log2(Math.max(addresses, 1)));
}

/** Ranges that AKS uses itself and refuses for networks, services and pods (AKS documentation, IP address planning). */
const RESERVED = ["169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"].flatMap((text) => parseCidr(text) ?? []);

/** The range reserved by AKS that this one meets, if any. */
export function reservedRangeIn(range: CidrRange): CidrRange | undefined {
    return RESERVED.find((reserved) => overlaps(reserved, range));
}

/** The address in its four-part decimal form. */
export function formatAddress(address: number): string {
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
