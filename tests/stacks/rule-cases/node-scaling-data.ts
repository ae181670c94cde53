import type { Finding } from "../../../components/core/findings";
import { nodePoolRules, type NodePoolSpec } from "../../../components/node-pools/rules";
import type { Edit } from "../support/stack-config";
import { GPU_POOL_CASES } from "./gpu-pool-data";
import { NETWORKING_CASES } from "./networking-data";
import type { RuleCases } from "./rule-case";

const limits = { vcpus: 100, memoryGiB: 400, gpus: 8 };
const six: Edit = [["cluster", "systemPool", "minCount"], 6];

/** Managed Karpenter beside a system pool of a fixed size. */
const managed = (changes: object = {}): Edit[] => [[["nodeScaling"], { kind: "node-auto-provisioning", limits, ...changes }], six];
const selfHosted = (changes: object = {}): Edit[] => [[["nodeScaling"], { kind: "self-hosted-karpenter", limits, ...changes }], six];
const cluster = (key: string, value: unknown): Edit => [["cluster", key], value];
const t4 = (key: string, value: unknown): Edit => [["gpuPools", "t4", key], value];
const group = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/capacityReservationGroups/r";

const jobs = { size: "Standard_D8ds_v5", minCount: 0, maxCount: 4 };
const pool = (changes: object, name = "jobs"): Edit => [["pools", name], { ...jobs, ...changes }];
const taint = { key: "dedicated", value: "builds", effect: "NoSchedule" };

/** What the schema refuses before the rule sees it, by the rule itself. */
const direct = (changes: Partial<NodePoolSpec>) => (): Finding[] => {
    const addresses = { nodeSubnet: "10.225.0.0/20", podNetworking: "overlay", podCidr: "10.244.0.0/16", systemNodes: 4 } as const;
    return nodePoolRules({ jobs: { ...jobs, ...changes } }, { addresses, taken: {} });
};

/** Pools without GPUs. */
const NODE_POOL_CASES = {
    // Eleven letters and a generation of two digits are one too many.
    "pools/name": {
        breaks: [pool({ generation: 12 }, "nonspotpool")],
        satisfies: [pool({ generation: 9 }, "nonspotpool")],
    },
    "pools/name-taken": { breaks: [pool({}, "t4d1")], satisfies: [pool({}, "t4d2")] },
    "pools/spot-system": {
        breaks: [pool({ capacity: "spot", mode: "system", minCount: 1 })],
        satisfies: [pool({ capacity: "spot", mode: "user", minCount: 1 })],
        at: "pools.jobs.capacity",
    },
    "pools/size-gpu": {
        breaks: [pool({ size: "Standard_NC4as_T4_v3" })],
        satisfies: [pool({ size: "Standard_D4ds_v5" })],
        at: "pools.jobs.size",
    },
    "pools/system-size-burstable": {
        breaks: [pool({ size: "Standard_B4ms", mode: "system", minCount: 1 })],
        satisfies: [pool({ size: "Standard_D4ds_v5", mode: "system", minCount: 1 })],
        at: "pools.jobs.size",
    },
    "pool/max-pods": { direct: { breaks: direct({ maxPods: 9 }), satisfies: direct({ maxPods: 10 }) }, at: "jobs.maxPods" },
    "pool/too-few-pods": {
        breaks: [pool({ maxPods: 14, maxCount: 2 })],
        satisfies: [pool({ maxPods: 15, maxCount: 2 })],
        at: "pools.jobs.maxPods",
    },
    "pool/label-syntax": {
        breaks: [pool({ labels: { team: "-a" } })],
        satisfies: [pool({ labels: { team: "a" } })],
        at: 'pools.jobs.labels["team"]',
    },
    "pool/label-reserved": {
        breaks: [pool({ labels: { "kubernetes.azure.com/mode": "user" } })],
        satisfies: [pool({ labels: { "hyperplane.dev/nodeType": "hyperplane-pool" } })],
        at: 'pools.jobs.labels["kubernetes.azure.com/mode"]',
    },
    "pools/taint-syntax": {
        breaks: [pool({ taints: [{ ...taint, key: "dedicated to" }] })],
        satisfies: [pool({ taints: [{ ...taint, key: "dedicated-to" }] })],
        at: "pools.jobs.taints[0]",
    },
    "pools/taint-reserved": {
        breaks: [pool({ taints: [{ ...taint, key: "kubernetes.azure.com/scalesetpriority" }] })],
        satisfies: [pool({ taints: [{ ...taint, key: "example.com/scalesetpriority" }] })],
        at: "pools.jobs.taints[0].key",
    },
    "pools/taint-twice": {
        breaks: [pool({ taints: [taint, { ...taint, value: "tests" }] })],
        satisfies: [pool({ taints: [taint, { ...taint, effect: "NoExecute" }] })],
        at: "pools.jobs.taints[1]",
    },
    "pool/generation": {
        direct: { breaks: direct({ generation: 0 }), satisfies: direct({ generation: 1 }) },
        at: "jobs.generation",
    },
    "pools/subnet-too-small": {
        // 8 nodes of the system pool, and 3 of this one with 1 of surge; a /28 has 11 addresses left.
        breaks: [pool({ maxCount: 3 }), [["gpuPools"], {}], [["network", "nodeSubnet"], "10.225.0.0/28"]],
        satisfies: [pool({ maxCount: 2 }), [["gpuPools"], {}], [["network", "nodeSubnet"], "10.225.0.0/28"]],
        at: "pools",
    },
    "pools/pod-cidr-too-small": {
        breaks: [pool({ maxCount: 7 }), [["gpuPools"], {}], cluster("podCidr", "10.244.0.0/20")],
        satisfies: [pool({ maxCount: 6 }), [["gpuPools"], {}], cluster("podCidr", "10.244.0.0/20")],
        at: "pools",
    },
    "pools/too-many-nodes": {
        breaks: [...fourPools(939), [["gpuPools"], {}]],
        satisfies: [...fourPools(938), [["gpuPools"], {}]],
        at: "pools",
    },
} satisfies RuleCases;

