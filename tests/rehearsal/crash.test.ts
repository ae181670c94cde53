import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { Rehearsal, shapeOf, standing, typeOf } from "../support/rehearsal";

jest.setTimeout(1_800_000);

const types = {
    group: "azure-native:resources:ResourceGroup",
    cluster: "azure-native:containerservice:ManagedCluster",
    pool: "azure-native:containerservice:AgentPool",
    namespace: "kubernetes:core/v1:Namespace",
};

/** A generator that gives the same numbers for the same seed (mulberry32), so that a failing moment can be met again. */
function random(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let value = Math.imul(state ^ (state >>> 15), 1 | state);
        value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
        return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
    };
}

/** What an `up` that nothing disturbed makes: types of what stands, with how many of each. */
let undisturbed: string[];
let upMilliseconds: number;
let destroyMilliseconds: number;

beforeAll(async () => {
    const rehearsal = new Rehearsal();
    let start = Date.now();
    await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
    upMilliseconds = Date.now() - start;
    undisturbed = await kinds(rehearsal);
    start = Date.now();
    await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
    destroyMilliseconds = Date.now() - start;
    rehearsal.remove();
});

async function kinds(rehearsal: Rehearsal): Promise<string[]> {
    return shapeOf(await rehearsal.inventory(), "").map((line) => line.split(" ")[0] ?? line);
}

/** After a crash: recover, then `up`, converges; nothing is there twice, nothing is lost; and all of it can be destroyed. */
async function expectConvergence(rehearsal: Rehearsal): Promise<void> {
    // a run killed before it made its stack has nothing to recover
    const recovered = await rehearsal.run("recover", "-s", "dev");
    expect([recovered.code, /nothing to recover/.test(recovered.output)]).toEqual([recovered.code === 0 ? 0 : 1, recovered.code !== 0]);
    await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
    await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
    expect(await kinds(rehearsal)).toEqual(undisturbed);
    const { inCloud, inState } = await standing(rehearsal, "dev");
    expect(inCloud).toEqual(inState);
}

async function expectNothingLeft(rehearsal: Rehearsal): Promise<void> {
    await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
    expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
}

describe.each(["before-request", "after-accept", "after-answer"])("the engine dies %s", (point) => {
    it.each(Object.entries(types))("while it creates the %s", async (_, type) => {
        const rehearsal = new Rehearsal();
        const faults = path.join(rehearsal.home, "faults.yaml");
        writeFileSync(faults, `- match: { type: "${type}", verb: create }\n  fault: { crash: ${point} }\n`);
        const crashed = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev", "--faults", faults);
        expect(crashed.code).toBe(137);
        expect(crashed.output).toContain(point);
        const made = (await rehearsal.inventory()).resources.some((resource) => resource.type === type) || type === types.namespace;
        expect(made).toBe(point !== "before-request" || type === types.namespace);

        const refused = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev");
        expect([refused.code, refused.output]).toEqual([1, expect.stringMatching(/was killed.*recover -s dev/s)]);

        await expectConvergence(rehearsal);
        await expectNothingLeft(rehearsal);
        rehearsal.remove();
    });
});

describe("kill -9 of the whole process group", () => {
    const moments = (seed: number): number[] => {
        const next = random(seed);
        return Array.from({ length: 5 }, () => 0.05 + 0.9 * next());
    };

    it.each(moments(20261121))("at %f of an `up`", async (share) => {
        const rehearsal = new Rehearsal();
        await killAt(rehearsal, share * upMilliseconds, "up");
        await expectConvergence(rehearsal);
        await expectNothingLeft(rehearsal);
        rehearsal.remove();
    });

    it.each(moments(42))("at %f of a `destroy`", async (share) => {
        const rehearsal = new Rehearsal();
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
        await killAt(rehearsal, share * destroyMilliseconds, "destroy");
        await expectConvergence(rehearsal);
        await expectNothingLeft(rehearsal);
        rehearsal.remove();
    });
});

async function killAt(rehearsal: Rehearsal, milliseconds: number, verb: string): Promise<void> {
    const { child, finished } = rehearsal.start(verb, "--yes", "--skip-preview", "-s", "dev");
    const timer = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), milliseconds);
    await finished;
    clearTimeout(timer);
}

describe("one update at a time", () => {
    it("a second `up` is told who holds the lock, and changes nothing", async () => {
        const rehearsal = new Rehearsal();
        const faults = path.join(rehearsal.home, "slow.yaml");
        writeFileSync(faults, `- match: { type: "${types.cluster}", verb: create }\n  fault: { delaySeconds: 8 }\n`);
        const first = rehearsal.start("up", "--yes", "--skip-preview", "-s", "dev", "--faults", faults);
        await new Promise<void>((resolve) => {
            first.child.stdout?.on("data", (data: Buffer) => {
                if (data.toString().includes("ManagedCluster")) {
                    resolve();
                }
            });
        });
        const second = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev");
        expect(second.code).toBe(1);
        expect(second.output).toMatch(/stack "dev" is locked: another run \(process \d+, since .*\) is changing it/);
        const recovering = await rehearsal.run("recover", "-s", "dev");
        expect([recovering.code, recovering.output]).toEqual([1, expect.stringContaining("still alive")]);
        expect((await first.finished).code).toBe(0);
        expect((await rehearsal.state("dev")).filter((resource) => typeOf(resource) === types.cluster)).toHaveLength(1);
        rehearsal.remove();
    });
});
