import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { certificateRequest, selfSigned, signedBy } from "../../../rehearsal/tls/certificate";

/** A server's certificate and key, in PEM. */
export interface Certificate {
    readonly certificate: string;
    readonly key: string;
}

const terms = (allowedUses: readonly string[], isCa: boolean): Parameters<typeof selfSigned>[3] => {
    const now = Date.now();
    return { allowedUses, isCa, subjectKeyId: isCa, notBefore: new Date(now - 60_000), notAfter: new Date(now + 86_400_000) };
};

/** An authority for one test, which signs for any name. */
export class TestAuthority {
    public readonly certificate: string;
    private readonly key: KeyObject = newKey();

    constructor() {
        const names = { dnsNames: [], ipAddresses: [], uris: [] };
        this.certificate = selfSigned(this.key, { commonName: "test" }, names, terms(["cert_signing"], true));
    }

    public sign(dnsNames: readonly string[]): Certificate {
        const key = newKey();
        const request = certificateRequest(key, { commonName: dnsNames[0] ?? "" }, { dnsNames, ipAddresses: [], uris: [] });
        const uses = terms(["digital_signature", "server_auth"], false);
        const certificate = signedBy({ certificatePem: this.certificate, key: this.key }, request, uses);
        return { certificate, key: key.export({ type: "pkcs8", format: "pem" }).toString() };
    }
}

function newKey(): KeyObject {
    return generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
}
