import type { Finding } from "../../../components/core/findings";
import { runnerRules } from "../../../components/studio-go-runner/rules";
import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

const secure = { secure: "v1:placeholder" };
const profile = (name: string, key: string, value: unknown): Edit => [["sai", "profiles", name, key], value];
const worker = (key: string, value: unknown): Edit => [["studioml", "runner", "workers", "small", key], value];
const selfSigned = { kind: "gateway", host: "ml.contoso.com", exposure: "internal", tls: { kind: "self-signed" } };
const applicationGateway: Edit[] = [
    [
        ["ingress"],
        {
            kind: "application-gateway",
            host: "ml.contoso.com",
            exposure: "internal",
            tls: { kind: "key-vault", vaultName: "kv-contoso", certificateName: "ml" },
        },
    ],
    [["network", "subnets", "applicationGateway"], "10.233.33.0/24"],
];

const FIT_CASES = {
    "platform/other-section": {
        breaks: [[["sai"], { profiles: { cpu: { pool: "t4", image: "jupyter:1", cpus: 1, memoryGiB: 4 } } }]],
        satisfies: [[["studioml"], {}]],
    },
    // S0-65: the chart is not public.
    "platform/section-missing": {
        stack: "shakudo",
        breaks: [[["shakudo"]]],
        satisfies: [[["shakudo"], { chart: { kind: "path", path: "charts/shakudo" } }]],
    },
    "platform/mesh": {
        stack: "kubeflow",
        breaks: [[["mesh"], { kind: "existing", version: "1.31" }]],
        satisfies: [[["mesh"], { kind: "self-managed" }]],
        at: "mesh.kind",
    },
    // S0-52
    "platform/mesh-extension-providers": {
        stack: "shakudo",
        breaks: [[["mesh"], { kind: "addon" }]],
        satisfies: [[["mesh"], { kind: "existing", version: "1.31" }]],
        at: "mesh.kind",
    },
    "platform/ingress": {
        stack: "sai",
        breaks: applicationGateway,
        satisfies: [[["ingress"], selfSigned]],
        at: "ingress.kind",
    },
    // S3-35: no static user.
    "platform/sign-in": {
        stack: "kubeflow",
        breaks: [[["sso"], { kind: "none" }]],
        satisfies: [[["sso"], { kind: "keycloak", realm: "kubeflow" }]],
        at: "sso.kind",
    },
    // S2-9
    "platform/object-store": {
        stack: "katonic",
        breaks: [[["objectStore"], { kind: "none" }]],
        satisfies: [
            [
                ["objectStore"],
                {
                    kind: "existing",
                    accountId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/contosodata",
                },
            ],
        ],
        at: "objectStore.kind",
    },
    "platform/pool-unknown": {
        stack: "sai",
        breaks: [profile("cpu", "pool", "user")],
        satisfies: [profile("cpu", "pool", "users")],
        at: "sai.profiles.cpu.pool",
    },
    // S1-21: the upstream request does not fit the node of the seed, with 4 vCPUs and 28 GiB.
    "platform/pod-too-large": {
        stack: "studioml",
        breaks: [[["gpuPools", "t4", "sizes"], ["Standard_NC4as_T4_v3"]]],
        satisfies: [
            [
                ["gpuPools", "t4", "sizes"],
                ["Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3"],
            ],
        ],
        at: "studioml.runner.workers.small.cpus",
    },
    "platform/image-name": {
        stack: "sai",
        breaks: [profile("cpu", "image", "quay.io/Jupyter/notebook:1")],
        satisfies: [profile("cpu", "image", "quay.io/jupyter/notebook:V1")],
    },
    "platform/image-not-pinned": {
        stack: "sai",
        breaks: [profile("cpu", "image", "quay.io/jupyter/notebook:latest")],
        satisfies: [profile("cpu", "image", `quay.io/jupyter/notebook@sha256:${"0".repeat(64)}`)],
    },
    "security/public-ssh": {
        stack: "sai",
        breaks: [
            [["sai", "ssh", "exposure"], "public"],
            [["ingress", "exposure"], "internal"],
            [["security"], "hardened"],
        ],
        satisfies: [
            [["sai", "ssh", "exposure"], "internal"],
            [["ingress", "exposure"], "internal"],
            [["security"], "hardened"],
        ],
    },
} satisfies RuleCases;

const queueAt = (url: string): Finding[] => runnerRules({ runner: { kind: "none" }, queue: { kind: "existing", url } });

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

const kubeflow = (...path: string[]): ((value: unknown) => Edit) => {
    return (value) => [["kubeflow", ...path], value];
};
const mysql = (host: string): Edit => kubeflow("pipelines", "database")({ kind: "mysql", host, username: "p", password: secure });

