import type * as pulumi from "@pulumi/pulumi";

/** What one runner pod asks for. A runner takes one experiment at a time. */
export interface WorkerSpec {
    /** Name of the pool in `gpuPools`, or in `pools` for a runner without GPUs. */
    readonly pool: string;
    /** @default 1 */
    readonly replicas?: number;
    /** @default 1 */
    readonly gpus?: number;
    readonly cpus: number;
    readonly memoryGiB: number;
    /** Space for experiments, on the node's disk. @default 80 */
    readonly diskGiB?: number;
}

/** The runners. */
export type RunnerSpec =
    | { readonly kind: "none" }
    | {
          readonly kind: "studio-go-runner";
          readonly image: string;
          /** Which queues the runners take experiments from, as a regular expression. @default "^(rmq|sqs)_.*$" */
          readonly queuePattern?: string;
          /** `DrainAndSuspend`: runners finish what they do and take nothing new. @default "Running" */
          readonly state?: "Running" | "DrainAndSuspend";
          /** Space for cached artifacts, on the node's disk. @default 10 */
          readonly cacheGiB?: number;
          /** Whether experiments are encrypted for the runners, with a key that the program makes. @default true */
          readonly messageEncryption?: boolean;
          /** By name. */
          readonly workers: Readonly<Record<string, WorkerSpec>>;
      };

/** Where experiments wait for a runner. */
export type QueueSpec =
    | { readonly kind: "none" }
    /** RabbitMQ in the cluster, by its own operator, with TLS and without a public address. */
    | { readonly kind: "rabbitmq"; /** @default 1 */ readonly replicas?: 1 | 3; /** @default 10 */ readonly storageGiB?: number }
    /** A broker that exists, by its address with name and password. */
    | { readonly kind: "existing"; readonly url: pulumi.Input<string> };

/** The form of a worker's name: it becomes part of the name of a Deployment. */
export const WORKER_NAME_PATTERN = /^[a-z](?:[-a-z0-9]{0,28}[a-z0-9])?$/;

/** What is used for what is left out. The pattern is the runner's own default. */
export const RUNNER_DEFAULTS = {
    queuePattern: "^(rmq|sqs)_.*$",
    state: "Running",
    cacheGiB: 10,
    messageEncryption: true,
    replicas: 1,
    gpus: 1,
    diskGiB: 80,
    queueReplicas: 1,
    queueStorageGiB: 10,
} as const;
