import * as pulumi from "@pulumi/pulumi";
import { StudioGoRunner, type StudioGoRunnerArgs } from "../../components";
import type { NodePoolHandle, S3EndpointHandle, SecretHandle } from "../../components/core/contracts";
import type { GoRunnerSpec } from "../../components/studio-go-runner/spec";
import { named, type Recording } from "./mocks";
import { clusterHandle } from "./mocks-fixtures";

/** What tests of the runners hand in, and where they look. Call inside a recorded program. */

export const spot = { key: "kubernetes.azure.com/scalesetpriority", operator: "Equal", value: "spot", effect: "NoSchedule" } as const;
export const gpu = { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" } as const;

function pool(name: string, size: string, changes: Partial<NodePoolHandle> = {}): NodePoolHandle {
    const offer = { gpuResource: "nvidia.com/gpu", gpusPerNode: 1, ...changes };
    const agentPoolName = pulumi.output(`${name}d1`);
    return {
        name,
        agentPoolName,
        size,
        placement: { nodeSelector: { "ml-platform/pool": name }, tolerations: [gpu] },
        agentPools: [{ agentPoolName, size, capacity: "on-demand", ...offer }],
        ...offer,
    };
}

export const secretHandle = (name: string, version = "v1"): SecretHandle => ({
    namespace: pulumi.output("studioml"),
    name: pulumi.output(name),
    version: pulumi.output(version),
});

const authority = (pem: string) => ({ certificatePem: pulumi.output(pem), privateKeyPem: pulumi.secret("authority's key") });

export function storage(): S3EndpointHandle {
    const certificateAuthority = authority("PLATFORM\n");
    const url = pulumi.output("https://minio.studioml.svc:9000");
    return { url, region: "us-east-1", credentials: { experiments: secretHandle("s3-experiments") }, certificateAuthority };
}

export const runner: GoRunnerSpec = {
    kind: "studio-go-runner",
    image: "quay.io/leafai/studio-go-runner:0.14.2",
    workers: {
        small: { pool: "t4", replicas: 3, cpus: 3.5, memoryGiB: 20 },
        mig: { pool: "a100", gpus: 2, cpus: 8, memoryGiB: 60, diskGiB: 40 },
    },
};

export const build = (changes: Partial<StudioGoRunnerArgs> = {}, name = "runner"): StudioGoRunner =>
    new StudioGoRunner(name, {
        cluster: clusterHandle({}, `${name}-cluster`),
        namespace: "studioml",
        runner,
        pools: {
            t4: pool("t4", "Standard_NC4as_T4_v3", {
                placement: { nodeSelector: { "ml-platform/pool": "t4" }, tolerations: [gpu, spot] },
            }),
            a100: pool("a100", "Standard_NC24ads_A100_v4", { gpuResource: "nvidia.com/mig-1g.10gb", gpusPerNode: 7 }),
        },
        queue: { credentials: secretHandle("rabbitmq-credentials", "q1"), certificateAuthority: authority("PLATFORM\n") },
        ...changes,
    });

export interface Deployment {
    readonly spec: {
        readonly replicas: number;
        readonly template: {
            readonly metadata: { readonly labels: Record<string, string>; readonly annotations: Record<string, string> };
            readonly spec: {
                readonly nodeSelector: Record<string, string>;
                readonly tolerations: readonly unknown[];
                readonly volumes: readonly Record<string, unknown>[];
                readonly containers: readonly [
                    {
                        readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
                        readonly resources: unknown;
                        readonly securityContext: unknown;
                    },
                ];
            } & Record<string, unknown>;
        };
    };
}

export const deployment = (recording: Recording<unknown>, worker: string): Deployment["spec"] =>
    (named(recording, `runner-${worker}-deployment`).inputs as Partial<Deployment> as Deployment).spec;
