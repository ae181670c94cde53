import type * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle } from "./contracts";

/**
 * An output of a resource that is unknown as long as the resource is not there, so that nothing is worked out from it until then.
 *
 * In the preview of a create that is so by itself. But a destroy that runs the program makes nothing: a resource that an earlier destroy
 * already deleted is answered without an id, which the program sees as unknown, and without outputs, which it sees as known to be
 * `undefined` (engine and SDK 3.248). A check of what Azure returns would refuse that, and the destroy could never be finished.
 */
export function onceMade<T>(resource: pulumi.CustomResource, output: pulumi.Output<T>): pulumi.Output<T> {
    return resource.id.apply(() => output);
}

type Lifetime = Pick<pulumi.CustomResourceOptions, "deletedWith" | "replaceWith" | "deleteBeforeReplace">;

/**
 * Options for what lives in a cluster and dies with it. Deleting the cluster deletes it, so it is not deleted by itself; a new
 * cluster needs it anew; and as its name is fixed, the new one cannot stand beside the old one.
 *
 * Whatever the cluster is replaced with is named too. When the engine deletes a cluster for want of its network, it finds what lives in it
 * only by that; else it comes upon each object when the new cluster stands, and deletes it there (3.248).
 *
 * Without a cluster in the same stack there is nothing to die with: the stack deletes by itself what it made, and a new cluster comes
 * with another provider (`stacks/providers.ts`), which makes everything anew.
 */
export function diesWith({ resource, replacedWith = [] }: Pick<ClusterHandle, "resource" | "replacedWith">): Lifetime {
    return resource === undefined ? {} : { deletedWith: resource, replaceWith: [resource, ...replacedWith], deleteBeforeReplace: true };
}

/**
 * Options for a Helm release: it dies with its namespace, which must stay as long as its cluster does.
 *
 * When a cluster is replaced for its own sake, the engine deletes what is in it one by one, in no order, before the cluster (3.248). A
 * release whose namespace went first is not found any more, and uninstalling it is an error.
 */
export function diesWithNamespace(cluster: Pick<ClusterHandle, "resource" | "replacedWith">, namespace: pulumi.Resource): Lifetime {
    return cluster.resource === undefined ? {} : { ...diesWith(cluster), deletedWith: namespace };
}

/**
 * The same for what Pulumi names, with a new name for new contents: the new one comes before the old one goes, so that pods that start in
 * between find theirs.
 */
export function versionedSecretOptions(cluster: Pick<ClusterHandle, "resource" | "replacedWith">): Lifetime {
    const { deletedWith, replaceWith } = diesWith(cluster);
    return deletedWith === undefined || replaceWith === undefined ? {} : { deletedWith, replaceWith };
}
