import { createHash } from "node:crypto";
import type { CheckResult } from "../provider/contract";
import { plain, type Properties, type Value } from "../provider/values";
import { ALLOWED_USES, certificateRequest, type Names, selfSigned, signedBy, type Subject, type Terms } from "./certificate";
import { ALGORITHMS, algorithmOf, CURVES, generateKey, privateKeyOutputs, readPrivateKey, type Algorithm } from "./private-key";

/** A type of the provider. */
export interface TlsType {
    /** Inputs that are used for what is left out. */
    readonly defaults: Properties;
    /** What is wrong with known inputs. */
    readonly failures: (inputs: Properties) => CheckResult["failures"];
    /** Outputs beside the inputs, unknown in a preview. */
    readonly computed: readonly string[];
    readonly make: (inputs: Properties) => Promise<{ readonly id: string; readonly computed: Properties }>;
    /** Inputs that change in place; every other one makes another resource. */
    readonly inPlace: readonly string[];
}

const PRIVATE_KEY: TlsType = {
    defaults: { ecdsaCurve: "P224", rsaBits: 2048 },
    failures: ({ algorithm, ecdsaCurve, rsaBits }) => [
        ...oneOf("algorithm", algorithm, ALGORITHMS),
        ...oneOf("ecdsaCurve", ecdsaCurve, Object.keys(CURVES)),
        ...(typeof rsaBits === "number" && Number.isInteger(rsaBits) && rsaBits >= 1024
            ? []
            : [{ property: "rsaBits", reason: `rsaBits is ${JSON.stringify(rsaBits)}: use a whole number of at least 1024` }]),
    ],
    computed: [
        "privateKeyPem",
        "privateKeyPemPkcs8",
        "privateKeyOpenssh",
        "publicKeyPem",
        "publicKeyOpenssh",
        "publicKeyFingerprintMd5",
        "publicKeyFingerprintSha256",
    ],
    make: async ({ algorithm, ecdsaCurve, rsaBits }) =>
        privateKeyOutputs(await generateKey(algorithm as Algorithm, Number(rsaBits), ecdsaCurve as string)),
    inPlace: [],
};

const CERT_REQUEST: TlsType = {
    defaults: {},
    failures: (inputs) => missing(inputs, ["privateKeyPem"]),
    computed: ["certRequestPem", "keyAlgorithm"],
    make: (inputs) => {
        const key = readPrivateKey(text(inputs, "privateKeyPem"));
        const certRequestPem = certificateRequest(key, subjectOf(inputs), namesOf(inputs));
        return Promise.resolve({ id: idOf(certRequestPem), computed: { certRequestPem, keyAlgorithm: algorithmOf(key) } });
    },
    inPlace: [],
};

const VALIDITY = { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false };
const VALIDITY_OUTPUTS = ["certPem", "readyForRenewal", "validityStartTime", "validityEndTime"];

const SELF_SIGNED_CERT: TlsType = {
    defaults: { ...VALIDITY, setAuthorityKeyId: false },
    failures: (inputs) => [...missing(inputs, ["privateKeyPem"]), ...validityFailures(inputs)],
    computed: [...VALIDITY_OUTPUTS, "keyAlgorithm"],
    make: (inputs) => {
        const key = readPrivateKey(text(inputs, "privateKeyPem"));
        const terms = termsOf(inputs);
        const certPem = selfSigned(key, subjectOf(inputs), namesOf(inputs), terms);
        return Promise.resolve({ id: idOf(certPem), computed: { ...valid(certPem, terms), keyAlgorithm: algorithmOf(key) } });
    },
    inPlace: ["earlyRenewalHours"],
};

