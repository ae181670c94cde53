import type { Edit } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

const secure = { secure: "v1:placeholder" };
const profile = (name: string, key: string, value: unknown): Edit => [["sai", "profiles", name, key], value];

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

/** The sections of the platforms with notebooks. */
export const NOTEBOOK_CASES = { ...KUBEFLOW_CASES, ...SAI_CASES };
