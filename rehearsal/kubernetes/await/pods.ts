import { isObject, type Properties } from "../../provider/values";
import { conditionOf, objectAt, textAt } from "../fields";
import type { KubernetesObject } from "../object-store";
import { countAt, isOwnedBy, nameOf, unless, type Verdict } from "./verdict";

/** A pod is ready when it is scheduled, initialized and its containers are, or when it ran to its end. */
export function judgePod(pod: KubernetesObject): Verdict {
    if (textAt(objectAt(pod, "status"), "phase") === "Succeeded") {
        return unless([]);
    }
    const label = shownName(pod);
    const stages: readonly (readonly [condition: string, word: string])[] = [
        ["PodScheduled", "scheduled"],
        ["Initialized", "initialized"],
        ["Ready", "ready"],
    ];
    for (const [type, word] of stages) {
        const condition = conditionOf(pod, type);
        if (condition?.["status"] !== "True") {
            const message = condition === undefined ? "" : textAt(condition, "message");
            const problems = [message, ...containerProblems(pod)].filter((part) => part !== "");
            return unless([problems.length === 0 ? `Waiting for Pod ${label} to be ${word}` : `[Pod ${label}]: ${problems.join("; ")}`]);
        }
    }
    return unless([]);
}

/** What is wrong with the pods that an object owns, a sentence for each. A pod that merely starts is not wrong. */
export function problemsOfPods(pods: readonly KubernetesObject[], owner: KubernetesObject): string[] {
    return pods
        .filter((pod) => isOwnedBy(pod, owner))
        .flatMap((pod) => judgePod(pod).reasons)
        .filter((reason) => !reason.startsWith("Waiting for"));
}

function containerProblems(pod: KubernetesObject): string[] {
    const status = objectAt(pod, "status");
    const statuses = [status["initContainerStatuses"], status["containerStatuses"]].flatMap((list) => (Array.isArray(list) ? list : []));
    return statuses.filter(isObject).flatMap((container) => (container["ready"] === true ? [] : problemsOfContainer(container)));
}

function problemsOfContainer(container: Properties): string[] {
    const waiting = objectAt(objectAt(container, "state"), "waiting");
    const reason = textAt(waiting, "reason");
    const isStarting = ["", "ContainerCreating", "PodInitializing"].includes(reason);
    return [
        ...(isStarting ? [] : [`[${reason}] ${textAt(waiting, "message")}`.trimEnd()]),
        ...terminated(container, objectAt(objectAt(container, "state"), "terminated")),
        ...terminated(container, objectAt(objectAt(container, "lastState"), "terminated")),
    ];
}

function terminated(container: Properties, state: Properties): string[] {
    const [reason, message] = [textAt(state, "reason"), textAt(state, "message")];
    const failed = countAt(state, "exitCode") !== 0;
    const ended = `container ${JSON.stringify(textAt(container, "name"))} ended with exit code ${String(countAt(state, "exitCode"))}`;
    return failed ? [[reason === "" ? "" : `[${reason}]`, ended, message].filter((part) => part !== "").join(" ")] : [];
}

/** `namespace/name`, without the namespace `default`. */
function shownName(object: KubernetesObject): string {
    const namespace = textAt(objectAt(object, "metadata"), "namespace");
    return ["", "default"].includes(namespace) ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}