const LOCALLY_SIGNED_CERT: TlsType = {
    defaults: VALIDITY,
    failures: (inputs) => [...missing(inputs, ["certRequestPem", "caPrivateKeyPem", "caCertPem"]), ...validityFailures(inputs)],
    computed: [...VALIDITY_OUTPUTS, "caKeyAlgorithm"],
    make: (inputs) => {
        const key = readPrivateKey(text(inputs, "caPrivateKeyPem"));
        const terms = termsOf(inputs);
        const certPem = signedBy({ certificatePem: text(inputs, "caCertPem"), key }, text(inputs, "certRequestPem"), terms);
        return Promise.resolve({ id: idOf(certPem), computed: { ...valid(certPem, terms), caKeyAlgorithm: algorithmOf(key) } });
    },
    inPlace: ["earlyRenewalHours"],
};

export const TLS_TYPES: Readonly<Record<string, TlsType>> = {
    "tls:index/privateKey:PrivateKey": PRIVATE_KEY,
    "tls:index/certRequest:CertRequest": CERT_REQUEST,
    "tls:index/selfSignedCert:SelfSignedCert": SELF_SIGNED_CERT,
    "tls:index/locallySignedCert:LocallySignedCert": LOCALLY_SIGNED_CERT,
};

/** Whether a certificate ends, or nears its end, so that it is to be made anew. */
export function isDue(state: Properties, now: Date): boolean {
    const { validityEndTime, earlyRenewalHours } = plain(state);
    return typeof validityEndTime === "string" && Date.parse(validityEndTime) - hours(Number(earlyRenewalHours ?? 0)) <= now.getTime();
}

const hours = (count: number): number => count * 3_600_000;
const idOf = (pem: string): string => createHash("sha1").update(pem).digest("hex");

function text(inputs: Properties, name: string): string {
    const value = inputs[name];
    return typeof value === "string" ? value : "";
}

function texts(value: Value | undefined): string[] {
    return Array.isArray(value) ? value.map(String) : [];
}

function subjectOf({ subject }: Properties): Subject {
    return typeof subject === "object" && subject !== null && !Array.isArray(subject) ? (subject as Subject) : {};
}

function namesOf({ dnsNames, ipAddresses, uris }: Properties): Names {
    return { dnsNames: texts(dnsNames), ipAddresses: texts(ipAddresses), uris: texts(uris) };
}

function termsOf({ allowedUses, isCaCertificate, setSubjectKeyId, validityPeriodHours }: Properties): Terms {
    const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000);
    return {
        allowedUses: texts(allowedUses),
        isCa: isCaCertificate === true,
        subjectKeyId: setSubjectKeyId === true,
        notBefore,
        notAfter: new Date(notBefore.getTime() + hours(Number(validityPeriodHours))),
    };
}

function valid(certPem: string, { notBefore, notAfter }: Terms): Properties {
    return { certPem, readyForRenewal: false, validityStartTime: notBefore.toISOString(), validityEndTime: notAfter.toISOString() };
}

function oneOf(property: string, value: Value | undefined, allowed: readonly string[]): CheckResult["failures"] {
    return typeof value === "string" && allowed.includes(value)
        ? []
        : [{ property, reason: `${property} is ${JSON.stringify(value)}: use one of ${allowed.join(", ")}` }];
}

/** Never repeats a value: it may be a key. */
function missing(inputs: Properties, names: readonly string[]): CheckResult["failures"] {
    return names.flatMap((property) =>
        text(inputs, property).includes("-----BEGIN ") ? [] : [{ property, reason: `${property} is missing, or not in PEM form` }],
    );
}

function validityFailures({ allowedUses, validityPeriodHours }: Properties): CheckResult["failures"] {
    return [
        ...(Array.isArray(allowedUses) ? allowedUses.flatMap((use, index) => oneOf(`allowedUses[${index}]`, use, ALLOWED_USES)) : []),
        ...(Array.isArray(allowedUses) ? [] : [{ property: "allowedUses", reason: "allowedUses is missing" }]),
        ...(typeof validityPeriodHours === "number" && validityPeriodHours >= 0
            ? []
            : [{ property: "validityPeriodHours", reason: "validityPeriodHours is missing, or below 0" }]),
    ];
}
