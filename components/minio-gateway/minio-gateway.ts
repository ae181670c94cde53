import * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as policy from "@pulumi/kubernetes/policy/v1";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import type {
    CertificateAuthorityHandle,
    ClusterHandle,
    ObjectStoreHandle,
    S3EndpointHandle,
    SecretHandle,
    WorkloadIdentityHandle,
} from "../core/contracts";
import { underPath } from "../core/findings";
import { imageReference, IMAGES } from "../core/images";
import { diesWith } from "../core/lifetime";
import type { MirrorSpec } from "../core/mirror";
import { type Placement, SYSTEM_PLACEMENT } from "../core/placement";
import { typeToken } from "../core/token";
import { S3Credentials } from "./credentials";
import { s3RotationRules } from "./rules";
import { S3_GATEWAY_DEFAULTS, type S3ClientSpec, type S3GatewaySpec, type S3RotationSpec } from "./spec";
import { DEFAULT_SCRAPERS, gatewayTraffic } from "./traffic-values";
import { GatewayCertificate } from "./gateway-certificate";
import { METRICS_PORT, S3_PORT, S3_REGION } from "./values";
import { podSpec } from "./workload-values";

export interface MinioGatewayArgs {
    /** The cluster that it is in, and dies with. */
    readonly cluster: ClusterHandle;
    /** Where objects are kept. Its buckets' containers must have the metadata that `bucketsMetadata` gives. */
    readonly store: ObjectStoreHandle;
    /** Who it is in Azure: may read and write blobs of the account. Its service account's namespace is where everything lives. */
    readonly identity: WorkloadIdentityHandle;
    readonly gateway: Extract<S3GatewaySpec, { kind: "s3" }>;
    /** Who signs its certificate; of no account without `gateway.tls`. */
    readonly certificateAuthority: CertificateAuthorityHandle;
    /**
     * Which generation of each credential is valid. A higher number makes a new one.
     * @default {} the first of each
     */
    readonly rotation?: S3RotationSpec;
    /**
     * Pods of other namespaces that may reach it.
     * @default [] the pods of its own namespace only
     */
    readonly clients?: readonly S3ClientSpec[];
    /**
     * Namespaces whose pods may ask for metrics.
     * @default ["kube-system"] where the agents of Azure Monitor are
     */
    readonly scrapers?: readonly string[];
    /**
     * Nodes that it runs on. They need no GPU.
     * @default - the system pools
     */
    readonly placement?: Placement;
    /**
     * Copies of images.
     * @default - from ghcr.io and docker.io
     */
    readonly mirror?: MirrorSpec;
    /**
     * Name of a Secret in the namespace to pull images with.
     * @default - none
     */
    readonly imagePullSecret?: pulumi.Input<string>;
}

/** Name of Service and Deployment. Clients know the endpoint by it, whatever runs behind it. */
const SERVICE = "minio";
const LABELS = { "app.kubernetes.io/name": SERVICE, "app.kubernetes.io/component": "s3-gateway" };
const OWNED = { ...LABELS, "app.kubernetes.io/managed-by": "pulumi" };

/**
 * An S3 endpoint inside the cluster, on port 9000, over Azure Blob. Needs a Kubernetes provider for the cluster among `providers`.
 *
 * It runs versitygw, which keeps no state, and signs in to Azure with the pod's identity: there is no key of the storage account anywhere.
 * Each bucket has a user who may read and write its objects, and nothing else: other buckets, policies and the bucket itself are closed to
 * him. The root user may do everything; his keys are in one Secret that only the gateway uses. Whoever may read Secrets in the namespace
 * has all keys. Reached from the namespace's own pods and from `clients`, and from nowhere else.
 *
 * A new generation of a credential makes a new Secret, and the gateway's pods anew, one after the other; as each starts, the old key ends.
 * Clients that hold the old one are refused until they restart, which those do that take the handle's Secret. The certificate is valid for
 * a year; an `up` in its last 60 days renews it.
 *
 * No versioning (Azure's own is seen by Azure's tools only), and ETags are no MD5 sums. Costs what the store's transactions cost, and half
 * a core and 600 MiB of memory for two instances.
 *
 * @throws pulumi.InputPropertiesError when a generation is no whole number, or for a bucket that is not there.
 * @example
 * const s3 = new MinioGateway("s3", { cluster, store, identity, gateway: { kind: "s3" }, certificateAuthority }, { parent, providers });
 */
export class MinioGateway extends pulumi.ComponentResource implements S3EndpointHandle {
    /** Address with scheme and port; whoever uses it waits until the endpoint answers. */
    public readonly url: pulumi.Output<string>;
    public readonly region = S3_REGION;
    public readonly credentials: Readonly<Record<string, SecretHandle>>;
    /** A Secret with `access-key` and `secret-key` of the user who may do everything: for repairs. */
    public readonly rootCredentials: SecretHandle;
    declare public readonly certificateAuthority?: CertificateAuthorityHandle;

