import { nameOf, Rehearsal, standing, typeOf } from "../support/rehearsal";
import { Runner, type Section, sectionsOf } from "../support/runbook";

jest.setTimeout(900_000);

const POOL = "azure-native:containerservice:AgentPool";
const STACK = "dev";

/** The page, followed to the letter: its commands are run as they stand in it, and its YAML is written into the stack file. */
describe("docs/runbooks/replace-system-pool.md", () => {
    const rehearsal = new Rehearsal();
    const runner = new Runner(rehearsal, STACK);
    afterAll(() => rehearsal.remove());
    const sections = sectionsOf("replace-system-pool.md");
    const section = (start: string): Section => {
        const found = sections.find(({ heading }) => heading.startsWith(start));
        if (found === undefined) {
            throw new Error(`the page has no section "${start}"`);
        }
        return found;
    };
    const withFile = ["-s", STACK, "--config-file", runner.stackFile];
    /** The pools of the cluster with mode and size, as the page's own command lists them. */
    const pools = (listed: string): string[] =>
        listed
            .split("\n")
            .flatMap((line) => /^(\w+) +(System|User) +Standard_(\w+) .* Succeeded$/.exec(line) ?? [])
            .filter((_, index) => index % 4 !== 0)
            .reduce<string[]>(
                (rows, cell, index) => (index % 3 === 0 ? [...rows, cell] : [...rows.slice(0, -1), `${rows.at(-1)} ${cell}`]),
                [],
            );
    const poolNames = async (): Promise<string[]> =>
        (await rehearsal.inventory(STACK)).resources.filter(({ type }) => type === POOL).map(({ name }) => name);
    const nothingLost = async (): Promise<void> => {
        const { inCloud, inState } = await standing(rehearsal, STACK);
        expect(inCloud).toEqual(inState);
    };
    const clusterId = async (): Promise<string | undefined> =>
        (await rehearsal.state(STACK)).find(({ type }) => type.endsWith(":ManagedCluster"))?.id;

    it("asks for nothing that this test does not do", () => {
        expect(sections.map(({ heading }) => heading.split(":")[0])).toEqual([
            "Before",
            "Step 1",
            "Step 2",
            "Step 3",
            "Step 4",
            "Step 5",
            "Go back",
            "Only the numbers of nodes",
        ]);
    });

    it("begins with a cluster that has one system pool", async () => {
        await rehearsal.ok("up", "--yes", "--skip-preview", ...withFile);
        expect(pools(await runner.follow(section("Before")))).toEqual(["systempool System D2ds_v5", "t4d1 User NC4as_T4_v3"]);
    });

    it("changes the numbers of nodes in place", async () => {
        const output = await runner.follow(section("Only the numbers of nodes"));
        expect(output).toContain("Pool systempool in the simulated subscription has 1 to 3 nodes.");
        await nothingLost();
    });

    it("S0-28 makes a second system pool, and goes back without a trace", async () => {
        const listed = await runner.follow(section("Step 1"));
        expect(listed).toMatch(/AgentPool: \(create\)\n.*pools-system\]/);
        expect(pools(listed)).toEqual(["system System D4ds_v5", "systempool System D2ds_v5", "t4d1 User NC4as_T4_v3"]);
        const back = await runner.follow(section("Go back"));
        expect(back).toMatch(/AgentPool: \(delete\)\n.*\n.*pools-system\]/);
        expect(runner.kubectlCalls().map((call) => call.split(" ").slice(0, 3).join(" "))).toEqual([
            "uncordon --selector kubernetes.azure.com/agentpool=systempool",
            "drain --selector kubernetes.azure.com/agentpool=system",
        ]);
        expect(await poolNames()).toEqual(["systempool", "t4d1"]);
        await rehearsal.ok("preview", "--expect-no-changes", ...withFile);
        await nothingLost();
    });

    it("S0-28 drains the first pool and deletes it, once the second one stands", async () => {
        const before = await clusterId();
        const [, , toDelete] = ["Step 1", "Step 2", "Step 3"].map(section);
        const tooEarly = await rehearsal.run(...(await azArguments(toDelete)));
        expect([tooEarly.code, tooEarly.stderr]).toEqual([
            1,
            expect.stringContaining("(OperationNotAllowed) There has to be at least one system"),
        ]);
        await runner.follow(section("Step 1"));
        await runner.follow(section("Step 2"));
        expect(runner.kubectlCalls().map((call) => call.split(" ")[0])).toEqual(["cordon", "drain", "get"]);
        await runner.follow(section("Step 3"));
        expect(await poolNames()).toEqual(["system", "t4d1"]);
        expect(await clusterId()).toBe(before);
    });

    it("needs the refresh: without it, the next change of the cluster is refused as the page says", async () => {
        runner.edit("config: { ml-platform:cluster: { tier: Standard } }");
        const { code, output } = await rehearsal.run("up", "--yes", "--skip-preview", ...withFile);
        expect([code, output]).toEqual([expect.any(Number), expect.stringContaining("systempool is gone")]);
        expect(code).not.toBe(0);
        runner.edit("config: { ml-platform:cluster: { tier: Free } }");
    });

    it("leaves nothing to do after the refresh, and a cluster that can be changed", async () => {
        await runner.follow(section("Step 4"));
        await runner.follow(section("Step 5"));
        await nothingLost();
        runner.edit("config: { ml-platform:cluster: { tier: Standard } }");
        const steps = await rehearsal.previewSteps(STACK, "--config-file", runner.stackFile);
        expect(steps.map((step) => [step.op, nameOf(step)])).toEqual([["update", "cluster-cluster"]]);
        await rehearsal.ok("up", "--yes", "--skip-preview", ...withFile);
        await rehearsal.ok("preview", "--expect-no-changes", ...withFile);
    });

    it("warns of what replaces the last system pool: refused without a new generation, done with one", async () => {
        runner.edit("config: { ml-platform:pools: { system: { size: Standard_D8ds_v5 } } }");
        const { code, output } = await rehearsal.run("up", "--yes", "--skip-preview", ...withFile);
        expect([code === 0, output]).toEqual([false, expect.stringContaining("There has to be at least one system agent pool")]);
        runner.edit("config: { ml-platform:pools: { system: { generation: 2 } } }");
        const steps = await rehearsal.previewSteps(STACK, "--config-file", runner.stackFile);
        expect(steps.filter((step) => typeOf(step) === POOL).map((step) => [step.op, nameOf(step)])).toEqual([
            ["create", "pools-system-2"],
            ["delete", "pools-system"],
        ]);
        await rehearsal.ok("up", "--yes", "--skip-preview", ...withFile);
        expect(await poolNames()).toEqual(["system2", "t4d1"]);
    });

    it("leaves nothing after `destroy`", async () => {
        await rehearsal.ok("destroy", "--yes", "--skip-preview", ...withFile);
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect(await rehearsal.state(STACK)).toEqual([]);
    });

    /** The command of a section as the rehearsal takes it, with the shell's variables put in. */
    async function azArguments(from: Section | undefined): Promise<string[]> {
        const output = async (name: string): Promise<string> => (await rehearsal.ok("stack", "output", name, "-s", STACK)).stdout.trim();
        const text = from?.blocks[0]?.text.trim() ?? "";
        const [group, cluster] = [await output("resourceGroupName"), await output("clusterName")];
        return text.replace("$group", group).replace("$cluster", cluster).split(" ");
    }
});
