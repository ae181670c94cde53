import * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as policy from "@pulumi/kubernetes/policy/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import { contentVersion } from "../core/content-version";
import type { ClusterHandle, MessageQueueHandle, NodePoolHandle, S3EndpointHandle } from "../core/contracts";
import { diesWith } from "../core/lifetime";
import type { NodeOffer } from "../core/pod-fit";
import { SYSTEM_POOL_MAX_PODS } from "../core/pool-room";
import { typeToken } from "../core/token";
import { UPSTREAM } from "./environment";
import { MessageKey } from "./message-key-pair";
import { podSpec, type PodParts } from "./pod";
import { goRunnerRules, placementRules } from "./rules";
import { type GoRunnerSpec, RUNNER_DEFAULTS, type WorkerSpec } from "./spec";

/** A pool that runners may use. */
export interface RunnerPool extends NodePoolHandle {
    /** Pods that one of its nodes has room for: they cost memory of the node. @default 110 */
    readonly maxPods?: number;
    /** The disk that its nodes boot from, where its size is known. */
    readonly osDiskGiB?: number;
}

export interface StudioGoRunnerArgs {
    /** The cluster that it is in, and dies with. */
    readonly cluster: ClusterHandle;
    readonly namespace: pulumi.Input<string>;
    readonly runner: GoRunnerSpec;
    /** The pools that workers name. */
    readonly pools: Readonly<Record<string, RunnerPool>>;
    readonly queue: MessageQueueHandle;
    /**
     * S3 endpoint that the runners trust, and whose keys they have for `runner.bucket`.
     * @default - none
     */
    readonly storage?: S3EndpointHandle;
    /**
     * Run no pods, so that the pools can do without nodes; everything else stays.
     * @default false
     */
    readonly idle?: boolean;
    /**
     * Secret for the registry that the image comes from, in the same namespace.
     * @default - the nodes' own identity
     */
    readonly imagePullSecret?: pulumi.Input<string>;
    /**
     * Labels that the network policies of queue and store ask of their clients.
     * @default {}
     */
    readonly podLabels?: Readonly<Record<string, string>>;
}

/**
 * StudioML's runners: for each worker a Deployment whose pods take one experiment at a time from the queue and run it on their pool. Needs
 * a Kubernetes provider for the cluster among `providers`.
 *
 * Costs nothing but the nodes, which the pods keep. An experiment is code of whoever may write to the queue: it runs in the runner's own
 * container, as root of that, and can read what the runner can: the address of the broker with its password, the key of the message
 * encryption, and the ConfigMaps of the namespace. No Secret is readable over the API server.
 *
 * A pod that must go (an update, a change here, a node that is upgraded) takes nothing away from its experiment: it ends when the experiment
 * has, or after `graceMinutes`; what is given up then begins anew elsewhere. No deployment waits for the pods, since a GPU node may take
 * long, or never come.
 *
 * @throws pulumi.InputPropertiesError when a worker has no pool, or fits on none of its nodes.
 * @example
 * const runner = new StudioGoRunner("runner", {
 *     cluster, namespace, queue, pools: gpu.pools,
 *     runner: { kind: "studio-go-runner", image, workers: { small: { pool: "t4", cpus: 3, memoryGiB: 20 } } },
 * }, { parent: platform, providers: [kubernetes] });
 */
export class StudioGoRunner extends pulumi.ComponentResource {
    /** What clients encrypt experiments with, in PEM. None without message encryption. No secret. */
    public readonly publicKeyPem?: pulumi.Output<string>;

    constructor(name: string, args: StudioGoRunnerArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("StudioGoRunner"), name, {}, opts);
        const { cluster, namespace, runner, pools, queue } = args;
        const found = [
            ...goRunnerRules(runner, "runner"),
            ...placementRules(runner, (pool) => (Object.hasOwn(pools, pool) ? offersOf(pools[pool]) : undefined)),
        ];
        new ArgErrors().add(found).throwIfAny("StudioGoRunner", name);
        const options = { parent: this, ...diesWith(cluster) };

        const state = runner.state ?? RUNNER_DEFAULTS.state;
        new core.ConfigMap(
            `${name}-state`,
            { metadata: { ...metadata(namespace), name: UPSTREAM.configMap }, data: { STATE: state } },
            options,
        );
        const account = serviceAccount(name, namespace, options);
        const trust = trustOf(name, args, options);
        const generation = runner.messageKeyGeneration ?? RUNNER_DEFAULTS.messageKeyGeneration;
        const key =
            (runner.messageEncryption ?? RUNNER_DEFAULTS.messageEncryption)
                ? new MessageKey(`${name}-message-key`, { cluster, namespace, generation }, { parent: this })
                : undefined;
        const keys = runner.bucket === undefined ? undefined : args.storage?.credentials[runner.bucket];
        const parts: Omit<PodParts, "pool"> = {
            namespace,
            serviceAccountName: account,
            queue: queue.credentials,
            ...(key === undefined ? {} : { encryption: { key: UPSTREAM.keySecret, passphrase: UPSTREAM.passphraseSecret } }),
            ...(trust === undefined ? {} : { trust: trust.name }),
            ...(args.storage === undefined || keys === undefined ? {} : { storage: { endpoint: args.storage, keys } }),
            ...(args.imagePullSecret === undefined ? {} : { imagePullSecret: args.imagePullSecret }),
        };
        // In the pods' template, so that other contents make other pods: runners read them once, when they start.
        const versions = {
            "ml-platform/queue-version": queue.credentials.version,
            ...(key === undefined ? {} : { "ml-platform/message-key-version": key.keySecret.version }),
            ...(keys === undefined ? {} : { "ml-platform/storage-keys-version": keys.version }),
            ...(trust === undefined ? {} : { "ml-platform/trust-version": trust.version }),
        };
        // By name, and after the Secrets: the engine replaces what has an input from a Secret that is replaced.
        const ordered = { ...options, ...(key === undefined ? {} : { dependsOn: [key] }) };
        for (const [worker, spec] of Object.entries(runner.workers)) {
            const pool = pools[spec.pool];
            if (pool !== undefined) {
                const pod = podSpec(runner, spec, { ...parts, pool });
                workerObjects(`${name}-${worker}`, { ...args, worker, spec, pod, versions }, ordered);
            }
        }
        if (key !== undefined) {
            this.publicKeyPem = key.publicKeyPem;
        }
        this.registerOutputs(key === undefined ? {} : { publicKeyPem: key.publicKeyPem });
    }
}