const KUBEFLOW_CASES = {
    "kubeflow/kubernetes-version": {
        stack: "kubeflow",
        breaks: [
            [["cluster", "kubernetesVersion"], "1.33"],
            [["cluster", "tier"], "Premium"],
        ],
        satisfies: [
            [["cluster", "kubernetesVersion"], "1.34"],
            [["cluster", "tier"], "Premium"],
        ],
        at: "kubeflow.release",
    },
    "kubeflow/commit": {
        stack: "kubeflow",
        breaks: [kubeflow("commit")("d68ebc7fa")],
        satisfies: [kubeflow("commit")("0123456789abcdef0123456789abcdef01234567")],
    },
    "kubeflow/repository": {
        stack: "kubeflow",
        breaks: [kubeflow("repository")("git@github.com:kubeflow/community-distribution.git")],
        satisfies: [kubeflow("repository")("https://git.contoso.com/mirrors/community-distribution")],
    },
    "kubeflow/profile-name": {
        stack: "kubeflow",
        breaks: [kubeflow("profiles")({ "Team-A": { owner: "ada@contoso.com" } })],
        satisfies: [kubeflow("profiles")({ "team-a": { owner: "ada@contoso.com" } })],
        at: "kubeflow.profiles.Team-A",
    },
    "kubeflow/profile-owner": {
        stack: "kubeflow",
        breaks: [kubeflow("profiles", "team-vision", "owner")("Ada@contoso.com")],
        satisfies: [kubeflow("profiles", "team-vision", "owner")("ada.l@contoso.com")],
    },
    // S3-21
    "kubeflow/pipelines-object-store": {
        stack: "kubeflow",
        breaks: [[["objectStore", "gateway"], { kind: "none" }]],
        satisfies: [[["objectStore", "gateway"], { kind: "none" }], kubeflow("pipelines", "enabled")(false)],
        at: "kubeflow.pipelines.enabled",
    },
    "kubeflow/pipelines-bucket": {
        stack: "kubeflow",
        breaks: [kubeflow("pipelines", "bucket")("pipelines")],
        satisfies: [kubeflow("pipelines", "bucket")("datasets")],
    },
    "kubeflow/mysql-host": {
        stack: "kubeflow",
        breaks: [mysql("10.0.0.4")],
        satisfies: [mysql("db.contoso.com")],
        at: "kubeflow.pipelines.database.host",
    },
} satisfies RuleCases;

const sai = (...path: string[]): ((value: unknown) => Edit) => {
    return (value) => [["sai", ...path], value];
};

const SAI_CASES = {
    "jupyter-hub/no-profile": {
        stack: "sai",
        breaks: [sai("profiles")({})],
        satisfies: [sai("profiles")({ one: { pool: "users", image: "notebook:1", cpus: 0.5, memoryGiB: 1 } })],
    },
    "jupyter-hub/profile-name": {
        stack: "sai",
        breaks: [sai("profiles", "gpu-")({ pool: "users", image: "notebook:1", cpus: 1, memoryGiB: 1 })],
        satisfies: [sai("profiles", "gpu-2")({ pool: "users", image: "notebook:1", cpus: 1, memoryGiB: 1 })],
    },
    "jupyter-hub/default-profiles": {
        stack: "sai",
        breaks: [profile("t4", "default", true)],
        satisfies: [profile("t4", "default", false)],
    },
    "jupyter-hub/gpu-node-without-gpu": {
        stack: "sai",
        breaks: [profile("cpu", "pool", "t4")],
        satisfies: [profile("cpu", "pool", "t4"), profile("cpu", "gpus", 1)],
    },
    // S4-6
    "jupyter-hub/culling-off": {
        stack: "sai",
        breaks: [sai("culling")({ kind: "none" })],
        satisfies: [sai("culling")({ kind: "none" }), profile("t4", "gpus", 0)],
        at: "sai.culling.kind",
    },
    // S4-4
    "jupyter-hub/files-private-endpoint": {
        stack: "sai",
        breaks: [[["network", "subnets"]]],
        satisfies: [[["network", "subnets"]], sai("storage", "protocol")("smb")],
        at: "sai.storage.protocol",
    },
    "jupyter-hub/ssh-range-syntax": {
        stack: "sai",
        breaks: [sai("ssh", "allowedRanges")(["campus"])],
        satisfies: [sai("ssh", "allowedRanges")(["20.50.10.7"])],
        at: "sai.ssh.allowedRanges[0]",
    },
    // S4-9
    "jupyter-hub/ssh-open-to-everyone": {
        stack: "sai",
        breaks: [sai("ssh", "allowedRanges")([])],
        satisfies: [sai("ssh", "allowedRanges")([]), sai("ssh", "exposure")("internal")],
    },
    // S4-11
    "jupyter-hub/ssh-unmaintained": {
        stack: "sai",
        breaks: [sai("ssh", "port")(2222)],
        satisfies: [sai("ssh")({ kind: "none" })],
        at: "sai.ssh.kind",
    },
} satisfies RuleCases;

/** Rules of the platforms: what each needs, and what its section says. */
export const SECTION_CASES = {
    ...FIT_CASES,
    ...STUDIOML_CASES,
    ...SHAKUDO_CASES,
    ...KATONIC_CASES,
    ...KUBEFLOW_CASES,
    ...SAI_CASES,
};
