import * as pulumi from "@pulumi/pulumi";
import { CertRequest } from "@pulumi/tls/certRequest";
import { LocallySignedCert } from "@pulumi/tls/locallySignedCert";
import { PrivateKey } from "@pulumi/tls/privateKey";
import type { CertificateAuthorityHandle } from "../core/contracts";
import { onceMade } from "../core/lifetime";
import { brokerHostNames } from "./values";

/** A certificate and its key, in PEM. */
export interface BrokerCertificate {
    readonly certificatePem: pulumi.Output<string>;
    /** Secret. */
    readonly privateKeyPem: pulumi.Output<string>;
}

const DAY_HOURS = 24;

/** The certificate of a broker's Service and servers, signed by the platform's own authority. */
export function brokerCertificate(
    name: string,
    broker: {
        readonly brokerName: string;
        readonly namespace: pulumi.Output<string>;
        readonly certificateAuthority: CertificateAuthorityHandle;
    },
    { parent }: { readonly parent: pulumi.Resource },
): BrokerCertificate {
    const key = new PrivateKey(`${name}-key`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, { parent });
    const request = new CertRequest(
        `${name}-request`,
        {
            privateKeyPem: key.privateKeyPem,
            subject: { commonName: broker.brokerName },
            dnsNames: broker.namespace.apply((namespace) => brokerHostNames(broker.brokerName, namespace)),
        },
        { parent },
    );
    const certificate = new LocallySignedCert(
        `${name}-certificate`,
        {
            certRequestPem: request.certRequestPem,
            caPrivateKeyPem: broker.certificateAuthority.privateKeyPem,
            caCertPem: broker.certificateAuthority.certificatePem,
            validityPeriodHours: 730 * DAY_HOURS,
            earlyRenewalHours: 180 * DAY_HOURS,
            allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
        },
        { parent },
    );
    return {
        certificatePem: onceMade(certificate, certificate.certPem),
        privateKeyPem: pulumi.secret(onceMade(key, key.privateKeyPem)),
    };
}
