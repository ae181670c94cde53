import { type ClusterSpec } from "../../components";
import { clusterRules, type AccessSpec } from "../../components/aks-cluster/rules";
import type { NetworkFacts } from "../../components/core/contracts";
import { ADMIN_GROUP, brief, SUBSCRIPTION_ID } from "../support/mocks-fixtures";

const spec: ClusterSpec = {
    access: { kind: "public" },
    systemPool: { size: "Standard_D4as_v5", minCount: 1, maxCount: 3 },
    adminGroupObjectIds: [ADMIN_GROUP],
};
const network: NetworkFacts = {
    ranges: { addressSpace: "10.224.0.0/16", nodeSubnet: "10.224.0.0/20" },
    outboundType: "loadBalancer",
    egressKnown: true,
};
const ZONE = `${SUBSCRIPTION_ID}/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`;
const window = { dayOfWeek: "Sunday", startTime: "02:00", durationHours: 4, utcOffset: "+00:00" } as const;

const check = (changes: Partial<ClusterSpec>, facts: Partial<NetworkFacts> = {}, location = "eastus"): string[] =>
    brief(clusterRules({ ...spec, ...changes }, { location, network: { ...network, ...facts } }));
const pool = (changes: Partial<ClusterSpec["systemPool"]>): Partial<ClusterSpec> => ({ systemPool: { ...spec.systemPool, ...changes } });
const access = (given: AccessSpec): Partial<ClusterSpec> => ({ access: given });
const restricted = (...authorizedIpRanges: string[]): Partial<ClusterSpec> => access({ kind: "restricted", authorizedIpRanges });

