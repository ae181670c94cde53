import { AZURE, CLUSTER, stackOf, UNREACHABLE, withVariable } from "../support/layers";
import { describeReal, runningIn } from "../support/real-control-plane";
import { type Finished, Rehearsal, typeOf } from "../support/rehearsal";

jest.setTimeout(600_000);

const up = ["up", "--yes", "--skip-preview"] as const;
const destroy = ["destroy", "--yes", "--skip-preview"] as const;

/** A command of the Azure CLI about the only cluster that stands. */
async function azOf(rehearsal: Rehearsal): Promise<(verb: "start" | "stop") => Promise<Finished>> {
    const { resources } = await rehearsal.inventory();
    const cluster = resources.find(({ type }) => type === "azure-native:containerservice:ManagedCluster");
    const [group = "", name = ""] = [cluster?.id.split("/")[4], cluster?.name];
    return async (verb) => rehearsal.run("az", "aks", verb, "--resource-group", group, "--name", name);
}

/** A cluster that somebody stopped, and a stack that has objects in it. Chapters, in order. */
describeReal("an API server that cannot be reached", () => {
    const rehearsal = new Rehearsal("real", { separately: false });
    afterAll(async () => {
        await rehearsal.run("reset");
        rehearsal.remove();
    });
    const azure = stackOf(rehearsal, AZURE);
    const cluster = stackOf(rehearsal, CLUSTER);
    const objects = async (): Promise<string[]> =>
        (await rehearsal.inventory(CLUSTER)).objects.map(({ kind, name }) => `${kind} ${name}`).sort();
    const inState = async (): Promise<string[]> => (await rehearsal.state(CLUSTER)).map(({ urn }) => urn);
    const reason =
        /configured Kubernetes cluster is unreachable.*\.azmk8s\.io:443\/openapi\/v2": .* no such host \(the cluster is stopped\)/;
    let [standing, known]: string[][] = [[], []];
    let az: Awaited<ReturnType<typeof azOf>>;

    it("is said in a preview, which shows what the program wants and that nobody checked it", async () => {
        await rehearsal.ok(...up, ...azure);
        await rehearsal.ok(...up, ...cluster);
        az = await azOf(rehearsal);
        [standing, known] = [await objects(), await inState()];
        expect(await az("stop")).toMatchObject({ code: 0 });
        const { output } = await rehearsal.ok("preview", "--expect-no-changes", ...cluster);
        expect(output).toMatch(reason);
        // the engine shows a message when it comes, and again in the end
        expect((output.split("Diagnostics:")[1] ?? "").match(/no API server has checked what is shown of its objects/g)).toHaveLength(1);
        expect(runningIn(rehearsal.home)).toEqual([]);
    });

    it.each<[string, readonly string[], string]>([
        ["refresh", ["refresh", "--yes", "--skip-preview"], "failed to read resource state due to unreachable cluster"],
        ["destroy", [...destroy, "--run-program=false"], "configured Kubernetes cluster is unreachable"],
    ])("fails `%s`, which forgets nothing and says what to do where the cluster is gone", async (_verb, command, problem) => {
        const { code, output } = await rehearsal.run(...command, ...(command.includes("--run-program=false") ? ["-s", CLUSTER] : cluster));
        expect([code === 0, output]).toEqual([false, expect.stringMatching(reason)]);
        expect(output).toContain(
            `${problem}. If the cluster was deleted, remove this resource from the state by running again with ${UNREACHABLE}=true`,
        );
        expect(await inState()).toEqual(known);
    });

    it("keeps recover and kubectl from looking, and says how the cluster is started", async () => {
        const start = /is stopped.* "npm run rehearse -- az aks start --resource-group \S+ --name \S+" starts it/;
        for (const command of [
            ["recover", "-s", CLUSTER],
            ["-s", AZURE, "kubectl", "get", "nodes"],
        ]) {
            const { code, stderr } = await rehearsal.run(...command);
            expect([code, stderr]).toEqual([1, expect.stringMatching(start)]);
        }
        expect(await az("stop")).toMatchObject({
            code: 1,
            stderr: expect.stringContaining(
                "(OperationNotAllowed) managed cluster is in Provisioning State(Succeeded) and Power State(Stopped), stopping cannot",
            ) as string,
        });
    });

    it("is reached again once the cluster is started, with everything in it", async () => {
        expect(await az("start")).toMatchObject({ code: 0 });
        const { output } = await rehearsal.ok("preview", "--expect-no-changes", ...cluster);
        expect(output).not.toContain("unreachable");
        expect(await objects()).toEqual(standing);
    });

    it(`with ${UNREACHABLE} \`destroy\` forgets what is in it, which goes on standing where the cluster was not gone`, async () => {
        await az("stop");
        await withVariable(UNREACHABLE, () => rehearsal.ok(...destroy, "--run-program=false", "-s", CLUSTER));
        expect(await inState()).toEqual([]);
        await az("start");
        expect(await objects()).toEqual(standing);
    });
});

describe("a stack with a stopped cluster of its own", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());

    it("cannot be changed where the cluster is, and can be destroyed: objects go with their cluster", async () => {
        await rehearsal.ok(...up, "-s", "dev");
        const az = await azOf(rehearsal);
        expect(await az("stop")).toMatchObject({ code: 0 });
        const file = rehearsal.edited("dev", [[["ml-platform:gpuPools", "t4", "maxCount"], 2]]);
        const steps = await rehearsal.previewSteps("dev", "--config-file", file);
        expect(steps.map((step) => [step.op, typeOf(step)])).toContainEqual(["update", "azure-native:containerservice:AgentPool"]);
        const refused = await rehearsal.run(...up, "-s", "dev", "--config-file", file);
        expect([refused.code === 0, refused.output]).toEqual([
            false,
            expect.stringContaining("Power State(Stopped), updating agent pools cannot be performed"),
        ]);
        await rehearsal.ok(...destroy, "-s", "dev");
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
    });
});
