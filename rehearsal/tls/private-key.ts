import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { secret, type Properties } from "../provider/values";
import { sshForms } from "./ssh-format";

export type Algorithm = "RSA" | "ECDSA" | "ED25519";

export const ALGORITHMS: readonly Algorithm[] = ["RSA", "ECDSA", "ED25519"];

/** The provider's names of the curves, and OpenSSL's. */
export const CURVES: Readonly<Record<string, string>> = { P224: "secp224r1", P256: "prime256v1", P384: "secp384r1", P521: "secp521r1" };

/** A new key. RSA of 4096 bits takes about a second. */
export async function generateKey(algorithm: Algorithm, rsaBits: number, curve: string): Promise<KeyObject> {
    switch (algorithm) {
        case "RSA":
            return (await promisify(generateKeyPair)("rsa", { modulusLength: rsaBits })).privateKey;
        case "ECDSA":
            return (await promisify(generateKeyPair)("ec", { namedCurve: CURVES[curve] ?? curve })).privateKey;
        case "ED25519":
            return (await promisify(generateKeyPair)("ed25519")).privateKey;
    }
}

/** The outputs of a PrivateKey. Forms of OpenSSH are empty for P224, which OpenSSH does not know. */
export function privateKeyOutputs(key: KeyObject): { readonly id: string; readonly computed: Properties } {
    const { id, computed } = publicKeyOutputs(key);
    const pkcs8 = key.export({ type: "pkcs8", format: "pem" }).toString();
    return {
        id,
        computed: {
            ...computed,
            privateKeyPem: secret(traditionalPem(key) ?? pkcs8),
            privateKeyPemPkcs8: secret(pkcs8),
            privateKeyOpenssh: secret(sshForms(key)?.privateKey ?? ""),
        },
    };
}

/** What can be told of the public half, with the id that the provider gives it. */
export function publicKeyOutputs(key: KeyObject): { readonly id: string; readonly computed: Properties } {
    const publicKeyPem = createPublicKey(key.export({ type: "pkcs8", format: "pem" }))
        .export({ type: "spki", format: "pem" })
        .toString();
    const ssh = sshForms(key);
    return {
        id: createHash("sha1").update(publicKeyPem.trim()).digest("hex"),
        computed: {
            publicKeyPem,
            publicKeyOpenssh: ssh?.publicKey ?? "",
            publicKeyFingerprintMd5: ssh?.fingerprintMd5 ?? "",
            publicKeyFingerprintSha256: ssh?.fingerprintSha256 ?? "",
        },
    };
}

/** @throws Error that does not repeat the key */
export function readPrivateKey(pem: string): KeyObject {
    try {
        return createPrivateKey(pem);
    } catch {
        throw new Error("privateKeyPem is not a private key in PEM form");
    }
}

export function algorithmOf(key: KeyObject): Algorithm {
    return key.asymmetricKeyType === "rsa" ? "RSA" : key.asymmetricKeyType === "ec" ? "ECDSA" : "ED25519";
}

/** PKCS #1 or SEC 1; there is none for ED25519. */
function traditionalPem(key: KeyObject): string | undefined {
    switch (key.asymmetricKeyType) {
        case "rsa":
            return key.export({ type: "pkcs1", format: "pem" }).toString();
        case "ec":
            return key.export({ type: "sec1", format: "pem" }).toString();
        default:
            return undefined;
    }
}