function fourPools(maxCount: number): Edit[] {
    return [
        ...["one", "two", "three", "four"].map((name) => pool({ maxCount }, name)),
        [["network", "nodeSubnet"], "10.225.0.0/18"],
        cluster("podCidr", "10.32.0.0/11"),
    ];
}

/** What scales nodes. */
const SCALING_CASES = {
    "node-scaling/network-policy": {
        breaks: [...managed(), cluster("dataplane", "azure"), cluster("networkPolicy", "calico")],
        satisfies: [...managed(), cluster("dataplane", "azure"), cluster("networkPolicy", "none")],
        at: "cluster.networkPolicy",
    },
    "node-scaling/cilium-recommended": {
        breaks: [cluster("dataplane", "azure"), cluster("networkPolicy", "none"), ...managed()],
        satisfies: [cluster("dataplane", "cilium"), cluster("networkPolicy", "none"), ...managed()],
    },
    "node-scaling/outbound": {
        breaks: [[["network", "outbound"], { kind: "userDefinedRouting", nextHopIp: "10.0.0.4" }], ...managed()],
        satisfies: [[["network", "outbound"], { kind: "userDefinedRouting", nextHopIp: "10.0.0.4" }]],
        at: "network.outbound.kind",
    },
    "node-scaling/order-ignored": {
        breaks: [t4("capacity", ["spot", "on-demand"]), [["nodeScaling"], { kind: "cluster-autoscaler", expander: "least-waste" }]],
        satisfies: [t4("capacity", ["spot", "on-demand"]), [["nodeScaling"], { kind: "cluster-autoscaler", expander: "priority" }]],
    },
    "node-scaling/autoscaled-pool": {
        breaks: [[["cluster", "systemPool", "maxCount"], 7], ...managed()],
        satisfies: [[["cluster", "systemPool", "maxCount"], 6], ...managed()],
    },
    "node-scaling/minimum": { breaks: [t4("minCount", 1), ...managed()], satisfies: [t4("minCount", 0), ...managed()] },
    "node-scaling/mig": {
        breaks: [...managed(), [["gpuPools", "a100", "sharing"], { kind: "mig", profile: "MIG1g" }]],
        satisfies: [...managed(), [["gpuPools", "a100", "sharing"], { kind: "none" }]],
        at: "gpuPools.a100.sharing.kind",
    },
    "node-scaling/reservation": {
        breaks: [t4("reservation", { capacityReservationGroupId: group }), ...managed()],
        satisfies: [t4("reservation", { capacityReservationGroupId: group })],
    },
    "node-scaling/no-gpus": {
        breaks: managed({ limits: { ...limits, gpus: 0 } }),
        satisfies: [...managed({ limits: { ...limits, gpus: 0 } }), [["environment", "idle"], true]],
        at: "nodeScaling.limits.gpus",
    },
    "node-scaling/limit-below-a-node": {
        breaks: [...managed({ limits: { ...limits, gpus: 3 } }), t4("sizes", ["Standard_NC64as_T4_v3"])],
        satisfies: [...managed({ limits: { ...limits, gpus: 4 } }), t4("sizes", ["Standard_NC64as_T4_v3"])],
        at: "nodeScaling.limits.gpus",
    },
    "node-scaling/expires-early": {
        breaks: managed({ expireAfterHours: 23 }),
        satisfies: managed({ expireAfterHours: 24 }),
        at: "nodeScaling.expireAfterHours",
    },
    "node-scaling/version": {
        breaks: selfHosted({ version: "1.10" }),
        satisfies: selfHosted({ version: "1.10.0" }),
        at: "nodeScaling.version",
    },
    "node-scaling/driver-needs-version": {
        // What config/defaults.yaml brings installs no driver.
        breaks: [...selfHosted({ version: "1.14.1" }), t4("driver", "operator"), [["gpuSoftware"], { kind: "none" }]],
        satisfies: [...selfHosted({ version: "1.14.2" }), t4("driver", "operator"), [["gpuSoftware"], { kind: "none" }]],
        at: "gpuPools.t4.driver",
    },
    "node-scaling/replicas": {
        breaks: [...selfHosted({ replicas: 2 }), [["cluster", "systemPool", "minCount"], 1], [["cluster", "systemPool", "maxCount"], 1]],
        satisfies: [...selfHosted({ replicas: 1 }), [["cluster", "systemPool", "minCount"], 1], [["cluster", "systemPool", "maxCount"], 1]],
        at: "nodeScaling.replicas",
    },
} satisfies RuleCases;

