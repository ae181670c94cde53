import type { FinishedRun, PlannedRun } from "./campaign";
import { counted, seconds, table } from "../screen";
import { faultText } from "./fault-table";

/** The rows of a campaign's table, as far as they are known before the runs: widths are those of all runs. */
export class RunTable {
    private readonly lines: ReadonlyMap<number, string>;
    readonly head: string;

    constructor(planned: readonly PlannedRun[]) {
        const head = ["run", "stack", "during", "fault", "request", "resource", "fired", "outcome"];
        const cells = planned.map(({ run, stack, phase, edit, fault: { fault, call, times } }) => [
            String(run),
            stack.label,
            edit === undefined ? phase : edit.title,
            `${faultText(fault)}${times > 1 ? ", lasting" : ""}`,
            call.verb,
            `${call.type.split(":").at(-1) ?? ""} ${call.name}`,
            "",
        ]);
        const [first = "", ...rest] = table([head, ...cells.map((row) => [...row, "-"])]).map((line) => line.replace(/\s+-$/, ""));
        this.head = first;
        this.lines = new Map(planned.map(({ run }, index) => [run, rest[index] ?? ""]));
    }

    row({ run, result, milliseconds }: FinishedRun): string {
        const fired = result.fired ? "yes" : "no";
        const at = this.head.indexOf("fired");
        return `${(this.lines.get(run) ?? "").padEnd(at)}${fired.padEnd(7)}${outcomeOf(result)} (${(milliseconds / 1000).toFixed(1)} s)`;
    }
}

function outcomeOf({ ended, problems }: FinishedRun["result"]): string {
    return problems.length > 0 ? "FAILED" : ended === "passed" ? "tried again, converged" : "converged";
}

/** How often each kind of fault came, and how it went. */
export function sums(finished: readonly FinishedRun[], milliseconds: number): string[] {
    const kinds = [...new Set(finished.map(({ fault }) => fault.kind))].sort();
    const failed = (runs: readonly FinishedRun[]): number => runs.filter(({ result }) => result.problems.length > 0).length;
    const rows = kinds.map((kind) => {
        const runs = finished.filter(({ fault }) => fault.kind === kind);
        const during = (phase: string): string => String(runs.filter((run) => run.phase === phase).length);
        const silent = runs.filter(({ result }) => !result.fired).length;
        return [kind, during("up"), during("edit"), during("destroy"), String(silent), String(failed(runs))];
    });
    const busy = finished.reduce((total, run) => total + run.milliseconds, 0);
    return [
        ...table([["fault", "in up", "in an edit", "in destroy", "never fired", "failed"], ...rows]),
        "",
        `${counted(finished.length, "run")}, ${String(failed(finished))} failed, in ${seconds(milliseconds)}: ` +
            `${(busy / 1000 / Math.max(finished.length, 1)).toFixed(1)} s each, ${(milliseconds / 1000 / Math.max(finished.length, 1)).toFixed(1)} s by the clock.`,
    ];
}
