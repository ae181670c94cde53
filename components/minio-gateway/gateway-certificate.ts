import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { contentVersion } from "../core/content-version";
import type { CertificateAuthorityHandle, ClusterHandle, SecretHandle } from "../core/contracts";
import { versionedSecretOptions } from "../core/lifetime";
import { typeToken } from "../core/token";
import { serviceNames } from "./values";

interface GatewayCertificateArgs {
    readonly service: string;
    readonly namespace: pulumi.Input<string>;
    readonly authority: CertificateAuthorityHandle;
    readonly labels: Readonly<Record<string, string>>;
    readonly cluster: ClusterHandle;
}

/** Hours that the certificate is valid, a year, and before its end when an `up` makes a new one, 60 days. */
const VALIDITY_HOURS = 365 * 24;
const RENEWAL_HOURS = 60 * 24;

/** The gateway's certificate for the names of its Service, signed by the platform's authority, in a Secret that is never changed. */
export class GatewayCertificate extends pulumi.ComponentResource {
    public readonly secret: SecretHandle;

    constructor(name: string, args: GatewayCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("GatewayCertificate"), name, {}, opts);
        const { service, authority, namespace, labels, cluster } = args;
        const key = new tls.PrivateKey(`${name}-key`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, { parent: this });
        const request = new tls.CertRequest(
            `${name}-request`,
            {
                privateKeyPem: key.privateKeyPem,
                subject: { commonName: service },
                dnsNames: pulumi.output(namespace).apply((inside) => serviceNames(service, inside)),
            },
            { parent: this },
        );
        const certificate = new tls.LocallySignedCert(
            `${name}-certificate`,
            {
                certRequestPem: request.certRequestPem,
                caPrivateKeyPem: authority.privateKeyPem,
                caCertPem: authority.certificatePem,
                allowedUses: ["digital_signature", "server_auth"],
                validityPeriodHours: VALIDITY_HOURS,
                earlyRenewalHours: RENEWAL_HOURS,
            },
            { parent: this },
        );
        const stringData = {
            "tls.crt": certificate.certPem,
            "tls.key": key.privateKeyPemPkcs8,
            "ca.crt": authority.certificatePem,
        };
        const secret = new core.Secret(
            `${name}-secret`,
            {
                metadata: { namespace, labels: { ...labels } },
                type: "kubernetes.io/tls",
                immutable: true,
                stringData: pulumi.secret(stringData),
            },
            { parent: this, ...versionedSecretOptions(cluster) },
        );
        this.secret = { namespace: secret.metadata.namespace, name: secret.metadata.name, version: contentVersion(stringData) };
        this.registerOutputs({});
    }
}
