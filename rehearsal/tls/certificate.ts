import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import * as der from "./der";

/** What a certificate or a request is for, in the provider's words. */
export type Subject = Readonly<Record<string, string | readonly string[]>>;

export interface Names {
    readonly dnsNames: readonly string[];
    readonly ipAddresses: readonly string[];
    readonly uris: readonly string[];
}

/** What is common to both kinds of certificate. */
export interface Terms {
    readonly allowedUses: readonly string[];
    readonly isCa: boolean;
    readonly notBefore: Date;
    readonly notAfter: Date;
    /** Write an identifier of the key, also where it is no authority's. */
    readonly subjectKeyId: boolean;
}

/** Types of attributes of a name (RFC 5280, appendix A), by the provider's property. */
const SUBJECT: Readonly<Record<string, string>> = {
    country: "2.5.4.6",
    organization: "2.5.4.10",
    organizationalUnit: "2.5.4.11",
    locality: "2.5.4.7",
    province: "2.5.4.8",
    streetAddresses: "2.5.4.9",
    postalCode: "2.5.4.17",
    commonName: "2.5.4.3",
    serialNumber: "2.5.4.5",
};

/** Bits of the key usage (RFC 5280, section 4.2.1.3), in their order. */
const KEY_USES = [
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "cert_signing",
    "crl_signing",
    "encipher_only",
    "decipher_only",
];

/** Purposes (RFC 5280, section 4.2.1.12). */
const EXTENDED_USES: Readonly<Record<string, string>> = {
    any_extended: "2.5.29.37.0",
    server_auth: "1.3.6.1.5.5.7.3.1",
    client_auth: "1.3.6.1.5.5.7.3.2",
    code_signing: "1.3.6.1.5.5.7.3.3",
    email_protection: "1.3.6.1.5.5.7.3.4",
    ipsec_end_system: "1.3.6.1.5.5.7.3.5",
    ipsec_tunnel: "1.3.6.1.5.5.7.3.6",
    ipsec_user: "1.3.6.1.5.5.7.3.7",
    timestamping: "1.3.6.1.5.5.7.3.8",
    ocsp_signing: "1.3.6.1.5.5.7.3.9",
};

export const ALLOWED_USES: readonly string[] = [...KEY_USES, ...Object.keys(EXTENDED_USES)];

const EXTENSIONS = {
    subjectKeyId: "2.5.29.14",
    keyUsage: "2.5.29.15",
    names: "2.5.29.17",
    basic: "2.5.29.19",
    authorityKeyId: "2.5.29.35",
    purposes: "2.5.29.37",
};
const EXTENSION_REQUEST = "1.2.840.113549.1.9.14";

/** A certificate that a key signs for itself. */
export function selfSigned(key: KeyObject, subject: Subject, names: Names, terms: Terms): string {
    const name = nameOf(subject);
    const spki = publicBytes(key);
    return certificate({ issuer: name, subject: name, spki, names: namesExtension(names), terms, signer: key, authorityKeyId: undefined });
}

/** A certificate that an authority signs for who made a request. */
export function signedBy(
    authority: { readonly certificatePem: string; readonly key: KeyObject },
    requestPem: string,
    terms: Terms,
): string {
    const request = readRequest(requestPem);
    const issuer = readAuthority(authority.certificatePem);
    return certificate({ issuer: issuer.name, ...request, terms, signer: authority.key, authorityKeyId: issuer.keyId });
}

/** A request for a certificate. */
export function certificateRequest(key: KeyObject, subject: Subject, names: Names): string {
    const extension = namesExtension(names);
    const attributes =
        extension === undefined ? Buffer.alloc(0) : der.sequence(der.objectId(EXTENSION_REQUEST), der.set(der.sequence(extension)));
    const info = der.sequence(der.integer(0), nameOf(subject), publicBytes(key), der.context(0, attributes));
    return der.toPem("CERTIFICATE REQUEST", signed(info, key));
}

interface Contents {
    readonly issuer: Buffer;
    readonly subject: Buffer;
    readonly spki: Buffer;
    readonly names: Buffer | undefined;
    readonly terms: Terms;
    readonly signer: KeyObject;
    readonly authorityKeyId: Buffer | undefined;
}

function certificate({ issuer, subject, spki, names, terms, signer, authorityKeyId }: Contents): string {
    // Positive and never the same: 16 bytes that do not begin with a sign.
    const serial = Buffer.concat([Buffer.from([0x41]), randomBytes(15)]);
    const extensions = [
        keyUsage(terms.allowedUses),
        purposes(terms.allowedUses),
        extension(EXTENSIONS.basic, terms.isCa ? der.sequence(der.boolean(true)) : der.sequence(), true),
        terms.subjectKeyId || terms.isCa ? extension(EXTENSIONS.subjectKeyId, der.octetString(keyId(spki))) : undefined,
        authorityKeyId === undefined
            ? undefined
            : extension(EXTENSIONS.authorityKeyId, der.sequence(der.context(0, authorityKeyId, false))),
        names,
    ].filter((one) => one !== undefined);
    const contents = der.sequence(
        der.context(0, der.integer(2)),
        der.integer(serial),
        algorithmOf(signer).identifier,
        issuer,
        der.sequence(der.time(terms.notBefore), der.time(terms.notAfter)),
        subject,
        spki,
        der.context(3, der.sequence(...extensions)),
    );
    return der.toPem("CERTIFICATE", signed(contents, signer));
}

