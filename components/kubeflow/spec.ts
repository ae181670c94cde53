import type * as pulumi from "@pulumi/pulumi";

/** A user or a team: a namespace of its own with notebooks, pipelines and volumes. By name: that of the namespace. */
export interface KubeflowProfileSpec {
    /** E-mail address of the owner, as the sign-in gives it. */
    readonly owner: string;
    /** @default - no limit */
    readonly quota?: { readonly gpus?: number; readonly cpus?: number; readonly memoryGiB?: number };
}

/** Where Pipelines keep runs and metadata. */
export type PipelinesDatabaseSpec =
    /** MySQL in the cluster, on a disk. */
    | { readonly kind: "in-cluster"; /** @default 20 */ readonly storageGiB?: number }
    /** A MySQL server that exists. */
    | { readonly kind: "mysql"; readonly host: string; readonly username: string; readonly password: pulumi.Input<string> };

export interface KubeflowSpec {
    readonly release: KubeflowRelease;
    /** Commit that is applied instead of the release's own. @default - the release's */
    readonly commit?: string;
    /** Git repository that Flux reads, for mirrors. @default "https://github.com/kubeflow/community-distribution" */
    readonly repository?: string;
    readonly profiles: Readonly<Record<string, KubeflowProfileSpec>>;
    readonly pipelines: { readonly enabled: boolean; readonly bucket: string; readonly database: PipelinesDatabaseSpec };
}

/** Releases of the community distribution, with the oldest Kubernetes that each supports. */
export const KUBEFLOW_RELEASES = { "26.03": { oldestKubernetes: "1.34" } } as const;
export type KubeflowRelease = keyof typeof KUBEFLOW_RELEASES;

/** What is used for what is left out. */
export const KUBEFLOW_DEFAULTS = {
    release: "26.03",
    repository: "https://github.com/kubeflow/community-distribution",
    bucket: "mlpipeline",
    databaseStorageGiB: 20,
    userIdHeader: "kubeflow-userid",
    userIdClaim: "email",
    groupsClaim: "groups",
} as const;
