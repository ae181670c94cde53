import type * as pulumi from "@pulumi/pulumi";

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
