/** The part of DER (ITU-T X.690) that certificates are written in. */

const TAGS = {
    boolean: 0x01,
    integer: 0x02,
    bitString: 0x03,
    octetString: 0x04,
    null: 0x05,
    objectId: 0x06,
    utf8: 0x0c,
    utcTime: 0x17,
    generalizedTime: 0x18,
    sequence: 0x30,
    set: 0x31,
} as const;

function encoded(tag: number, content: Buffer): Buffer {
    if (content.length < 0x80) {
        return Buffer.concat([Buffer.from([tag, content.length]), content]);
    }
    const digits = Buffer.alloc(4);
    digits.writeUInt32BE(content.length);
    const length = digits.subarray(digits.findIndex((byte) => byte !== 0));
    return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => encoded(TAGS.sequence, Buffer.concat(parts));
export const set = (...parts: readonly Buffer[]): Buffer => encoded(TAGS.set, Buffer.concat(parts));
export const octetString = (content: Buffer): Buffer => encoded(TAGS.octetString, content);
export const utf8 = (text: string): Buffer => encoded(TAGS.utf8, Buffer.from(text, "utf8"));
export const boolean = (value: boolean): Buffer => encoded(TAGS.boolean, Buffer.from([value ? 0xff : 0]));
export const none = (): Buffer => encoded(TAGS.null, Buffer.alloc(0));

/** A number of its own within a structure: with `constructed` around other elements, else around bytes. */
export const context = (number: number, content: Buffer, constructed = true): Buffer =>
    encoded((constructed ? 0xa0 : 0x80) | number, content);

/** A string of bits, of which the last `unused` do not count. */
export const bitString = (content: Buffer, unused = 0): Buffer => encoded(TAGS.bitString, Buffer.concat([Buffer.from([unused]), content]));

/** A positive number, most significant byte first. */
export function integer(value: Buffer | number): Buffer {
    const bytes = typeof value === "number" ? Buffer.from([value]) : value;
    return encoded(TAGS.integer, (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** `1.2.840.10045.4.3.2`. */
export function objectId(text: string): Buffer {
    const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
    const base128 = (value: number): number[] => {
        const digits = [value & 0x7f];
        for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
            digits.unshift(0x80 | (left & 0x7f));
        }
        return digits;
    };
    return encoded(TAGS.objectId, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** A moment in whole seconds: with two digits of the year up to 2049, with four after (RFC 5280, section 4.1.2.5). */
export function time(moment: Date): Buffer {
    const digits = moment.toISOString().replace(/[-:T]|\.\d+/g, "");
    return moment.getUTCFullYear() < 2050
        ? encoded(TAGS.utcTime, Buffer.from(digits.slice(2)))
        : encoded(TAGS.generalizedTime, Buffer.from(digits));
}

/** One element as it was read. */
export interface Element {
    readonly tag: number;
    /** Without tag and length. */
    readonly content: Buffer;
    /** With both. */
    readonly whole: Buffer;
}

/** The elements that follow each other in a buffer. */
export function elements(buffer: Buffer): Element[] {
    const found: Element[] = [];
    for (let at = 0; at < buffer.length;) {
        const tag = buffer.readUInt8(at);
        const first = buffer.readUInt8(at + 1);
        const extra = first < 0x80 ? 0 : first & 0x7f;
        const length = extra === 0 ? first : buffer.readUIntBE(at + 2, extra);
        const start = at + 2 + extra;
        if (start + length > buffer.length) {
            throw new RangeError("an element ends beyond its structure");
        }
        found.push({ tag, content: buffer.subarray(start, start + length), whole: buffer.subarray(at, start + length) });
        at = start + length;
    }
    return found;
}

/** The elements inside the one element that a buffer is. */
export function inside(buffer: Buffer): Element[] {
    return elements(elements(buffer)[0]?.content ?? Buffer.alloc(0));
}

export function toPem(label: string, der: Buffer): string {
    const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
    return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** The bytes of the first block of that label; undefined where there is none. */
export function fromPem(label: string, pem: string): Buffer | undefined {
    const body = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(pem)?.[1];
    return body === undefined ? undefined : Buffer.from(body, "base64");
}
