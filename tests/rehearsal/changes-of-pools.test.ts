import { nameOf, Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(900_000);

const STACK = "sharing";

type Edits = Parameters<Rehearsal["edited"]>[1];

/** An edit of each kind that docs/changes.md knows, with the engine: the preview says what it does, `up` does it, and nothing is left to do. */
describe("the sharing example, changed", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());
    const edits: Edits[number][] = [];
    let config = rehearsal.edited(STACK, edits, "examples");

    /** What a preview of more edits says: the logical names of the resources, by what is done to them. */
    const preview = async (...more: Edits): Promise<Record<string, string[]>> => {
        edits.push(...more);
        config = rehearsal.edited(STACK, edits, "examples");
        const steps = await rehearsal.previewSteps(STACK, "--config-file", config);
        const ops = [...new Set(steps.map(({ op }) => op))].sort();
        return Object.fromEntries(
            ops.map((op) => [
                op,
                steps
                    .filter((step) => step.op === op)
                    .map(nameOf)
                    .filter((name) => !name.startsWith("ml-platform-"))
                    .sort(),
            ]),
        );
    };
    const carryOut = async (): Promise<void> => {
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", STACK, "--config-file", config);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", STACK, "--config-file", config);
        const { inCloud, inState } = await standing(rehearsal, STACK);
        expect(inCloud).toEqual(inState);
    };

    it("S0-40 S0-47 stands, and its summary adds the pools up as its output does", async () => {
        await carryOut();
        const { stdout } = await rehearsal.ok("stack", "output", "totals", "--json", "-s", STACK);
        const totals = JSON.parse(stdout) as Record<string, unknown>;
        expect(totals).toMatchObject({
            nodes: { atLeast: 3, atMost: 5 },
            vcpus: { atLeast: 30, atMost: 36 },
            gpus: { atLeast: 2, atMost: 3 },
            quotas: {
                StandardNCADSA100v4Family: { atLeast: 24, atMost: 24, withUpgrades: 24 },
                standardDDSv5Family: { atLeast: 2, atMost: 4, withUpgrades: 6 },
                cores: { atLeast: 26, atMost: 28, withUpgrades: 30 },
                lowPriorityCores: { atLeast: 4, atMost: 8, withUpgrades: 8 },
            },
        });
        const summary = (await rehearsal.ok("summary", "-s", STACK)).stdout;
        expect(summary).toContain("all pools: 3 to 5 nodes, 30 to 36 vCPUs, 2 to 3 GPUs");
        expect(summary).toMatch(/StandardNCADSA100v4Family +24 +24 +24 +96\n/);
        expect(summary).toMatch(/lowPriorityCores +4 +8 +8 +256\n/);
    });

    it("is refused by the rule that docs/changes.md names, before anything is done", async () => {
        const before = await rehearsal.inventory(STACK);
        const wrong = rehearsal.edited(STACK, [[["ml-platform:gpuPools", "t4", "sharing"], { kind: "mig", profile: "MIG1g" }]], "examples");
        const { code, output } = await rehearsal.run("up", "--yes", "-s", STACK, "--config-file", wrong);
        expect([code === 0, output]).toEqual([false, expect.stringContaining("rule: gpu-pools/mig-size")]);
        expect(await rehearsal.inventory(STACK)).toEqual(before);
    });

    it("S0-47 updates a label in place, and replaces the pool whose GPUs are split anew", async () => {
        expect(
            await preview(
                [["ml-platform:gpuPools", "t4", "labels"], { team: "vision" }],
                [["ml-platform:gpuPools", "a100", "sharing", "profile"], "MIG2g"],
            ),
        ).toMatchObject({ replace: ["gpu-a100"], update: ["gpu-t4-spot"] });
        await carryOut();
    });

    it("ignores an edit of the system pool, and replaces the cluster for another service range with all that is in it", async () => {
        expect(await preview([["ml-platform:cluster", "systemPool", "osDiskSizeGiB"], 256])).toEqual({});
        const { replace = [] } = await preview([["ml-platform:cluster", "serviceCidr"], "172.21.0.0/16"]);
        expect(replace).toEqual(expect.arrayContaining(["cluster-cluster", "gpu-a100", "gpu-t4-spot", "studioml-namespace"]));
        expect(replace.filter((name) => /^(network|registry|platform)-/.test(name))).toEqual([]);
        await carryOut();
    });

    it("leaves nothing after `destroy`", async () => {
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", STACK, "--config-file", config);
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect(await rehearsal.state(STACK)).toEqual([]);
    });
});
