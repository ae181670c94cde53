import type { Finding } from "../../../components/core/findings";
import { placementRules, runnerRules } from "../../../components/studio-go-runner/rules";
import type { Edit } from "../support/stack-config";
import { FIT_CASES } from "./fit-data";
import { NOTEBOOK_CASES } from "./notebook-data";
import type { RuleCases } from "./rule-case";

const secure = { secure: "v1:placeholder" };
const worker = (key: string, value: unknown): Edit => [["studioml", "runner", "workers", "small", key], value];

const queueAt = (url: string): Finding[] =>
    runnerRules({ runner: { kind: "none" }, queue: { kind: "existing", url } }, { buckets: [], drainMinutes: {} });
const runnerOn = (pool: string, cpus: number): Finding[] =>
    placementRules({ kind: "studio-go-runner", image: "runner:1", workers: { small: { pool, cpus, memoryGiB: 8 } } }, (name) =>
        name === "t4" ? [{ size: "Standard_NC4as_T4_v3", maxPods: 110 }] : undefined,
    );

const STUDIOML_CASES = {
    "studioml/runner-without-queue": {
        stack: "studioml",
        breaks: [[["studioml", "queue"], { kind: "none" }]],
        satisfies: [[["studioml", "queue"], { kind: "existing", url: secure }]],
    },
    "studioml/no-workers": {
        stack: "studioml",
        breaks: [[["studioml", "runner", "workers"], {}]],
        satisfies: [worker("replicas", 0)],
    },
    "studioml/worker-name": {
        stack: "studioml",
        breaks: [[["studioml", "runner", "workers"], { T4: { pool: "t4", cpus: 1, memoryGiB: 1 } }]],
        satisfies: [[["studioml", "runner", "workers"], { t4: { pool: "t4", cpus: 1, memoryGiB: 1 } }]],
        at: "studioml.runner.workers.T4",
    },
    "studioml/queue-pattern": {
        stack: "studioml",
        breaks: [[["studioml", "runner", "queuePattern"], "^(rmq"]],
        satisfies: [[["studioml", "runner", "queuePattern"], "^(rmq)"]],
    },
    "studioml/worker-pool": {
        direct: { breaks: () => runnerOn("a100", 1), satisfies: () => runnerOn("t4", 1) },
        at: "runner.workers.small.pool",
    },
    // S1-21
    "studioml/worker-too-large": {
        direct: { breaks: () => runnerOn("t4", 3.6), satisfies: () => runnerOn("t4", 3.5) },
        at: "runner.workers.small.cpus",
    },
    // S1-18
    "studioml/bucket-unknown": {
        stack: "studioml",
        breaks: [[["studioml", "runner", "bucket"], "artefacts"]],
        satisfies: [
            [["studioml", "runner", "bucket"], "artifacts"],
            [["objectStore"], { kind: "blob", buckets: { artifacts: {} }, gateway: { kind: "s3" } }],
        ],
    },
    "studioml/grace-beyond-drain": {
        stack: "studioml",
        breaks: [[["studioml", "runner", "graceMinutes"], 31]],
        satisfies: [
            [["studioml", "runner", "graceMinutes"], 31],
            [["gpuPools", "t4", "drainTimeoutMinutes"], 31],
            [["gpuPools", "a100", "drainTimeoutMinutes"], 31],
        ],
    },
    // S1-13
    "studioml/queue-clear-text": {
        direct: { breaks: () => queueAt("amqp://runner:x@queue:5672/"), satisfies: () => queueAt("amqps://runner:x@queue:5671/") },
        at: "queue.url",
    },
} satisfies RuleCases;

const shakudo = (key: string, value: unknown): Edit => [["shakudo", key], value];
const chart = (reference: string): Edit => shakudo("chart", { kind: "oci", reference, version: "1.0.0", username: "c", password: secure });
const events = (url: string): Edit => shakudo("eventExport", { kind: "endpoint", url, token: secure });

