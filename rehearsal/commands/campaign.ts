import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { randomInt } from "node:crypto";
import * as os from "node:os";
import * as path from "node:path";
import { Campaign, type FinishedRun } from "../campaign/campaign";
import { type CampaignOptions, repeatingCommand } from "../campaign/options";
import { readEdits } from "../campaign/edits";
import { RunTable, sums } from "../campaign/report";
import { campaignStacks, namedStack } from "../campaign/stack-files";
import { Workers } from "../campaign/workers";
import { resolveEngine } from "../engine/resolve";
import { checkout, shown } from "../home";
import { say, UserError } from "../screen";

/** Edits of the project. */
const editsFile = "campaign.yaml";
const SEEDS = 1_000_000;

/**
 * Rehearses faults drawn from a seed, each in a home of its own, and reports what did not converge. Exit code 1 when a run failed.
 *
 * @throws UserError when an option is wrong, or a stack does not even stand undisturbed
 */
export async function campaign(given: CampaignOptions, directory: string): Promise<number> {
    // what a campaign looks for happens before the API server, whose start would take longer than a run
    process.env["ML_PLATFORM_CONTROL_PLANE"] ||= "files";
    const seed = given.seed ?? randomInt(SEEDS);
    const options = { ...given, seed };
    const stacks = given.stacks.length === 0 ? campaignStacks() : given.stacks.map((file) => namedStack(file, directory));
    const edits = readEdits(given.edits === undefined ? path.join(checkout, editsFile) : path.resolve(directory, given.edits));
    const runs = given.run === undefined ? Array.from({ length: given.runs }, (_, index) => index + 1) : [given.run];
    const engine = await resolveEngine();
    const root = mkdtempSync(path.join(os.tmpdir(), "rehearsal-campaign-"));
    const jobs = Math.min(given.jobs ?? os.availableParallelism(), runs.length);
    const workers = new Workers({ root, engine }, jobs);
    const stop = (): never => {
        workers.end();
        // what was just killed may still be writing
        rmSync(root, { recursive: true, force: true, maxRetries: 10 });
        process.exit(130);
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    const start = Date.now();
    try {
        say(`Campaign with seed ${String(seed)}, ${String(jobs)} at a time. Each stack first stands up undisturbed.`);
        const finished = await rehearse(new Campaign({ seed, runs, stacks, edits, persists: given.persists }, workers, root), options);
        process.stdout.write(`\n${sums(finished, Date.now() - start).join("\n")}\n`);
        return finished.some(({ result }) => result.problems.length > 0) ? 1 : 0;
    } finally {
        process.off("SIGINT", stop).off("SIGTERM", stop);
        workers.end();
        removeAllBut(root, /^run-\d+$/);
    }
}

async function rehearse(runs: Campaign, options: CampaignOptions & { readonly seed: number }): Promise<FinishedRun[]> {
    const planned = await runs.draw().catch((error: unknown): never => {
        throw new UserError(error instanceof Error ? error.message : String(error));
    });
    for (const [label, needed] of await runs.leftOut()) {
        say(`Left out: ${label} does not stand by itself, it needs ${needed}.`);
    }
    const rows = new RunTable(planned);
    process.stdout.write(`${rows.head}\n`);
    return Promise.all(
        planned.map(async (run) => {
            const finished = await runs.perform(run);
            process.stdout.write(`${rows.row(finished)}\n`);
            if (finished.result.problems.length > 0) {
                const indented = finished.result.problems.flatMap((problem) => problem.split("\n")).map((line) => `      ${line}`);
                process.stdout.write(
                    `${indented.join("\n")}\n      repeat: ${repeatingCommand(options, run.run)}\n      kept:   ${shown(finished.home ?? "")}\n`,
                );
            }
            return finished;
        }),
    );
}

/** What failed is kept for whoever looks into it. */
function removeAllBut(root: string, kept: RegExp): void {
    for (const name of readdirSync(root).filter((entry) => !kept.test(entry))) {
        rmSync(path.join(root, name), { recursive: true, force: true });
    }
    if (readdirSync(root).length === 0) {
        rmSync(root, { recursive: true });
    }
}
