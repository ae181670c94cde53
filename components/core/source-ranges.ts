import { type CidrRange, parseAddress, parseCidr } from "./cidr";

/** Reads who may connect: a range in CIDR form, or one address. */
export function parseSourceRange(text: string): CidrRange | undefined {
    return parseCidr(text) ?? (parseAddress(text) === undefined ? undefined : parseCidr(`${text}/32`));
}

/** Ranges that documents use and nobody owns (RFC 5737). */
const EXAMPLE_RANGE = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+(\/\d+)?$/;

/** Whether a range is reserved for examples, so that nobody connects from it. */
export function isExampleRange(text: string): boolean {
    return EXAMPLE_RANGE.test(text);
}

/** Whether a list of ranges lets everyone in: it is empty, or holds all addresses. */
export function letsEveryoneIn(ranges: readonly string[]): boolean {
    return ranges.length === 0 || ranges.some((range) => parseSourceRange(range)?.prefix === 0);
}
