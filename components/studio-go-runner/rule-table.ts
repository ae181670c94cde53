import type { RuleTable } from "../core/findings";

/** What must hold of StudioML's runners. */
export const RUNNER_RULES = {
    "studioml/runner-without-queue": {
        severity: "error",
        reason: "A runner takes its experiments from a queue, and ends at once where it finds no broker.",
        fix: "Set `studioml.queue` to rabbitmq, or to an existing broker.",
    },
    "studioml/no-workers": {
        severity: "error",
        reason: "Runners without workers would be no pods at all.",
        fix: "Add a worker, or set `runner` to none; to pause the runners, set `state` to DrainAndSuspend.",
    },
    "studioml/worker-name": {
        severity: "error",
        reason: "The name becomes part of the name of a Deployment.",
        fix: "Use 1 to 30 lower-case letters, digits and dashes, the first a letter and the last no dash.",
    },
    "studioml/queue-pattern": {
        severity: "error",
        reason: "The runner compiles the pattern as a regular expression when it starts, and ends where it cannot.",
        fix: "Write for example `^rmq_.*$`.",
    },
    "studioml/queue-clear-text": {
        severity: "warning",
        reason: "Over amqp:// the broker's password and every experiment cross the network in clear text.",
        fix: "Use the broker's amqps:// address, on port 5671.",
    },
} as const satisfies RuleTable;
