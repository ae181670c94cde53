import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

const profile = (name: string, key: string, value: unknown): Edit => [["sai", "profiles", name, key], value];
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

/** What a platform needs of the services and pools beside its section. */
export const FIT_CASES = {
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
