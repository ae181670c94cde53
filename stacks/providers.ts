import * as kubernetes from "@pulumi/kubernetes";
import type { PlatformConfig } from "./config/schema";
import type { AzureLayer } from "./layers";

/**
 * The Kubernetes provider of the platform's own cluster.
 *
 * `clusterIdentifier` is the cluster's id: renewed credentials update the provider and touch nothing in the cluster, while another cluster
 * replaces it. The id of a replaced cluster is its old one, hence `replaceWith`. `deletedWith` spares requests to a cluster that is going.
 *
 * An ephemeral environment forgets objects whose API server cannot be reached, so that its destroy always ends; a persistent one stops
 * instead, since an unreachable server may only be a VPN that is down.
 */
export function clusterProvider(config: PlatformConfig, azure: AzureLayer): kubernetes.Provider {
    const { resource } = azure.cluster;
    return new kubernetes.Provider(
        "kubernetes",
        {
            kubeconfig: azure.kubeconfig,
            clusterIdentifier: azure.cluster.id,
            enableServerSideApply: true,
            deleteUnreachable: config.environment.lifetime.kind === "ephemeral",
        },
        { parent: azure.root, deletedWith: resource, replaceWith: [resource] },
    );
}
