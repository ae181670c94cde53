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
    "studioml/worker-pool": {
        severity: "error",
        reason: "A worker's pods are placed by the labels and taints of its pool.",
        fix: "Name a pool that is given to the component.",
    },
    "studioml/worker-too-large": {
        severity: "error",
        reason: "A pod that asks for more than a node of its pool has, beside what AKS and the node's own agents take, waits for ever; the autoscaler adds no node for it.",
        fix: "Ask for less, or use a pool of larger machines.",
    },
    "studioml/bucket-unknown": {
        severity: "error",
        reason: "Keys are made for each bucket of the platform's own S3 endpoint, and for no other.",
        fix: "Name a bucket of `objectStore.buckets`, with `objectStore.gateway` of kind s3, or leave it out: experiments then bring their own keys.",
    },
    "studioml/grace-beyond-drain": {
        severity: "warning",
        reason: "An upgrade of a pool waits for the pods of a node as long as the pool's `drainTimeoutMinutes` says, and fails if one is still there.",
        fix: "Raise `drainTimeoutMinutes` of the pool, or lower `graceMinutes`.",
    },
    "studioml/queue-clear-text": {
        severity: "warning",
        reason: "Over amqp:// the broker's password and every experiment cross the network in clear text.",
        fix: "Use the broker's amqps:// address, on port 5671.",
    },
} as const satisfies RuleTable;