const hardened: Edit = [["security"], "hardened"];
const endpoints: Edit = [["network", "subnets"], { privateEndpoints: "10.225.16.0/24" }];
const mesh: Edit = [["mesh"], { kind: "addon" }];
const gateway = (exposure: string): Edit => [
    ["ingress"],
    { kind: "gateway", host: "ml.contoso.com", exposure, tls: { kind: "self-signed" }, dns: { kind: "none" } },
];

/** What a hardened environment refuses. */
const SECURITY_CASES = {
    "security/public-api-server": {
        breaks: [hardened, cluster("access", { kind: "public" })],
        satisfies: [hardened, cluster("access", { kind: "restricted", authorizedIpRanges: ["203.0.113.0/24"] })],
        at: "cluster.access.kind",
    },
    "security/admin-kubeconfig": {
        breaks: [cluster("adminKubeconfig", true), hardened],
        satisfies: [cluster("adminKubeconfig", false), hardened],
    },
    "security/no-network-policy": {
        breaks: [cluster("networkPolicy", "none"), hardened],
        satisfies: [cluster("networkPolicy", "cilium"), hardened],
    },
    "security/public-registry": {
        breaks: [[["registry", "sku"], "Standard"], hardened],
        satisfies: [[["registry", "sku"], "Premium"], hardened],
    },
    "security/public-ingress": {
        breaks: [hardened, gateway("public"), mesh],
        satisfies: [hardened, gateway("internal"), mesh],
        at: "ingress.exposure",
    },
    "security/public-object-store": {
        breaks: [hardened, [["objectStore"], { kind: "blob" }]],
        satisfies: [hardened, [["objectStore"], { kind: "blob", privateEndpoint: true }], endpoints],
        at: "objectStore.privateEndpoint",
    },
} satisfies RuleCases;

/** Rules of ranges, pools, node scaling and hardening. */
export const NODE_SCALING_CASES = {
    ...NETWORKING_CASES,
    ...NODE_POOL_CASES,
    ...GPU_POOL_CASES,
    ...SCALING_CASES,
    ...SECURITY_CASES,
} satisfies RuleCases;
