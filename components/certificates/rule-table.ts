import type { RuleTable } from "../core/findings";

/** What must hold of the platform's certificate. */
export const CERTIFICATE_RULES = {
    "certificates/email": {
        severity: "error",
        reason: "Let's Encrypt opens no account without a valid address.",
        fix: "Give the address of a mailbox that somebody reads.",
    },
    "certificates/zone-id": {
        severity: "error",
        reason: "Let's Encrypt asks the public DNS for the record that proves the name, so the zone must be a public one. A private DNS zone cannot serve it.",
        fix: "Use /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/dnsZones/<zone>.",
    },
    "certificates/zone-missing": {
        severity: "error",
        reason: "Let's Encrypt is used by DNS-01 only (port 80 stays closed), for which cert-manager must write into a public zone.",
        fix: "Name a public zone as `tls.dnsZoneId` or in `dns`, or take the certificate from a key vault.",
    },
    "certificates/zone-does-not-hold-host": {
        severity: "error",
        reason: "The record that proves a name is written below that name, so the zone must hold it.",
        fix: "Use the zone that the host is in.",
    },
    "certificates/key-vault": {
        severity: "error",
        reason: "A key vault's name has 3 to 24 letters, digits and single dashes, the first a letter and the last no dash; a certificate's has up to 127 letters, digits and dashes.",
        fix: "Give the names alone, not their addresses.",
    },
    "certificates/pem": {
        severity: "error",
        reason: "The certificate is read as PEM and stands in clear text in the state. The private key has a place of its own, where it is encrypted.",
        fix: "Give the certificate and its chain alone, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, and the key as `privateKey`.",
    },
    "certificates/self-signed-public": {
        severity: "warning",
        reason: "Browsers refuse a self-signed certificate, and people who learn to click that away also do so for an attacker's.",
        fix: "Use Let's Encrypt or a key vault for what is reached from the internet.",
    },
} as const satisfies RuleTable;
