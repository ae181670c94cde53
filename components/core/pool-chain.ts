import type * as pulumi from "@pulumi/pulumi";

/**
 * How the pools of a cluster are made. AKS makes two pools of one cluster at once where it owns the network; in a network of one's own
 * nothing public proves it, and providers for other tools make them one by one (azurerm locks per subnet, 2026). So `auto` is one by one,
 * since nodes here are always in a subnet of one's own.
 */
export const POOL_CREATIONS = ["auto", "parallel", "sequential"] as const;
export type PoolCreation = (typeof POOL_CREATIONS)[number];

export const POOL_CREATION_DEFAULT: PoolCreation = "auto";

/** The pools of a cluster in the order in which they are made: each waits for the one before it, or none for any. */
export class PoolChain {
    private last: pulumi.Resource | undefined;

    constructor(private readonly creation: PoolCreation = POOL_CREATION_DEFAULT) {}

    /** What the next pool waits for. */
    public get before(): { readonly dependsOn?: pulumi.Resource[] } {
        return this.last === undefined || this.creation === "parallel" ? {} : { dependsOn: [this.last] };
    }

    /** Puts a pool at the end. */
    public add(pool: pulumi.Resource): void {
        this.last = pool;
    }
}
