import type { GpuPoolSpec, NodePoolSpec } from "../../components";
import { sharingLabels } from "../../components/core/gpu-sharing";
import { planEntries, planPools } from "../../components/gpu-node-pools/plan";
import { gpuPoolRules } from "../../components/gpu-node-pools/rules";
import { planNodePools } from "../../components/node-pools/plan";
import { nodePoolRules } from "../../components/node-pools/rules";
import { brief } from "../support/mocks-fixtures";

const addresses = { nodeSubnet: "10.0.0.0/16", podNetworking: "overlay", podCidr: "10.244.0.0/16", systemNodes: 4 } as const;
const group = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/capacityReservationGroups/r";

/** A choice that a key offers, and what it alone decides of each pool of the entry. */
interface Choice<Spec> {
    readonly name: string;
    readonly spec: Partial<Spec>;
    readonly plan: Readonly<Record<string, unknown>>;
}

/** One of each list, in every combination. */
function combinations<Spec>(...lists: readonly (readonly Choice<Spec>[])[]): Choice<Spec>[] {
    return lists.reduce<Choice<Spec>[]>(
        (all, list) =>
            all.flatMap((one) =>
                list.map((choice) => ({
                    name: `${one.name} ${choice.name}`.trim(),
                    spec: { ...one.spec, ...choice.spec },
                    plan: { ...one.plan, ...choice.plan },
                })),
            ),
        [{ name: "", spec: {}, plan: {} }],
    );
}

const SIZE = "Standard_NC24ads_A100_v4";
const CAPACITIES: readonly Choice<GpuPoolSpec>[] = [
    { name: "on-demand", spec: {}, plan: {} },
    { name: "spot", spec: { capacity: ["spot"] }, plan: {} },
    { name: "both", spec: { capacity: ["spot", "on-demand"] }, plan: {} },
];
const SHARING: readonly Choice<GpuPoolSpec>[] = [
    { name: "unshared", spec: {}, plan: { gpusPerNode: 1, gpuInstanceProfile: undefined } },
    { name: "sliced", spec: { sharing: { kind: "time-slicing", replicas: 4 } }, plan: { gpusPerNode: 4, gpuInstanceProfile: undefined } },
    { name: "single", spec: { sharing: { kind: "mig", profile: "MIG1g" } }, plan: { gpusPerNode: 7, gpuInstanceProfile: "MIG1g" } },
    {
        name: "mixed",
        spec: { sharing: { kind: "mig", profile: "MIG3g", strategy: "mixed" } },
        plan: { gpusPerNode: 2, gpuInstanceProfile: "MIG3g" },
    },
];
const DISKS: readonly Choice<GpuPoolSpec>[] = [
    { name: "disk", spec: {}, plan: { osDiskType: "Managed", osDiskSizeGiB: 256 } },
    { name: "disk-512", spec: { osDisk: { kind: "managed", sizeGiB: 512 } }, plan: { osDiskType: "Managed", osDiskSizeGiB: 512 } },
    { name: "ephemeral", spec: { osDisk: { kind: "ephemeral" } }, plan: { osDiskType: "Ephemeral", osDiskSizeGiB: undefined } },
    { name: "ephemeral-60", spec: { osDisk: { kind: "ephemeral", sizeGiB: 60 } }, plan: { osDiskType: "Ephemeral", osDiskSizeGiB: 60 } },
];
const DRIVERS: readonly Choice<GpuPoolSpec>[] = [
    { name: "aks", spec: {}, plan: { driver: "Install" } },
    { name: "operator", spec: { driver: "operator" }, plan: { driver: "None" } },
];
const RESERVATIONS: readonly Choice<GpuPoolSpec>[] = [
    { name: "", spec: {}, plan: { capacityReservationGroupId: undefined } },
    { name: "reserved", spec: { reservation: { capacityReservationGroupId: group } }, plan: { capacityReservationGroupId: group } },
];
const COUNTS: readonly Choice<GpuPoolSpec>[] = [
    { name: "from-0", spec: { minCount: 0 }, plan: {} },
    { name: "from-1", spec: { minCount: 1 }, plan: {} },
];

const gpuCases = combinations(CAPACITIES, SHARING, DISKS, DRIVERS, RESERVATIONS, COUNTS);
const gpuSpec = ({ spec }: Choice<GpuPoolSpec>): GpuPoolSpec => ({ sizes: [SIZE], minCount: 0, maxCount: 2, ...spec });

