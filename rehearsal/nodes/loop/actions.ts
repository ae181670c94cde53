import { textAt } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import type { Properties } from "../../provider/values";
import type { PodView } from "../node-view";

/** Something that the simulation does to a cluster or to its subscription. */
export type Action =
    | { readonly do: "create-node"; readonly node: KubernetesObject }
    /** Merged into the node; null takes a key away. */
    | { readonly do: "change-node"; readonly name: string; readonly change: Properties }
    | { readonly do: "change-node-status"; readonly name: string; readonly change: Properties }
    /** The node goes, and what ran on it with it. */
    | { readonly do: "remove-node"; readonly name: string; readonly pods: readonly PodView[] }
    | { readonly do: "remove-pod"; readonly pod: PodView }
    | { readonly do: "scale-pool"; readonly poolId: string; readonly from: number; readonly to: number }
    /** @param path of the collection */
    | { readonly do: "create-object"; readonly path: string; readonly object: KubernetesObject }
    | { readonly do: "delete-object"; readonly path: string }
    | { readonly do: "change-status"; readonly path: string; readonly change: Properties }
    | { readonly do: "apply-workload"; readonly workload: KubernetesObject }
    | { readonly do: "delete-workload"; readonly workload: KubernetesObject };

/** What an action does, for people. */
export function described(action: Action): string {
    switch (action.do) {
        case "create-node":
            return `node ${nameOf(action.node)} is added`;
        case "change-node":
        case "change-node-status":
            return `node ${action.name} is changed`;
        case "remove-node":
            return `node ${action.name} is taken away`;
        case "remove-pod":
            return `pod ${action.pod.key} went with its node`;
        case "scale-pool":
            return `pool ${action.poolId.replace(/^.*\//, "")} goes from ${action.from} to ${action.to} nodes`;
        case "create-object":
            return `${nameOf(action.object)} is made`;
        case "delete-object":
            return `${action.path.replace(/^.*\//, "")} is deleted`;
        case "change-status":
            return `${action.path.split("/").at(-2) ?? ""} gets its status`;
        case "apply-workload":
            return `${nameOf(action.workload)} is brought to the nodes`;
        case "delete-workload":
            return `${nameOf(action.workload)} is taken from the nodes`;
    }
}

function nameOf(object: KubernetesObject): string {
    return textAt(object, "metadata", "name") ?? "";
}
