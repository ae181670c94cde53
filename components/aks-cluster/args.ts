import type * as pulumi from "@pulumi/pulumi";
import type { NamingHandle, NetworkHandle, SecurityLevel } from "../core/contracts";
import type { AutoscalerSpec } from "../core/node-scaling";
import type { ClusterSpec } from "./spec";

export interface AksClusterArgs {
    readonly resourceGroupName: pulumi.Input<string>;
    /** Azure region; plain, since a private DNS zone's name must contain it. */
    readonly location: string;
    readonly naming: NamingHandle;
    readonly network: NetworkHandle;
    readonly cluster: ClusterSpec;
    /**
     * Refuse to delete or replace the cluster.
     * @default false
     */
    readonly protect?: boolean;
    /**
     * How the cluster autoscaler chooses among pools, and when it removes nodes.
     * @default - it leaves least unused, and removes a node that was unneeded for 10 minutes
     */
    readonly autoscaler?: AutoscalerSpec;
    /**
     * `hardened` makes the node resource group read-only, turns off the command that runs in the cluster (`az aks command invoke`), and
     * turns off SSH on the nodes.
     * @default "standard"
     */
    readonly security?: SecurityLevel;
    /**
     * Tags of everything that can carry some.
     * @default {}
     */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
