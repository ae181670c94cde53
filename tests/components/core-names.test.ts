import * as fc from "fast-check";
import * as names from "../../components/core/azure-names";
import {
    contains,
    formatAddress,
    overlaps,
    parseAddress,
    parseCidr,
    prefixFor,
    reservedRangeIn,
    sizeOf,
    type CidrRange,
} from "../../components/core/cidr";
import { roleAssignmentName, roleDefinitionId, subscriptionOf } from "../../components/core/role-ids";
import { uuidV5 } from "../../components/core/uuid";
import { SUBNET_ID, SUBSCRIPTION_ID } from "../support/mocks-fixtures";

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
/** Any range whose address has no bits beyond the prefix. */
const cidrText = (smallest: number): fc.Arbitrary<string> =>
    fc.tuple(octets, fc.integer({ min: smallest, max: 32 })).map(([[a, b, c, d], prefix]) => {
        const address = ((a * 256 + b) * 256 + c) * 256 + d;
        const block = 2 ** (32 - prefix);
        return `${formatAddress(Math.floor(address / block) * block)}/${prefix}`;
    });
const range = (text: string): CidrRange => {
    const parsed = parseCidr(text);
    if (parsed === undefined) {
        throw new Error(`${text} is no range`);
    }
    return parsed;
};

describe("addresses", () => {
    it("reads ranges and refuses what Azure refuses", () => {
        expect(parseCidr("10.224.0.0/16")).toEqual({ text: "10.224.0.0/16", prefix: 16, first: 182452224, last: 182517759 });
        const refused = [
            "10.224.0.1/16",
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0/8",
            "256.0.0.0/8",
            "fd00::/8",
            "10.0.0.0/8/8",
            "",
            "a/8",
            "010.0.0.0/ 8",
            "010.0.0.0/8",
            "10.0.0.0/-1",
        ];
        expect(refused.filter((text) => parseCidr(text) !== undefined)).toEqual([]);
        expect(["10.0.0.10", "10.0.0", "10.0.0.256", "0x0a.0.0.1", "10.0.0.1/32"].map(parseAddress)).toEqual([
            167772170,
            undefined,
            undefined,
            undefined,
            undefined,
        ]);
    });

    it("finds overlaps symmetrically, and just those that an address-by-address search finds", () => {
        fc.assert(
            // Both in one small block, so that about half of the pairs meet.
            fc.property(cidrText(27), cidrText(27), fc.boolean(), (left, right, near) => {
                const a = range(left);
                const b = near ? range(`${formatAddress(a.first - (a.first % 32))}/${range(right).prefix}`) : range(right);
                const inA = new Set(Array.from({ length: sizeOf(a) }, (_, offset) => a.first + offset));
                const inB = Array.from({ length: sizeOf(b) }, (_, offset) => b.first + offset);
                expect(overlaps(a, b)).toBe(overlaps(b, a));
                expect(overlaps(a, b)).toBe(inB.some((address) => inA.has(address)));
                expect(contains(a, b)).toBe(inB.every((address) => inA.has(address)));
            }),
        );
    });

    it("gives the longest prefix that holds so many addresses", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 2 ** 24 }), (addresses) => {
                const prefix = prefixFor(addresses);
                expect(2 ** (32 - prefix)).toBeGreaterThanOrEqual(addresses);
                expect(prefix === 32 || 2 ** (32 - prefix - 1) < addresses).toBe(true);
            }),
        );
    });

    it("knows what AKS keeps for itself", () => {
        const met = ["172.16.0.0/12", "172.30.4.0/24", "169.254.0.0/24", "192.0.2.128/25", "172.20.0.0/16"];
        expect(met.map((text) => reservedRangeIn(range(text))?.text)).toEqual([
            "172.30.0.0/16",
            "172.30.0.0/16",
            "169.254.0.0/16",
            "192.0.2.0/24",
            undefined,
        ]);
    });
});

