import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expectConvergence, expectNothingLeft, undisturbedRun, type Undisturbed } from "../support/convergence";
import { Rehearsal, typeOf } from "../support/rehearsal";

jest.setTimeout(600_000);

const CLUSTER = "azure-native:containerservice:ManagedCluster";

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

let undisturbed: Undisturbed;
beforeAll(async () => {
    undisturbed = await undisturbedRun();
});
afterAll(() => {
    undisturbed.home.remove();
});

describe("kill -9 of the whole process group", () => {
    const moments = (seed: number): number[] => {
        const next = random(seed);
        return Array.from({ length: 5 }, () => 0.05 + 0.9 * next());
    };

    it.each(moments(20261121))("at %f of an `up`", async (share) => {
        const rehearsal = new Rehearsal();
        await killAt(rehearsal, share * undisturbed.upMilliseconds, "up");
        await expectConvergence(rehearsal, undisturbed);
        await expectNothingLeft(rehearsal);
        rehearsal.remove();
    });

    it.each(moments(42))("at %f of a `destroy`", async (share) => {
        const rehearsal = new Rehearsal("files", { from: undisturbed.home });
        await killAt(rehearsal, share * undisturbed.destroyMilliseconds, "destroy");
        await expectConvergence(rehearsal, undisturbed);
        await expectNothingLeft(rehearsal);
        rehearsal.remove();
    });
});

async function killAt(rehearsal: Rehearsal, milliseconds: number, verb: string): Promise<void> {
    const { child, finished } = rehearsal.start(verb, "--yes", "--skip-preview", "-s", "dev");
    const group = -(child.pid ?? Number.NaN);
    const timer = setTimeout(() => {
        // it may have ended by itself a moment ago
        if (child.exitCode === null) {
            process.kill(group, "SIGKILL");
        }
    }, milliseconds);
    await finished;
    clearTimeout(timer);
}

describe("one update at a time", () => {
    it("a second `up` is told who holds the lock, and changes nothing", async () => {
        const rehearsal = new Rehearsal();
        const faults = path.join(rehearsal.home, "slow.yaml");
        writeFileSync(faults, `- match: { type: "${CLUSTER}", verb: create }\n  fault: { delaySeconds: 20 }\n`);
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
        expect((await rehearsal.state("dev")).filter((resource) => typeOf(resource) === CLUSTER)).toHaveLength(1);
        rehearsal.remove();
    });
});
