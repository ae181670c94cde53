import { textAt } from "../../azure/request";
import { setNodeCount } from "../../azure/subscription/scaling";
import type { ApiRequest, RestClient } from "../../control-plane/rest-client";
import type { KubernetesObject } from "../../kubernetes/object-store";
import type { PodView } from "../node-view";
import type { Action } from "./actions";

/** Who owns the fields that are written: by it an inventory knows what no program made. */
const MANAGER = { fieldManager: "rehearsal-nodes" };

const MERGE = "application/merge-patch+json";

/** Refusals that mean: somebody else was faster, or the namespace is not there yet; the next look decides again. */
const PASSING: readonly number[] = [404, 409];

/** Does what was planned, one after the other. @throws Error for a refusal that the next look would only repeat */
export async function act(actions: readonly Action[], client: RestClient, subscription: string): Promise<void> {
    for (const action of actions) {
        if (action.do === "scale-pool") {
            setNodeCount(subscription, action.poolId, action.from, action.to);
            continue;
        }
        for (const request of requestsOf(action)) {
            const { status, body } = await client.send(request);
            if (status >= 400 && !PASSING.includes(status)) {
                throw new Error(`${request.method} ${request.path}: ${status} ${textAt(body, "message") ?? ""}`);
            }
        }
    }
}

function requestsOf(action: Exclude<Action, { do: "scale-pool" }>): ApiRequest[] {
    switch (action.do) {
        case "create-node":
            return [{ method: "POST", path: "/api/v1/nodes", body: action.node }];
        case "change-node":
            return [{ method: "PATCH", path: `/api/v1/nodes/${action.name}`, contentType: MERGE, body: action.change }];
        case "change-node-status":
            return [{ method: "PATCH", path: `/api/v1/nodes/${action.name}/status`, contentType: MERGE, body: { status: action.change } }];
        case "remove-node":
            // the node first: as long as it is there, daemon sets put new pods on it
            return [{ method: "DELETE", path: `/api/v1/nodes/${action.name}` }, ...action.pods.map(removal)];
        case "remove-pod":
            return [removal(action.pod)];
        case "create-object":
            return [{ method: "POST", path: action.path, query: MANAGER, body: action.object }];
        case "delete-object":
            return [{ method: "DELETE", path: action.path }];
        case "change-status":
            return [{ method: "PATCH", path: action.path, query: MANAGER, contentType: MERGE, body: { status: action.change } }];
        case "apply-workload":
            return [
                {
                    method: "PATCH",
                    path: pathOf(action.workload),
                    query: { ...MANAGER, force: "true" },
                    contentType: "application/apply-patch+yaml",
                    body: action.workload,
                },
            ];
        case "delete-workload":
            return [{ method: "DELETE", path: pathOf(action.workload), query: { propagationPolicy: "Background" } }];
    }
}

/** A machine that is gone cannot end its pods. */
function removal({ namespace, name }: PodView): ApiRequest {
    return { method: "DELETE", path: `/api/v1/namespaces/${namespace}/pods/${name}`, query: { gracePeriodSeconds: "0" } };
}

function pathOf(workload: KubernetesObject): string {
    const plural = workload["kind"] === "DaemonSet" ? "daemonsets" : "deployments";
    const name = textAt(workload, "metadata", "name") ?? "";
    return `/apis/apps/v1/namespaces/${textAt(workload, "metadata", "namespace") ?? ""}/${plural}/${name}`;
}
