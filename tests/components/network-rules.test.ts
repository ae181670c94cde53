import type { NetworkSpec } from "../../components";
import { networkFacts, networkRules } from "../../components/network/rules";
import { brief } from "../support/mocks-fixtures";
import { created, existing, TABLE } from "../support/networks";

describe("rules of a network", () => {
    const good: readonly NetworkSpec[] = [
        created,
        existing,
        { ...created, outbound: { kind: "userDefinedRouting", nextHopIp: "10.1.0.4" } },
        { ...existing, outbound: { kind: "userDefinedRouting", routeTableId: TABLE } },
        { ...created, addressSpace: "10.0.0.0/8", nodeSubnet: "10.240.0.0/16" },
        {
            ...created,
            subnets: { privateEndpoints: "10.224.16.0/29", applicationGateway: "10.224.17.0/24", apiServer: "10.224.16.16/28" },
            peeredRanges: ["10.0.0.0/16", "10.225.0.0/16"],
        },
        { ...existing, peeredRanges: ["10.1.1.0/24"] },
    ];
    const bad: readonly (readonly [string, NetworkSpec, readonly string[]])[] = [
        [
            "ranges that are none",
            { ...created, addressSpace: "10.224.0.1/16", nodeSubnet: "nodes" },
            ["error network/cidr-syntax @ addressSpace", "error network/cidr-syntax @ nodeSubnet"],
        ],
        [
            "public addresses",
            { ...created, addressSpace: "20.0.0.0/16", nodeSubnet: "20.0.0.0/24" },
            ["error network/address-space-not-private @ addressSpace"],
        ],
        [
            "a range that AKS keeps",
            { ...created, addressSpace: "172.30.0.0/16", nodeSubnet: "172.30.0.0/24" },
            ["error network/reserved-range @ addressSpace"],
        ],
        ["a subnet outside", { ...created, nodeSubnet: "10.225.0.0/20" }, ["error network/subnet-outside-vnet @ nodeSubnet"]],
        [
            "a subnet below Azure's smallest",
            { ...created, nodeSubnet: "10.224.0.0/30" },
            ["error network/subnet-below-azure-minimum @ nodeSubnet"],
        ],
        [
            "further subnets outside, over each other and over the nodes'",
            {
                ...created,
                subnets: { privateEndpoints: "10.224.0.0/24", applicationGateway: "10.225.0.0/24", apiServer: "10.224.0.128/28" },
            },
            [
                "error network/subnets-overlap @ subnets.privateEndpoints",
                "error network/subnet-outside-vnet @ subnets.applicationGateway",
                "error network/subnets-overlap @ subnets.apiServer",
                "error network/subnets-overlap @ subnets.apiServer",
            ],
        ],
        [
            "further subnets that are too small, or no ranges",
            {
                ...created,
                subnets: { privateEndpoints: "10.224.16.0/30", applicationGateway: "10.224.17.0/26", apiServer: "10.224.18.1/29" },
            },
            [
                "error network/subnet-below-azure-minimum @ subnets.privateEndpoints",
                "warning network/gateway-subnet @ subnets.applicationGateway",
                "error network/cidr-syntax @ subnets.apiServer",
            ],
        ],
        [
            "an Application Gateway's subnet that Azure makes none of",
            { ...created, subnets: { applicationGateway: "10.224.17.0/30" } },
            ["error network/subnet-below-azure-minimum @ subnets.applicationGateway"],
        ],
        [
            "an API server's subnet of /29",
            { ...created, subnets: { apiServer: "10.224.18.0/29" } },
            ["error network/api-server-subnet @ subnets.apiServer"],
        ],
        [
            "S0-4 connected networks over this one, and one that is no range",
            { ...created, peeredRanges: ["10.0.0.0/8", "10.224.255.0/24", "office"] },
            [
                "error network/peered-range-overlaps @ peeredRanges[0]",
                "error network/peered-range-overlaps @ peeredRanges[1]",
                "error network/cidr-syntax @ peeredRanges[2]",
            ],
        ],
        [
            "S0-4 a connected network over an existing subnet",
            { ...existing, peeredRanges: ["10.1.0.128/25"] },
            ["error network/peered-range-overlaps @ peeredRanges[0]"],
        ],
        [
            "a next hop by name",
            { ...created, outbound: { kind: "userDefinedRouting", nextHopIp: "firewall" } },
            ["error network/next-hop @ outbound.nextHopIp"],
        ],
        ["a subnet by name", { ...existing, nodeSubnetId: "nodes" }, ["error network/subnet-id @ nodeSubnetId"]],
        ["an existing range that is none", { ...existing, nodeSubnet: "10.1.0.0" }, ["error network/cidr-syntax @ nodeSubnet"]],
        [
            "a route table by name",
            { ...existing, outbound: { kind: "userDefinedRouting", routeTableId: "rt" } },
            ["error network/route-table-id @ outbound.routeTableId"],
        ],
    ];
    for (const [title, spec, expected] of bad) {
        it(`S0-4 find ${title}`, () => {
            expect(brief(networkRules(spec))).toEqual(expected);
        });
    }

    it("S0-5 find nothing in what is allowed, and say what is known before anything is registered", () => {
        expect(good.map(networkRules)).toEqual(good.map(() => []));
        expect(
            good.map(networkFacts).map(({ outboundType, egressKnown, ranges }) => [outboundType, egressKnown, ranges.addressSpace]),
        ).toEqual([
            ["loadBalancer", true, "10.224.0.0/16"],
            ["userAssignedNATGateway", false, undefined],
            ["userDefinedRouting", false, "10.224.0.0/16"],
            ["userDefinedRouting", false, undefined],
            ["loadBalancer", true, "10.0.0.0/8"],
            ["loadBalancer", true, "10.224.0.0/16"],
            ["userAssignedNATGateway", false, undefined],
        ]);
        expect(good.map(networkFacts).map(({ ranges }) => ranges.peeredRanges)).toEqual([
            ...Array.from({ length: 5 }, () => undefined),
            ["10.0.0.0/16", "10.225.0.0/16"],
            ["10.1.1.0/24"],
        ]);
    });
});
