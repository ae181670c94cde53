import { CertificateAuthority } from "../../components";
import { named, record, roots, urns, valueOf } from "../support/mocks";

const build = (name = "authority"): CertificateAuthority => new CertificateAuthority(name, { commonName: "mlp dev services" });

describe("CertificateAuthority", () => {
    it("S1-17 makes a key and a certificate that signs others, valid for ten years and made anew in the last two", async () => {
        const recording = await record(() => build());
        expect(recording.resources.slice(1).map(({ type, name, parent, inputs }) => [type, name, parent, inputs])).toEqual([
            ["tls:index/privateKey:PrivateKey", "authority-key", "authority", { algorithm: "ECDSA", ecdsaCurve: "P256" }],
            [
                "tls:index/selfSignedCert:SelfSignedCert",
                "authority-certificate",
                "authority",
                {
                    privateKeyPem: "[secret]",
                    subject: { commonName: "mlp dev services" },
                    isCaCertificate: true,
                    setSubjectKeyId: true,
                    allowedUses: ["cert_signing", "crl_signing"],
                    validityPeriodHours: 87_600,
                    earlyRenewalHours: 17_520,
                },
            ],
        ]);
        expect(roots(recording)).toEqual(["authority"]);
    });

    it("S1-17 hands out its certificate in clear and its key as a secret", async () => {
        const { result } = await record(() => build());
        expect(await valueOf(result.certificatePem)).toEqual({ value: "certificate of authority-certificate", secret: false });
        expect(await valueOf(result.privateKeyPem)).toEqual({ value: "key of authority-key", secret: true });
    });

    it("registers the same resources in a preview, and two of them do not collide", async () => {
        const done = await record(() => build());
        expect(urns(await record(() => build(), { preview: true }))).toEqual(urns(done));
        expect(new Set(urns(await record(() => [build(), build("other")]))).size).toBe(6);
        expect(named(done, "authority-key").options).toEqual({});
    });
});
