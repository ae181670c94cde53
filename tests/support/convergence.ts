import { Rehearsal, shapeOf, standing } from "./rehearsal";

/** What an `up` of dev that nothing disturbs makes, and how long it and its `destroy` take here. */
export interface Undisturbed {
    /** Type of each thing that stands, as often as it stands. */
    readonly kinds: readonly string[];
    /** Where it stands, to copy. Whoever asked for the run removes it. */
    readonly home: Rehearsal;
    readonly upMilliseconds: number;
    readonly destroyMilliseconds: number;
}

export async function undisturbedRun(): Promise<Undisturbed> {
    const home = new Rehearsal();
    const upMilliseconds = await duration(home, "up");
    const rehearsal = new Rehearsal("files", { from: home });
    const destroyMilliseconds = await duration(rehearsal, "destroy");
    rehearsal.remove();
    return { kinds: await kinds(home), home, upMilliseconds, destroyMilliseconds };
}

/** Of a command in a process of its own, as those have that are killed. */
async function duration(rehearsal: Rehearsal, verb: string): Promise<number> {
    const start = Date.now();
    const { code, output } = await rehearsal.start(verb, "--yes", "--skip-preview", "-s", "dev").finished;
    expect([code, output]).toEqual([0, output]);
    return Date.now() - start;
}

async function kinds(rehearsal: Rehearsal): Promise<string[]> {
    return shapeOf(await rehearsal.inventory(), "").map((line) => line.split(" ")[0] ?? line);
}

/** After a crash: recover, then `up`, converges; nothing is there twice, nothing is lost. */
export async function expectConvergence(rehearsal: Rehearsal, undisturbed: Undisturbed): Promise<void> {
    await expectRecovery(rehearsal);
    await expectAll(rehearsal, undisturbed);
}

export async function expectRecovery(rehearsal: Rehearsal): Promise<void> {
    // a run killed before it made its stack has nothing to recover
    const recovered = await rehearsal.run("recover", "-s", "dev");
    expect([recovered.code, recovered.output]).toEqual(
        recovered.code === 0 ? [0, expect.stringContaining("is settled")] : [1, expect.stringContaining("nothing to recover")],
    );
}

/** An `up` makes what is missing; then all stands that stands without a crash, once. */
export async function expectAll(rehearsal: Rehearsal, undisturbed: Undisturbed): Promise<void> {
    await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
    await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
    expect(await kinds(rehearsal)).toEqual(undisturbed.kinds);
    const { inCloud, inState } = await standing(rehearsal, "dev");
    expect(inCloud).toEqual(inState);
}

export async function expectNothingLeft(rehearsal: Rehearsal): Promise<void> {
    await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
    expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
    expect(await rehearsal.state("dev")).toEqual([]);
}
