import { createCipheriv, createHash, createPrivateKey, createPublicKey } from "node:crypto";

/**
 * The private half of the runners' key as the runner reads it: PKCS #1 in PEM, encrypted with the passphrase by the PEM format's own
 * means (RFC 1421, AES-256-CBC). The runner takes no other form, and no key without a passphrase.
 *
 * OpenSSL would take a random vector for each encryption, so every preview would show another Secret. Here it comes from the key and the
 * passphrase themselves: the same two give the same text, and another key or passphrase another vector.
 */
export function encryptedPrivateKey(privateKeyPem: string, passphrase: string): string {
    const der = createPrivateKey(privateKeyPem).export({ type: "pkcs1", format: "der" });
    const vector = createHash("sha256").update(passphrase).update(der).digest().subarray(0, 16);
    const cipher = createCipheriv("aes-256-cbc", keyFrom(passphrase, vector.subarray(0, 8)), vector);
    const body = Buffer.concat([cipher.update(der), cipher.final()]).toString("base64");
    const headers = `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${vector.toString("hex").toUpperCase()}\n`;
    return `-----BEGIN RSA PRIVATE KEY-----\n${headers}\n${lines(body)}\n-----END RSA PRIVATE KEY-----\n`;
}

/** The public half as the runner and StudioML's clients read it: PKCS #1 in PEM. */
export function publicKey(publicKeyPem: string): string {
    return createPublicKey(publicKeyPem).export({ type: "pkcs1", format: "pem" }).toString();
}

/** How the PEM format makes a key of 32 bytes from a passphrase: two rounds of MD5 over it, with eight bytes of the vector (EVP_BytesToKey). */
function keyFrom(passphrase: string, salt: Buffer): Buffer {
    const first = createHash("md5").update(passphrase).update(salt).digest();
    return Buffer.concat([first, createHash("md5").update(first).update(passphrase).update(salt).digest()]);
}

function lines(base64: string): string {
    return base64.replace(/(.{64})(?=.)/g, "$1\n");
}
