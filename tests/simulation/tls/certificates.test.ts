import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { serveProviders, type ProviderServers } from "../../../rehearsal/provider/server";
import { plain, secret, UNKNOWN, type Properties } from "../../../rehearsal/provider/values";
import { tlsProvider } from "../../../rehearsal/tls/provider";
import { TestEngine } from "../provider/client";

const KEY = "tls:index/privateKey:PrivateKey";
const REQUEST = "tls:index/certRequest:CertRequest";
const SELF_SIGNED = "tls:index/selfSignedCert:SelfSignedCert";
const SIGNED = "tls:index/locallySignedCert:LocallySignedCert";
const DAY = 24;

describe("certificates of the tls provider", () => {
    let servers: ProviderServers;
    let engine: TestEngine;

    beforeAll(async () => {
        servers = await serveProviders([tlsProvider()]);
        engine = new TestEngine(servers.ports["tls"] ?? 0);
        await engine.start();
    });
    afterAll(async () => {
        engine.close();
        await servers.close();
    });

    async function make(type: string, news: Properties): Promise<{ inputs: Properties; state: Properties; known: Record<string, string> }> {
        const { inputs, failures } = await engine.check(type, "it", news);
        expect(failures).toEqual([]);
        const { state } = await engine.create(type, "it", inputs);
        return { inputs, state, known: plain(state) as Record<string, string> };
    }
    const key = async (changes: Properties = { algorithm: "ECDSA", ecdsaCurve: "P256" }): Promise<string> =>
        (await make(KEY, changes)).known["privateKeyPem"] ?? "";
    const authority = async (privateKeyPem: string, changes: Properties = {}) =>
        make(SELF_SIGNED, {
            privateKeyPem: secret(privateKeyPem),
            subject: { commonName: "services", organization: "ml" },
            isCaCertificate: true,
            setSubjectKeyId: true,
            allowedUses: ["cert_signing", "crl_signing"],
            validityPeriodHours: 3650 * DAY,
            earlyRenewalHours: 730 * DAY,
            ...changes,
        });

    it.each([
        [{ algorithm: "RSA" }],
        [{ algorithm: "ECDSA", ecdsaCurve: "P256" }],
        [{ algorithm: "ECDSA", ecdsaCurve: "P384" }],
        [{ algorithm: "ECDSA", ecdsaCurve: "P521" }],
        [{ algorithm: "ED25519" }],
    ])("are real: an authority with a key of %j signs what a client checks by name", async (algorithm) => {
        const caKey = await key(algorithm);
        const ca = await authority(caKey);
        const leafKey = await key();
        const dnsNames = ["minio", "minio.studioml.svc"];
        const names = { dnsNames, ipAddresses: ["127.0.0.1", "fd00::1"], uris: ["spiffe://ml/s3"] };
        const request = await make(REQUEST, { privateKeyPem: secret(leafKey), subject: { commonName: "minio" }, ...names });
        const leaf = await make(SIGNED, {
            certRequestPem: request.known["certRequestPem"] ?? "",
            caPrivateKeyPem: secret(caKey),
            caCertPem: ca.known["certPem"] ?? "",
            allowedUses: ["digital_signature", "server_auth"],
            validityPeriodHours: 365 * DAY,
        });
        const [above, below] = [new X509Certificate(ca.known["certPem"] ?? ""), new X509Certificate(leaf.known["certPem"] ?? "")];
        const caPublic = createPublicKey(createPrivateKey(caKey));
        expect([above.ca, below.ca, below.checkIssued(above), below.verify(caPublic), above.verify(caPublic)]).toEqual([
            true,
            false,
            true,
            true,
            true,
        ]);
        expect(above.subject).toBe("O=ml\nCN=services");
        expect(below.checkPrivateKey(createPrivateKey(leafKey))).toBe(true);
        expect([
            below.checkHost("minio.studioml.svc"),
            below.checkHost("other"),
            below.checkIP("127.0.0.1"),
            below.checkIP("fd00::1"),
        ]).toEqual(["minio.studioml.svc", undefined, "127.0.0.1", "fd00::1"]);
        expect(below.subjectAltName).toContain("URI:spiffe://ml/s3");
        expect(below.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
        expect(Date.parse(below.validTo) - Date.parse(below.validFrom)).toBe(365 * DAY * 3_600_000);
        expect([ca.known["keyAlgorithm"], leaf.known["caKeyAlgorithm"]]).toEqual([algorithm.algorithm, algorithm.algorithm]);
    });

    it("are made anew when they near their end, and when anything but that time changes", async () => {
        const { inputs, state } = await authority(await key());
        const replaced = async (news: Properties): Promise<string[]> =>
            (await engine.diff(SELF_SIGNED, inputs, { ...inputs, ...news }, [], state)).getReplacesList();
        expect(await replaced({})).toEqual([]);
        expect(await replaced({ validityPeriodHours: 2 })).toEqual(["validityPeriodHours"]);
        expect(await replaced({ earlyRenewalHours: 1 })).toEqual([]);
        expect(await replaced({ earlyRenewalHours: 3651 * DAY })).toEqual(["readyForRenewal"]);
    });

    it("are unknown in a preview, and refuse what the provider refuses without repeating a key", async () => {
        const { inputs } = await authority(await key());
        const { state } = await engine.create(SELF_SIGNED, "it", inputs, true);
        expect([state["certPem"], state["validityEndTime"]]).toEqual([UNKNOWN, UNKNOWN]);
        const { failures } = await engine.check(SIGNED, "it", { caPrivateKeyPem: secret("hunter2"), allowedUses: ["server_auth", "fly"] });
        expect(failures.map(({ property }) => property)).toEqual([
            "certRequestPem",
            "caPrivateKeyPem",
            "caCertPem",
            "allowedUses[1]",
            "validityPeriodHours",
        ]);
        expect(JSON.stringify(failures)).not.toContain("hunter2");
        await expect(
            engine.create(SIGNED, "it", {
                ...inputs,
                caPrivateKeyPem: await key(),
                caCertPem: "-----BEGIN X",
                certRequestPem: "-----BEGIN Y",
            }),
        ).rejects.toMatchObject({ details: "certRequestPem is not a certificate request in PEM form" });
    });
});
