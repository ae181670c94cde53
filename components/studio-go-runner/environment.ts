import type { GoRunnerSpec, WorkerSpec } from "./spec";
import { RUNNER_DEFAULTS } from "./spec";

/**
 * Names and places that studio-go-runner 0.14.2 itself knows (`cmd/runner/main.go`, `internal/runner/queuematcher.go`,
 * `docs/message_privacy.md`): flags are read from the environment by their names in capitals, with underscores for dashes.
 */
export const UPSTREAM = {
    configMap: "studioml-go-runner",
    keySecret: "studioml-runner-key-secret",
    passphraseSecret: "studioml-runner-passphrase-secret",
    /** Public keys of those who sign their experiments, by prefixes of queues; made by hand where wanted. */
    signingSecret: "studioml-signing",
    metricsPort: 9090,
} as const;

/** Where things are in the file system of a runner. The cache is below its volume: the runner makes the folder itself. */
export const PLACES = {
    work: "/tmp",
    cache: "/runner-cache",
    encryption: "/runner/certs/message",
    signing: "/runner/certs/queues/signing",
    trust: "/etc/studioml/trust",
} as const;

/** Memory that a runner keeps from its experiment: for itself, and for what it downloads. Unit: MiB. */
const OWN_MIB = 1024;

/**
 * What a runner is told that is neither a secret nor made by another resource.
 *
 * MAX_DISK is left out: in 0.14.2 it is the space that must stay free on the node's disk (`internal/disk_resource/disk.go`), not what an
 * experiment may use, which the volume's size decides. Without MAX_CORES and MAX_MEM a runner takes experiments that are as large as the
 * node, whatever its pod may use of it. SSL_CERT_DIR adds to what Go trusts and takes nothing away.
 */
export function plainEnvironment(spec: GoRunnerSpec, worker: WorkerSpec, trusts: boolean): Record<string, string> {
    const { queuePattern = RUNNER_DEFAULTS.queuePattern, cacheGiB = RUNNER_DEFAULTS.cacheGiB } = spec;
    const { gpus = RUNNER_DEFAULTS.gpus, cpus, memoryGiB } = worker;
    const memoryMiB = Math.floor(memoryGiB * 1024);
    return {
        QUEUE_MATCH: queuePattern,
        K8S_CONFIGMAP: UPSTREAM.configMap,
        WORKING_DIR: PLACES.work,
        CACHE_DIR: `${PLACES.cache}/objects`,
        CACHE_SIZE: `${cacheGiB}GiB`,
        MAX_CORES: String(Math.max(1, Math.floor(cpus))),
        MAX_MEM: `${Math.max(Math.floor(memoryMiB / 2), memoryMiB - OWN_MIB)}MiB`,
        PROM_ADDRESS: `:${UPSTREAM.metricsPort}`,
        ENCRYPT_DIR: PLACES.encryption,
        REQUEST_SIGNATURES_DIR: PLACES.signing,
        // What it writes to its log at DBG includes the environment of experiments.
        LOGXI: "*=INF",
        LOGXI_FORMAT: "happy,maxcol=1024",
        ...((spec.messageEncryption ?? RUNNER_DEFAULTS.messageEncryption) ? {} : { CLEAR_TEXT_MESSAGES: "true" }),
        ...(gpus === 0 ? { CPU_ONLY: "true" } : {}),
        ...(trusts ? { SSL_CERT_DIR: `/etc/ssl/certs:${PLACES.trust}` } : {}),
    };
}

/**
 * How a runner is started. The image's own script prints its environment, the broker's password with it, into the log; fails where the
 * folder of the cache is there already, as it is after a restart; and does not pass on the signal to end.
 */
export function startCommand({ gpus = RUNNER_DEFAULTS.gpus }: Pick<WorkerSpec, "gpus">): string[] {
    const libraries = 'export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:-}:/usr/local/cuda/lib64:/usr/local/nvidia/lib64"';
    const program = gpus === 0 ? "/runner/runner-linux-amd64-cpu" : "/runner/runner-linux-amd64";
    return ["/bin/bash", "-c", `${libraries}; mkdir -p "$CACHE_DIR"; cd /runner && exec ${program}`];
}

/**
 * What is done before a runner is told to end. It stops an experiment at once when it is told, and the experiment begins anew elsewhere;
 * so this waits until the experiment that runs now has ended, as its metrics say. Should another one begin in the same moment, that one is
 * given up. Where there are no metrics there is nothing to wait for.
 *
 * @param port of the metrics
 */
export function waitCommand(port: number = UPSTREAM.metricsPort): string[] {
    const metric = [
        "metric() {",
        `  exec 3<>/dev/tcp/127.0.0.1/${port} || return 1`,
        '  printf "GET /metrics HTTP/1.0\\r\\n\\r\\n" >&3',
        '  awk -v name="^runner_project_$1[{ ]" \'$0 ~ name { sum += $NF } END { printf "%d", sum }\' <&3',
        "}",
    ];
    const wait = [
        'before="$(metric completed)" || exit 0',
        'while running="$(metric running)" && [ "$running" -gt 0 ] && [ "$(metric completed)" -le "$before" ]; do sleep 5; done',
    ];
    return ["/bin/bash", "-c", [...metric, ...wait].join("\n")];
}
