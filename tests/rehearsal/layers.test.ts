import { AZURE, CLUSTER, stackOf, UNREACHABLE, WHOLE, withVariable } from "../support/layers";
import { nameOf, Rehearsal, shapeOf, standing, typeOf } from "../support/rehearsal";
import { idOfStack, stackShape } from "../support/stack-shape";

jest.setTimeout(600_000);

/** What lives in the cluster. */
const OBJECTS = ["Namespace gpu-resources", "Namespace studioml", "Release dcgm-exporter", "Release nvidia-device-plugin"];

const up = ["up", "--yes", "--skip-preview"] as const;
const destroy = ["destroy", "--yes", "--skip-preview"] as const;

/** One platform as two stacks, beside the same platform as one: the tests are their chapters, in order. */
describe("a private cluster in two layers", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());
    const options = (...args: [stack: string, values?: Readonly<Record<string, unknown>>]): string[] => stackOf(rehearsal, ...args);
    const objects = async (stack: string): Promise<string[]> =>
        (await rehearsal.inventory(stack)).objects.map(({ kind, name }) => `${kind} ${name}`).sort();
    let inWhole: string[];

    it("cannot begin with the cluster layer, and says what comes first", async () => {
        const { code, output } = await rehearsal.run("preview", ...options(CLUSTER));
        expect(code).not.toBe(0);
        expect(output).toContain(`nothing stands of stack "organization/ml-platform/${AZURE}"`);
        expect(output).toContain(`fix: run \`pulumi up --stack organization/ml-platform/${AZURE}\` first`);
        expect(output).not.toMatch(/^\s+at .*\.(ts|js):\d+/m);
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
    });

    it("cannot be one stack that is deployed from outside", async () => {
        const { code, output } = await rehearsal.run("preview", ...options(WHOLE, { deployFrom: "anywhere" }));
        expect([code, output]).not.toEqual([0, output]);
        expect(output).toContain("rule: layer/private-from-outside");
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
    });

    it("is, layer by layer, what one stack inside the network makes: the same resources and the same objects", async () => {
        await rehearsal.ok(...up, ...options(AZURE));
        await rehearsal.ok(...up, ...options(CLUSTER));
        await rehearsal.ok(...up, ...options(WHOLE));
        const [idOfLayers, idOfWhole] = [await idOfStack(rehearsal, AZURE), await idOfStack(rehearsal, WHOLE)];
        expect(idOfLayers).not.toBe(idOfWhole);

        const whole = shapeOf(await rehearsal.inventory(WHOLE), idOfWhole);
        const azure = await rehearsal.inventory(AZURE);
        const cluster = await rehearsal.inventory(CLUSTER);
        expect([azure.objects, cluster.resources]).toEqual([[], []]);
        expect(shapeOf({ resources: azure.resources, objects: cluster.objects }, idOfLayers)).toEqual(whole);

        inWhole = await stackShape(rehearsal, WHOLE, idOfWhole);
        const inLayers = [...(await stackShape(rehearsal, AZURE, idOfLayers)), ...(await stackShape(rehearsal, CLUSTER, idOfLayers))];
        expect(inLayers.sort()).toEqual(inWhole);
        expect(inWhole.length).toBeGreaterThan(20);
    });

    it("stands as each state says, and previews no change, also after a refresh", async () => {
        for (const stack of [AZURE, CLUSTER, WHOLE]) {
            const { inCloud, inState } = await standing(rehearsal, stack);
            expect([stack, inCloud]).toEqual([stack, inState]);
            await rehearsal.ok("preview", "--expect-no-changes", ...options(stack));
            await rehearsal.ok("refresh", "--yes", "--skip-preview", ...options(stack));
            await rehearsal.ok("preview", "--expect-no-changes", ...options(stack));
        }
    });

    it("is told apart by inventory and summary, and recover finds nothing to do in either layer", async () => {
        const summary = (await rehearsal.ok("summary", "-s", CLUSTER)).stdout;
        expect(summary).toContain(`Stack "${CLUSTER}" stands`);
        expect(summary).toContain("4 objects kept in files");
        expect(summary).not.toMatch(/USD|0 resources/);
        expect((await rehearsal.ok("inventory", "-s", CLUSTER)).stdout).not.toContain("Nothing stands");
        for (const stack of [AZURE, CLUSTER]) {
            expect((await rehearsal.ok("recover", "-s", stack)).output).toContain(`Stack "${stack}" is settled`);
        }
    });

    it("S1-20 hands the kubeconfig over as a secret, and shows it in neither state", async () => {
        const kubeconfig = (await rehearsal.ok("stack", "output", "kubeconfig", "--show-secrets", "-s", AZURE)).stdout;
        const authority = /certificate-authority-data: (\S+)/.exec(kubeconfig)?.[1] ?? "";
        expect(authority.length).toBeGreaterThan(20);
        for (const stack of [AZURE, CLUSTER]) {
            const exported = (await rehearsal.ok("stack", "export", "-s", stack)).stdout;
            const outputs = (await rehearsal.ok("stack", "output", "--json", "-s", stack)).stdout;
            expect(exported + outputs).not.toContain(authority);
        }
    });

    it("refuses GPU pools that the other layer does not have, and names both sides", async () => {
        const pools = { t4: { sizes: ["Standard_NC8as_T4_v3"] }, more: { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 1 } };
        const { code, output } = await rehearsal.run("preview", ...options(CLUSTER, { gpuPools: pools }));
        expect(code).not.toBe(0);
        expect(output).toContain("gpuPools.more: defined here, missing there");
        expect(output).toContain("gpuPools.t4.size: Standard_NC8as_T4_v3 here, Standard_NC4as_T4_v3 there");
    });

    it("a renewed kubeconfig updates the provider of the cluster layer, and nothing in the cluster", async () => {
        const renewed = { cluster: { adminKubeconfig: true } };
        await rehearsal.ok(...up, ...options(AZURE, renewed));
        const steps = await rehearsal.previewSteps(CLUSTER, ...options(CLUSTER, renewed).slice(2));
        expect(steps.map((step) => [step.op, typeOf(step), nameOf(step)])).toEqual([
            ["update", "pulumi:providers:kubernetes", "kubernetes"],
        ]);
        await rehearsal.ok(...up, ...options(CLUSTER, renewed));
        await rehearsal.ok(...up, ...options(AZURE));
        await rehearsal.ok(...up, ...options(CLUSTER));
    });

    describe("whose cluster is replaced", () => {
        const another = { cluster: { serviceCidr: "172.21.0.0/16" } };

        it("is empty afterwards, and the cluster layer previews everything in it anew", async () => {
            const before = await objects(CLUSTER);
            await rehearsal.ok(...up, ...options(AZURE, another));
            expect([before.length > 0, await objects(CLUSTER)]).toEqual([true, []]);
            const steps = await rehearsal.previewSteps(CLUSTER, ...options(CLUSTER, another).slice(2));
            const replaced = new Set(steps.filter(({ op }) => op.includes("replace")).map(typeOf));
            expect([...replaced].sort()).toEqual([
                "kubernetes:core/v1:Namespace",
                "kubernetes:helm.sh/v3:Release",
                "pulumi:providers:kubernetes",
            ]);
        });

        it("has everything again after the next `up`, which stops at the old cluster that no longer answers", async () => {
            const { code, output } = await rehearsal.run(...up, ...options(CLUSTER, another));
            expect([code === 0, output.includes(`${UNREACHABLE}=true`)]).toEqual([false, true]);
            expect(await objects(CLUSTER)).toEqual(OBJECTS);
        });

        it("and is settled once someone has said that the old one is gone", async () => {
            await withVariable(UNREACHABLE, () => rehearsal.ok(...up, ...options(CLUSTER, another)));
            await rehearsal.ok(...up, ...options(CLUSTER, another));
            await rehearsal.ok("preview", "--expect-no-changes", ...options(CLUSTER, another));
            const { inCloud, inState } = await standing(rehearsal, CLUSTER);
            expect(inCloud).toEqual(inState);
            expect(await objects(CLUSTER)).toEqual(OBJECTS);
        });
    });

    it("goes in the other order: the cluster layer, then the Azure layer, and leaves nothing", async () => {
        await rehearsal.ok(...destroy, ...options(CLUSTER));
        expect(await objects(CLUSTER)).toEqual([]);
        await rehearsal.ok(...destroy, ...options(AZURE));
        await rehearsal.ok(...destroy, ...options(WHOLE));
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect([await rehearsal.state(AZURE), await rehearsal.state(CLUSTER)]).toEqual([[], []]);
    });
});
