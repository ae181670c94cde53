import { registryRules } from "../../../components/container-registry/rules";
import { countRules, diskRules } from "../../../components/core/pool-rules";
import { namespaceRules } from "../../../components/platform-namespace/rules";
import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

const systemPool = (key: string, value: unknown): Edit => [["cluster", "systemPool", key], value];
const gpuSize = (size: string): Edit => [["gpuPools", "t4", "sizes", 0], size];

/** What all node pools share, the registry, and namespaces. */
export const POOL_CASES = {
    "pool/size-unknown": {
        breaks: [systemPool("size", "Standard_D4as_v55")],
        satisfies: [systemPool("size", "Standard_D4as_v5")],
    },
    "pool/size-legacy": { breaks: [gpuSize("Standard_ND40rs_v2")], satisfies: [gpuSize("Standard_ND96asr_v4")] },
    "pool/size-retiring": {
        breaks: [systemPool("size", "Standard_D4s_v3")],
        satisfies: [systemPool("size", "Standard_D4s_v5")],
    },
    "pool/size-retired": { breaks: [gpuSize("Standard_NC6")], satisfies: [gpuSize("Standard_NC4as_T4_v3")] },
    "pool/min-count": {
        breaks: [[["pools", "jobs"], { size: "Standard_D4ds_v5", mode: "system", minCount: 0, maxCount: 1 }]],
        satisfies: [[["pools", "jobs"], { size: "Standard_D4ds_v5", mode: "user", minCount: 0, maxCount: 1 }]],
        at: "pools.jobs.minCount",
    },
    // A stack file's schema refuses these before the rule sees them.
    "pool/max-count": {
        direct: {
            breaks: () => countRules("", { minCount: 0, maxCount: 1001 }, 0),
            satisfies: () => countRules("", { minCount: 0, maxCount: 1000 }, 0),
        },
        at: "maxCount",
    },
    "pool/min-above-max": {
        breaks: [systemPool("minCount", 4), systemPool("maxCount", 3)],
        satisfies: [systemPool("minCount", 3), systemPool("maxCount", 3)],
    },
    "pool/zones": {
        breaks: [systemPool("zones", ["1", "2", "1"])],
        satisfies: [systemPool("zones", ["1", "2", "3"])],
        at: "cluster.systemPool.zones[2]",
    },
    "pool/os-disk-size": {
        direct: { breaks: () => diskRules("osDiskSizeGiB", 29), satisfies: () => diskRules("osDiskSizeGiB", 30) },
        at: "osDiskSizeGiB",
    },
    // S1-10 S1-25
    "registry/cache": {
        breaks: [[["registry", "cache"], ["docker.io"]]],
        satisfies: [[["registry", "cache"], ["quay.io"]]],
        at: "registry.cache[0]",
    },
    "registry/puller-name": {
        direct: { breaks: () => registryRules({ Kubelet: {} }), satisfies: () => registryRules({ "kubelet-2": {} }) },
        at: 'pullers["Kubelet"]',
    },
    "namespace/name": {
        breaks: [[["studioml", "namespace"], "s".repeat(64)]],
        satisfies: [[["studioml", "namespace"], "s".repeat(63)]],
    },
    "namespace/reserved": {
        breaks: [[["studioml", "namespace"], "kube-studio"]],
        satisfies: [[["studioml", "namespace"], "kubestudio"]],
    },
    "namespace/pod-security-label": {
        direct: {
            breaks: () => namespaceRules({ namespace: "studioml", labels: { "pod-security.kubernetes.io/warn": "baseline" } }),
            satisfies: () => namespaceRules({ namespace: "studioml", labels: { "security.example.com/warn": "baseline" } }),
        },
        at: 'labels["pod-security.kubernetes.io/warn"]',
    },
} satisfies RuleCases;
