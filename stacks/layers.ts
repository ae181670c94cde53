import type * as pulumi from "@pulumi/pulumi";
import type {
    ClusterHandle,
    FluxExtensionHandle,
    NodePoolHandle,
    ObjectStoreHandle,
    RegistryHandle,
    WorkloadIdentityHandle,
} from "../components";
import type { PlatformConfig } from "./config/schema";

/**
 * What the part of a platform that Azure Resource Manager makes hands to the part that lives in the cluster.
 *
 * Every variant is two functions with this between them, so that the two can also be run as two stacks: by whoever may change the
 * subscription, and by a runner that reaches a private cluster. Then `azure-layer-output.ts` hands it over, and
 * `azure-layer-reference.ts` takes it.
 */
export interface AzureLayer {
    /** What everything in the stack is a child of. */
    readonly root: pulumi.ComponentResource;
    readonly resourceGroupName: pulumi.Output<string>;
    readonly cluster: ClusterHandle;
    /** Secret. */
    readonly kubeconfig: pulumi.Output<string>;
    /** Pools without GPUs by their name in the configuration. */
    readonly pools: Readonly<Record<string, NodePoolHandle>>;
    /** GPU pools by their name in the configuration. */
    readonly gpuPools: Readonly<Record<string, NodePoolHandle>>;
    readonly registry: RegistryHandle;
    /** Where objects are kept, where the platform has a place for them. */
    readonly objects?: {
        readonly store: ObjectStoreHandle;
        /** Who the S3 endpoint is in Azure; none without one. */
        readonly identity?: WorkloadIdentityHandle;
    };
    /** What applies manifests in the cluster, where something needs it. */
    readonly flux?: FluxExtensionHandle;
}

/** What StudioML's services tell of themselves. */
export interface StudiomlOutputs {
    /** The S3 endpoint inside the cluster, and by bucket the Secret with its keys. */
    readonly s3?: {
        readonly url: pulumi.Output<string>;
        readonly region: string;
        readonly secretNames: Readonly<Record<string, pulumi.Output<string>>>;
    };
    /** Name of the Secret with address, name and password of the broker. */
    readonly queueSecret?: pulumi.Output<string>;
    /** What clients of queue and S3 endpoint trust, in PEM. */
    readonly certificateAuthority?: pulumi.Output<string>;
    /** What StudioML's clients encrypt experiments with, in PEM. */
    readonly messagePublicKey?: pulumi.Output<string>;
}

/** What the part of a platform that lives in the cluster tells of itself. */
export interface ClusterLayer extends StudiomlOutputs {
    /** Kubernetes namespace that the platform runs in. */
    readonly namespace: pulumi.Output<string>;
    /** Name of the Secret with the passwords of registries outside Azure, where there are any. */
    readonly imagePullSecret?: pulumi.Output<string>;
}

/** The program of a variant, in its two parts. */
export interface VariantProgram {
    /** Registers what Azure Resource Manager makes. */
    readonly azureLayer: (config: PlatformConfig) => AzureLayer;
    /** Registers what lives in the cluster. */
    readonly clusterLayer: (config: PlatformConfig, azure: AzureLayer) => ClusterLayer;
}
