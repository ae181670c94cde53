import type { core } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import type { NodePoolHandle, S3EndpointHandle, SecretHandle } from "../core/contracts";
import { plainEnvironment, PLACES, startCommand, UPSTREAM, waitCommand } from "./environment";
import { CACHE_HEADROOM_GIB, diskDemand, type GoRunnerSpec, RUNNER_DEFAULTS, type WorkerSpec } from "./spec";

type Pod = core.v1.PodSpec;
type Variable = core.v1.EnvVar;

/** What a runner's pod is made from, beside its specification. */
export interface PodParts {
    readonly namespace: pulumi.Input<string>;
    readonly serviceAccountName: pulumi.Input<string>;
    readonly pool: NodePoolHandle;
    readonly queue: SecretHandle;
    /** Names of the two Secrets of the message encryption, where there is one. */
    readonly encryption?: { readonly key: pulumi.Input<string>; readonly passphrase: pulumi.Input<string> };
    /** Name of the ConfigMap with certificates to trust, where there are any. */
    readonly trust?: pulumi.Input<string>;
    /** The S3 endpoint and the keys that experiments find in their environment, where they find any. */
    readonly storage?: { readonly endpoint: S3EndpointHandle; readonly keys: SecretHandle };
    readonly imagePullSecret?: pulumi.Input<string>;
}

/**
 * The capabilities of root that package managers of an experiment need to unpack files and become another user, and with which a runner
 * ends an experiment; all that the baseline of the Pod Security Standards allows and an experiment does not need are taken away.
 */
const CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID"];

/** The pod of a worker. */
export function podSpec(spec: GoRunnerSpec, worker: WorkerSpec, parts: PodParts): Pod {
    const { pool, imagePullSecret } = parts;
    const { nodeSelector, tolerations } = pool.placement;
    return {
        serviceAccountName: parts.serviceAccountName,
        // It watches the ConfigMap with its state.
        automountServiceAccountToken: true,
        enableServiceLinks: false,
        nodeSelector: { ...nodeSelector, "kubernetes.io/os": "linux" },
        tolerations: tolerations.map((one) => ({ ...one })),
        terminationGracePeriodSeconds: (spec.graceMinutes ?? RUNNER_DEFAULTS.graceMinutes) * 60,
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        ...(imagePullSecret === undefined ? {} : { imagePullSecrets: [{ name: imagePullSecret }] }),
        containers: [
            {
                name: "runner",
                image: spec.image,
                imagePullPolicy: "IfNotPresent",
                command: startCommand(worker),
                env: variables(spec, worker, parts),
                ports: [{ name: "metrics", containerPort: UPSTREAM.metricsPort }],
                resources: resourcesOf(spec, worker, pool),
                // Root, with a file system of its own to write to: it makes environments of Python, and experiments install packages.
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"], add: [...CAPABILITIES] } },
                lifecycle: { preStop: { exec: { command: waitCommand() } } },
                volumeMounts: mounts(parts),
            },
        ],
        volumes: volumes(spec, worker, parts),
    };
}

function variables(spec: GoRunnerSpec, worker: WorkerSpec, { namespace, queue, storage, trust }: PodParts): Variable[] {
    const plain = Object.entries(plainEnvironment(spec, worker, trust !== undefined)).map(([name, value]) => ({ name, value }));
    return [
        ...plain,
        { name: "K8S_NAMESPACE", value: namespace },
        fromSecret("AMQP_URL", queue, "url"),
        fromSecret("AMQP_MGT_URL", queue, "management-url"),
        ...(storage === undefined ? [] : storageVariables(storage)),
    ];
}

/** By the names that S3 clients read. The runner itself takes artifacts by the keys that come with each experiment. */
function storageVariables({ endpoint, keys }: NonNullable<PodParts["storage"]>): Variable[] {
    const trusted = endpoint.certificateAuthority === undefined ? [] : [{ name: "AWS_CA_BUNDLE", value: `${PLACES.trust}/ca.crt` }];
    return [
        { name: "AWS_ENDPOINT_URL_S3", value: endpoint.url },
        { name: "AWS_DEFAULT_REGION", value: endpoint.region },
        fromSecret("AWS_ACCESS_KEY_ID", keys, "access-key"),
        fromSecret("AWS_SECRET_ACCESS_KEY", keys, "secret-key"),
        ...trusted,
    ];
}

function fromSecret(name: string, secret: SecretHandle, key: string): Variable {
    return { name, valueFrom: { secretKeyRef: { name: secret.name, key } } };
}

/** The same asked for and allowed: an experiment gets what it was promised, and no more, whatever else is on the node. */
function resourcesOf(
    { cacheGiB = RUNNER_DEFAULTS.cacheGiB }: GoRunnerSpec,
    worker: WorkerSpec,
    { gpuResource }: NodePoolHandle,
): core.v1.ResourceRequirements {
    const { gpus = RUNNER_DEFAULTS.gpus, cpus, memoryGiB } = worker;
    const amounts = {
        cpu: `${Math.round(cpus * 1000)}m`,
        memory: `${Math.round(memoryGiB * 1024)}Mi`,
        "ephemeral-storage": `${diskDemand(worker, cacheGiB)}Gi`,
        ...(gpus === 0 || gpuResource === undefined ? {} : { [gpuResource]: String(gpus) }),
    };
    return { requests: amounts, limits: { ...amounts } };
}

function mounts({ encryption, trust }: PodParts): core.v1.VolumeMount[] {
    const readOnly = true;
    return [
        { name: "work", mountPath: PLACES.work },
        { name: "cache", mountPath: PLACES.cache },
        { name: "signing", mountPath: PLACES.signing, readOnly },
        ...(encryption === undefined
            ? []
            : [
                  { name: "message-encryption", mountPath: `${PLACES.encryption}/encryption`, readOnly },
                  { name: "encryption-passphrase", mountPath: `${PLACES.encryption}/passphrase`, readOnly },
              ]),
        ...(trust === undefined ? [] : [{ name: "trust", mountPath: PLACES.trust, readOnly }]),
    ];
}

function volumes(
    { cacheGiB = RUNNER_DEFAULTS.cacheGiB }: GoRunnerSpec,
    { diskGiB = RUNNER_DEFAULTS.diskGiB }: WorkerSpec,
    { encryption, trust }: PodParts,
): core.v1.Volume[] {
    const defaultMode = 0o400;
    return [
        { name: "work", emptyDir: { sizeLimit: `${diskGiB}Gi` } },
        { name: "cache", emptyDir: { sizeLimit: `${cacheGiB + CACHE_HEADROOM_GIB}Gi` } },
        { name: "signing", secret: { secretName: UPSTREAM.signingSecret, optional: true, defaultMode } },
        ...(encryption === undefined
            ? []
            : [
                  { name: "message-encryption", secret: { secretName: encryption.key, defaultMode } },
                  { name: "encryption-passphrase", secret: { secretName: encryption.passphrase, defaultMode } },
              ]),
        ...(trust === undefined ? [] : [{ name: "trust", configMap: { name: trust } }]),
    ];
}