describe("names", () => {
    /** Length and characters of each type, from Azure's naming rules. */
    const rules: readonly (readonly [(parts: names.NameParts) => string, RegExp, number, number])[] = [
        [names.resourceGroupName, /^[-\w.()]*[-\w()]$/, 1, 63],
        [names.virtualNetworkName, /^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9_])?$/, 2, 63],
        [names.networkSecurityGroupName, /^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9_])?$/, 1, 80],
        [names.natGatewayName, /^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9_])?$/, 1, 80],
        [names.publicIpAddressName, /^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9_])?$/, 1, 80],
        [names.routeTableName, /^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9_])?$/, 1, 80],
        [names.clusterName, /^[a-zA-Z0-9][-a-zA-Z0-9]*[a-zA-Z0-9]$/, 1, 54],
        [names.nodeResourceGroupName, /^[-\w.()]*[-\w()]$/, 1, 80],
        [names.workspaceName, /^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$/, 4, 63],
        [(parts) => names.identityName("control-plane", parts), /^[a-zA-Z0-9][-_a-zA-Z0-9]*$/, 3, 128],
        [names.registryName, /^[a-zA-Z0-9]*$/, 5, 50],
        [names.storageAccountName, /^[a-z0-9]*$/, 3, 24],
        [(parts) => names.privateEndpointName("blob", parts), /^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9_])?$/, 2, 64],
    ];
    const parts = fc.record({
        prefix: fc.stringMatching(names.PREFIX_PATTERN),
        environment: fc.stringMatching(names.ENVIRONMENT_PATTERN),
        id: fc.stringMatching(/^[a-z0-9]{8}$/),
    });

    it("S1-5 are legal for every type, whatever prefix, environment and id", () => {
        fc.assert(
            fc.property(parts, (given) => {
                for (const [make, pattern, shortest, longest] of rules) {
                    const name = make(given);
                    expect(name).toMatch(pattern);
                    expect([name, name.length >= shortest && name.length <= longest]).toEqual([name, true]);
                }
            }),
        );
    });

    it("S1-3 differ between two stacks with the same prefix and environment", () => {
        fc.assert(
            fc.property(parts, fc.stringMatching(/^[a-z0-9]{8}$/), (given, id) => {
                fc.pre(given.id !== id);
                for (const [make] of rules) {
                    expect(make(given)).not.toBe(make({ ...given, id }));
                }
            }),
        );
    });

    it("S1-6 give a registry letters and digits only", () => {
        expect(names.registryName({ prefix: "mlp", environment: "pr-123", id: "k3x9q2ab" })).toBe("crmlppr123k3x9q2ab");
        // Shortened in the middle: the id, which tells accounts apart, is always whole.
        expect(names.storageAccountName({ prefix: "platform", environment: "pr-123456789", id: "k3x9q2ab" })).toBe(
            "stplatformpr1234k3x9q2ab",
        );
    });
});

describe("role assignments", () => {
    const principal = "940ce4f1-204e-60c2-c99c-f44a9e41bee6";

    it("have a version 5 UUID for a name, the same on every run", () => {
        expect(uuidV5("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(roleAssignmentName(SUBNET_ID, "networkContributor", principal)).toBe("0bf37a42-9a8a-5876-aa87-4f5e7cb0cc50");
        expect(roleAssignmentName(SUBNET_ID.toUpperCase(), "networkContributor", principal)).toBe(
            roleAssignmentName(SUBNET_ID, "networkContributor", principal),
        );
    });

    it("differ by scope, role and principal", () => {
        const all = [
            roleAssignmentName(SUBNET_ID, "networkContributor", principal),
            roleAssignmentName(`${SUBNET_ID}2`, "networkContributor", principal),
            roleAssignmentName(SUBNET_ID, "acrPull", principal),
            roleAssignmentName(SUBNET_ID, "networkContributor", principal.replace("9", "8")),
        ];
        expect(new Set(all).size).toBe(all.length);
    });

    it("name the role in the scope's own subscription", () => {
        expect(roleDefinitionId(SUBNET_ID, "acrPull")).toBe(
            `${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`,
        );
        expect(() => subscriptionOf("aks")).toThrow('"aks" is not the ARM id of something in a subscription');
    });
});
