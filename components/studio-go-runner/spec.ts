import type * as pulumi from "@pulumi/pulumi";

/** What one runner pod asks for. A runner takes one experiment at a time. */
export interface WorkerSpec {
    /** Name of the pool in `gpuPools`, or in `pools` for a runner without GPUs. */
    readonly pool: string;
    /** @default 1 */
    readonly replicas?: number;
    /** GPUs, or turns or instances of them where the pool shares its GPUs. @default 1 */
    readonly gpus?: number;
    readonly cpus: number;
    readonly memoryGiB: number;
    /** Space for experiments, on the node's disk. @default 80 */
    readonly diskGiB?: number;
}

/** Runners that run. */
export interface GoRunnerSpec {
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
    /** Counted up to make another key; what waits in a queue then cannot be read any more. @default 1 */
    readonly messageKeyGeneration?: number;
    /**
     * Bucket of the platform's S3 endpoint whose address and keys experiments find in their environment.
     * @default - none: every experiment brings the keys of its artifacts
     */
    readonly bucket?: string;
    /** How long a runner that must go may take to end its experiment. @default 30 */
    readonly graceMinutes?: number;
    /** By name. */
    readonly workers: Readonly<Record<string, WorkerSpec>>;
}

/** The runners. */
export type RunnerSpec = { readonly kind: "none" } | GoRunnerSpec;

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
    messageKeyGeneration: 1,
    graceMinutes: 30,
    replicas: 1,
    gpus: 1,
    diskGiB: 80,
    queueReplicas: 1,
    queueStorageGiB: 10,
} as const;

/** Room for cached artifacts beyond the size that the runner keeps them to: it empties the cache after it has grown past that. Unit: GiB. */
export const CACHE_HEADROOM_GIB = 1;

/** Space of a runner's own file system: environments of Python that it makes for experiments, and logs. Unit: GiB. */
export const SYSTEM_GIB = 20;

/** Space that a runner asks for on its node's disk. Unit: GiB. */
export function diskDemand({ diskGiB = RUNNER_DEFAULTS.diskGiB }: Pick<WorkerSpec, "diskGiB">, cacheGiB: number): number {
    return diskGiB + cacheGiB + CACHE_HEADROOM_GIB + SYSTEM_GIB;
}
