import type { RuleTable } from "../core/findings";

/** What must hold of the platform's DNS records. */
export const DNS_RULES = {
    "dns/zone-id": {
        severity: "error",
        reason: "Records are written into a zone that exists, in this subscription or another one, so it is named by its ARM id.",
        fix: "Use /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/dnsZones/<zone>, or privateDnsZones.",
    },
    "dns/zone-does-not-hold-host": {
        severity: "error",
        reason: "A zone has records of its own name and of names below it only.",
        fix: "Use the zone that the host is in, or change the host.",
    },
    "dns/private-zone-public-ingress": {
        severity: "warning",
        reason: "A private zone answers inside the networks that are linked to it, so nobody on the internet finds a gateway that is open to the internet.",
        fix: "Use a public zone, or set `ingress.exposure` to internal.",
    },
} as const satisfies RuleTable;
