import { Provider } from "@pulumi/kubernetes/provider";
import type { PlatformConfig } from "./config/schema";
import type { AzureLayer } from "./layers";

/**
 * The Kubernetes provider of the cluster that the same stack makes.
 *
 * `clusterIdentifier` is a constant, so that renewed credentials, which make the kubeconfig unknown in a preview, update the provider and
 * touch nothing in the cluster. It is not the cluster's id: before it replaces a cluster, the engine asks every provider that depends on it
 * what an unknown id would mean, and closes the one that answers "a replacement", which then cannot delete what it made ("grpc: the client
 * connection is closing", pulumi/pulumi#14650; seen with 3.248). What lives in the cluster goes and comes with it by its own `deletedWith`
 * and `replaceWith`.
 *
 * An ephemeral environment forgets objects whose API server cannot be reached, so that its destroy always ends; a persistent one stops
 * instead, since an unreachable server may only be a VPN that is down.
 */
export function clusterProvider(config: PlatformConfig, azure: AzureLayer): Provider {
    return new Provider(
        "kubernetes",
        {
            kubeconfig: azure.kubeconfig,
            clusterIdentifier: "platform-cluster",
            enableServerSideApply: true,
            deleteUnreachable: config.environment.lifetime.kind === "ephemeral",
        },
        { parent: azure.root },
    );
}
