import { type Finding, findingsOf, joinPath, keyStep } from "../core/findings";
import { type FitFault, fitFaults, type NodeOffer } from "../core/pod-fit";
import { RUNNER_RULES } from "./rule-table";
import { diskDemand, type GoRunnerSpec, type QueueSpec, RUNNER_DEFAULTS, type RunnerSpec, WORKER_NAME_PATTERN } from "./spec";

export { RUNNER_RULES } from "./rule-table";
export { diskDemand, type GoRunnerSpec, type QueueSpec, RUNNER_DEFAULTS, type RunnerSpec, WORKER_NAME_PATTERN } from "./spec";

const finding = findingsOf(RUNNER_RULES);

/** What rules on runners look at beside them. */
export interface RunnerContext {
    /** Buckets of the platform's own S3 endpoint; none where there is no endpoint, or no bucket of the platform's own. */
    readonly buckets: readonly string[];
    /** How long upgrades wait for the pods of a node, by the pool's name. Unit: minutes. */
    readonly drainMinutes: Readonly<Record<string, number>>;
}

/** The runners and the queue that they take experiments from. */
export function runnerRules(
    { runner, queue }: { readonly runner: RunnerSpec; readonly queue: QueueSpec },
    { buckets, drainMinutes }: RunnerContext,
): Finding[] {
    const found = queueRules(queue);
    if (runner.kind === "none") {
        return found;
    }
    if (queue.kind === "none") {
        const message = "runners take their experiments from a queue, and there is none";
        found.push(
            finding("studioml/runner-without-queue", "queue", queue.kind, message, "set it to { kind: rabbitmq }, or name a broker"),
        );
    }
    if (runner.bucket !== undefined && !buckets.includes(runner.bucket)) {
        const those = buckets.length === 0 ? "there is none" : `those are ${buckets.join(", ")}`;
        const message = `no bucket of the platform's own S3 endpoint; ${those}`;
        const fix = "use one of objectStore.buckets, with objectStore.gateway of kind s3, or leave it out";
        found.push(finding("studioml/bucket-unknown", "runner.bucket", runner.bucket, message, fix));
    }
    return [...found, ...goRunnerRules(runner, "runner"), ...graceRules(runner, drainMinutes)];
}

/** The runners by themselves. */
export function goRunnerRules({ queuePattern, workers }: GoRunnerSpec, path: string): Finding[] {
    const found: Finding[] = [];
    if (queuePattern !== undefined && !isPattern(queuePattern)) {
        const message = "not a regular expression";
        const at = joinPath(path, "queuePattern");
        found.push(finding("studioml/queue-pattern", at, queuePattern, message, "write for example ^rmq_.*$"));
    }
    const names = Object.keys(workers);
    if (names.length === 0) {
        const fix = "add one, or set state to DrainAndSuspend to pause the runners";
        const message = "runners without workers are no pods at all";
        found.push(finding("studioml/no-workers", joinPath(path, "workers"), undefined, message, fix));
    }
    for (const name of names.filter((one) => !WORKER_NAME_PATTERN.test(one))) {
        const message = "a worker's name has 1 to 30 lower-case letters, digits and dashes, the first a letter and the last no dash";
        found.push(finding("studioml/worker-name", workerPath(path, name), name, message, "call it for example large"));
    }
    return found;
}

/** Whether every worker has a pool, with a kind of node that it fits on. */
export function placementRules(
    { workers, cacheGiB = RUNNER_DEFAULTS.cacheGiB }: GoRunnerSpec,
    offersOf: (pool: string) => readonly NodeOffer[] | undefined,
): Finding[] {
    return Object.entries(workers).flatMap(([name, worker]) => {
        const path = workerPath("runner", name);
        const offers = offersOf(worker.pool);
        if (offers === undefined) {
            const message = "there is no such pool among those that the runners may use";
            return [finding("studioml/worker-pool", `${path}.pool`, worker.pool, message, "name one of them")];
        }
        const { gpus = RUNNER_DEFAULTS.gpus, cpus, memoryGiB } = worker;
        const faults = fitFaults({ gpus, cpus, memoryGiB, diskGiB: diskDemand(worker, cacheGiB) }, offers);
        return faults.map((fault) => tooLarge(path, worker.pool, offers, fault));
    });
}

function tooLarge(path: string, pool: string, offers: readonly NodeOffer[], { key, asked, most, unit }: FitFault): Finding {
    const left = `${Math.floor(most * 10) / 10} ${unit}`;
    const sizes = [...new Set(offers.map(({ size }) => size))].join(", ");
    const message = `a node of the pool ${pool} (${sizes}) has ${left} for pods, and a runner asks for ${asked}`;
    const fix = `ask for ${left} or less, or use a pool of larger machines`;
    return finding("studioml/worker-too-large", `${path}.${key}`, asked, message, fix);
}

function graceRules(
    { graceMinutes = RUNNER_DEFAULTS.graceMinutes, workers }: GoRunnerSpec,
    drainMinutes: RunnerContext["drainMinutes"],
): Finding[] {
    const pools = [...new Set(Object.values(workers).map(({ pool }) => pool))];
    const short = pools.filter((pool) => Object.hasOwn(drainMinutes, pool) && graceMinutes > (drainMinutes[pool] ?? Infinity));
    return short.length === 0
        ? []
        : [
              finding(
                  "studioml/grace-beyond-drain",
                  "runner.graceMinutes",
                  graceMinutes,
                  `upgrades of ${short.map((pool) => `${pool} (drainTimeoutMinutes ${drainMinutes[pool] ?? 0})`).join(", ")} wait less than that for a runner`,
                  "raise drainTimeoutMinutes there, or lower this",
              ),
          ];
}

function workerPath(path: string, name: string): string {
    return joinPath(joinPath(path, "workers"), keyStep(name));
}

function queueRules(queue: QueueSpec): Finding[] {
    if (queue.kind !== "existing" || typeof queue.url !== "string" || !queue.url.startsWith("amqp://")) {
        return [];
    }
    // The address is not shown: it holds the password.
    const message = "the password and every experiment cross the network in clear text";
    return [finding("studioml/queue-clear-text", "queue.url", undefined, message, "use the broker's amqps:// address, on port 5671")];
}

function isPattern(text: string): boolean {
    try {
        return new RegExp(text).source !== "";
    } catch {
        return false;
    }
}
