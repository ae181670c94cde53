import { armIdForm, parseArmId, PRIVATE_DNS_ZONE, PUBLIC_DNS_ZONE } from "../core/arm-id";
import { type Finding, findingsOf } from "../core/findings";
import { isHostName, zoneHolds } from "../core/host-name";
import { DNS_RULES } from "./rule-table";
import type { DnsSpec } from "./spec";

export { DNS_RULES } from "./rule-table";
export type { DnsSpec } from "./spec";

const finding = findingsOf(DNS_RULES);

/** What the records are for. */
export interface DnsContext {
    readonly host: string;
    readonly exposure: "public" | "internal";
}

/** Whether the host's records can be written, and be found by those who are to reach it. */
export function dnsRules(dns: DnsSpec, { host, exposure }: DnsContext): Finding[] {
    if (dns.kind === "none") {
        return [];
    }
    const privateZone = parseArmId(dns.zoneId, PRIVATE_DNS_ZONE);
    const zone = parseArmId(dns.zoneId, PUBLIC_DNS_ZONE) ?? privateZone;
    if (zone === undefined) {
        return [
            finding(
                "dns/zone-id",
                "zoneId",
                dns.zoneId,
                "not the ARM id of a DNS zone",
                `use ${armIdForm(PUBLIC_DNS_ZONE)}, or privateDnsZones`,
            ),
        ];
    }
    const found: Finding[] = [];
    if (isHostName(host) && !zoneHolds(zone.name, host)) {
        const message = `the zone ${zone.name} does not hold ${host}`;
        found.push(
            finding("dns/zone-does-not-hold-host", "zoneId", dns.zoneId, message, "use the zone that the host is in, or change the host"),
        );
    }
    if (privateZone !== undefined && exposure === "public") {
        const message = "a private zone answers only inside linked networks, and the gateway is open to the internet";
        found.push(
            finding("dns/private-zone-public-ingress", "zoneId", dns.zoneId, message, "use a public zone, or set exposure to internal"),
        );
    }
    return found;
}
