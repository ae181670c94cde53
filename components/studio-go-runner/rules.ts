import { type Finding, findingsOf, joinPath, keyStep } from "../core/findings";
import { RUNNER_RULES } from "./rule-table";
import { type QueueSpec, type RunnerSpec, WORKER_NAME_PATTERN } from "./spec";

export { RUNNER_RULES } from "./rule-table";
export { type QueueSpec, RUNNER_DEFAULTS, type RunnerSpec, WORKER_NAME_PATTERN } from "./spec";

const finding = findingsOf(RUNNER_RULES);

/** The runners and the queue that they take experiments from. */
export function runnerRules({ runner, queue }: { readonly runner: RunnerSpec; readonly queue: QueueSpec }): Finding[] {
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
    if (runner.queuePattern !== undefined && !isPattern(runner.queuePattern)) {
        const message = "not a regular expression";
        found.push(finding("studioml/queue-pattern", "runner.queuePattern", runner.queuePattern, message, "write for example ^rmq_.*$"));
    }
    const workers = Object.keys(runner.workers);
    if (workers.length === 0) {
        const fix = "add one, or set state to DrainAndSuspend to pause the runners";
        found.push(finding("studioml/no-workers", "runner.workers", undefined, "runners without workers are no pods at all", fix));
    }
    for (const name of workers.filter((one) => !WORKER_NAME_PATTERN.test(one))) {
        const path = joinPath("runner.workers", keyStep(name));
        const message = "a worker's name has 1 to 30 lower-case letters, digits and dashes, the first a letter and the last no dash";
        found.push(finding("studioml/worker-name", path, name, message, "call it for example large"));
    }
    return found;
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
