import type { RuleTable } from "../core/findings";

/** What must hold of a network's ranges and ids. */
export const NETWORK_RULES = {
    "network/cidr-syntax": {
        severity: "error",
        reason: "A range is the first address and a prefix. Azure refuses one with host bits: 10.1.2.3/16 is none, 10.1.0.0/16 is.",
        fix: "Write the first address of the range and its prefix, for example 10.224.0.0/16.",
    },
    "network/reserved-range": {
        severity: "error",
        reason: "AKS keeps 169.254.0.0/16, 172.30.0.0/16, 172.31.0.0/16 and 192.0.2.0/24 for itself, and creates no cluster in a network that overlaps one of them.",
        fix: "Take another range, for example 10.224.0.0/16.",
    },
    "network/address-space-not-private": {
        severity: "error",
        reason: "A virtual network hides the public addresses of the same range from its machines, so it must lie in a private range (RFC 1918) or in the shared one (100.64.0.0/10, RFC 6598).",
        fix: "Take a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10.",
    },
    "network/subnet-outside-vnet": {
        severity: "error",
        reason: "Azure creates a subnet only inside the range of its virtual network.",
        fix: "Take a range inside `addressSpace`, or widen `addressSpace`.",
    },
    "network/subnet-below-azure-minimum": {
        severity: "error",
        reason: "Azure keeps five addresses of each subnet for itself and makes none smaller than /29, which leaves three.",
        fix: "Use a shorter prefix, for example /24.",
    },
    "network/subnets-overlap": {
        severity: "error",
        reason: "An address belongs to one subnet: Azure refuses a second one over it.",
        fix: "Move one of the two ranges.",
    },
    "network/api-server-subnet": {
        severity: "error",
        reason: "The API server takes addresses of its own in a subnet that is delegated to it, and AKS refuses one smaller than /28.",
        fix: "Use /28 or a shorter prefix.",
    },
    "network/gateway-subnet": {
        severity: "warning",
        reason: "An Application Gateway takes an address for each of its instances and more while it is updated, and its subnet cannot be enlarged while it stands: Azure recommends /24.",
        fix: "Use a /24.",
    },
    "network/peered-range-overlaps": {
        severity: "error",
        reason: "Azure refuses to peer networks that overlap, and a VPN cannot tell which of the two an address is in.",
        fix: "Take a range for this network that no connected one uses.",
    },
    "network/next-hop": {
        severity: "error",
        reason: "A default route names the address of the appliance that all outgoing traffic goes to; Azure refuses a route to a text that is no IPv4 address.",
        fix: "Give the private address of the firewall or appliance, for example 10.1.0.4.",
    },
    "network/subnet-id": {
        severity: "error",
        reason: "An existing subnet is named by its ARM id, since its name alone is unique only within one virtual network.",
        fix: "Use what `az network vnet subnet show --query id` prints.",
    },
    "network/route-table-id": {
        severity: "error",
        reason: "The cluster's identity gets Network Contributor on the route table, and a role is granted on an ARM id.",
        fix: "Use what `az network route-table show --query id` prints.",
    },
} as const satisfies RuleTable;
