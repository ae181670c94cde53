import type * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle, NodePoolHandle, RegistryHandle } from "../components";

/**
 * What the part of a platform that Azure Resource Manager makes hands to the part that lives in the cluster.
 *
 * Every variant is two functions with this between them, so that the two can also be run as two stacks: by whoever may change the
 * subscription, and by a runner that reaches a private cluster.
 */
export interface AzureLayer {
    /** What everything in the stack is a child of. */
    readonly root: pulumi.ComponentResource;
    readonly resourceGroupName: pulumi.Output<string>;
    readonly cluster: ClusterHandle;
    /** Secret. */
    readonly kubeconfig: pulumi.Output<string>;
    /** GPU pools by their name in the configuration. */
    readonly gpuPools: Readonly<Record<string, NodePoolHandle>>;
    readonly registry: RegistryHandle;
}
