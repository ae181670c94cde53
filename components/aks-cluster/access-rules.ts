import { isUuid } from "../core/arm-id";
import { parseAddress, parseCidr } from "../core/cidr";
import type { NetworkFacts } from "../core/contracts";
import { findingsOf, type Finding } from "../core/findings";
import { customDnsZone, type ClusterPlan } from "./plan";
import { CLUSTER_RULES } from "./rule-table";

const finding = findingsOf(CLUSTER_RULES);

/** What a cluster's rules must know beside its specification. */
export interface ClusterContext {
    /** Azure region. */
    readonly location: string;
    readonly network: NetworkFacts;
}

/** Azure takes at most this many ranges. */
const MOST_AUTHORIZED_RANGES = 200;

/** A private DNS zone that AKS accepts, or a child of one; the region is in its name. */
const PRIVATE_ZONE_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/privateDnsZones\/(?:[a-z0-9-]{1,32}\.)?privatelink\.([a-z0-9]+)\.azmk8s\.io$/i;

/** Who can reach the API server. */
export function accessRules(plan: ClusterPlan, { location, network }: ClusterContext): Finding[] {
    const { access } = plan;
    if (access.kind === "restricted") {
        return authorizedRangeRules(access.authorizedIpRanges, network);
    }
    const zone = customDnsZone(access);
    if (zone === undefined) {
        return [];
    }
    const region = PRIVATE_ZONE_ID.exec(zone)?.[1];
    return region?.toLowerCase() === location.toLowerCase()
        ? []
        : [
              finding(
                  "cluster/private-dns-zone",
                  "access.dnsZone",
                  zone,
                  `must be "system", "none", or the ARM id of a private DNS zone named privatelink.${location}.azmk8s.io`,
                  `use /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/privateDnsZones/privatelink.${location}.azmk8s.io`,
              ),
          ];
}

function authorizedRangeRules(authorized: readonly string[], network: NetworkFacts): Finding[] {
    const path = "access.authorizedIpRanges";
    const found: Finding[] = [];
    if (authorized.length === 0 || authorized.length > MOST_AUTHORIZED_RANGES) {
        found.push(
            finding(
                "cluster/authorized-ranges-count",
                path,
                authorized.length,
                `restricted access takes 1 to ${MOST_AUTHORIZED_RANGES} ranges`,
                'name the ranges that may reach the API server, or set access.kind to "public" or "private"',
            ),
        );
    }
    authorized.forEach((text, index) => {
        const range = parseCidr(text);
        if (range === undefined && parseAddress(text) === undefined) {
            found.push(
                finding(
                    "cluster/authorized-range-syntax",
                    `${path}[${index}]`,
                    text,
                    "neither an IPv4 address nor a range in CIDR form",
                    "write for example 203.0.113.7 or 203.0.113.0/24",
                ),
            );
        }
        if (range?.prefix === 0) {
            found.push(
                finding(
                    "cluster/authorized-range-everyone",
                    `${path}[${index}]`,
                    text,
                    "this range is the whole internet, so nothing is restricted",
                    'name the ranges that need access, or say access.kind "public"',
                ),
            );
        }
    });
    if (!network.egressKnown) {
        found.push(
            finding(
                "cluster/authorized-ranges-egress",
                path,
                undefined,
                `the nodes reach the API server from an address that this program does not know (outbound type ${network.outboundType})`,
                "make sure that the public address of your firewall or NAT gateway is among the ranges, or no node will join",
            ),
        );
    }
    return found;
}

/** Who can administer the cluster. */
export function administratorRules(plan: ClusterPlan): Finding[] {
    const found = plan.adminGroupObjectIds.flatMap((id, index) =>
        isUuid(id)
            ? []
            : [
                  finding(
                      "cluster/admin-group",
                      `adminGroupObjectIds[${index}]`,
                      id,
                      "not the object id of an Entra ID group",
                      "use the group's object id, a GUID (az ad group show --group <name> --query id)",
                  ),
              ],
    );
    if (plan.adminGroupObjectIds.length === 0 && !plan.adminKubeconfig) {
        found.push(
            finding(
                "cluster/no-administrator",
                "adminGroupObjectIds",
                [],
                "nobody could administer the cluster: local accounts are off, and no group is named",
                "name at least one Entra ID group, or set adminKubeconfig to true (the file is a secret that cannot be revoked)",
            ),
        );
    }
    return found;
}