const SHAKUDO_CASES = {
    "shakudo/chart-path": {
        stack: "shakudo",
        breaks: [shakudo("chart", { kind: "path", path: "/home/me/charts" })],
        satisfies: [shakudo("chart", { kind: "path", path: "../charts/shakudo-1.4.2.tgz" })],
        at: "shakudo.chart.path",
    },
    "shakudo/chart-reference": {
        stack: "shakudo",
        breaks: [chart("oci://charts.contoso.com/shakudo:1.0.0")],
        satisfies: [chart("oci://charts.contoso.com/shakudo")],
        at: "shakudo.chart.reference",
    },
    // S0-50
    "shakudo/namespace-prefix": {
        stack: "shakudo",
        breaks: [shakudo("namespacePrefix", `${"a".repeat(40)}-b`)],
        satisfies: [shakudo("namespacePrefix", `${"a".repeat(40)}-`)],
    },
    // S0-80
    "shakudo/event-endpoint": {
        stack: "shakudo",
        breaks: [events("http://collector.contoso.com/raw")],
        satisfies: [events("https://collector.contoso.com:8088/raw")],
        at: "shakudo.eventExport.url",
    },
    // S0-60
    "shakudo/git-repository": {
        stack: "shakudo",
        breaks: [shakudo("gitSync", { kind: "ssh", repository: "https://github.com/contoso/pipelines" })],
        satisfies: [shakudo("gitSync", { kind: "ssh", repository: "ssh://git@ssh.dev.azure.com:22/v3/contoso/a/b" })],
        at: "shakudo.gitSync.repository",
    },
    // S0-41
    "shakudo/profile-nodes": {
        stack: "shakudo",
        breaks: [[["pools", "default", "maxCount"], 8]],
        satisfies: [[["pools", "default", "maxCount"], 8], shakudo("profile", "autoscale")],
        at: "shakudo.profile",
    },
} satisfies RuleCases;

const katonic = (...path: string[]): ((value: unknown) => Edit) => {
    return (value) => [["katonic", ...path], value];
};

const KATONIC_CASES = {
    // S2-19
    "katonic/same-pool": {
        stack: "katonic",
        breaks: [katonic("pools", "compute")("platform")],
        satisfies: [katonic("pools", "compute")("a100"), [["gpuPools", "a100", "zones"], ["1"]]],
    },
    // S2-12
    "katonic/node-too-small": {
        stack: "katonic",
        breaks: [[["pools", "compute", "size"], "Standard_D4ds_v5"]],
        satisfies: [[["pools", "compute", "size"], "Standard_D8as_v5"]],
        at: "katonic.pools.compute",
    },
    "katonic/node-label": {
        stack: "katonic",
        breaks: [katonic("nodeLabel")("node-pool")],
        satisfies: [katonic("nodeLabel")("dominodatalab.com/node-pool")],
    },
    "katonic/class-name": {
        stack: "katonic",
        breaks: [katonic("files", "className")("kdisk")],
        satisfies: [katonic("files", "className")("kdisk2")],
    },
    "katonic/premium-v2-zones": {
        stack: "katonic",
        breaks: [[["pools", "compute", "zones"]]],
        satisfies: [[["pools", "compute", "zones"], ["1"]]],
        at: "katonic.disks.sku",
    },
    // S2-5
    "katonic/files-private-endpoint": {
        stack: "katonic",
        breaks: [[["network", "subnets", "privateEndpoints"]], [["objectStore", "privateEndpoint"], false]],
        satisfies: [
            [["network", "subnets", "privateEndpoints"]],
            [["objectStore", "privateEndpoint"], false],
            katonic("files", "protocol")("smb"),
        ],
        at: "katonic.files.protocol",
    },
    "katonic/store-bucket": {
        stack: "katonic",
        breaks: [katonic("stores", "logs")("log")],
        satisfies: [katonic("stores", "logs")("backups")],
    },
} satisfies RuleCases;

/** Rules of the platforms: what each needs, and what its section says. */
export const SECTION_CASES = { ...FIT_CASES, ...STUDIOML_CASES, ...SHAKUDO_CASES, ...KATONIC_CASES, ...NOTEBOOK_CASES };
