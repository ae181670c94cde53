import type { ProviderHost } from "../../provider/contract";
import { objectAt, textAt } from "../fields";
import { referenceOf } from "../file-objects";
import { isAbsence, type KubernetesObject, type ObjectReference, type ObjectStore } from "../object-store";
import { type Awaiter, deletionSeconds } from "./awaiters";
import type { Clock } from "./clock";
import { nameOf, type Verdict } from "./verdict";
import type { Related } from "./workloads";

/** How often a cluster is asked, in milliseconds: soon at first, then less often. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 1000;

/** The pauses between attempts to make an object whose namespace or kind is not there, in milliseconds. */
const RETRY_PAUSES = [1000, 2000, 4000, 8000, 16_000];

/** An object that was made or changed is not what it should be. */
export class AwaitError extends Error {
    constructor(
        message: string,
        readonly live: KubernetesObject,
        readonly reasons: readonly string[],
    ) {
        super(message);
        this.name = "AwaitError";
    }
}

/** What a wait is about. */
export interface WaitTarget {
    readonly cluster: string;
    readonly urn: string;
    /** As long as the program says. @default - as long as the kind may take */
    readonly timeoutSeconds?: number | undefined;
}

/** Waits for the objects of one provider instance, until they are as they should be, time is up, or the user gives up. */
export class Waiting {
    private isCancelled = false;

    constructor(
        private readonly host: Pick<ProviderHost, "log" | "status">,
        private readonly store: ObjectStore,
        private readonly clock: Clock,
    ) {}

    /** The user pressed Ctrl-C: what is under way ends soon, with an error. */
    cancel(): void {
        this.isCancelled = true;
    }

    /** One look at an object. */
    async judge(cluster: string, live: KubernetesObject, awaiter: Awaiter): Promise<Verdict> {
        const namespace = textAt(objectAt(live, "metadata"), "namespace");
        const lists = awaiter.related.map(async ({ apiVersion, kind }): Promise<[string, KubernetesObject[]]> => {
            const isLocal = namespace !== "" && (await this.store.isNamespaced(cluster, apiVersion, kind)) === true;
            return [kind, await this.store.listKind(cluster, apiVersion, kind, isLocal ? namespace : undefined)];
        });
        const related: Related = Object.fromEntries(await Promise.all(lists));
        return awaiter.judge(live, related);
    }

    /**
     * @returns the object once it is ready
     * @throws AwaitError when it is not in time, never will be, or the wait was cancelled
     */
    async untilReady(target: WaitTarget, made: KubernetesObject, awaiter: Awaiter): Promise<KubernetesObject> {
        let live = made;
        let verdict = await this.judge(target.cluster, live, awaiter);
        const isOver = async (): Promise<boolean> => {
            live = await this.store.get(target.cluster, referenceOf(made));
            verdict = await this.judge(target.cluster, live, awaiter);
            return verdict.isReady || verdict.hasFailed === true;
        };
        const name = `'${nameOf(made)}'`;
        if (!verdict.isReady && verdict.hasFailed !== true) {
            const seconds = target.timeoutSeconds ?? awaiter.timeoutSeconds;
            const end = await this.poll(target.urn, isOver, seconds, () => verdict.reasons[0] ?? "");
            if (end === "cancelled") {
                throw new AwaitError(`Resource operation was cancelled for ${name}`, live, verdict.reasons);
            }
            if (end === "timeout") {
                throw new AwaitError(`${name} timed out waiting to be Ready after ${String(seconds)} s`, live, verdict.reasons);
            }
        }
        if (!verdict.isReady) {
            throw new AwaitError(`Resource ${name} was created but failed to initialize`, live, verdict.reasons);
        }
        return live;
    }

    /** Waits as long as it may take for what does not come, or until the user gives up; says in Helm's words how that ended. */
    async inVain(urn: string, seconds: number, status: string): Promise<string> {
        const end = await this.poll(
            urn,
            () => Promise.resolve(false),
            seconds,
            () => status,
        );
        return end === "cancelled" ? "context canceled" : "timed out waiting for the condition";
    }

    /**
     * Waits until an object is gone: deleted, and let go by whoever holds it with a finalizer.
     *
     * @throws AwaitError when it still stands in the end
     */
    async untilGone(target: WaitTarget, reference: ObjectReference): Promise<void> {
        let live: KubernetesObject | undefined;
        const isOver = async (): Promise<boolean> => {
            live = await this.store.get(target.cluster, reference).catch((error: unknown) => {
                if (isAbsence(error)) {
                    return undefined;
                }
                throw error;
            });
            return live === undefined;
        };
        if (await isOver()) {
            return;
        }
        const what = `${reference.kind} ${reference.name}`;
        const seconds = target.timeoutSeconds ?? deletionSeconds(reference.kind);
        const end = await this.poll(target.urn, isOver, seconds, () => `Waiting for ${what} to be deleted`);
        if (end !== "over" && live !== undefined) {
            const reasons = obstacles(live);
            const message =
                end === "cancelled"
                    ? `the deletion of ${what} was cancelled`
                    : `${what} still exists ${String(seconds)} s after it was deleted`;
            throw new AwaitError([message, ...reasons].join(": "), live, reasons);
        }
    }

    /**
     * Makes an object, and tries again where its namespace or its kind is not there yet: another resource of the same program may be making it.
     */
    async retried<T>(urn: string, attempt: () => Promise<T>): Promise<T> {
        for (const pause of RETRY_PAUSES) {
            try {
                return await attempt();
            } catch (error) {
                if (!isAbsence(error) || this.isCancelled) {
                    throw error;
                }
                this.host.status(`creation failed, trying again: ${error instanceof Error ? error.message : String(error)}`, urn);
                await this.clock.sleep(pause);
            }
        }
        return attempt();
    }

    /** @param status what is waited for, shown beside the resource */
    private async poll(
        urn: string,
        isOver: () => Promise<boolean>,
        seconds: number,
        status: () => string,
    ): Promise<"over" | "timeout" | "cancelled"> {
        const deadline = this.clock.now() + seconds * 1000;
        let shown = "";
        const show = (text: string): void => {
            if (text !== shown) {
                this.host.status(text, urn);
                shown = text;
            }
        };
        try {
            for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
                const left = deadline - this.clock.now();
                if (this.isCancelled || left <= 0) {
                    return this.isCancelled ? "cancelled" : "timeout";
                }
                show(status());
                await this.clock.sleep(Math.min(pause, left));
                if (await isOver()) {
                    return "over";
                }
            }
        } finally {
            show("");
        }
    }
}

/** What keeps an object that is being deleted. */
function obstacles(live: KubernetesObject): string[] {
    const finalizers = objectAt(live, "metadata")["finalizers"];
    const held = Array.isArray(finalizers) ? finalizers.filter((one) => typeof one === "string") : [];
    const conditions = objectAt(live, "status")["conditions"];
    // a namespace says what is left in it
    const remaining = (Array.isArray(conditions) ? conditions : []).flatMap((condition) =>
        typeof condition === "object" && condition !== null && !Array.isArray(condition) && condition["status"] === "True"
            ? [textAt(condition, "message")]
            : [],
    );
    return [...(held.length === 0 ? [] : [`finalizers might be preventing deletion (${held.join(", ")})`]), ...remaining];
}
