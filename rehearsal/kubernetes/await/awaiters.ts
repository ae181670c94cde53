import { textAt } from "../fields";
import type { KubernetesObject } from "../object-store";
import { waitForOf } from "./annotations";
import {
    judgeByConvention,
    judgeDefinition,
    judgeIngress,
    judgeQuota,
    judgeSecret,
    judgeService,
    judgeVolume,
    judgeVolumeClaim,
} from "./others";
import { judgePod } from "./pods";
import type { Verdict } from "./verdict";
import { parseWaitFor } from "./wait-for";
import { judgeDaemonSet, judgeDeployment, judgeJob, judgeReplicationController, judgeStatefulSet, type Related } from "./workloads";

/** A kind whose objects are looked at beside the one that is awaited: those of its namespace, or of the whole cluster. */
export interface RelatedKind {
    readonly apiVersion: string;
    readonly kind: string;
}

/** How it is told that an object is ready. */
export interface Awaiter {
    /** How long it may take unless the program says otherwise. */
    readonly timeoutSeconds: number;
    readonly related: readonly RelatedKind[];
    /** A refresh looks, too, and tells when an object is not ready any more. */
    readonly onRead: boolean;
    judge(live: KubernetesObject, related: Related): Verdict;
}

const MINUTE = 60;
const POD = { apiVersion: "v1", kind: "Pod" };
const ENDPOINTS = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice" };
const CLAIM = { apiVersion: "v1", kind: "PersistentVolumeClaim" };

/** Kinds that the provider waits for, with its timeouts (pulumi-kubernetes, provider/pkg/await/awaiters.go and the files beside it). */
const AWAITERS: Readonly<Record<string, Awaiter>> = {
    "apps/v1/DaemonSet": { timeoutSeconds: 10 * MINUTE, related: [POD], onRead: true, judge: judgeDaemonSet },
    "apps/v1/Deployment": {
        timeoutSeconds: 10 * MINUTE,
        related: [{ apiVersion: "apps/v1", kind: "ReplicaSet" }, POD, CLAIM],
        onRead: true,
        judge: judgeDeployment,
    },
    "apps/v1/StatefulSet": { timeoutSeconds: 10 * MINUTE, related: [POD], onRead: true, judge: judgeStatefulSet },
    "batch/v1/Job": { timeoutSeconds: 10 * MINUTE, related: [POD], onRead: true, judge: judgeJob },
    "v1/PersistentVolume": { timeoutSeconds: 5 * MINUTE, related: [], onRead: false, judge: judgeVolume },
    "v1/PersistentVolumeClaim": {
        timeoutSeconds: 5 * MINUTE,
        related: [{ apiVersion: "storage.k8s.io/v1", kind: "StorageClass" }],
        onRead: false,
        judge: judgeVolumeClaim,
    },
    "v1/Pod": { timeoutSeconds: 10 * MINUTE, related: [], onRead: true, judge: judgePod },
    "v1/ReplicationController": { timeoutSeconds: 10 * MINUTE, related: [], onRead: false, judge: judgeReplicationController },
    "v1/ResourceQuota": { timeoutSeconds: MINUTE, related: [], onRead: false, judge: judgeQuota },
    "v1/Secret": { timeoutSeconds: 5, related: [], onRead: false, judge: judgeSecret },
    "v1/Service": { timeoutSeconds: 10 * MINUTE, related: [ENDPOINTS], onRead: true, judge: judgeService },
    "networking.k8s.io/v1/Ingress": {
        timeoutSeconds: 10 * MINUTE,
        related: [ENDPOINTS, { apiVersion: "v1", kind: "Service" }],
        onRead: true,
        judge: judgeIngress,
    },
    // the provider retries custom resources until their definition serves them; waiting here comes to the same
    "apiextensions.k8s.io/v1/CustomResourceDefinition": { timeoutSeconds: MINUTE, related: [], onRead: false, judge: judgeDefinition },
};

/**
 * How to await an object: as its annotation `pulumi.com/waitFor` says, else as its kind is awaited, else not at all.
 *
 * @param environment `PULUMI_K8S_AWAIT_ALL=true` awaits every kind
 * @throws Error for an annotation that is not understood
 */
export function awaiterOf(inputs: KubernetesObject, environment: NodeJS.ProcessEnv): Awaiter | undefined {
    const waitFor = waitForOf(inputs);
    if (waitFor !== "") {
        return { timeoutSeconds: 10 * MINUTE, related: [], onRead: false, judge: parseWaitFor(waitFor) };
    }
    const known = AWAITERS[`${textAt(inputs, "apiVersion")}/${textAt(inputs, "kind")}`];
    if (known !== undefined || environment["PULUMI_K8S_AWAIT_ALL"] !== "true") {
        return known;
    }
    return { timeoutSeconds: 10 * MINUTE, related: [], onRead: false, judge: judgeByConvention };
}

/** What a wait says that a rehearsed fault lets fail. */
export const NEVER = "the rehearsal was told that this never becomes ready";

/** The same wait, in vain: it ends when its time is up. */
export function inVain(awaiter: Awaiter): Awaiter {
    return { ...awaiter, related: [], judge: () => ({ isReady: false, reasons: [NEVER] }) };
}

/** What to say of a rehearsed fault that makes no difference. */
export const NOT_AWAITED = `${NEVER}, and nothing waits for it: the fault makes no difference`;

const SLOW_TO_GO: readonly string[] = ["DaemonSet", "Deployment", "ReplicationController", "StatefulSet"];
const SKIPPABLE: readonly string[] = [...SLOW_TO_GO, "Job", "Namespace", "Pod"];

/** How long the deletion of an object may take unless the program says otherwise: those with many pods get more. */
export function deletionSeconds(kind: string): number {
    return (SLOW_TO_GO.includes(kind) ? 10 : 5) * MINUTE;
}

/** Kinds whose deletion is not awaited, either, when their readiness is not; every other is awaited all the same. */
export function skipsAwaitOfDeletion(kind: string): boolean {
    return SKIPPABLE.includes(kind);
}
