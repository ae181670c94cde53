import { awaiterOf, deletionSeconds, skipsAwaitOfDeletion } from "../../../rehearsal/kubernetes/await/awaiters";
import { annotation, propagationOf, timeoutOf } from "../../../rehearsal/kubernetes/await/annotations";
import type { Related } from "../../../rehearsal/kubernetes/await/workloads";
import type { Properties } from "../../../rehearsal/provider/values";

const condition = (type: string, status: string, reason = "", message = ""): Properties => ({ type, status, reason, message });
const owned = (kind: string, name: string, owner: string, rest: Properties = {}): Properties => ({
    kind,
    ...rest,
    metadata: { name, uid: name, ownerReferences: [{ uid: owner, controller: true }], ...(rest["metadata"] as Properties | undefined) },
});
const revision = (text: string): Properties => ({ annotations: { "deployment.kubernetes.io/revision": text } });

function judge(apiVersion: string, kind: string, object: Properties, related: Related = {}): readonly string[] | "ready" | "failed" {
    const awaiter = awaiterOf({ apiVersion, kind }, {});
    const verdict = awaiter?.judge({ apiVersion, kind, ...object }, related);
    return verdict?.isReady === true ? "ready" : verdict?.hasFailed === true ? "failed" : (verdict?.reasons ?? []);
}

