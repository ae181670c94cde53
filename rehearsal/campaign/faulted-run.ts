import { cpSync } from "node:fs";
import type { ResourceCall } from "../provider/contract";
import type { StateResource } from "../state/backend";
import { awaitingCluster } from "../state/replaced";
import { templateHome } from "./baseline";
import { differencesOf, standingKinds, strayResources } from "./comparison";
import type { DrawnFault, Phase } from "./draw";
import type { Edit } from "./edits";
import { type RehearsalMeans, RehearsedStack } from "./rehearsed-stack";
import type { CampaignStack } from "./stack-files";

/** All that one run is to do. */
export interface RunOrder {
    readonly stack: CampaignStack;
    readonly phase: Phase;
    readonly edit?: Edit;
    readonly fault: DrawnFault;
    /** Kinds of what stands after the same commands without a fault. */
    readonly kinds: readonly string[];
    /** The fault hits every later command, too, so that nothing can come of it. */
    readonly persists: boolean;
}

export interface RunResult {
    readonly fired: boolean;
    /** How the disturbed command ended. `passed`: the program or the engine tried again, and it went through. */
    readonly ended: "passed" | "failed" | "crashed";
    /** Empty when the stack converged and went without a trace. */
    readonly problems: readonly string[];
}

const KILLED = 137;

/** Disturbs one command, then does what a person would do, and looks whether anything was lost, doubled or left. */
export async function runWithFault(root: string, home: string, means: RehearsalMeans, order: RunOrder): Promise<RunResult> {
    const { stack, phase } = order;
    cpSync(templateHome(root, stack, phase === "up" ? "empty" : "standing"), home, { recursive: true });
    return RehearsedStack.in(home, stack, means, (rehearsed) => disturb(rehearsed, order));
}

async function disturb(rehearsed: RehearsedStack, order: RunOrder): Promise<RunResult> {
    const { phase, fault } = order;
    if (order.edit !== undefined) {
        rehearsed.edit(order.edit);
    }
    const faults = rehearsed.faultFile(fault);
    const hits: string[] = [];
    const watcher = { onHit: ({ urn }: ResourceCall): void => void hits.push(urn) };
    const code = await (phase === "destroy" ? rehearsed.destroy(watcher, faults) : rehearsed.up(watcher, faults));
    const fired = hits.length > 0;
    const ended = code === 0 ? "passed" : code === KILLED ? "crashed" : "failed";
    const problems = [
        ...(fired ? [] : ["the fault never fired: the disturbed command did not send the request"]),
        ...((ended === "crashed") === (fault.kind === "crash" && fired) ? [] : [`the disturbed command ended with ${String(code)}`]),
        ...(await afterwards(rehearsed, order, order.persists ? faults : undefined)),
    ];
    return { fired, ended, problems };
}

/** The first thing that is wrong, for what follows it says nothing new. */
async function afterwards(rehearsed: RehearsedStack, order: RunOrder, faults: string | undefined): Promise<string[]> {
    const { stack, phase, fault } = order;
    const state = rehearsed.state();
    const waiting = awaitingCluster(state);
    const before = identities(state.filter(({ urn }) => !waiting.has(urn)));
    const recovered = await rehearsed.recover();
    if (recovered !== 0) {
        return [`recover ended with ${String(recovered)}`];
    }
    if (fault.kind !== "crash") {
        const forgotten = differencesOf(before, identities(rehearsed.state())).filter((line) => line.startsWith("-"));
        if (forgotten.length > 0) {
            return ["recover forgot what the state held, although nothing had crashed:", ...forgotten];
        }
    }
    if (phase !== "destroy" || fault.goOn === "up") {
        const problems = await converge(rehearsed, order, faults);
        if (problems.length > 0) {
            return problems;
        }
    }
    const destroyed = await rehearsed.destroy({}, faults);
    if (destroyed !== 0) {
        return [`destroy ended with ${String(destroyed)}`];
    }
    const left = (await standingKinds(rehearsed.paths)).map((kind) => `+ ${kind}`);
    const known = rehearsed.state().map(({ urn }) => `+ ${urn}`);
    return [
        ...(left.length === 0 ? [] : [`destroy of ${stack.label} left in the subscription:`, ...left]),
        ...(known.length === 0 ? [] : [`destroy of ${stack.label} left in the state:`, ...known]),
    ];
}

async function converge(rehearsed: RehearsedStack, { stack, kinds }: RunOrder, faults: string | undefined): Promise<string[]> {
    const up = await rehearsed.up({}, faults);
    if (up !== 0) {
        return [`the up after it ended with ${String(up)}`];
    }
    const preview = await rehearsed.previewNoChanges();
    if (preview !== 0) {
        return [`the preview after it shows changes (ended with ${String(preview)})`];
    }
    const stray = await strayResources(rehearsed.paths, stack.name, rehearsed.state());
    if (stray.length > 0) {
        return ["stands without being in the state (+), or is in the state without standing (-):", ...stray];
    }
    const differences = differencesOf(kinds, await standingKinds(rehearsed.paths));
    return differences.length === 0 ? [] : ["lost (-) or doubled (+), compared with a run that nothing disturbed:", ...differences];
}

function identities(state: readonly StateResource[]): string[] {
    return state.map(({ urn, id = "" }) => `${urn} ${id}`);
}