describe("rules of a cluster", () => {
    const bad: readonly (readonly [string, Partial<ClusterSpec>, readonly string[], Partial<NetworkFacts>?])[] = [
        [
            "an unknown version: S0-20 the seed's 1.25.11",
            { kubernetesVersion: "1.25.11" },
            ["error cluster/kubernetes-version-unknown @ kubernetesVersion"],
        ],
        [
            "a version that has only long-term support left",
            { kubernetesVersion: "1.33" },
            ["error cluster/kubernetes-version-ended @ kubernetesVersion"],
        ],
        ["a version about to end", { kubernetesVersion: "1.34" }, ["warning cluster/kubernetes-version-ending @ kubernetesVersion"]],
        [
            "a full version under an upgrade channel",
            { kubernetesVersion: "1.36.5" },
            ["error cluster/kubernetes-version-pinned @ kubernetesVersion"],
        ],
        ["no authorised range", restricted(), ["error cluster/authorized-ranges-count @ access.authorizedIpRanges"]],
        [
            "an authorised range that is none",
            restricted("203.0.113.0/24", "office"),
            ["error cluster/authorized-range-syntax @ access.authorizedIpRanges[1]"],
        ],
        [
            "S0-54 everyone as an authorised range",
            restricted("0.0.0.0/0"),
            ["warning cluster/authorized-range-everyone @ access.authorizedIpRanges[0]"],
        ],
        [
            "restricted access behind a firewall of unknown address",
            restricted("203.0.113.7"),
            ["warning cluster/authorized-ranges-egress @ access.authorizedIpRanges"],
            { egressKnown: false, outboundType: "userDefinedRouting" },
        ],
        [
            "a private zone of another region",
            access({ kind: "private", dnsZone: ZONE.replace("eastus", "westus") }),
            ["error cluster/private-dns-zone @ access.dnsZone"],
        ],
        [
            "a private zone by name",
            access({ kind: "private", dnsZone: "privatelink.eastus.azmk8s.io" }),
            ["error cluster/private-dns-zone @ access.dnsZone"],
        ],
        [
            "ranges that are none",
            { serviceCidr: "10.0.0.5/16", podCidr: "pods" },
            ["error cluster/cidr-syntax @ serviceCidr", "error cluster/cidr-syntax @ podCidr"],
        ],
        ["a range that AKS keeps for itself", { serviceCidr: "172.30.0.0/16" }, ["error cluster/reserved-range @ serviceCidr"]],
        [
            "S0-6 the seed's service range inside its network",
            { serviceCidr: "10.0.0.0/16", podCidr: "192.168.0.0/16" },
            ["error cluster/service-cidr-overlaps-network @ serviceCidr"],
            { ranges: { addressSpace: "10.0.0.0/8", nodeSubnet: "10.240.0.0/16" } },
        ],
        [
            "a pod range over an existing subnet",
            {},
            ["error cluster/pod-cidr-overlaps-network @ podCidr"],
            { ranges: { nodeSubnet: "10.244.8.0/24" } },
        ],
        [
            "a pod range over the service range",
            { podCidr: "172.20.0.0/14", serviceCidr: "172.20.0.0/16" },
            ["error cluster/pod-cidr-overlaps-service-cidr @ podCidr"],
        ],
        ["S0-6 a service range of /12", { serviceCidr: "100.64.0.0/12" }, ["error cluster/service-cidr-too-large @ serviceCidr"]],
        ["a DNS address outside", { dnsServiceIp: "10.0.0.10" }, ["error cluster/dns-service-ip @ dnsServiceIp"]],
        ["the first address for DNS", { dnsServiceIp: "172.20.0.0" }, ["error cluster/dns-service-ip @ dnsServiceIp"]],
        ["S0-6 the second address for DNS", { dnsServiceIp: "172.20.0.1" }, ["error cluster/dns-service-ip @ dnsServiceIp"]],
        ["a pod range of three nodes", { podCidr: "10.244.0.0/23" }, ["error cluster/pod-cidr-too-small @ podCidr"]],
        [
            "S1-4 a subnet too small for nodes and surge",
            {},
            ["error cluster/subnet-too-small @ systemPool.maxCount"],
            { ranges: { addressSpace: "10.224.0.0/16", nodeSubnet: "10.224.0.0/29" } },
        ],
        [
            "S1-11 a GPU size for the system pool",
            pool({ size: "Standard_NC4as_T4_v3" }),
            ["error cluster/system-size-gpu @ systemPool.size"],
        ],
        [
            "S1-11 a retired GPU size for the system pool",
            pool({ size: "Standard_NC6" }),
            ["error cluster/system-size-gpu @ systemPool.size"],
        ],
        ["a burstable size", pool({ size: "Standard_B4ms" }), ["error cluster/system-size-burstable @ systemPool.size"]],
        ["a size that is not in the catalog", pool({ size: "Standard_D4as_v55" }), ["error pool/size-unknown @ systemPool.size"]],
        ["S0-28 no node in the system pool", pool({ minCount: 0 }), ["error pool/min-count @ systemPool.minCount"]],
        ["a zone that is none", pool({ zones: ["1", "4"] }), ["error pool/zones @ systemPool.zones[1]"]],
        ["a disk below the image", pool({ osDiskSizeGiB: 20 }), ["error pool/os-disk-size @ systemPool.osDiskSizeGiB"]],
        [
            "a node image channel without node images",
            { upgrades: { kubernetes: "node-image", nodeOs: "SecurityPatch", window } },
            ["error cluster/upgrade-channels @ upgrades.nodeOs"],
        ],
        [
            "a window that is none",
            {
                upgrades: {
                    kubernetes: "patch",
                    nodeOs: "NodeImage",
                    window: { dayOfWeek: "Sunday", startTime: "24:00", durationHours: 3, utcOffset: "UTC" },
                },
            },
            [
                "error cluster/upgrade-window-duration @ upgrades.window.durationHours",
                "error cluster/upgrade-window-start @ upgrades.window.startTime",
                "error cluster/upgrade-window-offset @ upgrades.window.utcOffset",
            ],
        ],
        ["nobody to administer it", { adminGroupObjectIds: [] }, ["error cluster/no-administrator @ adminGroupObjectIds"]],
        ["a group by name", { adminGroupObjectIds: ["platform-admins"] }, ["error cluster/admin-group @ adminGroupObjectIds[0]"]],
        ["logs for a week", { logs: { retentionDays: 7, auditReads: false } }, ["error cluster/log-retention @ logs.retentionDays"]],
    ];
    for (const [title, changes, expected, facts] of bad) {
        it(`find ${title}`, () => {
            expect(check(changes, facts)).toEqual(expected);
        });
    }

    it("find nothing in what is allowed", () => {
        expect(check({})).toEqual([]);
        expect(check({ kubernetesVersion: "1.33", tier: "Premium" })).toEqual([]);
        expect(
            check({
                kubernetesVersion: "1.36.5",
                upgrades: { kubernetes: "none", nodeOs: "None", window: { ...window, durationHours: 24 } },
            }),
        ).toEqual([]);
        expect(check(restricted("203.0.113.7", "198.51.100.0/24"))).toEqual([]);
        expect(check(access({ kind: "private", dnsZone: ZONE }))).toEqual([]);
        expect(check(access({ kind: "private", dnsZone: ZONE.replace("privatelink.", "team.privatelink.") }))).toEqual([]);
        expect(check({ adminGroupObjectIds: [], adminKubeconfig: true })).toEqual([]);
        expect(check({ dnsServiceIp: "172.20.0.2" })).toEqual([]);
        expect(check(pool({ maxCount: 2 }), { ranges: { nodeSubnet: "10.1.0.0/28" } })).toEqual([]);
    });

    it("say what is wrong, what is allowed and what to change", () => {
        expect(clusterRules({ ...spec, serviceCidr: "10.224.64.0/20" }, { location: "eastus", network })).toEqual([
            {
                rule: "cluster/service-cidr-overlaps-network",
                severity: "error",
                path: "serviceCidr",
                value: "10.224.64.0/20",
                message: "the service range overlaps the virtual network, 10.224.0.0/16",
                fix: "take a range outside 10.224.0.0/16 and outside every network that it is peered with",
            },
        ]);
    });

    it("S0-6 name a larger service range where the usual DNS address does not fit, since leaving the address out would not help", () => {
        const fixes = (serviceCidr: string): string[] =>
            clusterRules({ ...spec, serviceCidr }, { location: "eastus", network }).map(({ rule, fix }) => `${rule}: ${fix}`);
        expect(fixes("172.20.0.0/29")).toEqual([
            "cluster/dns-service-ip: use a service range of /28 or larger, and leave dnsServiceIp out to get the tenth address after its first",
        ]);
        expect(fixes("172.20.0.0/28")).toEqual([]);
    });

    it("S2-13 keep dataplane and network policy together, and warn of the engine that retires", () => {
        const engines = ["cilium", "calico", "azure", "none"] as const;
        expect(engines.map((networkPolicy) => check({ networkPolicy, dataplane: "cilium" }))).toEqual([
            [],
            ["error cluster/cilium-with-other-policy @ networkPolicy"],
            ["error cluster/cilium-with-other-policy @ networkPolicy"],
            [],
        ]);
        expect(engines.map((networkPolicy) => check({ networkPolicy, dataplane: "azure" }))).toEqual([
            ["error cluster/cilium-policy-without-cilium @ networkPolicy"],
            [],
            ["warning cluster/azure-policy-retiring @ networkPolicy"],
            [],
        ]);
    });

    it("S1-4 want room for the system pool's pods where they are in the node subnet, and then none in the pod range", () => {
        const flat = { podNetworking: "node-subnet", podCidr: "10.244.0.0/24" } as const;
        const inSubnet = (nodeSubnet: string): string[] => check(flat, { ranges: { nodeSubnet } });
        // 4 nodes with 110 pods each: 444 addresses and Azure's 5.
        expect([inSubnet("10.224.0.0/23"), inSubnet("10.224.0.0/24")]).toEqual([
            [],
            ["error cluster/subnet-too-small @ systemPool.maxCount"],
        ]);
        expect(check({ podCidr: "10.244.0.0/24" })).toEqual(["error cluster/pod-cidr-too-small @ podCidr"]);
    });

    it("S0-4 S0-6 keep services and pods out of connected networks", () => {
        const ranges = { ...network.ranges, peeredRanges: ["10.0.0.0/16", "172.20.128.0/24", "10.244.9.0/24"] };
        expect(check({}, { ranges })).toEqual([
            "error cluster/service-cidr-overlaps-peered @ serviceCidr",
            "error cluster/pod-cidr-overlaps-peered @ podCidr",
        ]);
        expect(check({}, { ranges: { ...ranges, peeredRanges: ["10.0.0.0/16"] } })).toEqual([]);
    });
});
