import { createHash, randomBytes, type JsonWebKey, type KeyObject } from "node:crypto";

/** A key pair in the forms of OpenSSH. */
export interface SshForms {
    /** The line of an `authorized_keys` file, with its line feed. */
    readonly publicKey: string;
    /** The `OPENSSH PRIVATE KEY` file, not encrypted. */
    readonly privateKey: string;
    /** Colon-separated, as `ssh-keygen -E md5` shows it. */
    readonly fingerprintMd5: string;
    readonly fingerprintSha256: string;
}

/** OpenSSH's names of the curves that it knows. It has none for P-224. */
const CURVES: Readonly<Record<string, string>> = { "P-256": "nistp256", "P-384": "nistp384", "P-521": "nistp521" };

/** Undefined when OpenSSH has no form for such a key. */
export function sshForms(key: KeyObject): SshForms | undefined {
    // Node has no JSON Web Key for P-224, and OpenSSH no name for it.
    if (key.asymmetricKeyDetails?.namedCurve === "secp224r1") {
        return undefined;
    }
    const fields = keyFields(key.export({ format: "jwk" }));
    if (fields === undefined) {
        return undefined;
    }
    const blob = Buffer.concat([string(fields.type), ...fields.public]);
    return {
        publicKey: `${fields.type} ${blob.toString("base64")}\n`,
        privateKey: privateKeyFile(blob, Buffer.concat([string(fields.type), ...fields.private])),
        fingerprintMd5: (createHash("md5").update(blob).digest("hex").match(/../g) ?? []).join(":"),
        fingerprintSha256: `SHA256:${createHash("sha256").update(blob).digest("base64").replaceAll("=", "")}`,
    };
}

interface KeyFields {
    readonly type: string;
    /** What follows the type in a public key. */
    readonly public: readonly Buffer[];
    /** What follows the type in a private key. */
    readonly private: readonly Buffer[];
}

/** The fields of RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4 and of OpenSSH's PROTOCOL.key. */
function keyFields(jwk: JsonWebKey): KeyFields | undefined {
    const bytes = (name: "n" | "e" | "d" | "p" | "q" | "qi" | "x" | "y") => Buffer.from(jwk[name] ?? "", "base64url");
    if (jwk.kty === "RSA") {
        return {
            type: "ssh-rsa",
            public: [integer(bytes("e")), integer(bytes("n"))],
            private: [bytes("n"), bytes("e"), bytes("d"), bytes("qi"), bytes("p"), bytes("q")].map(integer),
        };
    }
    if (jwk.kty === "OKP" && jwk.crv === "Ed25519") {
        const point = string(bytes("x"));
        return { type: "ssh-ed25519", public: [point], private: [point, string(Buffer.concat([bytes("d"), bytes("x")]))] };
    }
    const curve = CURVES[jwk.crv ?? ""];
    if (jwk.kty !== "EC" || curve === undefined) {
        return undefined;
    }
    const point = [string(curve), string(Buffer.concat([Buffer.from([4]), bytes("x"), bytes("y")]))];
    return { type: `ecdsa-sha2-${curve}`, public: point, private: [...point, integer(bytes("d"))] };
}

function privateKeyFile(publicBlob: Buffer, privateFields: Buffer): string {
    const check = randomBytes(4);
    const secretPart = Buffer.concat([check, check, privateFields, string("")]);
    const padding = Buffer.from(Array.from({ length: (8 - (secretPart.length % 8)) % 8 }, (_, index) => index + 1));
    const file = Buffer.concat([
        Buffer.from("openssh-key-v1\0"),
        string("none"),
        string("none"),
        string(""),
        length(1),
        string(publicBlob),
        string(Buffer.concat([secretPart, padding])),
    ]);
    const lines = file.toString("base64").match(/.{1,64}/g) ?? [];
    return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

function length(value: number): Buffer {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(value);
    return buffer;
}

function string(value: string | Buffer): Buffer {
    const bytes = Buffer.from(value);
    return Buffer.concat([length(bytes.length), bytes]);
}

/** A positive number: no leading zero bytes but one where the first bit would mean a sign. */
function integer(value: Buffer): Buffer {
    const start = value.findIndex((byte) => byte !== 0);
    const digits = value.subarray(start === -1 ? value.length : start);
    return string((digits[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}
