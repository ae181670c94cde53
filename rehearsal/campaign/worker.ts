/**
 * A process that rehearses for a campaign, one job after the other: two at once in one process would wait for each other, since short
 * commands of the engine are waited for without doing anything else.
 */
import { readFileSync } from "node:fs";
import type { Engine } from "../engine/resolve";
import { ResidentPrograms } from "../language-host/resident-programs";
import { change, type LeftOut, standUp, type Undisturbed } from "./baseline";
import type { Phase } from "./draw";
import type { Edit } from "./edits";
import { runWithFault, type RunOrder, type RunResult } from "./faulted-run";
import type { RehearsalMeans } from "./rehearsed-stack";
import type { CampaignStack } from "./stack-files";

export type Job =
    | { readonly kind: "stand-up"; readonly stack: CampaignStack }
    | {
          readonly kind: "change";
          readonly stack: CampaignStack;
          readonly phase: Exclude<Phase, "up">;
          readonly edit?: Edit;
          readonly home: string;
      }
    | { readonly kind: "run"; readonly order: RunOrder; readonly home: string };

export type JobResult<Kind extends Job["kind"]> = Kind extends "stand-up"
    ? Undisturbed | LeftOut
    : Kind extends "change"
      ? Undisturbed
      : RunResult;

/** What a worker is told once, in its only argument's file. */
export interface WorkerOrder {
    readonly root: string;
    readonly engine: Engine;
}

export type Answer = { readonly value: JobResult<Job["kind"]> } | { readonly error: string };

const { root, engine } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as WorkerOrder;
// most of what a run costs is the program, and most of that its start
const means: RehearsalMeans = { engine, programs: new ResidentPrograms() };

function work(job: Job): Promise<JobResult<Job["kind"]>> {
    switch (job.kind) {
        case "stand-up":
            return standUp(root, job.stack, means);
        case "change":
            return change(root, job.stack, means, job.phase, job.edit, job.home);
        case "run":
            return runWithFault(root, job.home, means, job.order);
    }
}

process.on("message", (job: Job) => {
    void work(job)
        .then(
            (value): Answer => ({ value }),
            (error: unknown): Answer => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
        )
        .then((answer) => process.send?.(answer));
});
// whoever wanted the results is gone
process.on("disconnect", () => process.exit(1));
