import { objectsAt, textAt, textsAt } from "../../azure/request";
import { isObject, type Properties } from "../../provider/values";
import type { Taint } from "../pools";
import type { Amounts } from "../quantity";
import { demandOf } from "./pod-demand";

/** A node, or what the next node of a pool would be, as far as the scheduler looks at it. */
export interface Candidate {
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
    /** What pods can still ask for. */
    readonly free: Amounts;
}

/** Why a pod does not fit. */
export type Misfit =
    | { readonly kind: "taint"; readonly taint: Taint }
    /** @param has undefined where the node lacks the label */
    | { readonly kind: "label"; readonly key: string; readonly wants: string; readonly has: string | undefined }
    | { readonly kind: "resource"; readonly resource: string; readonly asks: number; readonly free: number };

/** Everything that keeps a pod from a node, in the order of the scheduler; nothing when it fits. */
export function misfits(podSpec: Properties, node: Candidate): Misfit[] {
    return [...untolerated(podSpec, node.taints), ...unmatched(podSpec, node.labels), ...lacking(demandOf(podSpec), node.free)];
}

/** Taints that keep the pod off; those that only make a node less welcome do not. */
export function untolerated(podSpec: Properties, taints: readonly Taint[]): Misfit[] {
    const tolerations = objectsAt(podSpec, "tolerations");
    return taints
        .filter(({ effect }) => effect !== "PreferNoSchedule")
        .filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)))
        .map((taint) => ({ kind: "taint", taint }));
}

export function tolerates(toleration: Properties, taint: Taint): boolean {
    const key = textAt(toleration, "key") ?? "";
    const effect = textAt(toleration, "effect") ?? "";
    const exists = toleration["operator"] === "Exists";
    const sameKey = key === taint.key || (key === "" && exists);
    return sameKey && (effect === "" || effect === taint.effect) && (exists || (textAt(toleration, "value") ?? "") === taint.value);
}

export function lacking(demand: Amounts, free: Amounts): Misfit[] {
    return Object.entries(demand)
        .filter(([resource, asks]) => asks > (free[resource] ?? 0) && asks > 0)
        .map(([resource, asks]) => ({ kind: "resource", resource, asks, free: free[resource] ?? 0 }));
}

/** Labels that the pod's selector and required node affinity miss; of several terms, those of the one that comes nearest. */
export function unmatched(podSpec: Properties, labels: Readonly<Record<string, string>>): Misfit[] {
    const selector = podSpec["nodeSelector"];
    const selected = Object.entries(isObject(selector) ? selector : {}).flatMap(([key, value]): Misfit[] =>
        labels[key] === value
            ? []
            : [{ kind: "label", key, wants: typeof value === "string" ? value : JSON.stringify(value), has: labels[key] }],
    );
    const path = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"] as const;
    const terms = objectsAt(podSpec, ...path).map((term) => unmatchedTerm(term, labels));
    const nearest = terms.sort((one, other) => one.length - other.length)[0] ?? [];
    return [...selected, ...nearest];
}

function unmatchedTerm(term: Properties, labels: Readonly<Record<string, string>>): Misfit[] {
    const expressions = objectsAt(term, "matchExpressions");
    const fields = objectsAt(term, "matchFields");
    const missed = [
        ...expressions.filter((expression) => !matches(expression, labels)),
        // the only field is the node's name, which is its host name label, too
        ...fields.filter((field) => !matches({ ...field, key: "kubernetes.io/hostname" }, labels)),
    ];
    // an empty term matches nothing
    const all = expressions.length + fields.length === 0 ? [{ key: "", operator: "Exists" }] : missed;
    return all.map((expression) => {
        const key = textAt(expression, "key") ?? "";
        const operator = textAt(expression, "operator") ?? "";
        const values = textsAt(expression, "values");
        return { kind: "label", key, wants: operator === "In" ? values.join(" or ") : [operator, ...values].join(" "), has: labels[key] };
    });
}

function matches(expression: Properties, labels: Readonly<Record<string, string>>): boolean {
    const value = labels[textAt(expression, "key") ?? ""];
    const values = textsAt(expression, "values");
    switch (expression["operator"]) {
        case "In":
            return value !== undefined && values.includes(value);
        case "NotIn":
            return value === undefined || !values.includes(value);
        case "Exists":
            return value !== undefined;
        case "DoesNotExist":
            return value === undefined;
        case "Gt":
            return value !== undefined && Number(value) > Number(values[0]);
        case "Lt":
            return value !== undefined && Number(value) < Number(values[0]);
        default:
            return false;
    }
}