describe("GPU pools in every combination of their choices", () => {
    it("are as many as there are combinations", () => expect(gpuCases).toHaveLength(3 * 4 * 4 * 2 * 2 * 2));

    it("S0-42 S0-44 S0-47 get from each choice what it decides, whatever the others are", () => {
        for (const one of gpuCases) {
            const spec = gpuSpec(one);
            const capacities = spec.capacity ?? ["on-demand"];
            const plans = planPools("gpu", { a: spec });
            expect([one.name, plans.map(({ capacity }) => capacity)]).toEqual([one.name, capacities]);
            for (const [index, plan] of plans.entries()) {
                const isSpot = plan.capacity === "spot";
                expect({ ...plan, combination: one.name }).toMatchObject({
                    combination: one.name,
                    name: "a",
                    ...one.plan,
                    mode: "User",
                    autoscaled: true,
                    minCount: index === 0 ? spec.minCount : 0,
                    maxCount: 2,
                    agentPoolName: isSpot ? "as1" : "ad1",
                    upgrade: { maxSurge: "0", maxUnavailable: "1" },
                });
                expect(plan.taints.map(({ key }) => key)).toEqual([
                    "nvidia.com/gpu",
                    ...(isSpot ? ["kubernetes.azure.com/scalesetpriority"] : []),
                ]);
                expect(plan.labels).toEqual({
                    "ml-platform/pool": "a",
                    "nvidia.com/gpu.present": "true",
                    ...(isSpot ? { "kubernetes.azure.com/scalesetpriority": "spot" } : {}),
                    ...sharingLabels(spec.sharing ?? { kind: "none" }),
                });
            }
        }
    });

    it("S0-15 S0-47 are refused and warned of exactly for what does not go together", () => {
        for (const one of gpuCases) {
            const spec = gpuSpec(one);
            const isSpot = spec.capacity?.includes("spot") === true;
            const isShared = (spec.sharing ?? { kind: "none" }).kind !== "none";
            expect([one.name, brief(gpuPoolRules({ a: spec }, { addresses })).sort()]).toEqual([
                one.name,
                [
                    ...(spec.reservation !== undefined && isSpot ? ["error gpu-pools/reservation-with-spot @ a.reservation"] : []),
                    ...(isShared && spec.minCount === 0 ? ["warning gpu-pools/sharing-at-zero @ a.minCount"] : []),
                ].sort(),
            ]);
        }
    });

    it("S3-17 B14 are reached by one placement for each entry, which tolerates every taint of its pools and no other", () => {
        for (const one of gpuCases) {
            for (const { placement, pools } of planEntries("gpu", { a: gpuSpec(one) })) {
                const tolerated = placement.tolerations.map(({ key, value, effect }) => `${key}=${value}:${effect}`);
                const taints = new Set(pools.flatMap((pool) => pool.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`)));
                expect(new Set(tolerated)).toEqual(taints);
                expect(placement.nodeSelector).toEqual({ "ml-platform/pool": "a" });
            }
        }
    });

    it("S0-47 keep no node in an environment that rests, in any combination", () => {
        expect(gpuCases.flatMap((one) => planPools("gpu", { a: gpuSpec(one) }, true)).filter(({ minCount }) => minCount !== 0)).toEqual([]);
    });
});

const MODES: readonly Choice<NodePoolSpec>[] = [
    { name: "user", spec: {}, plan: { mode: "User" } },
    { name: "system", spec: { mode: "system" }, plan: { mode: "System" } },
];
const NODE_CAPACITIES: readonly Choice<NodePoolSpec>[] = [
    { name: "on-demand", spec: {}, plan: { capacity: "on-demand" } },
    { name: "spot", spec: { capacity: "spot" }, plan: { capacity: "spot" } },
];
const NUMBERS: readonly Choice<NodePoolSpec>[] = [
    { name: "fixed", spec: { minCount: 3, maxCount: 3 }, plan: { autoscaled: false, minCount: 3, maxCount: 3 } },
    { name: "grown", spec: { minCount: 1, maxCount: 3 }, plan: { autoscaled: true, minCount: 1, maxCount: 3 } },
    { name: "from-0", spec: { minCount: 0, maxCount: 3 }, plan: { autoscaled: true, minCount: 0, maxCount: 3 } },
];
const TAINTS: readonly Choice<NodePoolSpec>[] = [
    { name: "", spec: {}, plan: {} },
    { name: "tainted", spec: { taints: [{ key: "dedicated", value: "builds", effect: "NoExecute" }] }, plan: {} },
];
const nodeCases = combinations(MODES, NODE_CAPACITIES, NUMBERS, TAINTS);
const nodeSpec = ({ spec }: Choice<NodePoolSpec>): NodePoolSpec => ({ size: "Standard_D8ds_v5", minCount: 1, maxCount: 1, ...spec });

describe("pools without GPUs in every combination of their choices", () => {
    it("S0-41 S0-42 S2-19 B3 get from each choice what it decides, whatever the others are", () => {
        expect(nodeCases).toHaveLength(2 * 2 * 3 * 2);
        for (const one of nodeCases) {
            const [entry] = planNodePools("pools", { jobs: nodeSpec(one) });
            const isSpot = one.plan["capacity"] === "spot";
            expect({ ...entry?.pools[0], name: one.name }).toMatchObject({ name: one.name, ...one.plan, gpusPerNode: 0 });
            expect([one.name, entry?.pools[0].taints.map(({ key }) => key)]).toEqual([
                one.name,
                [...(one.spec.taints ?? []).map(({ key }) => key), ...(isSpot ? ["kubernetes.azure.com/scalesetpriority"] : [])],
            ]);
            expect(entry?.placement.tolerations.map(({ key }) => key)).toEqual(entry?.pools[0].taints.map(({ key }) => key));
        }
    });

    it("S0-42 are refused exactly for what does not go together: system with Spot, and with no node", () => {
        for (const one of nodeCases) {
            const isSystem = one.spec.mode === "system";
            expect([one.name, brief(nodePoolRules({ jobs: nodeSpec(one) }, { addresses, taken: {} })).sort()]).toEqual([
                one.name,
                [
                    ...(isSystem && one.spec.minCount === 0 ? ["error pool/min-count @ jobs.minCount"] : []),
                    ...(isSystem && one.spec.capacity === "spot" ? ["error pools/spot-system @ jobs.capacity"] : []),
                ].sort(),
            ]);
        }
    });
});
