import {
    CertificateAuthority,
    type CertificateAuthorityHandle,
    ExistingQueue,
    FluxSources,
    MinioGateway,
    type MessageQueueHandle,
    OPERATOR_KUSTOMIZATION,
    RabbitMq,
    rabbitMqOperator,
    type RunnerPool,
    type S3EndpointHandle,
    StudioGoRunner,
    SYSTEM_PLACEMENT,
    WorkloadServiceAccount,
} from "../components";
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformConfig } from "./config/schema";
import type { AzureLayer, StudiomlOutputs } from "./layers";

/** Where everything of StudioML lives, and by whom it is made. */
export interface Place {
    readonly namespace: pulumi.Output<string>;
    /** Secret for the registries outside Azure, where there are any. */
    readonly imagePullSecret?: pulumi.Output<string>;
    readonly opts: pulumi.ComponentResourceOptions;
}

/** StudioML itself: queue, S3 endpoint and runners, as far as the configuration wants them. */
export function studiomlServices(config: PlatformConfig, azure: AzureLayer, place: Place): StudiomlOutputs {
    const { queue: queueSpec, runner } = config.studioml;
    const hasGateway = azure.objects?.identity !== undefined;
    const authority = hasGateway || queueSpec.kind === "rabbitmq" ? authorityOf(config, place) : undefined;
    const s3 = authority === undefined ? undefined : gatewayOf(config, azure, authority, place);
    const queue = queueOf(config, azure, authority, place);
    const { publicKeyPem } =
        runner.kind === "none" || queue === undefined
            ? {}
            : runnersOf(config, azure, { runner, queue, ...(s3 === undefined ? {} : { s3 }) }, place);
    const secretNames = Object.entries(s3?.credentials ?? {}).map(([bucket, { name }]) => [bucket, name] as const);
    return {
        ...(s3 === undefined ? {} : { s3: { url: s3.url, region: s3.region, secretNames: Object.fromEntries(secretNames) } }),
        ...(queue === undefined ? {} : { queueSecret: queue.credentials.name }),
        ...(authority === undefined ? {} : { certificateAuthority: authority.certificatePem }),
        ...(publicKeyPem === undefined ? {} : { messagePublicKey: publicKeyPem }),
    };
}

function authorityOf({ naming }: PlatformConfig, { opts }: Place): CertificateAuthorityHandle {
    return new CertificateAuthority("authority", { commonName: `${naming.prefix} ${naming.environment} services` }, { ...opts });
}

function gatewayOf(
    { mirror, objectStore }: PlatformConfig,
    { cluster, objects }: AzureLayer,
    certificateAuthority: CertificateAuthorityHandle,
    { namespace, imagePullSecret, opts }: Place,
): S3EndpointHandle | undefined {
    if (objects?.identity === undefined || objectStore.kind === "none" || objectStore.gateway.kind === "none") {
        return undefined;
    }
    const { gateway } = objectStore;
    const identity = new WorkloadServiceAccount("s3-account", { identity: objects.identity, namespace, cluster }, opts);
    const pull = imagePullSecret === undefined ? {} : { imagePullSecret };
    const { rotation } = gateway;
    return new MinioGateway(
        "s3",
        { cluster, store: objects.store, identity, gateway, rotation, certificateAuthority, mirror, ...pull },
        opts,
    );
}

interface Queue extends MessageQueueHandle {
    readonly clientLabels?: Readonly<Record<string, string>>;
}

function queueOf(
    { mirror, studioml }: PlatformConfig,
    { cluster, flux }: AzureLayer,
    certificateAuthority: CertificateAuthorityHandle | undefined,
    { namespace, opts }: Place,
): Queue | undefined {
    const { queue, runner } = studioml;
    if (queue.kind === "existing") {
        return new ExistingQueue("queue", { cluster, namespace, url: queue.url, managementUrl: queue.managementUrl }, opts);
    }
    if (queue.kind === "none" || flux === undefined || certificateAuthority === undefined) {
        return undefined;
    }
    // Every cluster has a system pool, and what else it has may all be GPUs.
    const copies = { placement: SYSTEM_PLACEMENT, ...(mirror.images === undefined ? {} : { mirror: mirror.images }) };
    const sources = { rabbitmq: rabbitMqOperator(copies) };
    const { kustomizations } = new FluxSources("sources", { cluster, extension: flux, sources }, opts);
    const operator = kustomizations[OPERATOR_KUSTOMIZATION];
    if (operator === undefined) {
        return undefined;
    }
    const { kind: _kind, ...spec } = queue;
    const queuePattern = runner.kind === "none" ? {} : { queuePattern: runner.queuePattern };
    const args = { cluster, namespace, operator, certificateAuthority, queue: { ...spec, ...queuePattern }, ...copies };
    return new RabbitMq("queue", args, opts);
}

interface RunnerParts {
    readonly runner: Exclude<PlatformConfig["studioml"]["runner"], { kind: "none" }>;
    readonly queue: Queue;
    readonly s3?: S3EndpointHandle;
}

function runnersOf(config: PlatformConfig, azure: AzureLayer, { runner, queue, s3 }: RunnerParts, place: Place): StudioGoRunner {
    const { namespace, imagePullSecret, opts } = place;
    return new StudioGoRunner(
        "runner",
        {
            cluster: azure.cluster,
            namespace,
            runner,
            queue,
            pools: runnerPools(config, azure),
            idle: config.environment.idle,
            ...(s3 === undefined ? {} : { storage: s3 }),
            ...(imagePullSecret === undefined ? {} : { imagePullSecret }),
            ...(queue.clientLabels === undefined ? {} : { podLabels: queue.clientLabels }),
        },
        opts,
    );
}

/** All pools as runners need to know them: where they are, and what the configuration says of their nodes. */
function runnerPools({ gpuPools, pools }: PlatformConfig, azure: AzureLayer): Record<string, RunnerPool> {
    const withGpus = Object.entries(azure.gpuPools).map(([name, handle]) => {
        const spec = gpuPools[name];
        const disk = spec?.osDisk.sizeGiB;
        const facts = { ...(spec === undefined ? {} : { maxPods: spec.maxPods }), ...(disk === undefined ? {} : { osDiskGiB: disk }) };
        return [name, { ...handle, ...facts }] as const;
    });
    const others = Object.entries(azure.pools).map(([name, handle]) => {
        const spec = pools[name];
        return [name, { ...handle, ...(spec === undefined ? {} : { maxPods: spec.maxPods, osDiskGiB: spec.osDiskSizeGiB }) }] as const;
    });
    return Object.fromEntries([...others, ...withGpus]);
}
