import type { KubernetesObject } from "../../kubernetes/object-store";
import type { Properties } from "../../provider/values";

/** On everything that the rehearsal puts into a cluster for AKS or a chart: for whom. No program made it, and no inventory counts it. */
export const MADE_FOR = "ml-platform.rehearsal/made-for";
/** Value of {@link MADE_FOR} for what AKS makes. */
export const FOR_AKS = "aks";

/** A daemon set, or a deployment of one pod, with one container that stands for all of its containers. */
export interface Workload {
    readonly kind: "DaemonSet" | "Deployment";
    readonly name: string;
    readonly namespace: string;
    readonly madeFor: string;
    readonly image: string;
    readonly requests: Properties;
    /** Whatever else the pods have: tolerations, affinity, nodeSelector. */
    readonly pod: Properties;
}

export function manifestOf({ kind, name, namespace, madeFor, image, requests, pod }: Workload): KubernetesObject {
    const labels = { [MADE_FOR]: madeFor, "app.kubernetes.io/name": name };
    return {
        apiVersion: "apps/v1",
        kind,
        metadata: { name, namespace, labels },
        spec: {
            ...(kind === "Deployment" ? { replicas: 1 } : {}),
            selector: { matchLabels: labels },
            template: {
                metadata: { labels },
                spec: {
                    ...pod,
                    containers: [{ name: "main", image, ...(Object.keys(requests).length === 0 ? {} : { resources: { requests } }) }],
                },
            },
        },
    };
}
