import { conditionOf, objectAt, objectsAt, textAt } from "../fields";
import type { KubernetesObject } from "../object-store";
import { problemsOfPods } from "./pods";
import { countAt, isObserved, isOwnedBy, nameOf, READY, sentenceOf, unless, type Verdict } from "./verdict";

/** Objects beside the one that is judged, by kind. */
export type Related = Readonly<Record<string, readonly KubernetesObject[]>>;

const REVISION = "deployment.kubernetes.io/revision";

/**
 * A Deployment is ready when its controller has seen it, its newest replica set has all its pods, the deployment has the least number of them,
 * and every volume claim that it mounts is bound.
 */
export function judgeDeployment(deployment: KubernetesObject, related: Related): Verdict {
    const revision = revisionOf(deployment);
    if (!isObserved(deployment) || revision === "") {
        return unless(["The Deployment controller has not seen the Deployment as it is now"]);
    }
    const [available, progressing] = [conditionOf(deployment, "Available"), conditionOf(deployment, "Progressing")];
    const replicaSets = (related["ReplicaSet"] ?? []).filter((set) => isOwnedBy(set, deployment));
    const newest = replicaSets.find((set) => revisionOf(set) === revision);
    const wanted = newest === undefined ? 0 : Number(objectAt(newest, "spec")["replicas"] ?? 1);
    const ready = newest === undefined ? 0 : countAt(objectAt(newest, "status"), "readyReplicas");
    const isRolledOut = revision === "1" || (progressing?.["status"] === "True" && progressing["reason"] === "NewReplicaSetAvailable");
    const isAvailable = available?.["status"] === "True";
    const unbound = unboundClaims(deployment, related);
    const isComplete = newest !== undefined && ready >= wanted;
    if (isAvailable && isRolledOut && isComplete && unbound.length === 0) {
        return READY;
    }
    const conditions = [available, progressing].filter((condition) => condition !== undefined && condition["status"] !== "True");
    return unless([
        ...conditions.flatMap((condition) => (condition === undefined ? [] : [sentenceOf(condition)])),
        ...(unbound.length === 0 ? [] : [`Failed to bind PersistentVolumeClaim(s): ${unbound.join(", ")}`]),
        isAvailable && isComplete
            ? "Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live"
            : `Minimum number of live Pods was not attained: ${String(ready)} of ${String(wanted)} are ready`,
        ...(newest === undefined ? [] : problemsOfPods(related["Pod"] ?? [], newest)),
    ]);
}

/** A StatefulSet is ready when every replica is, and is of the revision that is wanted. */
export function judgeStatefulSet(set: KubernetesObject, related: Related): Verdict {
    const [spec, status] = [objectAt(set, "spec"), objectAt(set, "status")];
    const wanted = Number(spec["replicas"] ?? 1);
    const ready = countAt(status, "readyReplicas");
    const isManual =
        textAt(objectAt(spec, "updateStrategy"), "type") === "OnDelete" && countAt(objectAt(set, "metadata"), "generation") > 1;
    const [current, target] = [textAt(status, "currentRevision"), textAt(status, "updateRevision")];
    const isComplete =
        countAt(status, "replicas") === wanted && ready === wanted && (isManual || countAt(status, "currentReplicas") === wanted);
    const isOfRevision = isManual || (current !== "" && current === target);
    if (isObserved(set) && isComplete && isOfRevision) {
        return READY;
    }
    return unless([
        ...(isComplete ? [] : [`${String(ready)} out of ${String(wanted)} replicas succeeded readiness checks`]),
        ...(isOfRevision ? [] : [`StatefulSet controller failed to advance from revision "${current}" to revision "${target}"`]),
        ...(isComplete && isOfRevision ? ["The StatefulSet controller has not seen the StatefulSet as it is now"] : []),
        ...problemsOfPods(related["Pod"] ?? [], set),
    ]);
}

/** A DaemonSet is ready when each node that it is meant for runs an up-to-date pod that is available. */
export function judgeDaemonSet(set: KubernetesObject, related: Related): Verdict {
    const status = objectAt(set, "status");
    if (!isObserved(set)) {
        return unless(["The DaemonSet controller has not seen the DaemonSet as it is now"]);
    }
    const wanted = countAt(status, "desiredNumberScheduled");
    const isManual = textAt(objectAt(objectAt(set, "spec"), "updateStrategy"), "type") === "OnDelete";
    const counts: readonly (readonly [word: string, key: string])[] = [
        ["scheduled", "currentNumberScheduled"],
        ...(isManual ? [] : [["updated", "updatedNumberScheduled"] as const]),
        ["ready", "numberReady"],
        ["available", "numberAvailable"],
    ];
    const short = counts.filter(([, key]) => countAt(status, key) < wanted);
    return short.length === 0
        ? READY
        : unless([
              ...short.slice(0, 1).map(([word, key]) => `${String(countAt(status, key))} of ${String(wanted)} pods are ${word}`),
              ...problemsOfPods(related["Pod"] ?? [], set),
          ]);
}

/** A Job is ready when it has run to its end. One that failed never will be. */
export function judgeJob(job: KubernetesObject, related: Related): Verdict {
    const failed = conditionOf(job, "Failed");
    const problems = problemsOfPods(related["Pod"] ?? [], job);
    if (failed?.["status"] === "True") {
        return { isReady: false, hasFailed: true, reasons: [`Job ${nameOf(job)} failed: ${sentenceOf(failed)}`, ...problems] };
    }
    const status = objectAt(job, "status");
    if (conditionOf(job, "Complete")?.["status"] === "True") {
        return READY;
    }
    const isSuspended = conditionOf(job, "Suspended")?.["status"] === "True";
    const progress =
        status["startTime"] === undefined
            ? `Waiting for Job ${nameOf(job)} to start${isSuspended ? ": it is suspended" : ""}`
            : `Waiting for Job ${nameOf(job)} to succeed (active: ${String(countAt(status, "active"))}, succeeded: ${String(countAt(status, "succeeded"))}, failed: ${String(countAt(status, "failed"))})`;
    return unless([progress, ...problems]);
}

/** A ReplicationController is ready when as many replicas as it wants are available. */
export function judgeReplicationController(controller: KubernetesObject): Verdict {
    const wanted = Number(objectAt(controller, "spec")["replicas"] ?? 1);
    const available = countAt(objectAt(controller, "status"), "availableReplicas");
    return available === wanted ? READY : unless([`${String(available)} of ${String(wanted)} replicas are available`]);
}

function unboundClaims(deployment: KubernetesObject, related: Related): string[] {
    const pod = objectAt(objectAt(objectAt(deployment, "spec"), "template"), "spec");
    const mounted = objectsAt(pod, "volumes").map((volume) => textAt(objectAt(volume, "persistentVolumeClaim"), "claimName"));
    return (related["PersistentVolumeClaim"] ?? [])
        .filter((claim) => mounted.includes(nameOf(claim)) && textAt(objectAt(claim, "status"), "phase") !== "Bound")
        .map(nameOf);
}

function revisionOf(object: KubernetesObject): string {
    return textAt(objectAt(objectAt(object, "metadata"), "annotations"), REVISION);
}
