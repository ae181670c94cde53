import type * as pulumi from "@pulumi/pulumi";

/**
 * Options for what lives in a cluster and dies with it. Deleting the cluster deletes it, so it is not deleted by itself; a new
 * cluster needs it anew; and as its name is fixed, the new one cannot stand beside the old one.
 */
export function diesWith(
    cluster: pulumi.Resource,
): Pick<pulumi.CustomResourceOptions, "deletedWith" | "replaceWith" | "deleteBeforeReplace"> {
    return { deletedWith: cluster, replaceWith: [cluster], deleteBeforeReplace: true };
}
