import { type Finding, findingsOf, joinPath, keyStep } from "../core/findings";
import { isEmail, isHostName, isHttpsUrl } from "../core/host-name";
import { KUBEFLOW_RULES } from "./rule-table";
import { KUBEFLOW_DEFAULTS, KUBEFLOW_RELEASES, type KubeflowSpec } from "./spec";

export { KUBEFLOW_RULES } from "./rule-table";
export { KUBEFLOW_DEFAULTS, KUBEFLOW_RELEASES, type KubeflowSpec } from "./spec";

const finding = findingsOf(KUBEFLOW_RULES);

/** What the section needs of the rest. */
export interface KubeflowContext {
    readonly kubernetesVersion: string;
    readonly hasS3: boolean;
    /** Names of the buckets, where they are the program's own. */
    readonly buckets?: readonly string[];
}

export function kubeflowRules(spec: KubeflowSpec, { kubernetesVersion, hasS3, buckets }: KubeflowContext): Finding[] {
    const { release, commit, repository = KUBEFLOW_DEFAULTS.repository, pipelines } = spec;
    const oldestKubernetes = Object.entries(KUBEFLOW_RELEASES).find(([name]) => name === release)?.[1].oldestKubernetes;
    const found: Finding[] = [];
    if (oldestKubernetes !== undefined && minor(kubernetesVersion) < minor(oldestKubernetes)) {
        const message = `this release needs Kubernetes ${oldestKubernetes} or newer, and the cluster has ${kubernetesVersion}`;
        found.push(finding("kubeflow/kubernetes-version", "release", release, message, "raise cluster.kubernetesVersion"));
    }
    if (commit !== undefined && !/^[0-9a-f]{40}$/.test(commit)) {
        const message = "not a full commit id: 40 hexadecimal digits in lower case";
        found.push(finding("kubeflow/commit", "commit", commit, message, "give what `git rev-parse` prints, or leave it out"));
    }
    if (!isHttpsUrl(repository)) {
        const message = "not an https address without credentials and query";
        found.push(finding("kubeflow/repository", "repository", repository, message, `use ${KUBEFLOW_DEFAULTS.repository}, or a mirror`));
    }
    found.push(...profileRules(spec.profiles));
    if (pipelines.enabled && !hasS3) {
        const message = "pipelines keep artifacts in an S3 store, and there is none";
        const fix = "set objectStore to blob with gateway { kind: s3 }, or this to false";
        found.push(finding("kubeflow/pipelines-object-store", "pipelines.enabled", true, message, fix));
    }
    if (pipelines.enabled && hasS3 && buckets?.includes(pipelines.bucket) === false) {
        const message = "not a bucket of the object store";
        const fix = "add it to objectStore.buckets, or name another one";
        found.push(finding("kubeflow/pipelines-bucket", "pipelines.bucket", pipelines.bucket, message, fix));
    }
    if (pipelines.database.kind === "mysql" && !isHostName(pipelines.database.host)) {
        const message = "not a full host name in lower case";
        const fix = "use for example pipelines.mysql.database.azure.com";
        found.push(finding("kubeflow/mysql-host", "pipelines.database.host", pipelines.database.host, message, fix));
    }
    return found;
}

function profileRules(profiles: KubeflowSpec["profiles"]): Finding[] {
    return Object.entries(profiles).flatMap(([name, { owner }]) => {
        const path = joinPath("profiles", keyStep(name));
        const found: Finding[] = [];
        if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
            const message = "a profile is a namespace: 1 to 63 lower-case letters, digits and dashes, with no dash at either end";
            found.push(finding("kubeflow/profile-name", path, name, message, "call it for example team-vision"));
        }
        if (!isEmail(owner) || owner !== owner.toLowerCase()) {
            const message = "not an e-mail address in lower case";
            found.push(finding("kubeflow/profile-owner", `${path}.owner`, owner, message, "write it as the identity provider gives it"));
        }
        return found;
    });
}

/** The minor version as a number; a text that is no version is the cluster's own fault, and never too old here. */
function minor(version: string): number {
    return Number(/^1\.(\d+)/.exec(version)?.[1] ?? Infinity);
}
