import type { Edit } from "./support/stack-config";

type Expected = readonly (readonly [path: string, rule: string])[];

/** Edits of prod's stack file, and all that the report must name, in its order. */
export interface CombinedCase {
    readonly title: string;
    readonly edits: readonly Edit[];
    readonly expected: Expected;
}

const t4 = (...keys: (string | number)[]): (string | number)[] => ["gpuPools", "t4", ...keys];
const a100 = (key: string): string[] => ["gpuPools", "a100", key];
const cluster = (...keys: (string | number)[]): (string | number)[] => ["cluster", ...keys];
const retired: Edit = [t4("sizes", 0), "Standard_NC6"];
const unknownVersion: Edit = [cluster("kubernetesVersion"), "1.25"];

export const COMBINED: readonly CombinedCase[] = [
    // In one pool
    {
        title: "a retired size beside a misspelt key",
        edits: [retired, [t4("maxCount")], [t4("maxCuont"), 1]],
        expected: [
            ["gpuPools.t4.maxCount", "config/missing"],
            ["gpuPools.t4.maxCuont", "config/unknown-key"],
            ["gpuPools.t4.sizes[0]", "pool/size-retired"],
        ],
    },
    {
        title: "a retired size and a number in quotes",
        edits: [retired, [t4("maxCount"), "10"]],
        expected: [
            ["gpuPools.t4.maxCount", "config/wrong-type"],
            ["gpuPools.t4.sizes[0]", "pool/size-retired"],
        ],
    },
    {
        title: "counts the wrong way round and a capacity that does not exist",
        edits: [
            [t4("minCount"), 11],
            [t4("capacity"), ["sopt"]],
        ],
        expected: [
            ["gpuPools.t4.capacity[0]", "config/not-allowed"],
            ["gpuPools.t4.minCount", "pool/min-above-max"],
        ],
    },
    {
        title: "a smallest count above a largest that is unknown is no fault",
        edits: [
            [t4("minCount"), 11],
            [t4("maxCount"), "20"],
        ],
        expected: [["gpuPools.t4.maxCount", "config/wrong-type"]],
    },
    {
        title: "no size, a reserved label, a zone twice",
        edits: [[t4("sizes")], [t4("labels"), { "kubernetes.io/os": "linux" }], [t4("zones"), ["1", "1"]]],
        expected: [
            ["gpuPools.t4.sizes", "config/missing"],
            ["gpuPools.t4.zones[1]", "pool/zones"],
            ['gpuPools.t4.labels["kubernetes.io/os"]', "pool/label-reserved"],
        ],
    },
    {
        title: "a zone that does not exist, and one that may repeat it",
        edits: [[t4("zones"), ["9", "1", "1"]]],
        expected: [["gpuPools.t4.zones[0]", "config/not-allowed"]],
    },
    {
        title: "a size without a GPU, and a driver that does not exist",
        edits: [
            [t4("sizes", 0), "Standard_D4ds_v5"],
            [t4("driver"), "nvidia"],
        ],
        expected: [
            ["gpuPools.t4.driver", "config/not-allowed"],
            ["gpuPools.t4.sizes[0]", "gpu-pools/size-without-gpu"],
        ],
    },
    {
        title: "a name that Azure has no room for, and faults inside that pool",
        edits: [[["gpuPools", "inference"], { sizes: ["Standard_NC6"], minCount: "0", maxCount: 1 }]],
        expected: [
            ["gpuPools.inference.minCount", "config/wrong-type"],
            ["gpuPools.inference", "gpu-pools/name"],
            ["gpuPools.inference.sizes[0]", "pool/size-retired"],
        ],
    },
    {
        title: "a name with a dot in it, and a retired size inside",
        edits: [[["gpuPools", "a.b"], { sizes: ["Standard_NC6"], minCount: 0, maxCount: 1 }]],
        expected: [
            ['gpuPools["a.b"]', "gpu-pools/name"],
            ['gpuPools["a.b"].sizes[0]', "pool/size-retired"],
        ],
    },
    {
        title: "a label's value as a number beside a label that no one may set",
        edits: [[t4("labels"), { team: 7, "k8s.io/x": "y" }]],
        expected: [
            ["gpuPools.t4.labels.team", "config/wrong-type"],
            ['gpuPools.t4.labels["k8s.io/x"]', "pool/label-reserved"],
        ],
    },

    // In two pools, and in pools and their room
    {
        title: "a retired size in one pool, an unknown key in the other",
        edits: [retired, [a100("spot"), true]],
        expected: [
            ["gpuPools.a100.spot", "config/unknown-key"],
            ["gpuPools.t4.sizes[0]", "pool/size-retired"],
        ],
    },
    {
        title: "an empty pool beside one whose counts are the wrong way round",
        edits: [
            [["gpuPools", "t4"], null],
            [a100("minCount"), 9],
        ],
        expected: [
            ["gpuPools.t4", "config/wrong-type"],
            ["gpuPools.a100.minCount", "pool/min-above-max"],
        ],
    },
    {
        title: "a subnet that is too small for the pools, and a retired size in one",
        edits: [retired, [["network", "nodeSubnet"], "10.225.0.0/28"]],
        expected: [
            ["gpuPools.t4.sizes[0]", "pool/size-retired"],
            ["gpuPools", "gpu-pools/subnet-too-small"],
        ],
    },
    {
        title: "a subnet that may be too small for pools of unknown size",
        edits: [
            [a100("maxCount"), "8"],
            [["network", "nodeSubnet"], "10.225.0.0/28"],
        ],
        expected: [["gpuPools.a100.maxCount", "config/wrong-type"]],
    },
    {
        title: "a pod range that may be too small for a system pool of unknown size",
        edits: [
            [cluster("systemPool", "maxCount"), 4.5],
            [cluster("podCidr"), "10.244.0.0/21"],
        ],
        expected: [["cluster.systemPool.maxCount", "config/wrong-type"]],
    },
    {
        title: "pools given as a text, and a fault in the system pool",
        edits: [
            [["gpuPools"], "t4"],
            [cluster("systemPool", "size"), "Standard_B2ms"],
        ],
        expected: [
            ["cluster.systemPool.size", "cluster/system-size-burstable"],
            ["gpuPools", "config/wrong-type"],
        ],
    },

    // In the cluster
    {
        title: "no system pool and an unknown version",
        edits: [[cluster("systemPool")], unknownVersion],
        expected: [
            ["cluster.systemPool", "config/missing"],
            ["cluster.kubernetesVersion", "cluster/kubernetes-version-unknown"],
        ],
    },
    {
        title: "a system pool without a size whose counts are the wrong way round",
        edits: [[cluster("systemPool", "size")], [cluster("systemPool", "minCount"), 7]],
        expected: [
            ["cluster.systemPool.size", "config/missing"],
            ["cluster.systemPool.minCount", "pool/min-above-max"],
        ],
    },
    {
        title: "nobody who administers, and a switch in quotes that may change that",
        edits: [
            [cluster("adminGroupObjectIds"), []],
            [cluster("adminKubeconfig"), "true"],
        ],
        expected: [["cluster.adminKubeconfig", "config/wrong-type"]],
    },
    {
        title: "nobody who administers, and a misspelt switch that may change that",
        edits: [[cluster("adminGroupObjectIds"), []], [cluster("adminKubeconfig")], [cluster("adminKubeConfigs"), true]],
        expected: [["cluster.adminKubeConfigs", "config/unknown-key"]],
    },
    {
        title: "a pinned version under a channel that does not exist, and no word on access",
        edits: [[cluster("kubernetesVersion"), "1.36.1"], [cluster("upgrades", "kubernetes"), "pacth"], [cluster("access")]],
        expected: [
            ["cluster.access", "config/missing"],
            ["cluster.upgrades.kubernetes", "config/not-allowed"],
        ],
    },
    {
        title: "a pinned version under a channel, beside a window that is too short",
        edits: [
            [cluster("kubernetesVersion"), "1.36.1"],
            [cluster("upgrades", "window", "durationHours"), 2],
        ],
        expected: [
            ["cluster.upgrades.window.durationHours", "config/out-of-range"],
            ["cluster.kubernetesVersion", "cluster/kubernetes-version-pinned"],
        ],
    },
    {
        title: "access of an unknown kind hides what is inside it, and nothing else",
        edits: [[cluster("access"), { kind: "limited", authorizedIpRanges: ["office"] }], unknownVersion],
        expected: [
            ["cluster.access.kind", "config/not-allowed"],
            ["cluster.kubernetesVersion", "cluster/kubernetes-version-unknown"],
        ],
    },
    {
        title: "a number among the ranges of access, and a range that is none",
        edits: [[cluster("access", "authorizedIpRanges"), [7, "office"]]],
        expected: [
            ["cluster.access.authorizedIpRanges[0]", "config/wrong-type"],
            ["cluster.access.authorizedIpRanges[1]", "cluster/authorized-range-syntax"],
        ],
    },
    {
        title: "a text for the cluster, and faults in pools",
        edits: [[["cluster"], "public"], retired, [a100("maxCount")]],
        expected: [
            ["cluster", "config/wrong-type"],
            ["gpuPools.a100.maxCount", "config/missing"],
            ["gpuPools.t4.sizes[0]", "pool/size-retired"],
        ],
    },

    // In cluster and network
    {
        title: "services over a network whose node subnet is missing",
        edits: [[["network", "nodeSubnet"]], [cluster("serviceCidr"), "10.225.128.0/20"]],
        expected: [
            ["network.nodeSubnet", "config/missing"],
            ["cluster.serviceCidr", "cluster/service-cidr-overlaps-network"],
        ],
    },
    {
        title: "services over a network whose range is missing, and so may be another",
        edits: [[["network", "addressSpace"]], [cluster("serviceCidr"), "10.225.128.0/20"]],
        expected: [["network.addressSpace", "config/missing"]],
    },
    {
        title: "services, a DNS address outside them, and a network of an unknown kind",
        edits: [
            [["network", "kind"], "creat"],
            [cluster("serviceCidr"), "10.225.128.0/20"],
            [cluster("dnsServiceIp"), "172.20.0.10"],
        ],
        expected: [
            ["network.kind", "config/not-allowed"],
            ["cluster.dnsServiceIp", "cluster/dns-service-ip"],
        ],
    },
    {
        title: "misspelt services, whose default would be in the network",
        edits: [
            [["network", "addressSpace"], "172.16.0.0/12"],
            [["network", "nodeSubnet"], "172.16.0.0/20"],
            [cluster("serviceCIDR"), "10.96.0.0/16"],
        ],
        expected: [
            ["network.addressSpace", "network/reserved-range"],
            ["cluster.serviceCIDR", "config/unknown-key"],
        ],
    },
    {
        title: "pods over services and network, beside an appliance without its address",
        edits: [
            [["network", "outbound"], { kind: "userDefinedRouting" }],
            [cluster("podCidr"), "10.225.0.0/16"],
            [cluster("serviceCidr"), "10.225.0.0/20"],
        ],
        expected: [
            ["network.outbound.nextHopIp", "config/missing"],
            ["cluster.serviceCidr", "cluster/service-cidr-overlaps-network"],
            ["cluster.podCidr", "cluster/pod-cidr-overlaps-network"],
            ["cluster.podCidr", "cluster/pod-cidr-overlaps-service-cidr"],
        ],
    },

    // In the environment, the region and elsewhere
    {
        title: "an unknown lifetime of a protected environment, and a reserved tag",
        edits: [
            [["environment", "lifetime"], { kind: "ephemral", expiresOn: "2027-01-31" }],
            [["environment", "tags", "owner"], "me"],
        ],
        expected: [
            ["environment.lifetime.kind", "config/not-allowed"],
            ["environment.tags.owner", "environment/reserved-tag"],
        ],
    },
    {
        title: "an end in another form, of a protected environment",
        edits: [[["environment", "lifetime"], { kind: "ephemeral", expiresOn: "31.01.2027" }]],
        expected: [
            ["environment.lifetime.expiresOn", "config/format"],
            ["environment.protect", "environment/protected-ephemeral"],
        ],
    },
    {
        title: "too many tags, one of them a number",
        edits: [
            [["environment", "tags"], { ...Object.fromEntries(Array.from({ length: 46 }, (_, index) => [`tag-${index}`, "x"])), n: 1 }],
        ],
        expected: [
            ["environment.tags.n", "config/wrong-type"],
            ["environment.tags", "environment/tag-count"],
        ],
    },
    {
        title: "a misspelt region, and a DNS zone of the right one",
        edits: [
            [["region"], "estaus"],
            [
                cluster("access"),
                {
                    kind: "private",
                    dnsZone: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io",
                },
            ],
            [["deployFrom"], "in-network"],
        ],
        expected: [["region", "region/unknown"]],
    },
    {
        title: "no environment, no platform, a registry that does not exist, and a section of which nobody knows whether it is read",
        edits: [[["environment"]], [["platform"]], [["registry", "sku"], "Classic"], [["studioml", "namespace"], "kube-system"]],
        expected: [
            ["platform", "config/missing"],
            ["environment", "config/missing"],
            ["registry.sku", "config/not-allowed"],
        ],
    },
    {
        title: "a misspelt namespace is one fault, and its key is not called missing",
        edits: [[["region"]], [["ml_platform:region"], "eastus"], retired],
        expected: [
            ["ml_platform:region", "config/unknown-namespace"],
            ["gpuPools.t4.sizes[0]", "pool/size-retired"],
        ],
    },
    {
        title: "a count set without --path, which may put right the counts",
        edits: [
            [["gpuPools.t4.maxCount"], "20"],
            [t4("minCount"), 11],
        ],
        expected: [["gpuPools.t4.maxCount", "config/unknown-key"]],
    },
];

