import type * as pulumi from "@pulumi/pulumi";

/** A registry outside Azure, which Kubernetes pulls from with a name and a password. */
export interface ImageRegistrySpec {
    /** Host of the registry, for example `ghcr.io`. */
    readonly server: string;
    readonly username: string;
    readonly password: pulumi.Input<string>;
}

/** The form of the name that an entry has in the configuration. */
export const REGISTRY_NAME_PATTERN = /^[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?$/;
