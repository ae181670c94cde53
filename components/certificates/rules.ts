import { armIdForm, isKeyVaultName, isVaultObjectName, parseArmId, PRIVATE_DNS_ZONE, PUBLIC_DNS_ZONE } from "../core/arm-id";
import { type Finding, findingsOf } from "../core/findings";
import { isEmail, isHostName, zoneHolds } from "../core/host-name";
import { pemContents } from "../core/pem";
import { CERTIFICATE_RULES } from "./rule-table";
import type { TlsSpec } from "./spec";

export { CERTIFICATE_RULES } from "./rule-table";
export type { TlsSpec } from "./spec";

const finding = findingsOf(CERTIFICATE_RULES);

/** What the certificate is for. */
export interface TlsContext {
    readonly host: string;
    readonly exposure: "public" | "internal";
    /** ARM id of the zone that the host's records are in, public or private. */
    readonly recordZoneId?: string;
}

/** Where the certificate comes from, and whether it can be had for the host. */
export function tlsRules(tls: TlsSpec, context: TlsContext): Finding[] {
    switch (tls.kind) {
        case "lets-encrypt":
            return [...emailRules(tls.email), ...zoneRules(tls.dnsZoneId, context)];
        case "key-vault":
            return vaultRules(tls);
        case "supplied":
            return pemRules(tls.certificate);
        case "self-signed":
            return context.exposure === "internal"
                ? []
                : [
                      finding(
                          "certificates/self-signed-public",
                          "kind",
                          tls.kind,
                          "browsers refuse this certificate, and the host is reached from the internet",
                          "use lets-encrypt or key-vault",
                      ),
                  ];
    }
}

function emailRules(email: string): Finding[] {
    return isEmail(email)
        ? []
        : [finding("certificates/email", "email", email, "not an e-mail address", "give a mailbox that somebody reads")];
}

function zoneRules(dnsZoneId: string | undefined, { host, recordZoneId }: TlsContext): Finding[] {
    if (dnsZoneId === undefined) {
        // What is wrong with the records' own zone is for their rules to say.
        return recordZoneId === undefined || parseArmId(recordZoneId, PRIVATE_DNS_ZONE) !== undefined
            ? [
                  finding(
                      "certificates/zone-missing",
                      "dnsZoneId",
                      undefined,
                      "Let's Encrypt needs a public DNS zone to prove the name in, and `dns` names none",
                      `name one: ${armIdForm(PUBLIC_DNS_ZONE)}`,
                  ),
              ]
            : [];
    }
    const zone = parseArmId(dnsZoneId, PUBLIC_DNS_ZONE);
    if (zone === undefined) {
        const message = "not the ARM id of a public DNS zone";
        return [finding("certificates/zone-id", "dnsZoneId", dnsZoneId, message, `use ${armIdForm(PUBLIC_DNS_ZONE)}`)];
    }
    return !isHostName(host) || zoneHolds(zone.name, host)
        ? []
        : [
              finding(
                  "certificates/zone-does-not-hold-host",
                  "dnsZoneId",
                  dnsZoneId,
                  `the zone ${zone.name} does not hold ${host}`,
                  "use the zone that the host is in, or change the host",
              ),
          ];
}

function vaultRules({ vaultName, certificateName }: Extract<TlsSpec, { kind: "key-vault" }>): Finding[] {
    const found: Finding[] = [];
    if (!isKeyVaultName(vaultName)) {
        const message = "a key vault's name has 3 to 24 letters, digits and single dashes, the first a letter and the last no dash";
        found.push(
            finding("certificates/key-vault", "vaultName", vaultName, message, "give the vault's name alone, without .vault.azure.net"),
        );
    }
    if (!isVaultObjectName(certificateName)) {
        const message = "a certificate's name in a vault has 1 to 127 letters, digits and dashes";
        found.push(
            finding("certificates/key-vault", "certificateName", certificateName, message, "give the name alone, without its version"),
        );
    }
    return found;
}

function pemRules(certificate: string): Finding[] {
    const contents = pemContents(certificate);
    if (contents === "certificate") {
        return [];
    }
    const message =
        contents === "private-key"
            ? "holds a private key, which would stand in clear text in the stack file and the state"
            : "not a certificate in PEM form";
    // The text is not shown: it may hold the key.
    return [
        finding(
            "certificates/pem",
            "certificate",
            undefined,
            message,
            "give the certificate and its chain alone, and the key as privateKey",
        ),
    ];
}
