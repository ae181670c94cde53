import { ArmError } from "./arm-error";
import { clusterOf, type ClusterReference } from "./node-pools";
import { textAt } from "./request";
import { openCloud } from "./subscription/cloud-reader";
import type { ResourceRecord } from "./subscription/store";

export type PowerState = "Running" | "Stopped";

export function powerStateOf({ computed }: ResourceRecord): PowerState {
    return textAt(computed, "powerState", "code") === "Stopped" ? "Stopped" : "Running";
}

/**
 * Refuses what Azure does not do to a stopped cluster, which is everything but starting and deleting it
 * (learn.microsoft.com/azure/aks/start-stop-cluster, in the words of its "OperationNotAllowed").
 * @param doing for example `updating`
 */
export function requirePower(cluster: ResourceRecord | undefined, needed: PowerState, doing: string): void {
    if (cluster !== undefined && powerStateOf(cluster) !== needed) {
        const states = `Provisioning State(${cluster.provisioningState}) and Power State(${powerStateOf(cluster)})`;
        throw new ArmError(409, "OperationNotAllowed", `managed cluster is in ${states}, ${doing} cannot be performed`);
    }
}

/**
 * Stops a cluster or starts it again, beside any program: what it holds stays, and nobody reaches its API server meanwhile.
 *
 * @returns host name of its API server
 * @throws ArmError when there is no such cluster, or it is in that state already
 */
export function switchCluster(directory: string, cluster: ClusterReference, to: PowerState): string {
    const cloud = openCloud(directory);
    const record = clusterOf(cluster, cloud);
    requirePower(record, to === "Stopped" ? "Running" : "Stopped", to === "Stopped" ? "stopping" : "starting");
    cloud.replace({ ...record, computed: { ...record.computed, powerState: { code: to } } });
    return textAt(record.computed, "privateFQDN") ?? textAt(record.computed, "fqdn") ?? "";
}
