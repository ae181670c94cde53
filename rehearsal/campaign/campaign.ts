import * as path from "node:path";
import { rmSync } from "node:fs";
import type { LeftOut, Undisturbed } from "./baseline";
import { drawFault, type DrawnFault, drawPlace, type Phase } from "./draw";
import { editsOf, type Edit } from "./edits";
import type { RunResult } from "./faulted-run";
import type { CampaignStack } from "./stack-files";
import type { Workers } from "./workers";

export interface CampaignPlan {
    readonly seed: number;
    /** Numbers of the runs, from 1. */
    readonly runs: readonly number[];
    readonly stacks: readonly CampaignStack[];
    readonly edits: readonly Edit[];
    /** The fault stays for all commands of a run. */
    readonly persists: boolean;
}

/** One run, drawn to the end. */
export interface PlannedRun {
    readonly run: number;
    readonly stack: CampaignStack;
    readonly phase: Phase;
    readonly edit?: Edit;
    readonly fault: DrawnFault;
}

export interface FinishedRun extends PlannedRun {
    readonly result: RunResult;
    readonly milliseconds: number;
    /** Kept when something went wrong. */
    readonly home?: string;
}

/** Plans and carries out the runs of a campaign. What a stack does undisturbed is rehearsed once, when the first run needs it. */
export class Campaign {
    private readonly standUps = new Map<string, Promise<Undisturbed | LeftOut>>();
    private readonly changes = new Map<string, Promise<Undisturbed>>();
    private readonly kinds = new Map<PlannedRun, readonly string[]>();

    /** @param root folder for the homes of all runs */
    constructor(
        private readonly plan: CampaignPlan,
        private readonly workers: Workers,
        private readonly root: string,
    ) {}

    /** Draws all runs. @throws Error when a stack or an edit fails although nothing disturbs it */
    async draw(): Promise<PlannedRun[]> {
        return Promise.all(this.plan.runs.map((run) => this.drawRun(run)));
    }

    /** Stacks that do not stand by themselves, with the one that each needs. Known once the runs are drawn. */
    async leftOut(): Promise<ReadonlyMap<string, string>> {
        const outcomes = await Promise.all([...this.standUps].map(async ([label, outcome]) => [label, await outcome] as const));
        return new Map(outcomes.flatMap(([label, outcome]) => ("needs" in outcome ? [[label, outcome.needs] as const] : [])));
    }

    async perform(planned: PlannedRun): Promise<FinishedRun> {
        const home = path.join(this.root, `run-${String(planned.run)}`);
        const { stack, phase, edit, fault } = planned;
        const kinds = this.kinds.get(planned) ?? [];
        const order = { stack, phase, fault, kinds, persists: this.plan.persists, ...(edit === undefined ? {} : { edit }) };
        let start = Date.now();
        const result = await this.workers
            .perform({ kind: "run", order, home }, () => void (start = Date.now()))
            .catch((error: unknown): RunResult => {
                return { fired: true, ended: "failed", problems: [error instanceof Error ? error.message : String(error)] };
            });
        const milliseconds = Date.now() - start;
        if (result.problems.length > 0) {
            return { ...planned, result, milliseconds, home };
        }
        rmSync(home, { recursive: true, force: true });
        return { ...planned, result, milliseconds };
    }

    private async drawRun(run: number): Promise<PlannedRun> {
        const { seed, stacks, edits } = this.plan;
        const place = drawPlace(
            seed,
            run,
            stacks.map(({ label }) => label),
        );
        for (const label of place.stacks) {
            const stack = stacks.find((one) => one.label === label);
            const stood = stack === undefined ? undefined : await this.standUp(stack);
            if (stack === undefined || stood === undefined || "needs" in stood) {
                continue;
            }
            const fitting = editsOf(stack.name, edits);
            const edit = place.phase === "edit" ? fitting[Math.floor(place.edit * fitting.length)] : undefined;
            const undisturbed = place.phase === "up" ? stood : await this.change(stack, place.phase, edit);
            const planned: PlannedRun = {
                run,
                stack,
                phase: place.phase,
                ...(edit === undefined ? {} : { edit }),
                fault: drawFault(seed, run, undisturbed.calls),
            };
            // a destroy is disturbed where everything stands
            this.kinds.set(planned, place.phase === "destroy" ? stood.kinds : undisturbed.kinds);
            return planned;
        }
        throw new Error(`none of the stacks stands by itself: ${stacks.map(({ label }) => label).join(", ")}`);
    }

    private standUp(stack: CampaignStack): Promise<Undisturbed | LeftOut> {
        return once(this.standUps, stack.label, () => this.workers.perform({ kind: "stand-up", stack }));
    }

    private change(stack: CampaignStack, phase: "edit" | "destroy", edit: Edit | undefined): Promise<Undisturbed> {
        return once(this.changes, `${stack.label} ${phase} ${edit?.title ?? ""}`, async () => {
            const home = path.join(this.root, `change-${String(this.changes.size)}`);
            const value = await this.workers.perform({ kind: "change", stack, phase, home, ...(edit === undefined ? {} : { edit }) });
            rmSync(home, { recursive: true, force: true });
            return value;
        });
    }
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
}
