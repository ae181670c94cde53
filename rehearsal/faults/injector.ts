import { setTimeout as sleep } from "node:timers/promises";
import { type OperationFailure, PartialFailure, type ResourceCall } from "../provider/contract";
import type { Effect, MutationFault, MutationFaults } from "../provider/mutations";
import { type CrashPoint, type Fault, type FaultRule, IN_CLUSTER } from "./fault-file";

/** Given to gRPC to hand an answer to the kernel, from where it reaches a stopped process. */
const FLUSH_MILLISECONDS = 150;

export interface FaultInjectorOptions {
    /** Told of every real create, update and delete, whether a rule hits it or not. */
    readonly onCall?: (call: ResourceCall) => void;
    /** Told of every call that a rule hits. */
    readonly onHit?: (call: ResourceCall) => void;
    /** Told just before the engine is killed. */
    readonly onCrash?: (point: CrashPoint, call: ResourceCall) => void;
    /** Sends a signal to a process. @default process.kill */
    readonly signal?: (pid: number, signal: "SIGKILL" | "SIGSTOP") => void;
}

/**
 * Lets real creates, updates and deletes go wrong as a fault file says.
 *
 * Rules are counted over the life of the injector, each on its own; a call that several rules hit at once meets the first of them. Calls of a preview
 * are never counted. Which of two parallel calls comes first is the engine's affair: a rule that must be deterministic names one resource.
 */
export class FaultInjector implements MutationFaults {
    private readonly seen: number[];
    private readonly active = new Map<string, CallFault>();
    private enginePid: number | undefined;

    constructor(
        private readonly rules: readonly FaultRule[],
        private readonly options: FaultInjectorOptions = {},
    ) {
        this.seen = rules.map(() => 0);
    }

    /** Says which process a crash ends. */
    attachEngine(pid: number): void {
        this.enginePid = pid;
    }

    begin(call: ResourceCall): MutationFault {
        this.options.onCall?.(call);
        const fault = this.hit(call);
        if (fault === undefined) {
            return NO_FAULT;
        }
        this.options.onHit?.(call);
        const key = keyOf(call);
        const callFault = new CallFault(
            fault,
            (point) => {
                this.options.onCrash?.(point, call);
                this.signalEngine("SIGKILL");
            },
            () => {
                this.signalEngine("SIGSTOP");
            },
            () => this.active.delete(key),
        );
        this.active.set(key, callFault);
        return callFault;
    }

    /** A provider has accepted a request whose work goes on. */
    accepted(call: ResourceCall): Promise<OperationFailure | undefined> {
        return Promise.resolve(this.active.get(keyOf(call))?.accepted());
    }

    private hit(call: ResourceCall): Fault | undefined {
        const hits = this.rules.filter((rule, index) => {
            if (!matches(rule, call)) {
                return false;
            }
            const number = (this.seen[index] ?? 0) + 1;
            this.seen[index] = number;
            return number >= rule.nth && number < rule.nth + rule.times;
        });
        return hits[0]?.fault;
    }

    private signalEngine(signal: "SIGKILL" | "SIGSTOP"): void {
        if (this.enginePid === undefined) {
            throw new Error("a crash is due, but no engine is attached: call attachEngine with the pid of the pulumi process first");
        }
        (this.options.signal ?? process.kill.bind(process))(this.enginePid, signal);
    }
}

const NO_FAULT: MutationFault = {
    neverReady: false,
    beforeRequest: () => Promise.resolve(),
    afterEffect: () => Promise.resolve(),
    answer: (send) => {
        send();
        return Promise.resolve();
    },
    end: () => undefined,
};

/** One call that a fault was chosen for. */
class CallFault implements MutationFault {
    readonly neverReady: boolean;
    private crashed = false;

    constructor(
        private readonly fault: Fault,
        private readonly kill: (point: CrashPoint) => void,
        private readonly stop: () => void,
        private readonly ended: () => void,
    ) {
        this.neverReady = fault.kind === "never-ready";
    }

    async beforeRequest(): Promise<void> {
        const { fault } = this;
        if (fault.kind === "delay") {
            await sleep(fault.seconds * 1000);
        } else if (fault.kind === "error") {
            throw new Error(errorText(fault));
        } else if (this.isDue("before-request")) {
            this.crash("before-request");
            throw new Error("rehearsed crash before the request");
        }
    }

    accepted(): OperationFailure | undefined {
        if (this.isDue("after-accept")) {
            this.crash("after-accept");
        }
        return this.fault.kind === "operation" ? { code: this.fault.code, message: this.fault.message } : undefined;
    }

    afterEffect(effect: Effect | undefined): Promise<void> {
        // A provider whose work is done at once does not report acceptance: it falls together with the effect.
        const failure = this.accepted();
        const reasons = failure !== undefined ? [errorText(failure)] : this.fault.kind === "partial" ? this.fault.reasons : undefined;
        return reasons === undefined || effect === undefined
            ? Promise.resolve()
            : Promise.reject(new PartialFailure(effect.id, effect.state, effect.inputs, reasons));
    }

    async answer(send: () => void): Promise<void> {
        if (!this.isDue("after-answer")) {
            send();
            return;
        }
        // A stopped engine gets the answer into its socket but cannot act on it.
        this.stop();
        send();
        await sleep(FLUSH_MILLISECONDS);
        this.crash("after-answer");
    }

    end(): void {
        this.ended();
    }

    private isDue(point: CrashPoint): boolean {
        return this.fault.kind === "crash" && this.fault.point === point && !this.crashed;
    }

    private crash(point: CrashPoint): void {
        this.crashed = true;
        this.kill(point);
    }
}

function matches({ match, fault }: FaultRule, call: ResourceCall): boolean {
    const inPart = fault.kind === "partial" || fault.kind === "operation";
    const isWait = fault.kind === "never-ready";
    const verbFits = match.verb === undefined ? !((inPart || isWait) && call.verb === "delete") : match.verb === call.verb;
    return (
        verbFits &&
        (!isWait || call.type.startsWith(IN_CLUSTER)) &&
        globMatches(match.type, call.type) &&
        globMatches(match.name, call.name)
    );
}

function globMatches(glob: string, text: string): boolean {
    const pattern = glob
        .replace(/[\\^$+.()|[\]{}]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    return new RegExp(`^${pattern}$`, "s").test(text);
}

/** In the form in which azure-native shows an error of ARM. */
function errorText({ code, message, status }: OperationFailure & { readonly status?: number | undefined }): string {
    return `${status === undefined ? "" : `Status=${String(status)} `}Code="${code}" Message="${message}"`;
}

function keyOf(call: ResourceCall): string {
    return `${call.verb} ${call.urn}`;
}
