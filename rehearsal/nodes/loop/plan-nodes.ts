import { at, textAt } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import { isObject, type Properties, type Value } from "../../provider/values";
import { isIdle } from "../autoscaler/scale-down";
import { roomOf } from "../capacity";
import { isGpu } from "../scheduling/pod-demand";
import { nodeTaints } from "../labels";
import { GENERATION, GIVEN_LABELS, instanceOf, isScaleSetNode, nodeObject, taintObject } from "../node-object";
import { isPassingTaint, labelsOf, nodesOfPool, taintsOf, type NodeView, type PodView } from "../node-view";
import type { NodePool } from "../pools";
import { amountsOf, quantitiesOf, sum, thousandths } from "../quantity";
import { isSoftwareLabel, type NodeSoftware } from "../workloads/node-software";
import type { Action } from "./actions";

/**
 * What makes the nodes of a cluster those of its pools: as many as each pool counts, with its labels and taints and what their software offers.
 * Nodes that the rehearsal did not make are left alone.
 */
export function planNodes(
    pools: readonly NodePool[],
    nodes: readonly NodeView[],
    software: (pool: NodePool, node: NodeView) => NodeSoftware,
): Action[] {
    const ours = nodes.filter(({ object }) => textAt(object, "metadata", "annotations", GENERATION) !== undefined);
    const kept = pools.map((pool) => {
        const own = nodesOfPool(pool, ours).filter(
            ({ object }) => textAt(object, "metadata", "annotations", GENERATION) === pool.generation,
        );
        return { pool, kept: dispensableLast(own).slice(0, pool.count) };
    });
    const staying = new Set(kept.flatMap((one) => one.kept.map(({ name }) => name)));
    return [
        ...ours.filter(({ name }) => !staying.has(name)).map(({ name, pods }): Action => ({ do: "remove-node", name, pods })),
        ...kept.flatMap((one) => newNodes(one.pool, one.kept, ours)),
        ...kept.flatMap((one) => one.kept.flatMap((node) => corrections(one.pool, node, software(one.pool, node)))),
    ];
}

/** Pods on nodes of ours that have gone: a controller may put one there before it knows. Kubernetes sees to them after a minute. */
export function planOrphans(pods: readonly PodView[], nodes: readonly NodeView[]): Action[] {
    return pods
        .filter(({ node }) => isScaleSetNode(node) && !nodes.some(({ name }) => name === node))
        .map((pod): Action => ({ do: "remove-pod", pod }));
}

/** Of a pool that is to be smaller, idle nodes go first, and the newest of them. */
function dispensableLast(nodes: readonly NodeView[]): NodeView[] {
    const rank = (node: NodeView): number => (isIdle(node) ? 1 : 0);
    return nodes
        .map((node, place) => ({ node, place }))
        .sort((one, other) => rank(one.node) - rank(other.node) || one.place - other.place)
        .map(({ node }) => node);
}

function newNodes(pool: NodePool, kept: readonly NodeView[], ours: readonly NodeView[]): Action[] {
    if (!pool.succeeded) {
        return [];
    }
    // a name that is still in use belongs to a node that is about to go
    const used = new Set(ours.map(({ name }) => instanceOf(pool, name)));
    const actions: Action[] = [];
    for (let instance = 0; actions.length < pool.count - kept.length; instance++) {
        if (!used.has(instance)) {
            actions.push({ do: "create-node", node: nodeObject(pool, instance) });
        }
    }
    return actions;
}

function corrections(pool: NodePool, node: NodeView, software: NodeSoftware): Action[] {
    const wanted = nodeObject(pool, instanceOf(pool, node.name) ?? 0);
    const change = { ...labelChange(wanted, node, software), ...taintChange(pool, node) };
    const status = statusChange(pool, node, wanted, software);
    return [
        ...(Object.keys(change).length === 0 ? [] : [{ do: "change-node", name: node.name, change } as const]),
        ...(Object.keys(status).length === 0 ? [] : [{ do: "change-node-status", name: node.name, change: status } as const]),
    ];
}

/** Labels of the pool and of its software; what either no longer gives is taken away, what anybody else set stays. */
function labelChange(wanted: KubernetesObject, node: NodeView, software: NodeSoftware): Properties {
    const labels = { ...software.labels, ...labelsOf(wanted) };
    const given = textAt(wanted, "metadata", "annotations", GIVEN_LABELS) ?? "";
    const before = textAt(node.object, "metadata", "annotations", GIVEN_LABELS) ?? "";
    const dropped = Object.keys(node.labels).filter((key) => !(key in labels) && (before.split(",").includes(key) || isSoftwareLabel(key)));
    const changes: Record<string, Value> = Object.fromEntries([
        ...Object.entries(labels).filter(([key, value]) => node.labels[key] !== value),
        ...dropped.map((key) => [key, null] as const),
    ]);
    return Object.keys(changes).length === 0 && given === before
        ? {}
        : { metadata: { labels: changes, annotations: { [GIVEN_LABELS]: given } } };
}

/** AKS keeps the taints of a pool on its nodes; those of conditions come and go by themselves. */
function taintChange(pool: NodePool, node: NodeView): Properties {
    const wanted = nodeTaints(pool);
    const text = (taints: readonly object[]): string => JSON.stringify(taints.map((taint) => JSON.stringify(taint)).sort());
    const present = node.taints.filter((taint) => !isPassingTaint(taint));
    if (text(wanted) === text(present)) {
        return {};
    }
    return { spec: { taints: [...wanted, ...taintsOf(node.object).filter(isPassingTaint)].map(taintObject) } };
}

function statusChange(pool: NodePool, node: NodeView, wanted: KubernetesObject, { gpus }: NodeSoftware): Properties {
    const { capacity, allocatable } = roomOf(pool);
    const change: Properties = {};
    for (const [key, amounts] of [
        ["capacity", sum(capacity, gpus)],
        ["allocatable", sum(allocatable, gpus)],
    ] as const) {
        const present = at(node.object, "status", key);
        // the API server writes quantities in another unit than it was given them
        const is = amountsOf(isObject(present) ? present : {});
        const shall = quantitiesOf(amounts);
        const gone = Object.keys(is).filter((name) => isGpu(name) && !(name in shall));
        const changes: Record<string, Value> = Object.fromEntries([
            ...Object.entries(shall).filter(([name, quantity]) => is[name] !== thousandths(quantity)),
            ...gone.map((name) => [name, null] as const),
        ]);
        if (Object.keys(changes).length > 0) {
            change[key] = changes;
        }
    }
    const version = textAt(wanted, "status", "nodeInfo", "kubeletVersion") ?? "";
    if (textAt(node.object, "status", "nodeInfo", "kubeletVersion") !== version) {
        const info = at(node.object, "status", "nodeInfo");
        change["nodeInfo"] = { ...(isObject(info) ? info : {}), kubeletVersion: version, kubeProxyVersion: "" };
    }
    return change;
}