describe("how objects are awaited", () => {
    const deployment = (status: Properties, generation = 1, newest = "1"): Properties => ({
        metadata: { name: "app", uid: "app", generation, ...revision(newest) },
        spec: { template: { spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }] } } },
        status: { observedGeneration: 1, ...status },
    });
    const available = { conditions: [condition("Available", "True"), condition("Progressing", "True", "NewReplicaSetAvailable")] };
    const short = [condition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.")];
    const set = (name: string, ready: number, at = "1"): Properties =>
        owned("ReplicaSet", name, "app", { metadata: revision(at), spec: { replicas: 2 }, status: { readyReplicas: ready } });
    const pending = owned("Pod", "app-1", "new", {
        status: { phase: "Pending", conditions: [condition("PodScheduled", "False", "Unschedulable", "0/1 nodes are available")] },
    });

    it.each<[string, Properties, Related, readonly string[] | "ready"]>([
        ["all its pods", deployment(available), { ReplicaSet: [set("new", 2)] }, "ready"],
        [
            "an old state",
            deployment(available, 2),
            { ReplicaSet: [set("new", 2)] },
            ["The Deployment controller has not seen the Deployment as it is now"],
        ],
        [
            "pods that have no node",
            deployment({ conditions: short }),
            { ReplicaSet: [set("new", 0)], Pod: [pending] },
            [
                "[MinimumReplicasUnavailable] Deployment does not have minimum availability.",
                "Minimum number of live Pods was not attained: 0 of 2 are ready",
                "[Pod app-1]: 0/1 nodes are available",
            ],
        ],
        [
            "a roll-out under way",
            deployment({ conditions: [condition("Available", "True"), condition("Progressing", "True", "ReplicaSetUpdated")] }, 1, "2"),
            { ReplicaSet: [set("old", 2), set("new", 2, "2")] },
            ["Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live"],
        ],
        [
            "an unbound claim",
            deployment(available),
            { ReplicaSet: [set("new", 2)], PersistentVolumeClaim: [{ metadata: { name: "data" }, status: { phase: "Pending" } }] },
            [
                "Failed to bind PersistentVolumeClaim(s): data",
                "Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live",
            ],
        ],
    ])("a Deployment with %s", (_what, object, related, expected) => {
        expect(judge("apps/v1", "Deployment", object, related)).toEqual(expected);
    });

    it.each<[string, string, string, Properties, readonly string[] | "ready" | "failed"]>([
        [
            "StatefulSet that is up",
            "apps/v1",
            "StatefulSet",
            {
                metadata: { generation: 1 },
                spec: { replicas: 2 },
                status: {
                    observedGeneration: 1,
                    replicas: 2,
                    readyReplicas: 2,
                    currentReplicas: 2,
                    currentRevision: "a",
                    updateRevision: "a",
                },
            },
            "ready",
        ],
        [
            "StatefulSet that rolls",
            "apps/v1",
            "StatefulSet",
            {
                metadata: { generation: 2 },
                spec: { replicas: 2 },
                status: {
                    observedGeneration: 2,
                    replicas: 2,
                    readyReplicas: 1,
                    currentReplicas: 1,
                    currentRevision: "a",
                    updateRevision: "b",
                },
            },
            [
                "1 out of 2 replicas succeeded readiness checks",
                'StatefulSet controller failed to advance from revision "a" to revision "b"',
            ],
        ],
        [
            "DaemonSet without nodes",
            "apps/v1",
            "DaemonSet",
            { metadata: { generation: 1 }, status: { observedGeneration: 1, desiredNumberScheduled: 0 } },
            "ready",
        ],
        [
            "DaemonSet that starts",
            "apps/v1",
            "DaemonSet",
            {
                metadata: { generation: 1 },
                status: { observedGeneration: 1, desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: 1 },
            },
            ["1 of 3 pods are updated"],
        ],
        ["Job that is done", "batch/v1", "Job", { status: { startTime: "t", conditions: [condition("Complete", "True")] } }, "ready"],
        [
            "Job that failed",
            "batch/v1",
            "Job",
            { status: { startTime: "t", conditions: [condition("Failed", "True", "DeadlineExceeded")] } },
            "failed",
        ],
        [
            "Job that is suspended",
            "batch/v1",
            "Job",
            { metadata: { name: "j" }, status: { conditions: [condition("Suspended", "True")] } },
            ["Waiting for Job j to start: it is suspended"],
        ],
        [
            "Pod whose image is missing",
            "v1",
            "Pod",
            {
                metadata: { name: "p", namespace: "team" },
                status: {
                    conditions: [
                        condition("PodScheduled", "True"),
                        condition("Initialized", "True"),
                        condition("Ready", "False", "r", "containers with unready status: [c]"),
                    ],
                    containerStatuses: [{ name: "c", ready: false, state: { waiting: { reason: "ErrImagePull", message: "not found" } } }],
                },
            },
            ["[Pod team/p]: containers with unready status: [c]; [ErrImagePull] not found"],
        ],
        [
            "Service of type LoadBalancer without an address",
            "v1",
            "Service",
            { spec: { type: "LoadBalancer" }, status: { loadBalancer: {} } },
            ["Service was not allocated an IP address; does your cloud provider support this?"],
        ],
        [
            "claim of a class that is not there",
            "v1",
            "PersistentVolumeClaim",
            { metadata: { name: "c" }, spec: { storageClassName: "fast" }, status: { phase: "Pending" } },
            ['PersistentVolumeClaim c is not bound (Pending): there is no StorageClass "fast"'],
        ],
        [
            "Ingress without a service and an address",
            "networking.k8s.io/v1",
            "Ingress",
            { spec: { rules: [{ http: { paths: [{ backend: { service: { name: "s" } } }] } }] } },
            [
                "Ingress has at least one rule with an unavailable target endpoint: s",
                "Ingress .status.loadBalancer field was not updated with a hostname/IP address",
            ],
        ],
        ["quota in force", "v1", "ResourceQuota", { spec: { hard: { pods: "1" } }, status: { hard: { pods: "1" } } }, "ready"],
        [
            "token that nobody wrote",
            "v1",
            "Secret",
            { type: "kubernetes.io/service-account-token" },
            ["The token of the service account was not written"],
        ],
        ["ordinary Secret", "v1", "Secret", { type: "Opaque" }, "ready"],
        [
            "definition whose names are taken",
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            { status: { conditions: [condition("NamesAccepted", "False", "PluralConflict")] } },
            "failed",
        ],
    ])("a %s", (_what, apiVersion, kind, object, expected) => {
        expect(judge(apiVersion, kind, object)).toEqual(expected);
    });

    it("a claim that binds with its first pod is ready while it is pending", () => {
        const claim = { metadata: { name: "c" }, spec: { storageClassName: "disks" }, status: { phase: "Pending" } };
        const related = { StorageClass: [{ metadata: { name: "disks" }, volumeBindingMode: "WaitForFirstConsumer" }] };
        expect(judge("v1", "PersistentVolumeClaim", claim, related)).toBe("ready");
    });

    it("waits as long as the provider does, and for other kinds only when told to", () => {
        const seconds = (apiVersion: string, kind: string) => awaiterOf({ apiVersion, kind }, {})?.timeoutSeconds;
        expect([seconds("apps/v1", "Deployment"), seconds("v1", "PersistentVolumeClaim"), seconds("v1", "ConfigMap")]).toEqual([
            600,
            300,
            undefined,
        ]);
        const all = awaiterOf({ apiVersion: "example.org/v1", kind: "Widget" }, { PULUMI_K8S_AWAIT_ALL: "true" });
        const reasons = (status: Properties) => all?.judge({ metadata: { generation: 2 }, status }, {}).reasons;
        expect([
            reasons({}),
            reasons({ observedGeneration: 1 }),
            reasons({ conditions: [condition("Ready", "False", "Building", "wait")] }),
        ]).toEqual([[], ["generation is 2, but latest observed generation is 1"], ["[Building] wait"]]);
        expect([
            deletionSeconds("Deployment"),
            deletionSeconds("Namespace"),
            skipsAwaitOfDeletion("Job"),
            skipsAwaitOfDeletion("ConfigMap"),
        ]).toEqual([600, 300, true, false]);
    });

    it("reads how the program wants an object treated", () => {
        const object = (annotations: Properties): Properties => ({ metadata: { annotations } });
        expect([0, 7].map((custom) => timeoutOf(custom, object({ "pulumi.com/timeoutSeconds": "90" })))).toEqual([90, 7]);
        expect(["", "soon"].map((text) => timeoutOf(0, object({ "pulumi.com/timeoutSeconds": text })))).toEqual([undefined, undefined]);
        const policies = ["", "Orphan", "background", "other"].map((policy) =>
            propagationOf(object({ "pulumi.com/deletionPropagationPolicy": policy })),
        );
        expect(policies).toEqual(["Foreground", "Orphan", "Background", "Foreground"]);
        expect(annotation({ metadata: {} }, "a")).toBe("");
    });
});
