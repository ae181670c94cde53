/** Copies of what publishers offer, in a registry of one's own: for clusters that do not reach theirs, or must not depend on them. */
export interface MirrorSpec {
    /**
     * Registry and path that the images of charts are pulled from, each under its publisher's full name: with `contoso.azurecr.io/mirror`,
     * `nvcr.io/nvidia/k8s-device-plugin` is pulled from `contoso.azurecr.io/mirror/nvcr.io/nvidia/k8s-device-plugin`. The nodes must be let
     * in: from an Azure registry they pull with the cluster's kubelet identity, which needs AcrPull on it.
     * @default - the publishers' registries
     */
    readonly images?: string;
    /**
     * Address that charts are fetched from, each under its own name, for example `oci://contoso.azurecr.io/charts`. Whoever runs Pulumi
     * must reach it, and not the nodes.
     * @default - the publishers' addresses
     */
    readonly charts?: string;
}

/** The name under which a mirror has an image, or a path of images. */
export function mirroredImage(mirror: string, image: string): string {
    return `${mirror}/${image}`;
}

/** The host of a mirror of images, with its port. */
export function mirrorHost(images: string): string {
    return images.split("/")[0] ?? "";
}
