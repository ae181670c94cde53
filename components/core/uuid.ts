import { createHash } from "node:crypto";

/** The namespace of the names made here (RFC 9562, section 5.5); any fixed UUID would do, but it must never change. */
const NAMESPACE = "6f0f0b1e-8a53-4c0e-9d0f-2f2b8c7a41d6";

/** A version 5 UUID: the same name always gives the same UUID, and two names give two. */
export function uuidV5(name: string): string {
    const bytes = createHash("sha1")
        .update(Buffer.from(NAMESPACE.replaceAll("-", ""), "hex"))
        .update(name)
        .digest()
        .subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
