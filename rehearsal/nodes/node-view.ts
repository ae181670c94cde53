import { at, objectsAt, textAt } from "../azure/request";
import type { KubernetesObject } from "../kubernetes/object-store";
import { isObject } from "../provider/values";
import type { NodePool, Taint } from "./pools";
import { instanceOf } from "./node-object";
import { amountsOf, less, sum, type Amounts } from "./quantity";
import type { Candidate } from "./scheduling/misfits";
import { demandOf } from "./scheduling/pod-demand";

/** A pod as the simulation looks at it. */
export interface PodView {
    readonly key: string;
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly spec: KubernetesObject;
    readonly phase: string;
    /** Empty while it is nowhere. */
    readonly node: string;
    /** Kind and name of what made it. */
    readonly owner: { readonly kind: string; readonly name: string } | undefined;
    readonly isReady: boolean;
    /** The scheduler's own words on why it is nowhere. */
    readonly message: string;
    readonly unschedulable: boolean;
    /** Held back by a scheduling gate until somebody opens it. */
    readonly gated: boolean;
    readonly deleting: boolean;
}

export function podView(pod: KubernetesObject): PodView {
    const spec = pod["spec"];
    const conditions = objectsAt(pod, "status", "conditions");
    const scheduled = conditions.find(({ type }) => type === "PodScheduled");
    const owner = objectsAt(pod, "metadata", "ownerReferences").find(({ controller }) => controller === true);
    const namespace = textAt(pod, "metadata", "namespace") ?? "default";
    const name = textAt(pod, "metadata", "name") ?? "";
    return {
        key: `${namespace}/${name}`,
        namespace,
        name,
        uid: textAt(pod, "metadata", "uid") ?? "",
        spec: isObject(spec) ? spec : {},
        phase: textAt(pod, "status", "phase") ?? "Pending",
        node: textAt(spec, "nodeName") ?? "",
        owner: owner === undefined ? undefined : { kind: textAt(owner, "kind") ?? "", name: textAt(owner, "name") ?? "" },
        isReady: conditions.some(({ type, status }) => type === "Ready" && status === "True"),
        message: textAt(scheduled, "message") ?? "",
        unschedulable: scheduled?.["status"] === "False" && scheduled["reason"] === "Unschedulable",
        gated: scheduled?.["reason"] === "SchedulingGated",
        deleting: textAt(pod, "metadata", "deletionTimestamp") !== undefined,
    };
}

/** Whether the pod takes room on its node: one that has ended does not. */
export function takesRoom(pod: PodView): boolean {
    return pod.node !== "" && pod.phase !== "Succeeded" && pod.phase !== "Failed";
}

/** Whether the scheduler has looked at the pod and found no node. */
export function isPending(pod: PodView): boolean {
    return pod.unschedulable && pod.node === "" && pod.phase === "Pending" && !pod.deleting;
}

export function isDaemon(pod: PodView): boolean {
    return pod.owner?.kind === "DaemonSet" || pod.owner?.kind === "Node";
}

/** A node that stands, with what runs there. */
export interface NodeView extends Candidate {
    readonly name: string;
    readonly allocatable: Amounts;
    readonly isReady: boolean;
    readonly unschedulable: boolean;
    readonly pods: readonly PodView[];
    readonly object: KubernetesObject;
}

/** The taint by which the autoscaler keeps pods off a node that it is about to take away. */
export const LEAVING: Taint = { key: "ToBeDeletedByClusterAutoscaler", value: "", effect: "NoSchedule" };

/** Taints that come and go with a node's condition. */
export function isPassingTaint({ key }: Taint): boolean {
    return key.startsWith("node.kubernetes.io/") || key.startsWith("node.cloudprovider.kubernetes.io/") || key === LEAVING.key;
}

export function nodeView(object: KubernetesObject, pods: readonly PodView[]): NodeView {
    const name = textAt(object, "metadata", "name") ?? "";
    const here = pods.filter((pod) => pod.node === name);
    const allocatable = at(object, "status", "allocatable");
    const amounts = amountsOf(isObject(allocatable) ? allocatable : {});
    return {
        name,
        labels: labelsOf(object),
        taints: taintsOf(object),
        allocatable: amounts,
        free: less(amounts, sum(...here.filter(takesRoom).map(({ spec }) => demandOf(spec)))),
        isReady: objectsAt(object, "status", "conditions").some(({ type, status }) => type === "Ready" && status === "True"),
        unschedulable: at(object, "spec", "unschedulable") === true,
        pods: here,
        object,
    };
}

/** The nodes of a pool in the order in which they came. */
export function nodesOfPool<T extends { readonly name: string }>(pool: Pick<NodePool, "id" | "name">, nodes: readonly T[]): T[] {
    const place = ({ name }: T): number => instanceOf(pool, name) ?? -1;
    return nodes.filter((node) => place(node) >= 0).sort((one, other) => place(one) - place(other));
}

export function labelsOf(object: KubernetesObject): Record<string, string> {
    const labels = at(object, "metadata", "labels");
    return Object.fromEntries(
        Object.entries(isObject(labels) ? labels : {}).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
    );
}

export function taintsOf(object: KubernetesObject): Taint[] {
    return objectsAt(object, "spec", "taints").map((taint) => ({
        key: textAt(taint, "key") ?? "",
        value: textAt(taint, "value") ?? "",
        effect: textAt(taint, "effect") ?? "",
    }));
}
