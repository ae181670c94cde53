import { Rehearsal, shapeOf, standing } from "./rehearsal";

/** What an `up` of dev that nothing disturbs makes, and how long it and its `destroy` take here. */
export interface Undisturbed {
    /** Type of each thing that stands, as often as it stands. */
    readonly kinds: readonly string[];
    readonly upMilliseconds: number;
    readonly destroyMilliseconds: number;
}

export async function undisturbedRun(): Promise<Undisturbed> {
    const rehearsal = new Rehearsal();
    const start = Date.now();
    await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
    const upMilliseconds = Date.now() - start;
    const found = await kinds(rehearsal);
    const startOfDestroy = Date.now();
    await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
    const destroyMilliseconds = Date.now() - startOfDestroy;
    rehearsal.remove();
    return { kinds: found, upMilliseconds, destroyMilliseconds };
}

async function kinds(rehearsal: Rehearsal): Promise<string[]> {
    return shapeOf(await rehearsal.inventory(), "").map((line) => line.split(" ")[0] ?? line);
}

/** After a crash: recover, then `up`, converges; nothing is there twice, nothing is lost. */
export async function expectConvergence(rehearsal: Rehearsal, undisturbed: Undisturbed): Promise<void> {
    // a run killed before it made its stack has nothing to recover
    const recovered = await rehearsal.run("recover", "-s", "dev");
    expect([recovered.code, recovered.output]).toEqual(
        recovered.code === 0 ? [0, expect.stringContaining("is settled")] : [1, expect.stringContaining("nothing to recover")],
    );
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