/** One-edit faults that change each other, what the two together no longer report, and why that is right. */
export const INTERACTIONS: readonly { readonly between: readonly [string, string]; readonly drops: string; readonly because: string }[] = [
    {
        between: ["an unknown key inside", "S0-4 a virtual network over the services"],
        drops: "cluster.serviceCidr cluster/service-cidr-overlaps-network",
        because: "the key is a misspelt serviceCidr, so that the default, which is in the network, is not what the user wants",
    },
    {
        between: ["no cluster", "S0-4 a virtual network over the services"],
        drops: "cluster.serviceCidr cluster/service-cidr-overlaps-network",
        because: "the range of the services is unknown",
    },
    {
        between: ["S0-6 services inside the virtual network", "S0-4 a virtual network over the services"],
        drops: "cluster.serviceCidr cluster/service-cidr-overlaps-network",
        because: "the one moves the services out of what the other makes the network",
    },
    {
        between: ["a text for a map", "S0-6 services inside the virtual network"],
        drops: "cluster.serviceCidr cluster/service-cidr-overlaps-network",
        because: "the network is unknown",
    },
    {
        between: ["S0-6 services inside the virtual network", "S0-32 an existing subnet without a way out"],
        drops: "cluster.serviceCidr cluster/service-cidr-overlaps-network",
        because: "the network is another one",
    },
    {
        between: ["S0-6 services inside the virtual network", "an existing subnet by its name"],
        drops: "cluster.serviceCidr cluster/service-cidr-overlaps-network",
        because: "the network is another one",
    },
    {
        between: ["S0-4 a virtual network over the services", "a range that is none"],
        drops: "network.nodeSubnet network/subnet-outside-vnet",
        because: "what is no range is neither inside nor outside",
    },
    {
        between: ["more nodes at least than at most", "a pool that never has a node"],
        drops: "gpuPools.t4.minCount pool/min-above-max",
        because: "the largest number is unknown",
    },
    {
        between: ["no platform", "a namespace that Kubernetes refuses"],
        drops: "studioml.namespace namespace/name",
        because: "whether the section is read is unknown",
    },
    {
        between: ["an unknown platform", "a namespace that Kubernetes refuses"],
        drops: "studioml.namespace namespace/name",
        because: "whether the section is read is unknown",
    },
    {
        between: ["true in quotes", "an ephemeral environment that is protected"],
        drops: "environment.protect environment/protected-ephemeral",
        because: "whether it is protected is unknown",
    },
    {
        between: ["a misspelt namespace", "no region"],
        drops: "region config/missing",
        because: "the region is there, and its namespace is misspelt: one fault",
    },
];