const LABELS = { "app.kubernetes.io/name": "studio-go-runner", "app.kubernetes.io/managed-by": "pulumi" };

function metadata(namespace: pulumi.Input<string>): { namespace: pulumi.Input<string>; labels: Record<string, string> } {
    return { namespace, labels: { ...LABELS } };
}

function offersOf(pool: RunnerPool | undefined): NodeOffer[] | undefined {
    return pool?.agentPools.map(({ size, gpusPerNode }) => ({
        size,
        gpusPerNode,
        maxPods: pool.maxPods ?? SYSTEM_POOL_MAX_PODS,
        ...(pool.osDiskGiB === undefined ? {} : { osDiskGiB: pool.osDiskGiB }),
    }));
}

/**
 * The account of the runners, and all that it may do: read the ConfigMaps of its namespace. A runner watches them without naming the one
 * that it is after (`internal/runner/k8s.go`), which a role for that one alone would refuse.
 */
function serviceAccount(name: string, namespace: pulumi.Input<string>, options: pulumi.CustomResourceOptions): pulumi.Output<string> {
    const account = new core.ServiceAccount(
        `${name}-account`,
        { metadata: { ...metadata(namespace), name: "studio-go-runner" }, automountServiceAccountToken: false },
        options,
    );
    const role = new rbac.Role(
        `${name}-role`,
        {
            metadata: { ...metadata(namespace), name: "studio-go-runner" },
            rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }],
        },
        options,
    );
    new rbac.RoleBinding(
        `${name}-role-binding`,
        {
            metadata: { ...metadata(namespace), name: "studio-go-runner" },
            subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        },
        options,
    );
    return account.metadata.name;
}

interface Trust {
    readonly name: pulumi.Output<string>;
    readonly version: pulumi.Output<string>;
}

/** Certificates of the authorities that signed for the broker and for the S3 endpoint, each once; nothing where both are public. */
function trustOf(
    name: string,
    { queue, storage, namespace }: StudioGoRunnerArgs,
    options: pulumi.CustomResourceOptions,
): Trust | undefined {
    const authorities = [queue.certificateAuthority, storage?.certificateAuthority].flatMap((authority) => authority ?? []);
    if (authorities.length === 0) {
        return undefined;
    }
    const bundle = pulumi.all(authorities.map(({ certificatePem }) => certificatePem)).apply((pems) => [...new Set(pems)].join(""));
    const map = new core.ConfigMap(
        `${name}-trust`,
        { metadata: { ...metadata(namespace), name: "studioml-runner-trust" }, data: { "ca.crt": bundle } },
        options,
    );
    return { name: map.metadata.name, version: contentVersion({ bundle }) };
}

interface WorkerParts extends Pick<StudioGoRunnerArgs, "namespace" | "idle" | "podLabels"> {
    readonly worker: string;
    readonly spec: WorkerSpec;
    readonly pod: ReturnType<typeof podSpec>;
    readonly versions: Readonly<Record<string, pulumi.Output<string>>>;
}

function workerObjects(name: string, parts: WorkerParts, options: pulumi.CustomResourceOptions): void {
    const { worker, spec, pod, versions, idle = false, namespace, podLabels = {} } = parts;
    const selector = { "app.kubernetes.io/name": LABELS["app.kubernetes.io/name"], "ml-platform/worker": worker };
    const meta = { namespace, name: `studio-go-runner-${worker}`, labels: { ...LABELS, ...selector } };
    const scrape = {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": String(UPSTREAM.metricsPort),
        "prometheus.io/path": "/metrics",
        // The autoscaler would give a pod ten minutes to end, whatever the pod says itself.
        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
    };
    new apps.Deployment(
        `${name}-deployment`,
        {
            metadata: { ...meta, annotations: { "pulumi.com/skipAwait": "true" } },
            spec: {
                replicas: idle ? 0 : (spec.replicas ?? RUNNER_DEFAULTS.replicas),
                selector: { matchLabels: selector },
                // A pod more would ask for a GPU more, which the quota need not have.
                strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: "25%" } },
                template: {
                    metadata: { labels: { ...podLabels, ...LABELS, ...selector }, annotations: { ...scrape, ...versions } },
                    spec: pod,
                },
            },
        },
        options,
    );
    new policy.PodDisruptionBudget(
        `${name}-disruption-budget`,
        { metadata: meta, spec: { maxUnavailable: 1, selector: { matchLabels: selector } } },
        options,
    );
}
