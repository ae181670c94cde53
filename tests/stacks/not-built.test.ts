import { checkConfig } from "../../stacks/config/check";
import { VARIANTS } from "../../stacks/config/keys/variants";
import { type Edit, edited, readStackFile, STACKS, toRaw } from "./support/stack-config";

/** Path and value of everything that is refused as not built, with the program's own words for what it builds. */
function refused(stack: string, edits: readonly Edit[]): (readonly [path: string, value: unknown])[] {
    const { findings } = checkConfig(toRaw(edited(stack, edits)), stack);
    return findings.filter(({ rule }) => rule === "config/not-built").map(({ path, value }) => [path, value] as const);
}

const karpenter = { kind: "node-auto-provisioning", limits: { vcpus: 100, memoryGiB: 400, gpus: 8 } };
const pool = { size: "Standard_D8as_v5", minCount: 1, maxCount: 2 };

describe("what the configuration can say and this version does not build", () => {
    it.each<readonly [title: string, edits: readonly Edit[], expected: readonly (readonly [string, unknown])[]]>([
        ["nodes from Karpenter", [[["nodeScaling"], karpenter]], [["nodeScaling.kind", "node-auto-provisioning"]]],
        [
            "the expander that needs a list",
            [[["nodeScaling"], { kind: "cluster-autoscaler", expander: "priority" }]],
            [["nodeScaling.expander", "priority"]],
        ],
        ["CPU pools", [[["pools"], { cpu: pool }]], [["pools.cpu", undefined]]],
        [
            "more sizes in one entry",
            [
                [
                    ["gpuPools", "t4", "sizes"],
                    ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3"],
                ],
            ],
            [["gpuPools.t4.sizes", undefined]],
        ],
        [
            "more capacities in one entry",
            [
                [
                    ["gpuPools", "t4", "capacity"],
                    ["spot", "on-demand"],
                ],
            ],
            [["gpuPools.t4.capacity", undefined]],
        ],
        [
            "turns on a GPU",
            [[["gpuPools", "t4", "sharing"], { kind: "time-slicing", replicas: 4 }]],
            [["gpuPools.t4.sharing.kind", "time-slicing"]],
        ],
        ["the GPU Operator", [[["gpuSoftware"], { kind: "device-plugin" }]], [["gpuSoftware.kind", "device-plugin"]]],
        [
            "subnets of other services",
            [[["network", "subnets"], { privateEndpoints: "10.225.16.0/24" }]],
            [["network.subnets.privateEndpoints", "10.225.16.0/24"]],
        ],
        ["a mesh", [[["mesh"], { kind: "addon" }]], [["mesh.kind", "addon"]]],
        ["a queue", [[["studioml"], { queue: { kind: "rabbitmq" } }]], [["studioml.queue.kind", "rabbitmq"]]],
    ])("%s: refused where it stands, so that nobody gets less than was asked for", (_title, edits, expected) => {
        expect(refused("prod", edits)).toEqual(expected);
    });

    it.each(VARIANTS.filter((variant) => variant !== "studioml"))(
        "%s: one finding, on the platform, and none on what only it has",
        (variant) => {
            expect(refused(variant, [])).toEqual([["platform", variant]]);
        },
    );

    it("is nothing that the stack files of this version use", () => {
        expect(STACKS.flatMap((stack) => refused(stack, []))).toEqual([]);
    });

    it("says what it builds and what to change", () => {
        const { findings } = checkConfig(toRaw(readStackFile("kubeflow").config), "kubeflow");
        expect(findings.find(({ rule }) => rule === "config/not-built")).toMatchObject({
            message: "is checked, but not built by this version, which builds the platform studioml",
            fix: "choose studioml",
        });
    });

    it("reports every service of a complete file of the platform that is built", () => {
        const paths = refused("studioml", []).map(([path]) => path);
        expect(paths).toEqual(expect.arrayContaining(["objectStore.kind", "studioml.queue.kind", "studioml.runner.kind"]));
    });
});
