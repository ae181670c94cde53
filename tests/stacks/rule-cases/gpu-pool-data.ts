import { sizes } from "../../../components/core/catalog";
import type { Finding } from "../../../components/core/findings";
import { gpuPoolRules, type GpuPoolSpec } from "../../../components/gpu-node-pools/rules";
import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

const t4 = (value: unknown, ...path: (string | number)[]): Edit => [["gpuPools", "t4", ...path], value];
const a100 = (value: unknown, ...path: (string | number)[]): Edit => [["gpuPools", "a100", ...path], value];
/** What `config/defaults.yaml` brings installs no driver. */
const noSoftware: Edit = [["gpuSoftware"], { kind: "none" }];
const group = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/capacityReservationGroups/r";
const pool = { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 1 };

/** Five pools and room for their nodes: with 1000 of a100 and 8 of the system pool, 998 in each of t4's four are 5000. */
const manyPools: readonly Edit[] = [
    t4(["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3"], "sizes"),
    t4(["on-demand", "spot"], "capacity"),
    a100(1000, "maxCount"),
    [["network", "nodeSubnet"], "10.225.0.0/18"],
    [["cluster", "podCidr"], "10.32.0.0/11"],
];

/** MIG in both pools, whose instances are asked for in two ways. */
const twoStrategies: readonly Edit[] = [
    a100({ kind: "mig", profile: "MIG1g" }, "sharing"),
    t4(["Standard_NC24ads_A100_v4"], "sizes"),
    t4({ kind: "mig", profile: "MIG1g", strategy: "mixed" }, "sharing"),
];

/** A pool on GPUs of 80 and of 94 GB, whose instances of one profile differ in memory. */
const twoMemories: readonly Edit[] = [a100(["Standard_NC24ads_A100_v4", "Standard_NC40ads_H100_v5"], "sizes"), a100(1, "minCount")];

/** Sizes that an entry may have. */
const GPU_SIZES = sizes
    .filter(({ gpu, lifecycle, architecture }) => {
        return gpu?.manufacturer === "nvidia" && lifecycle.status === "available" && architecture !== "arm64";
    })
    .map(({ name }) => name);

/** What the schema refuses before the rule sees it, by the rule itself. */
const direct = (changes: Partial<GpuPoolSpec>) => (): Finding[] => gpuPoolRules({ t4: { ...pool, ...changes } });

