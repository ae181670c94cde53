import { Provider } from "@pulumi/kubernetes/provider";
import type { PlatformConfig } from "./config/schema";
import type { AzureLayer } from "./layers";

/**
 * The Kubernetes provider of the stack's cluster.
 *
 * `clusterIdentifier` says when it is for another cluster; without one the kubeconfig would, and renewed credentials replace everything.
 *
 * Where the same stack makes the cluster it is a constant, so that credentials that are unknown in a preview update the provider and touch
 * nothing in the cluster. It is not the cluster's id: before it replaces a cluster, the engine asks every provider that depends on it
 * what an unknown id would mean, and closes the one that answers "a replacement", which then cannot delete what it made ("grpc: the client
 * connection is closing", pulumi/pulumi#14650; seen with 3.248). What lives in the cluster goes and comes with it by its own `deletedWith`
 * and `replaceWith`.
 *
 * Where another stack makes it, it is what no other cluster ever has (not the ARM id, which the next cluster of the same name has too). A
 * reference is known at every preview, and when the other stack has made a new cluster, everything is made anew in that.
 *
 * Secrets and ConfigMaps are changed in place, as `kubectl` does it. By default the provider deletes one whose name is fixed and makes it anew,
 * and the engine replaces with it what takes its name from it: all pods of a Deployment at once. Pods learn of other contents by a version
 * among their annotations, and are then replaced one after the other.
 *
 * An ephemeral environment forgets objects whose API server cannot be reached, so that its destroy always ends; a persistent one stops
 * instead, since an unreachable server may only be a VPN that is down. It says nothing rather than `false`, which would count for more
 * than PULUMI_K8S_DELETE_UNREACHABLE, by which someone who knows better can say otherwise for one run.
 */
export function clusterProvider(config: PlatformConfig, azure: AzureLayer): Provider {
    return new Provider(
        "kubernetes",
        {
            kubeconfig: azure.kubeconfig,
            clusterIdentifier: config.layer === "cluster" ? azure.cluster.uid : "platform-cluster",
            enableServerSideApply: true,
            enableSecretMutable: true,
            enableConfigMapMutable: true,
            ...(config.environment.lifetime.kind === "ephemeral" ? { deleteUnreachable: true } : {}),
        },
        { parent: azure.root },
    );
}
