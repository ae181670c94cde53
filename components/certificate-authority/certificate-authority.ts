import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { CertificateAuthorityHandle } from "../core/contracts";
import { typeToken } from "../core/token";

export interface CertificateAuthorityArgs {
    /** What the authority is called in its certificate, for example `mlp dev services`. */
    readonly commonName: string;
}

/** Hours that the authority's certificate is valid: ten years. */
const VALIDITY_HOURS = 10 * 365 * 24;
/** Hours before its end when an `up` makes a new one: two years, so that it always outlives the certificates that it signs. */
const RENEWAL_HOURS = 2 * 365 * 24;

/**
 * An authority of the platform's own, which signs the certificates of services that only the cluster reaches.
 *
 * Its certificate is valid for ten years. An `up` in the last two of them makes a new one, and every certificate that it signed with it;
 * the key stays. Clients trust `certificatePem`. The key is in the stack's state, encrypted as all secrets there, and nowhere else: whoever
 * can decrypt the state can sign for every service that the platform's clients trust. Nothing outside trusts it. Costs nothing.
 *
 * @example
 * const authority = new CertificateAuthority("authority", { commonName: "mlp dev services" }, { parent: platform });
 */
export class CertificateAuthority extends pulumi.ComponentResource implements CertificateAuthorityHandle {
    /** What clients trust, in PEM. */
    public readonly certificatePem: pulumi.Output<string>;
    /** What signs, in PEM. Secret. */
    public readonly privateKeyPem: pulumi.Output<string>;

    constructor(name: string, args: CertificateAuthorityArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("CertificateAuthority"), name, {}, opts);
        const key = new tls.PrivateKey(`${name}-key`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, { parent: this });
        const certificate = new tls.SelfSignedCert(
            `${name}-certificate`,
            {
                privateKeyPem: key.privateKeyPem,
                subject: { commonName: args.commonName },
                isCaCertificate: true,
                setSubjectKeyId: true,
                allowedUses: ["cert_signing", "crl_signing"],
                validityPeriodHours: VALIDITY_HOURS,
                earlyRenewalHours: RENEWAL_HOURS,
            },
            { parent: this },
        );
        this.certificatePem = certificate.certPem;
        this.privateKeyPem = pulumi.secret(key.privateKeyPem);
        this.registerOutputs({ certificatePem: this.certificatePem });
    }
}