/** GPU pools, and the software on them. */
export const GPU_POOL_CASES = {
    "gpu-pools/name": { breaks: [[["gpuPools", "infrence"], pool]], satisfies: [[["gpuPools", "infrenc"], pool]] },
    // B5, S0-44: the second copy of a pool, under another name.
    "gpu-pools/same-as-another": {
        breaks: [
            [["gpuPools", "p4"], pool],
            [["gpuPools", "t4"], pool],
        ],
        satisfies: [
            [["gpuPools", "p4"], { ...pool, maxCount: 2 }],
            [["gpuPools", "t4"], pool],
        ],
    },
    "gpu-pools/no-size": { direct: { breaks: direct({ sizes: [] }), satisfies: direct({}) }, at: "t4.sizes" },
    "gpu-pools/too-many-sizes": {
        direct: { breaks: direct({ sizes: GPU_SIZES.slice(0, 11) }), satisfies: direct({ sizes: GPU_SIZES.slice(0, 10) }) },
        at: "t4.sizes[10]",
    },
    "gpu-pools/listed-twice": {
        breaks: [t4(["spot", "spot"], "capacity")],
        satisfies: [t4(["spot", "on-demand"], "capacity")],
        at: "gpuPools.t4.capacity[1]",
    },
    "gpu-pools/size-without-gpu": {
        breaks: [t4("Standard_D4ds_v5", "sizes", 0)],
        satisfies: [t4("Standard_NV6ads_A10_v5", "sizes", 0)],
    },
    "gpu-pools/size-not-nvidia": {
        breaks: [t4("Standard_ND96isr_MI300X_v5", "sizes", 0)],
        satisfies: [t4("Standard_ND96isr_H100_v5", "sizes", 0)],
    },
    "gpu-pools/size-arm64": {
        breaks: [t4("Standard_ND128isr_NDR_GB200_v6", "sizes", 0)],
        satisfies: [t4("Standard_ND96isr_H200_v5", "sizes", 0)],
    },
    "gpu-pools/drain-timeout": {
        direct: { breaks: direct({ drainTimeoutMinutes: 1441 }), satisfies: direct({ drainTimeoutMinutes: 1440 }) },
        at: "t4.drainTimeoutMinutes",
    },
    "gpu-pools/ephemeral-disk-size": {
        breaks: [t4({ kind: "ephemeral", sizeGiB: 177 }, "osDisk")],
        satisfies: [t4({ kind: "ephemeral", sizeGiB: 176 }, "osDisk")],
        at: "gpuPools.t4.osDisk.sizeGiB",
    },
    "gpu-pools/mig-size": {
        breaks: [a100({ kind: "mig", profile: "MIG1g" }, "sharing"), a100("Standard_NV36ads_A10_v5", "sizes", 0)],
        satisfies: [a100({ kind: "mig", profile: "MIG1g" }, "sharing")],
        at: "gpuPools.a100.sizes[0]",
    },
    "gpu-pools/mig-resource": {
        breaks: [...twoMemories, a100({ kind: "mig", profile: "MIG1g", strategy: "mixed" }, "sharing")],
        satisfies: [...twoMemories, a100({ kind: "mig", profile: "MIG1g", strategy: "single" }, "sharing")],
        at: "gpuPools.a100.sizes[1]",
    },
    "gpu-pools/mig-profile": {
        direct: {
            breaks: direct({ sizes: ["Standard_NC24ads_A100_v4"], sharing: { kind: "mig", profile: "MIG9g" as "MIG7g" } }),
            satisfies: direct({ sizes: ["Standard_NC24ads_A100_v4"], sharing: { kind: "mig", profile: "MIG7g" } }),
        },
        at: "t4.sharing.profile",
    },
    "gpu-pools/time-slices": {
        direct: {
            breaks: direct({ sharing: { kind: "time-slicing", replicas: 1 } }),
            satisfies: direct({ sharing: { kind: "time-slicing", replicas: 2 } }),
        },
        at: "t4.sharing.replicas",
    },
    "gpu-pools/sharing-at-zero": {
        breaks: [a100({ kind: "mig", profile: "MIG1g" }, "sharing"), a100(0, "minCount")],
        satisfies: [a100({ kind: "mig", profile: "MIG1g" }, "sharing"), a100(1, "minCount")],
        at: "gpuPools.a100.minCount",
    },
    "gpu-pools/reservation-id": {
        breaks: [t4({ capacityReservationGroupId: group.replace("Compute", "Network") }, "reservation")],
        satisfies: [t4({ capacityReservationGroupId: group }, "reservation")],
        at: "gpuPools.t4.reservation.capacityReservationGroupId",
    },
    "gpu-pools/reservation-with-spot": {
        breaks: [t4({ capacityReservationGroupId: group }, "reservation"), t4(["on-demand", "spot"], "capacity")],
        satisfies: [t4({ capacityReservationGroupId: group }, "reservation"), t4(["on-demand"], "capacity")],
    },
    "gpu-pools/subnet-too-small": {
        // 8 nodes of the system pool, 8 of a100, and those of t4; a /27 has 27 addresses left.
        breaks: [t4(12, "maxCount"), [["network", "nodeSubnet"], "10.225.0.0/27"]],
        satisfies: [t4(11, "maxCount"), [["network", "nodeSubnet"], "10.225.0.0/27"]],
        at: "gpuPools",
    },
    "gpu-pools/pod-cidr-too-small": {
        breaks: [t4(17, "maxCount"), [["cluster", "podCidr"], "10.244.0.0/19"]],
        satisfies: [t4(16, "maxCount"), [["cluster", "podCidr"], "10.244.0.0/19"]],
        at: "gpuPools",
    },
    "gpu-pools/too-many-nodes": {
        breaks: [t4(999, "maxCount"), ...manyPools],
        satisfies: [t4(998, "maxCount"), ...manyPools],
        at: "gpuPools",
    },
    "gpu-software/driver-twice": {
        breaks: [t4("aks", "driver"), a100("operator", "driver"), [["gpuSoftware"], { kind: "gpu-operator" }]],
        satisfies: [t4("operator", "driver"), a100("operator", "driver"), [["gpuSoftware"], { kind: "gpu-operator" }]],
    },
    "gpu-software/no-driver": {
        breaks: [t4("operator", "driver"), [["gpuSoftware"], { kind: "gpu-operator", driver: "aks" }]],
        satisfies: [t4("aks", "driver"), [["gpuSoftware"], { kind: "gpu-operator", driver: "aks" }]],
    },
    "gpu-software/mixed-drivers": {
        breaks: [noSoftware, t4("operator", "driver")],
        satisfies: [noSoftware, t4("operator", "driver"), a100("operator", "driver")],
        at: "gpuPools.t4.driver",
    },
    "gpu-software/sharing": {
        breaks: [t4({ kind: "time-slicing", replicas: 4 }, "sharing"), noSoftware],
        satisfies: [t4({ kind: "time-slicing", replicas: 4 }, "sharing"), [["gpuSoftware"], { kind: "device-plugin" }]],
        at: "gpuPools.t4.sharing.kind",
    },
    "gpu-software/mig-driver": {
        breaks: [noSoftware, a100({ kind: "mig", profile: "MIG1g" }, "sharing"), t4("operator", "driver"), a100("operator", "driver")],
        satisfies: [noSoftware, a100({ kind: "mig", profile: "MIG1g" }, "sharing"), t4("operator", "driver")],
        at: "gpuPools.a100.sharing.kind",
    },
    "gpu-software/mig-strategies": {
        breaks: [...twoStrategies, [["gpuSoftware"], { kind: "gpu-operator", driver: "aks" }]],
        satisfies: [...twoStrategies, [["gpuSoftware"], { kind: "device-plugin" }]],
        at: "gpuPools.t4.sharing.strategy",
    },
} satisfies RuleCases;
