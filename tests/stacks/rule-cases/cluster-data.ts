import { systemRoomRules, clusterRules, type ClusterSpec } from "../../../components/aks-cluster/rules";
import type { Finding } from "../../../components/core/findings";
import type { Edit } from "../support/stack-config";
import type { RuleCase, RuleCases } from "./rule-case";

const GROUP = "5c6d8f9a-0000-4000-8000-000000000001";

const cluster = (key: string, value: unknown): Edit => [["cluster", key], value];
const ranges = (...authorizedIpRanges: string[]): Edit => [["cluster", "access", "authorizedIpRanges"], authorizedIpRanges];
const range = (text: string): Edit => [["cluster", "access", "authorizedIpRanges", 0], text];
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `8.8.${index}.0/24`);
const systemPool = (key: string, value: unknown): Edit => [["cluster", "systemPool", key], value];
/** Without GPU pools, which would need the same room. */
const noGpuPools: Edit = [["gpuPools"], {}];
const inNetwork: Edit = [["deployFrom"], "in-network"];
const zoneOf = (region: string): Edit => {
    const dnsZone = `/subscriptions/s/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/team.privatelink.${region}.azmk8s.io`;
    return [["cluster", "access"], { kind: "private", dnsZone }];
};
const appliance: Edit = [["network", "outbound"], { kind: "userDefinedRouting", nextHopIp: "10.0.0.4" }];

/** The schema of stack files refuses these values before the rule sees them; those who use the component alone have the rule only. */
function ofComponent(at: string, breaks: Partial<ClusterSpec>, satisfies: Partial<ClusterSpec>): RuleCase {
    const spec: ClusterSpec = {
        access: { kind: "public" },
        systemPool: { size: "Standard_D4as_v5", minCount: 1, maxCount: 3 },
        adminGroupObjectIds: [GROUP],
    };
    const check = (changes: Partial<ClusterSpec>): readonly Finding[] =>
        clusterRules(
            { ...spec, ...changes },
            {
                location: "eastus",
                network: {
                    ranges: { addressSpace: "10.224.0.0/16", nodeSubnet: "10.224.0.0/20" },
                    outboundType: "loadBalancer",
                    egressKnown: true,
                },
            },
        );
    return { direct: { breaks: () => check(breaks), satisfies: () => check(satisfies) }, at };
}

const window = { dayOfWeek: "Sunday", startTime: "02:00", durationHours: 4, utcOffset: "+00:00" } as const;
const upgradesIn = (changes: Partial<Record<"startTime" | "utcOffset", string>> & { durationHours?: number }): Partial<ClusterSpec> => ({
    upgrades: { kubernetes: "patch", nodeOs: "NodeImage", window: { ...window, ...changes } },
});