    constructor(name: string, args: MinioGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("MinioGateway"), name, {}, opts);
        const { cluster, identity, gateway, rotation = {} } = args;
        const buckets = Object.keys(args.store.buckets);
        new ArgErrors().add(underPath("rotation", s3RotationRules(rotation, buckets))).throwIfAny("MinioGateway", name);

        const { namespace } = identity;
        const tls = gateway.tls ?? S3_GATEWAY_DEFAULTS.tls;
        const place = { namespace, labels: OWNED, cluster };
        const credentials = new S3Credentials(`${name}-users`, { ...place, buckets, rotation }, { parent: this });
        const certificate = tls
            ? new GatewayCertificate(`${name}-tls`, { ...place, service: SERVICE, authority: args.certificateAuthority }, { parent: this })
            : undefined;
        const deployment = this.createDeployment(name, args, credentials, certificate?.secret);
        const service = this.createService(name, args);
        this.createGuards(name, args);

        const scheme = tls ? "https" : "http";
        this.url = pulumi
            .all([service.metadata.name, service.metadata.namespace, deployment.id])
            .apply(([host, inside]) => `${scheme}://${host}.${inside}.svc:${S3_PORT}`);
        this.credentials = credentials.buckets;
        this.rootCredentials = credentials.root;
        if (tls) {
            this.certificateAuthority = args.certificateAuthority;
        }
        this.registerOutputs({ url: this.url, region: this.region });
    }

    private createDeployment(
        name: string,
        args: MinioGatewayArgs,
        credentials: S3Credentials,
        certificate: SecretHandle | undefined,
    ): apps.Deployment {
        const { cluster, identity, store, gateway, mirror = {}, imagePullSecret, placement = SYSTEM_PLACEMENT } = args;
        const spec = podSpec({
            images: {
                gateway: imageReference(IMAGES.versitygw, mirror.images),
                exporter: imageReference(IMAGES["statsd-exporter"], mirror.images),
            },
            labels: LABELS,
            serviceAccountName: identity.serviceAccountName,
            accountName: store.accountName,
            secrets: {
                root: credentials.root.name,
                users: credentials.users.name,
                ...(certificate === undefined ? {} : { certificate: certificate.name }),
            },
            placement,
            ...(imagePullSecret === undefined ? {} : { imagePullSecret }),
        });
        const annotations = {
            "prometheus.io/scrape": "true",
            "prometheus.io/port": `${METRICS_PORT}`,
            "prometheus.io/path": "/metrics",
            // A pod is told once who it is. Another identity makes the pods anew: by its id, or by its replacement where that is in the stack.
            ...(identity.resource === undefined ? { "ml-platform/identity": identity.clientId } : {}),
        };
        const others = identity.resource === undefined ? [] : [identity.resource];
        return new apps.Deployment(
            `${name}-deployment`,
            {
                metadata: { name: SERVICE, namespace: identity.namespace, labels: OWNED },
                spec: {
                    replicas: gateway.replicas ?? S3_GATEWAY_DEFAULTS.replicas,
                    selector: { matchLabels: LABELS },
                    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
                    template: {
                        // The label makes AKS hand the identity's token to the pod.
                        metadata: { labels: { ...OWNED, "azure.workload.identity/use": "true" }, annotations },
                        spec,
                    },
                },
            },
            { parent: this, ...withOthers(diesWith(cluster), others) },
        );
    }

    private createService(name: string, { cluster, identity }: MinioGatewayArgs): core.Service {
        return new core.Service(
            `${name}-service`,
            {
                metadata: { name: SERVICE, namespace: identity.namespace, labels: OWNED },
                spec: { type: "ClusterIP", selector: LABELS, ports: [{ name: "s3", port: S3_PORT, targetPort: "s3", protocol: "TCP" }] },
            },
            { parent: this, ...diesWith(cluster) },
        );
    }

    /** Who reaches the pods, and how many may go at once. */
    private createGuards(name: string, { cluster, identity, clients = [], scrapers = DEFAULT_SCRAPERS }: MinioGatewayArgs): void {
        const metadata = { name: SERVICE, namespace: identity.namespace, labels: OWNED };
        const lifetime = { parent: this, ...diesWith(cluster) };
        new networking.NetworkPolicy(`${name}-traffic`, { metadata, spec: gatewayTraffic(LABELS, clients, scrapers) }, lifetime);
        new policy.PodDisruptionBudget(
            `${name}-disruption-budget`,
            { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: LABELS }, unhealthyPodEvictionPolicy: "AlwaysAllow" } },
            lifetime,
        );
    }
}

/** The same options, replaced with others too. The name is fixed, so the new one cannot stand beside the old one. */
function withOthers(options: ReturnType<typeof diesWith>, others: readonly pulumi.Resource[]): pulumi.CustomResourceOptions {
    const { replaceWith = [] } = options;
    return others.length === 0 ? options : { ...options, replaceWith: [...replaceWith, ...others], deleteBeforeReplace: true };
}
