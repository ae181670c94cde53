import type { RuleTable } from "../core/findings";

/** What must hold of the way in. */
export const INGRESS_RULES = {
    "ingress/host-syntax": {
        severity: "error",
        reason: "Certificates, DNS records, cookies and the addresses that identity providers send people back to all name the host, so it must be a full name in lower case.",
        fix: "Write for example ml.contoso.com: no scheme, no port, no wildcard, no dot at the end.",
    },
    "ingress/example-host": {
        severity: "warning",
        reason: "The name is reserved for examples (RFC 2606), so nobody can have a certificate or a public record for it.",
        fix: "Before deploying to Azure, use a name of your own.",
    },
    "ingress/range-syntax": {
        severity: "error",
        reason: "The load balancer and the network security group take IPv4 ranges without host bits.",
        fix: "Write a range such as 198.51.100.0/24, or one address.",
    },
    "ingress/example-range": {
        severity: "warning",
        reason: "The range is reserved for examples (RFC 5737): nobody connects from it.",
        fix: "Before deploying to Azure, put the addresses of your offices and VPN here.",
    },
    "ingress/open-to-everyone": {
        severity: "warning",
        reason: "A public address without a list of ranges is found by scanners within minutes. The sign-in page is then all that keeps them out.",
        fix: "List `allowedRanges`, or set `exposure` to internal.",
    },
    "ingress/internal-subnet": {
        severity: "error",
        reason: "A public address is in no subnet.",
        fix: "Remove `internalSubnetName`, or set `exposure` to internal.",
    },
    "ingress/capacity": {
        severity: "error",
        reason: "Azure refuses an autoscaling range whose smallest capacity exceeds its largest.",
        fix: "Lower `minCapacity` or raise `maxCapacity`.",
    },
} as const satisfies RuleTable;