/** The cluster. */
export const CLUSTER_CASES = {
    // Version and access
    "cluster/kubernetes-version-unknown": {
        breaks: [cluster("kubernetesVersion", "1.38")],
        satisfies: [cluster("kubernetesVersion", "1.37")],
    },
    "cluster/kubernetes-version-ended": {
        breaks: [cluster("kubernetesVersion", "1.33"), cluster("tier", "Standard")],
        satisfies: [cluster("kubernetesVersion", "1.33"), cluster("tier", "Premium")],
    },
    "cluster/kubernetes-version-ending": {
        breaks: [cluster("kubernetesVersion", "1.34")],
        satisfies: [cluster("kubernetesVersion", "1.35")],
    },
    "cluster/kubernetes-version-pinned": {
        breaks: [cluster("kubernetesVersion", "1.36.5"), [["cluster", "upgrades", "kubernetes"], "patch"]],
        satisfies: [cluster("kubernetesVersion", "1.36.5"), [["cluster", "upgrades", "kubernetes"], "none"]],
    },
    "cluster/private-dns-zone": {
        breaks: [zoneOf("westus"), inNetwork],
        satisfies: [zoneOf("eastus"), inNetwork],
        at: "cluster.access.dnsZone",
    },
    "cluster/authorized-ranges-count": { breaks: [ranges(...many(201))], satisfies: [ranges(...many(200))] },
    "cluster/authorized-range-syntax": { breaks: [range("8.8.8.8/33")], satisfies: [range("8.8.8.8/32")] },
    "cluster/authorized-range-everyone": { breaks: [range("0.0.0.0/0")], satisfies: [range("0.0.0.0/1")] },
    "cluster/authorized-ranges-egress": {
        breaks: [appliance],
        satisfies: [[["network", "outbound"], { kind: "loadBalancer" }]],
        at: "cluster.access.authorizedIpRanges",
    },
    "cluster/admin-group": {
        breaks: [[["cluster", "adminGroupObjectIds", 0], GROUP.slice(1)]],
        satisfies: [[["cluster", "adminGroupObjectIds", 0], GROUP]],
    },
    "cluster/no-administrator": {
        breaks: [cluster("adminGroupObjectIds", [])],
        satisfies: [cluster("adminGroupObjectIds", []), cluster("adminKubeconfig", true)],
    },
    "cluster/example-range": { breaks: [range("198.51.100.7")], satisfies: [range("198.51.101.7")] },
    "cluster/example-group": {
        breaks: [[["cluster", "adminGroupObjectIds", 0], "00000000-0000-0000-0000-000000000000"]],
        satisfies: [[["cluster", "adminGroupObjectIds", 0], GROUP]],
    },

    // Ranges
    "cluster/cidr-syntax": {
        breaks: [cluster("podCidr", "10.248.0.1/16")],
        satisfies: [cluster("podCidr", "10.248.0.0/16")],
    },
    "cluster/reserved-range": {
        breaks: [cluster("podCidr", "172.31.0.0/16")],
        satisfies: [cluster("podCidr", "172.29.0.0/16")],
    },
    "cluster/service-cidr-overlaps-network": {
        breaks: [cluster("serviceCidr", "10.225.240.0/20")],
        satisfies: [cluster("serviceCidr", "10.226.0.0/20")],
    },
    "cluster/pod-cidr-overlaps-network": {
        breaks: [cluster("podCidr", "10.225.0.0/16")],
        satisfies: [cluster("podCidr", "10.226.0.0/16")],
    },
    "cluster/pod-cidr-overlaps-service-cidr": {
        breaks: [cluster("podCidr", "172.20.0.0/16")],
        satisfies: [cluster("podCidr", "172.21.0.0/16")],
    },
    "cluster/service-cidr-too-large": {
        breaks: [cluster("serviceCidr", "10.0.0.0/12")],
        satisfies: [cluster("serviceCidr", "10.0.0.0/13")],
    },
    "cluster/dns-service-ip": {
        breaks: [cluster("dnsServiceIp", "172.20.0.1")],
        satisfies: [cluster("dnsServiceIp", "172.20.0.2")],
    },
    "cluster/pod-cidr-too-small": {
        // Six nodes and two of an upgrade's surge, with a /24 for each.
        breaks: [cluster("podCidr", "10.244.0.0/22"), noGpuPools],
        satisfies: [cluster("podCidr", "10.244.0.0/21"), noGpuPools],
    },
    "cluster/subnet-too-small": {
        // A /28 has 11 addresses for nodes: eight and three of an upgrade's surge.
        breaks: [systemPool("maxCount", 9), [["network", "nodeSubnet"], "10.225.0.0/28"], noGpuPools],
        satisfies: [systemPool("maxCount", 8), [["network", "nodeSubnet"], "10.225.0.0/28"], noGpuPools],
    },

    // System pool, upgrades, logs
    "cluster/system-size-gpu": {
        breaks: [systemPool("size", "Standard_NC4as_T4_v3")],
        satisfies: [systemPool("size", "Standard_D4as_v5")],
    },
    "cluster/system-size-burstable": {
        breaks: [systemPool("size", "Standard_B4ms")],
        satisfies: [systemPool("size", "Standard_D4as_v5")],
    },
    "cluster/system-size-too-small": {
        direct: {
            breaks: () => systemRoomRules({ name: "Standard_DS1_v2", vcpus: 1, memoryGiB: 3.5 }),
            satisfies: () => systemRoomRules({ name: "Standard_A2_v2", vcpus: 2, memoryGiB: 4 }),
        },
        at: "systemPool.size",
    },
    "cluster/upgrade-channels": {
        breaks: [
            [["cluster", "upgrades", "nodeOs"], "SecurityPatch"],
            [["cluster", "upgrades", "kubernetes"], "node-image"],
        ],
        satisfies: [
            [["cluster", "upgrades", "nodeOs"], "SecurityPatch"],
            [["cluster", "upgrades", "kubernetes"], "none"],
        ],
    },
    "cluster/upgrade-window-duration": ofComponent(
        "upgrades.window.durationHours",
        upgradesIn({ durationHours: 25 }),
        upgradesIn({ durationHours: 24 }),
    ),
    "cluster/upgrade-window-start": ofComponent(
        "upgrades.window.startTime",
        upgradesIn({ startTime: "24:00" }),
        upgradesIn({ startTime: "23:59" }),
    ),
    "cluster/upgrade-window-offset": {
        breaks: [[["cluster", "upgrades", "window", "utcOffset"], "+15:00"]],
        satisfies: [[["cluster", "upgrades", "window", "utcOffset"], "+14:00"]],
    },
    "cluster/log-retention": ofComponent(
        "logs.retentionDays",
        { logs: { retentionDays: 731, auditReads: false } },
        { logs: { retentionDays: 730, auditReads: false } },
    ),
} satisfies RuleCases;