function signed(contents: Buffer, key: KeyObject): Buffer {
    const { identifier, digest } = algorithmOf(key);
    return der.sequence(contents, identifier, der.bitString(sign(digest, contents, key)));
}

/** How a key signs, as Go's crypto/x509 chooses. */
function algorithmOf(key: KeyObject): { readonly identifier: Buffer; readonly digest: string | null } {
    switch (key.asymmetricKeyType) {
        case "rsa":
            return { identifier: der.sequence(der.objectId("1.2.840.113549.1.1.11"), der.none()), digest: "sha256" };
        case "ed25519":
            return { identifier: der.sequence(der.objectId("1.3.101.112")), digest: null };
        default: {
            const curve = key.asymmetricKeyDetails?.namedCurve;
            const [last, digest] = curve === "secp384r1" ? [3, "sha384"] : curve === "secp521r1" ? [4, "sha512"] : [2, "sha256"];
            return { identifier: der.sequence(der.objectId(`1.2.840.10045.4.3.${last}`)), digest: `${digest}` };
        }
    }
}

function publicBytes(key: KeyObject): Buffer {
    return createPublicKey(key.export({ type: "pkcs8", format: "pem" })).export({ type: "spki", format: "der" });
}

/** SHA-1 of the key's own bits (RFC 5280, section 4.2.1.2). */
function keyId(spki: Buffer): Buffer {
    const bits = der.inside(spki)[1]?.content.subarray(1) ?? spki;
    return createHash("sha1").update(bits).digest();
}

function nameOf(subject: Subject): Buffer {
    const parts = Object.entries(SUBJECT).flatMap(([property, type]) => {
        const value = subject[property] ?? [];
        return (typeof value === "string" ? [value] : value).map((text) => der.set(der.sequence(der.objectId(type), der.utf8(text))));
    });
    return der.sequence(...parts);
}

function extension(type: string, content: Buffer, critical = false): Buffer {
    return der.sequence(der.objectId(type), ...(critical ? [der.boolean(true)] : []), der.octetString(content));
}

function keyUsage(uses: readonly string[]): Buffer | undefined {
    const bits = KEY_USES.map((use) => uses.includes(use));
    const last = bits.lastIndexOf(true);
    if (last === -1) {
        return undefined;
    }
    const bytes = Buffer.alloc(Math.floor(last / 8) + 1);
    bits.forEach((on, bit) => on && bytes.writeUInt8(bytes.readUInt8(bit >> 3) | (0x80 >> (bit & 7)), bit >> 3));
    return extension(EXTENSIONS.keyUsage, der.bitString(bytes, 7 - (last & 7)), true);
}

function purposes(uses: readonly string[]): Buffer | undefined {
    const ids = uses.flatMap((use) => EXTENDED_USES[use] ?? []);
    return ids.length === 0 ? undefined : extension(EXTENSIONS.purposes, der.sequence(...ids.map(der.objectId)));
}

function namesExtension({ dnsNames, ipAddresses, uris }: Names): Buffer | undefined {
    const parts = [
        ...dnsNames.map((name) => der.context(2, Buffer.from(name, "ascii"), false)),
        ...ipAddresses.map((address) => der.context(7, addressBytes(address), false)),
        ...uris.map((uri) => der.context(6, Buffer.from(uri, "ascii"), false)),
    ];
    return parts.length === 0 ? undefined : extension(EXTENSIONS.names, der.sequence(...parts));
}

function addressBytes(address: string): Buffer {
    if (isIP(address) === 4) {
        return Buffer.from(address.split(".").map(Number));
    }
    if (isIP(address) !== 6 || address.includes(".")) {
        throw new Error(`${JSON.stringify(address)} is no IP address that the simulated tls provider writes into a certificate`);
    }
    const [head = "", tail] = address.split("::");
    const groups = (text: string | undefined): string[] => (text === undefined || text === "" ? [] : text.split(":"));
    const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill("0");
    return Buffer.from(
        [...groups(head), ...(tail === undefined ? [] : zeros), ...groups(tail)].map((group) => group.padStart(4, "0")).join(""),
        "hex",
    );
}

function readRequest(pem: string): { readonly subject: Buffer; readonly spki: Buffer; readonly names: Buffer | undefined } {
    const request = der.fromPem("CERTIFICATE REQUEST", pem);
    const [, subject, spki, attributes] = request === undefined ? [] : der.elements(der.inside(request)[0]?.content ?? Buffer.alloc(0));
    if (subject === undefined || spki === undefined) {
        throw new Error("certRequestPem is not a certificate request in PEM form");
    }
    const requested = der.elements(attributes?.content ?? Buffer.alloc(0))[0]?.content ?? Buffer.alloc(0);
    const extensions = der.elements(requested)[1]?.content ?? Buffer.alloc(0);
    const names = der
        .inside(extensions)
        .find(({ content }) => der.elements(content)[0]?.whole.equals(der.objectId(EXTENSIONS.names)) === true);
    return { subject: subject.whole, spki: spki.whole, names: names?.whole };
}

function readAuthority(pem: string): { readonly name: Buffer; readonly keyId: Buffer } {
    const found = der.fromPem("CERTIFICATE", pem);
    const parts = found === undefined ? [] : der.elements(der.inside(found)[0]?.content ?? Buffer.alloc(0));
    const [, , , , , subject, spki] = parts;
    if (subject === undefined || spki === undefined) {
        throw new Error("caCertPem is not a certificate in PEM form");
    }
    return { name: subject.whole, keyId: keyId(spki.whole) };
}
