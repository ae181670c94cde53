import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle } from "../core/contracts";
import { diesWith } from "../core/lifetime";
import { typeToken } from "../core/token";
import { priorities, type PreferredPools } from "./values";

export interface PriorityExpanderArgs {
    /** The cluster whose autoscaler reads the list, and that the list dies with. */
    readonly cluster: ClusterHandle;
    /** Names in Azure of the pools of each entry, in order of preference. */
    readonly entries: readonly PreferredPools[];
}

/**
 * The order in which the cluster autoscaler grows pools that could all take a pod: the ConfigMap that its expander `priority` reads. Needs
 * a Kubernetes provider for the cluster among `providers`, and the cluster the expander `priority`.
 *
 * The autoscaler reads it again whenever it changes; a pool that cannot get a machine is left alone for a while, and the next one tried.
 * The list waits for no pool: it may name pools that are not there yet. Costs nothing.
 *
 * @example
 * new PriorityExpander("priorities", { cluster, entries: [["t4s1", "t4d1"]] }, { parent: platform, providers: [kubernetes] });
 */
export class PriorityExpander extends pulumi.ComponentResource {
    constructor(name: string, { cluster, entries }: PriorityExpanderArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("PriorityExpander"), name, {}, opts);
        new core.ConfigMap(
            `${name}-config`,
            {
                metadata: {
                    // Name and namespace that the autoscaler looks for.
                    name: "cluster-autoscaler-priority-expander",
                    namespace: "kube-system",
                    labels: { "app.kubernetes.io/managed-by": "pulumi" },
                },
                data: { priorities: priorities(entries) },
            },
            { parent: this, ...diesWith(cluster) },
        );
        this.registerOutputs({});
    }
}
