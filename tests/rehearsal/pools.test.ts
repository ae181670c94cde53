import * as path from "node:path";
import { checkout, nameOf, Rehearsal, standing, typeOf } from "../support/rehearsal";

jest.setTimeout(900_000);

const POOL = "azure-native:containerservice:AgentPool";
const STACK = "autoscaler";
const LIST = "cluster-autoscaler-priority-expander";

type Path = readonly (string | number)[];
const t4 = (...rest: (string | number)[]): Path => ["ml-platform:gpuPools", "t4", ...rest];

/** One stack with preferences, Spot and pools without GPUs, from its first `up` over every kind of edit to its `destroy`. */
describe("the autoscaler example", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());
    const edits: (readonly [Path, unknown])[] = [];
    let file = path.join(checkout, "examples", `Pulumi.${STACK}.yaml`);

    const up = (): Promise<unknown> => rehearsal.ok("up", "--yes", "--skip-preview", "-s", STACK, "--config-file", file);
    const pools = async (): Promise<string[]> => {
        const { resources } = await rehearsal.inventory(STACK);
        return resources.filter(({ type }) => type === POOL).map(({ name }) => name);
    };
    /** Edits what stands, and tells what a preview says of pools; `up` must then do it, and leave nothing for the next edit's preview. */
    const edit = async (...more: (readonly [Path, unknown])[]): Promise<Record<string, string[]>> => {
        edits.push(...more);
        file = rehearsal.edited(STACK, edits, "examples");
        const steps = (await rehearsal.previewSteps(STACK, "--config-file", file)).filter((step) => typeOf(step) === POOL);
        await up();
        const { inCloud, inState } = await standing(rehearsal, STACK);
        expect(inCloud).toEqual(inState);
        const ops = [...new Set(steps.map(({ op }) => op))].sort();
        return Object.fromEntries(
            ops.map((op) => [
                op,
                steps
                    .filter((step) => step.op === op)
                    .map(nameOf)
                    .sort(),
            ]),
        );
    };

    it("S0-41 S0-42 S2-19 S3-16 stands after `up`, also after a refresh, with a pool for each size and capacity", async () => {
        await up();
        await rehearsal.ok("refresh", "--yes", "--skip-preview", "-s", STACK, "--config-file", file);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", STACK, "--config-file", file);
        const { inCloud, inState } = await standing(rehearsal, STACK);
        expect(inCloud).toEqual(inState);
        expect(await pools()).toEqual(["a100d1", "jobs", "platform", "systempool", "t4d1", "t4e1", "t4s1", "t4t1"]);
        const { objects } = await rehearsal.inventory(STACK);
        expect(objects.map(({ kind, namespace, name }) => [kind, namespace, name])).toContainEqual(["ConfigMap", "kube-system", LIST]);
    });

    it("takes a third size: its two pools, and nothing else", async () => {
        const sizes = ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3", "Standard_NC16as_T4_v3"];
        expect(await edit([t4("sizes"), sizes])).toEqual({ create: ["gpu-t4-size3", "gpu-t4-size3-spot"] });
    });

    it("gives the last size up: its two pools, and nothing else", async () => {
        expect(await edit([t4("sizes"), ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3"]])).toEqual({
            delete: ["gpu-t4-size3", "gpu-t4-size3-spot"],
        });
    });

    it("takes a capacity, preferred to the one that it had: one pool, and nothing else", async () => {
        expect(
            await edit([
                ["ml-platform:gpuPools", "a100", "capacity"],
                ["spot", "on-demand"],
            ]),
        ).toEqual({ create: ["gpu-a100-spot"] });
    });

    it("replaces the first pool of the chain for a larger disk, and no pool that comes after it", async () => {
        expect(await edit([["ml-platform:pools", "jobs", "osDiskSizeGiB"], 256])).toEqual({ replace: ["pools-jobs"] });
    });

    it("raises a generation: the new pools stand before the old ones go", async () => {
        const old = ["gpu-t4", "gpu-t4-size2", "gpu-t4-size2-spot", "gpu-t4-spot"];
        expect(await edit([t4("generation"), 2], [t4("maxPods"), 60])).toEqual({
            create: ["gpu-t4-2", "gpu-t4-size2-2", "gpu-t4-size2-spot-2", "gpu-t4-spot-2"],
            delete: old,
        });
        expect((await pools()).filter((name) => name.startsWith("t4"))).toEqual(["t4d2", "t4e2", "t4s2", "t4t2"]);
    });

    it("changes numbers, labels and the order of capacities in place", async () => {
        const steps = await edit([t4("maxCount"), 1], [["ml-platform:pools", "platform", "maxCount"], 3]);
        expect(steps).toEqual({ update: ["gpu-t4-2", "gpu-t4-size2-2", "gpu-t4-size2-spot-2", "gpu-t4-spot-2", "pools-platform"] });
        expect(await edit([t4("capacity"), ["on-demand", "spot"]])).toEqual({});
    });

    it("S2-19 refuses a capacity that is listed twice, by the rule that docs/changes.md names, before anything is done", async () => {
        const before = await pools();
        const wrong = rehearsal.edited(STACK, [...edits, [t4("capacity"), ["spot", "spot"]]], "examples");
        const { code, output } = await rehearsal.run("up", "--yes", "-s", STACK, "--config-file", wrong);
        expect([code === 0, output]).toEqual([false, expect.stringContaining("rule: gpu-pools/listed-twice")]);
        expect(await pools()).toEqual(before);
    });

    it("leaves the list of priorities to nobody when another expander is chosen", async () => {
        // The first refresh wrote the pools of its day into the cluster's inputs, and an update would send those that are gone since.
        edits.push([["ml-platform:nodeScaling", "expander"], "least-waste"]);
        file = rehearsal.edited(STACK, edits, "examples");
        const before = await pools();
        const { code, output } = await rehearsal.run("up", "--yes", "--skip-preview", "-s", STACK, "--config-file", file);
        const [, stale = ""] = /changed since: (.*?)\. Azure would refuse that or set them back: run `pulumi refresh`/.exec(output) ?? [];
        expect([code, stale.split("; ").sort()]).toEqual([
            1,
            [
                "jobs has another osDiskSizeGB",
                "platform has another enableAutoScaling",
                ...["t4d1", "t4e1", "t4s1", "t4t1"].map((pool) => `${pool} is gone`),
            ],
        ]);
        expect(await pools()).toEqual(before);
        await rehearsal.ok("refresh", "--yes", "--skip-preview", "-s", STACK, "--config-file", file);
        await edit();
        const { objects } = await rehearsal.inventory(STACK);
        expect(objects.map(({ name }) => name)).not.toContain(LIST);
    });

    it("replaces every pool with the cluster for another service range, and leaves nothing after `destroy`", async () => {
        const { replace, ...others } = await edit([["ml-platform:cluster", "serviceCidr"], "172.21.0.0/16"]);
        expect([replace, others]).toEqual([expect.arrayContaining(["gpu-a100", "gpu-a100-spot", "gpu-t4-2", "pools-jobs"]), {}]);
        expect(replace).toHaveLength((await pools()).length - 1);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", STACK, "--config-file", file);
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", STACK, "--config-file", file);
        const { resources } = await rehearsal.inventory(STACK);
        expect(resources).toEqual([]);
    });
});
