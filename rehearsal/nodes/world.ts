import { objectsAt, textAt } from "../azure/request";
import type { PoolDemand } from "../azure/rules/pools";
import type { SubscriptionSettings } from "../azure/subscription/settings";
import type { KubernetesObject } from "../kubernetes/object-store";
import type { Properties } from "../provider/values";
import type { Storage } from "./cloud/storage";
import type { Expander } from "./autoscaler/expander";
import type { StandingExtension } from "./extensions/extension-objects";
import { nodesOfPool, type NodeView, type PodView } from "./node-view";
import type { NodePool } from "./pools";
import type { StandingRelease } from "./workloads/chart-workloads";
import { hasRole } from "./workloads/node-software";

/** A cluster and its subscription at one moment, as far as nodes and pods go. */
export interface World {
    /** Properties of the cluster as AKS holds them. */
    readonly clusterBody: Properties;
    readonly pools: readonly NodePool[];
    /** Every pool of the subscription, for quotas. */
    readonly demands: readonly PoolDemand[];
    readonly settings: SubscriptionSettings;
    readonly nodes: readonly NodeView[];
    readonly pods: readonly PodView[];
    readonly daemonSets: readonly KubernetesObject[];
    readonly deployments: readonly KubernetesObject[];
    /** What else makes pods: replica sets, stateful sets and jobs. */
    readonly makers: readonly KubernetesObject[];
    readonly storage: Storage;
    /** Services of the type LoadBalancer. */
    readonly balanced: readonly KubernetesObject[];
    readonly releases: readonly StandingRelease[];
    readonly extensions: readonly StandingExtension[];
    /** Namespaces and definitions that were made for extensions, gone ones included. */
    readonly extensionObjects: readonly KubernetesObject[];
    /** Text of the list that the expander `priority` reads. */
    readonly priorities: string | undefined;
}

const EXPANDERS: readonly string[] = ["least-waste", "most-pods", "priority", "random"] satisfies Expander[];

export function expanderOf(clusterBody: Properties): Expander {
    const said = textAt(clusterBody, "autoScalerProfile", "expander") ?? "";
    return EXPANDERS.includes(said) ? (said as Expander) : "random";
}

/** Whether AKS makes nodes by itself for what is pending, without pools. */
export function hasAutoProvisioning({ clusterBody }: World): boolean {
    return textAt(clusterBody, "nodeProvisioningProfile", "mode") === "Auto";
}

export function standingNodes({ nodes }: World, pool: NodePool): NodeView[] {
    return nodesOfPool(pool, nodes);
}

export function operatorRuns({ pods }: World): boolean {
    return pods.some((pod) => pod.phase === "Running" && hasRole(pod.spec, "gpu-operator"));
}

/** Milliseconds since 1970 at which an object was made. */
export function createdAt(object: KubernetesObject): number {
    return Date.parse(textAt(object, "metadata", "creationTimestamp") ?? "");
}

/** Objects of a list as the API server answers it, each with the kind that the list leaves out. */
export function itemsOf(list: Properties, apiVersion: string, kind: string): KubernetesObject[] {
    return objectsAt(list, "items").map((item) => ({ ...item, apiVersion, kind }));
}
