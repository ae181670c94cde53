import type { RuleTable } from "../core/findings";

/** What must hold of the platform `kubeflow`. */
export const KUBEFLOW_RULES = {
    "kubeflow/kubernetes-version": {
        severity: "error",
        reason: "Each release of Kubeflow is made for some versions of Kubernetes; its definitions and webhooks fail on older ones.",
        fix: "Raise `cluster.kubernetesVersion`.",
    },
    "kubeflow/commit": {
        severity: "error",
        reason: "Flux applies exactly what a full commit id names; a branch or a tag can be moved by someone else.",
        fix: "Give the 40 hexadecimal digits that `git rev-parse` prints.",
    },
    "kubeflow/repository": {
        severity: "error",
        reason: "Flux reads the repository from inside the cluster, by HTTPS and without a password.",
        fix: "Use https://github.com/kubeflow/community-distribution, or a mirror of it.",
    },
    "kubeflow/profile-name": {
        severity: "error",
        reason: "A profile is a namespace of the same name.",
        fix: "Use 1 to 63 lower-case letters, digits and dashes, with no dash at either end.",
    },
    "kubeflow/profile-owner": {
        severity: "error",
        reason: "A profile belongs to whom the sign-in calls by that e-mail address, in lower case.",
        fix: "Write the address as the identity provider gives it.",
    },
    "kubeflow/pipelines-object-store": {
        severity: "error",
        reason: "Pipelines keep artifacts in an S3 store; the drivers have no way to write to Azure Blob by themselves.",
        fix: "Set `objectStore` to blob with its S3 gateway, or `pipelines.enabled` to false.",
    },
    "kubeflow/pipelines-bucket": {
        severity: "error",
        reason: "Pipelines do not make their bucket.",
        fix: "Add the bucket to `objectStore.buckets`, or name another one.",
    },
    "kubeflow/mysql-host": {
        severity: "error",
        reason: "The server's certificate is checked against its name, so it must be a full host name.",
        fix: "Use for example pipelines.mysql.database.azure.com.",
    },
} as const satisfies RuleTable;
