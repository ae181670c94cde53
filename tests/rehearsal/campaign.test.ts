import { existsSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { Rehearsal } from "../support/rehearsal";

jest.setTimeout(600_000);

/** Found by looking at what it draws: each way to be disturbed, and each kind of fault. */
const SEED = "225";
const RUNS = 8;

const rehearsal = new Rehearsal();
afterAll(() => rehearsal.remove());

it("a short campaign converges in every run, and every fault fires", async () => {
    const { code, output, stdout } = await rehearsal.run("campaign", "--seed", SEED, "--runs", String(RUNS), "--stack", "dev");
    expect([code, output]).toEqual([0, expect.stringContaining(`${String(RUNS)} runs, 0 failed`)]);
    const rows = stdout.split("\n").filter((line) => /^\d/.test(line) && line.includes(" dev "));
    expect(rows).toHaveLength(RUNS);
    expect(rows.filter((row) => !/ yes +(tried again, )?converged \(\d+\.\d s\)$/.test(row))).toEqual([]);
    // all runs have homes of their own, and leave nothing behind
    expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
});

it("a run that fails is reported with what is wrong and the command that repeats it", async () => {
    const options = ["--stack", "dev", "--fault-persists"];
    const failing = await rehearsal.run("campaign", "--seed", SEED, "--run", "1", ...options);
    expect([failing.code, failing.output]).toEqual([1, expect.stringContaining("1 run, 1 failed")]);
    const command = /repeat: npm run rehearse -- (.*)/.exec(failing.stdout)?.[1] ?? "";
    expect(command).toBe(`campaign --seed ${SEED} --run 1 ${options.join(" ")}`);
    const home = keptHome(failing.stdout);
    expect(readFileSync(path.join(home, "log.txt"), "utf8")).toContain("> npm run rehearse -- recover --stack dev");
    expect(existsSync(path.join(home, "faults.yaml"))).toBe(true);

    const repeated = await rehearsal.run(...command.split(" "));
    expect([repeated.code, withoutTimes(repeated.stdout)]).toEqual([1, withoutTimes(failing.stdout)]);
    [home, keptHome(repeated.stdout)].forEach((folder) => rmSync(path.dirname(folder), { recursive: true }));
});

it("a stack that does not even stand undisturbed is refused, with what it said", async () => {
    const { code, output } = await rehearsal.run("campaign", "--runs", "1", "--stack", "examples/Pulumi.private-cluster.yaml");
    expect([code, output]).toEqual([
        1,
        expect.stringContaining('"up" of examples/Pulumi.private-cluster.yaml fails although nothing disturbs it'),
    ]);
    expect(output).toContain("private-azure");
});

function keptHome(output: string): string {
    return /kept: +(\S+)/.exec(output)?.[1] ?? "";
}

function withoutTimes(output: string): string {
    return output.replace(/\d+(\.\d)? s\b|\d+ min \d+ s/g, "<time>").replace(/rehearsal-campaign-\w+/g, "<home>");
}
