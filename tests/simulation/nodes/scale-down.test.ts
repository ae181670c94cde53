import { planScaleDown } from "../../../rehearsal/nodes/autoscaler/scale-down";
import type { NodeView } from "../../../rehearsal/nodes/node-view";
import type { NodePool } from "../../../rehearsal/nodes/pools";
import { gpuPool, runningPod, standingNode } from "./records";

describe("idle nodes go", () => {
    const t4 = gpuPool("t4", { count: 3, minCount: 1 });
    const busy = standingNode(t4, 0, [runningPod("train", "n", { "nvidia.com/gpu": 1 }, "Job")]);
    const idle = [1, 2].map((place) => standingNode(t4, place, [runningPod(`agent${place}`, "n", { cpu: "100m" }, "DaemonSet")]));
    const since = new Map([...idle, busy].map(({ name }) => [name, 0]));
    const removals = (of: NodePool, nodes: readonly NodeView[], now: number): string[] =>
        planScaleDown([{ pool: of, nodes }], since, now, 1000).map(({ node }) => node);

    test("after the delay, the newest first; daemon sets do not hold them", () => {
        expect(removals(t4, [busy, ...idle], 999)).toEqual([]);
        expect(removals(t4, [busy, ...idle], 1000)).toEqual([idle[1]?.name, idle[0]?.name]);
    });

    test("never below the minimum", () => {
        expect(removals({ ...t4, minCount: 2 }, [busy, ...idle], 1000)).toEqual([idle[1]?.name]);
        expect(removals({ ...t4, minCount: 3 }, [busy, ...idle], 1000)).toEqual([]);
    });

    test("not those of a fixed pool, and none while the pool is being changed", () => {
        expect(removals({ ...t4, autoscaled: false }, idle, 1000)).toEqual([]);
        expect(removals({ ...t4, succeeded: false }, idle, 1000)).toEqual([]);
    });

    test("a pod that has ended does not hold its node", () => {
        const ended = standingNode(t4, 1, [{ ...runningPod("done", "n", { cpu: "1" }, "Job"), phase: "Succeeded" }]);
        expect(removals({ ...t4, minCount: 0 }, [ended], 1000)).toEqual([ended.name]);
    });
});
