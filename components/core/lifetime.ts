import type * as pulumi from "@pulumi/pulumi";

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

/**
 * Options for what lives in a cluster and dies with it. Deleting the cluster deletes it, so it is not deleted by itself; a new
 * cluster needs it anew; and as its name is fixed, the new one cannot stand beside the old one.
 *
 * Without a cluster in the same stack there is nothing to die with: the stack deletes by itself what it made, and a new cluster comes
 * with another provider (`stacks/providers.ts`), which makes everything anew.
 */
export function diesWith(
    cluster: pulumi.Resource | undefined,
): Pick<pulumi.CustomResourceOptions, "deletedWith" | "replaceWith" | "deleteBeforeReplace"> {
    return cluster === undefined ? {} : { deletedWith: cluster, replaceWith: [cluster], deleteBeforeReplace: true };
}
