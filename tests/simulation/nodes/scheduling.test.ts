import { misfits, type Candidate } from "../../../rehearsal/nodes/scheduling/misfits";
import { demandOf, gpusOf } from "../../../rehearsal/nodes/scheduling/pod-demand";
import { asking, GPU_TOLERATION } from "./records";

const GIB = 2 ** 30 * 1000;

describe("what a pod asks for", () => {
    test.each([
        [
            "the sum of its containers",
            { containers: [resources({ cpu: "1" }), resources({ cpu: "500m", memory: "1Gi" })] },
            { cpu: 1500, memory: GIB },
        ],
        [
            "a limit where it requests nothing",
            { containers: [{ resources: { limits: { "nvidia.com/gpu": 2 } } }] },
            { "nvidia.com/gpu": 2000 },
        ],
        [
            "its hungriest init container",
            { containers: [resources({ cpu: "1" })], initContainers: [resources({ cpu: "3" })] },
            { cpu: 3000 },
        ],
        [
            "sidecars beside its containers, and beside the init containers that follow them",
            {
                containers: [resources({ cpu: "1" })],
                initContainers: [resources({ cpu: "3" }), { ...resources({ cpu: "2" }), restartPolicy: "Always" }, resources({ cpu: "4" })],
            },
            { cpu: 6000 },
        ],
        ["its overhead on top", { containers: [resources({ cpu: "1" })], overhead: { cpu: "250m" } }, { cpu: 1250 }],
        ["what it asks for as a whole", { containers: [resources({ cpu: "1" })], resources: { requests: { cpu: "2" } } }, { cpu: 2000 }],
    ])("%s", (_, spec, expected) => {
        expect(demandOf(spec)).toEqual({ ...expected, pods: 1000 });
    });

    test("accelerators are those of NVIDIA and AMD, instances included", () => {
        const spec = asking({ cpu: "1", "nvidia.com/gpu": 1, "nvidia.com/mig-1g.10gb": 2, "amd.com/gpu": 1, "example.com/gpu": 1 });
        expect(gpusOf(spec)).toEqual({ "nvidia.com/gpu": 1000, "nvidia.com/mig-1g.10gb": 2000, "amd.com/gpu": 1000 });
    });
});

const NODE: Candidate = {
    labels: { pool: "t4", zone: "eastus-1", slots: "4" },
    taints: [
        { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
        { key: "busy", value: "", effect: "PreferNoSchedule" },
    ],
    free: { cpu: 4000, memory: 16 * GIB, pods: 10_000, "nvidia.com/gpu": 1000 },
};
const tolerant = (more: object = {}): ReturnType<typeof asking> => asking({ cpu: "1" }, { tolerations: [GPU_TOLERATION], ...more });
const affinity = (...nodeSelectorTerms: object[]): object => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});

describe("what keeps a pod from a node", () => {
    test("nothing: it tolerates the taint, wants a label that the node has, and asks for no more than is free", () => {
        expect(
            misfits(asking({ cpu: "4", "nvidia.com/gpu": 1 }, { tolerations: [GPU_TOLERATION], nodeSelector: { pool: "t4" } }), NODE),
        ).toEqual([]);
    });

    test.each([
        ["without a toleration", []],
        ["with the toleration of another taint", [{ key: "sku", operator: "Equal", value: "gpu", effect: "NoSchedule" }]],
        ["with another value", [{ key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" }]],
        ["with another effect", [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoExecute" }]],
    ])("S3-17 a taint, %s", (_, tolerations) => {
        expect(misfits(asking({ cpu: "1" }, { tolerations }), NODE)).toEqual([{ kind: "taint", taint: NODE.taints[0] }]);
    });

    test.each([
        ["the same value", [{ key: "nvidia.com/gpu", value: "present" }]],
        ["any value", [{ key: "nvidia.com/gpu", operator: "Exists" }]],
        ["everything", [{ operator: "Exists" }]],
    ])("not a taint when it tolerates %s", (_, tolerations) => {
        expect(misfits(asking({ cpu: "1" }, { tolerations }), NODE)).toEqual([]);
    });

    test("a label that the node lacks or has otherwise", () => {
        expect(misfits(tolerant({ nodeSelector: { pool: "a100", disk: "ssd" } }), NODE)).toEqual([
            { kind: "label", key: "pool", wants: "a100", has: "t4" },
            { kind: "label", key: "disk", wants: "ssd", has: undefined },
        ]);
    });

    test.each([
        ["In", ["t4", "a100"], true],
        ["In", ["a100"], false],
        ["NotIn", ["t4"], false],
        ["NotIn", ["a100"], true],
        ["Exists", [], true],
        ["DoesNotExist", [], false],
    ])("node affinity: pool %s %j", (operator, values, fits) => {
        expect(misfits(tolerant(affinity({ matchExpressions: [{ key: "pool", operator, values }] })), NODE)).toHaveLength(fits ? 0 : 1);
    });

    test.each([
        ["Gt", "3", true],
        ["Gt", "4", false],
        ["Lt", "5", true],
    ])("node affinity compares numbers: slots %s %s", (operator, value, fits) => {
        expect(misfits(tolerant(affinity({ matchExpressions: [{ key: "slots", operator, values: [value] }] })), NODE)).toHaveLength(
            fits ? 0 : 1,
        );
    });

    test("one of several terms is enough; of those that all fail the nearest is shown", () => {
        const far = {
            matchExpressions: [
                { key: "pool", operator: "In", values: ["a100"] },
                { key: "disk", operator: "Exists" },
            ],
        };
        const near = { matchExpressions: [{ key: "zone", operator: "In", values: ["eastus-2"] }] };
        const right = { matchExpressions: [{ key: "zone", operator: "In", values: ["eastus-1"] }] };
        expect(misfits(tolerant(affinity(far, right)), NODE)).toEqual([]);
        expect(misfits(tolerant(affinity(far, near)), NODE)).toEqual([{ kind: "label", key: "zone", wants: "eastus-2", has: "eastus-1" }]);
    });

    test("more than is free, of each resource", () => {
        expect(misfits(asking({ cpu: "5", memory: "40Gi", "nvidia.com/gpu": 2 }, { tolerations: [GPU_TOLERATION] }), NODE)).toEqual([
            { kind: "resource", resource: "cpu", asks: 5000, free: 4000 },
            { kind: "resource", resource: "memory", asks: 40 * GIB, free: 16 * GIB },
            { kind: "resource", resource: "nvidia.com/gpu", asks: 2000, free: 1000 },
        ]);
    });
});

function resources(requests: Record<string, string>): { resources: { requests: Record<string, string> } } {
    return { resources: { requests } };
}
