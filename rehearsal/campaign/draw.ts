import type { Fault, FaultVerb } from "../faults/fault-file";
import { type Dice, seededDice, shuffled } from "../random/dice";
import { type FaultKind, type FaultRow, faultTable } from "./fault-table";

/** During which command the fault comes: the first `up`, an `up` with an edited stack file, a `destroy`. */
export type Phase = "up" | "edit" | "destroy";

/** A request that an undisturbed command sends. */
export interface Call {
    readonly verb: FaultVerb;
    readonly type: string;
    /** Logical name. */
    readonly name: string;
}

/** Which stack, in which phase: what can be drawn before anything was rehearsed. */
export interface Place {
    /** All stacks, the one to take first; the next one where it does not stand by itself. */
    readonly stacks: readonly string[];
    readonly phase: Phase;
    /** From 0 up to, but not including, 1: which of the edits that the stack has. */
    readonly edit: number;
}

/** What goes wrong in a run. */
export interface DrawnFault {
    readonly kind: FaultKind;
    readonly fault: Fault;
    readonly call: Call;
    /** How many requests in a row it hits. */
    readonly times: number;
    /** What follows a disturbed `destroy`: another `destroy`, or an `up` that brings everything back first. */
    readonly goOn: "destroy" | "up";
}

const PRECISION = 1_000_000;
/** As many as no program tries: a fault that outlasts the command. */
const LASTING = 1000;

/** Each run draws from numbers of its own, so that one run can be repeated without those before it. */
function diceOf(seed: number, run: number, what: string): Dice {
    return seededDice(`campaign ${String(seed)} run ${String(run)} ${what}`);
}

export function drawPlace(seed: number, run: number, stacks: readonly string[]): Place {
    const dice = diceOf(seed, run, "place");
    const order = shuffled(stacks, dice);
    // an edit has creates, updates and deletes, so as many of its runs as of the two others together
    const phases = ["up", "destroy", "edit", "edit"] as const;
    return { stacks: order, phase: phases[dice(phases.length)] ?? "up", edit: dice(PRECISION) / PRECISION };
}

/**
 * Draws the kind of fault first and then the request, so that a kind that only few requests can meet is as frequent as the others.
 *
 * @param calls what the command sends when nothing disturbs it, in any order
 * @throws Error when there is no call
 */
export function drawFault(seed: number, run: number, calls: readonly Call[]): DrawnFault {
    const dice = diceOf(seed, run, "fault");
    const sorted = [...calls].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const met = faultTable.filter((row) => sorted.some((call) => meets(call, row)));
    // a crash has three points, which differ as much as two codes of an error
    const kinds = met.flatMap(({ kind }, index): FaultKind[] =>
        kind === "crash" || met.findIndex((row) => row.kind === kind) === index ? [kind] : [],
    );
    const kind = pick(kinds, dice);
    const { fault, ...row } = pick(
        met.filter((one) => one.kind === kind),
        dice,
    );
    const call = pick(
        sorted.filter((one) => meets(one, row)),
        dice,
    );
    const mayLast = fault.kind === "error" && row.passes !== true;
    return { kind, fault, call, times: dice(2) === 0 && mayLast ? LASTING : 1, goOn: dice(2) === 0 ? "destroy" : "up" };
}

function meets({ type, verb }: Call, { types, verbs }: Omit<FaultRow, "fault">): boolean {
    return (types === undefined || types.test(type)) && (verbs === undefined || verbs.includes(verb));
}

function pick<Element>(list: readonly Element[], dice: Dice): Element {
    const element = list[list.length === 0 ? 0 : dice(list.length)];
    if (element === undefined) {
        throw new Error("nothing to draw from: an undisturbed command sends no request");
    }
    return element;
}

export function keyOf({ verb, type, name }: Call): string {
    return `${verb} ${type} ${name}`;
}
