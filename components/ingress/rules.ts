import { type Finding, findingsOf } from "../core/findings";
import { isExampleHost, isHostName } from "../core/host-name";
import { isExampleRange, letsEveryoneIn, parseSourceRange } from "../core/source-ranges";
import { INGRESS_RULES } from "./rule-table";
import type { IngressSpec } from "./spec";

export { INGRESS_RULES } from "./rule-table";
export type { IngressSpec } from "./spec";

const finding = findingsOf(INGRESS_RULES);

/** The way in, without its certificate and its records, which have rules of their own. */
export function ingressRules(ingress: IngressSpec): Finding[] {
    if (ingress.kind === "none") {
        return [];
    }
    const found = [...hostRules(ingress.host), ...rangeRules(ingress.allowedRanges ?? [])];
    if (ingress.exposure === "public" && letsEveryoneIn(ingress.allowedRanges ?? [])) {
        const message = "everyone on the internet reaches the sign-in page";
        found.push(
            finding("ingress/open-to-everyone", "allowedRanges", ingress.allowedRanges ?? [], message, "list the ranges that may connect"),
        );
    }
    return [...found, ...(ingress.kind === "gateway" ? subnetRules(ingress) : capacityRules(ingress))];
}

function hostRules(host: string): Finding[] {
    if (!isHostName(host)) {
        const message = "not a full host name in lower case";
        return [
            finding("ingress/host-syntax", "host", host, message, "write for example ml.contoso.com, without scheme, port or wildcard"),
        ];
    }
    return isExampleHost(host)
        ? [
              finding(
                  "ingress/example-host",
                  "host",
                  host,
                  "a name for examples, which nobody can have a certificate or a public record for",
                  "before deploying to Azure, use a name of your own",
              ),
          ]
        : [];
}

function rangeRules(ranges: readonly string[]): Finding[] {
    return ranges.flatMap((range, index) => {
        const path = `allowedRanges[${index}]`;
        if (parseSourceRange(range) === undefined) {
            const message = "not an IPv4 range in CIDR form, nor an address";
            return [finding("ingress/range-syntax", path, range, message, "write for example 198.51.100.0/24 or 198.51.100.7")];
        }
        return isExampleRange(range)
            ? [
                  finding(
                      "ingress/example-range",
                      path,
                      range,
                      "this range is reserved for examples: nobody connects from it",
                      "before deploying to Azure, put the addresses of your offices and VPN here",
                  ),
              ]
            : [];
    });
}

function subnetRules({ exposure, internalSubnetName }: Extract<IngressSpec, { kind: "gateway" }>): Finding[] {
    return exposure === "internal" || internalSubnetName === undefined
        ? []
        : [
              finding(
                  "ingress/internal-subnet",
                  "internalSubnetName",
                  internalSubnetName,
                  "a public address is in no subnet",
                  "remove it, or set exposure to internal",
              ),
          ];
}

function capacityRules({ minCapacity = 0, maxCapacity = 10 }: Extract<IngressSpec, { kind: "application-gateway" }>): Finding[] {
    return minCapacity <= maxCapacity
        ? []
        : [
              finding(
                  "ingress/capacity",
                  "minCapacity",
                  minCapacity,
                  `the smallest capacity exceeds the largest, ${maxCapacity}`,
                  "lower it, or raise maxCapacity",
              ),
          ];
}
