import { textAt } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import { chartWorkloads, madeForRelease, type StandingRelease } from "../workloads/chart-workloads";
import { labelsOf, type PodView } from "../node-view";
import { MADE_FOR } from "../workloads/manifest";
import { systemWorkloads } from "../workloads/system-workloads";
import { extensionWorkloads } from "../extensions/extension-objects";
import type { World } from "../world";
import type { Action } from "./actions";

/** What was applied last: what the API server fills in is no difference. */
export const APPLIED = "ml-platform.rehearsal/applied";

/**
 * What AKS and the releases of a cluster run on its nodes, as far as it is known: made, changed and taken away with them.
 *
 * @param standing daemon sets and deployments of the cluster
 */
export function planWorkloads(
    { clusterBody, releases, extensions, pods }: Pick<World, "clusterBody" | "releases" | "extensions" | "pods">,
    standing: readonly KubernetesObject[],
): Action[] {
    const wanted = [
        ...systemWorkloads(clusterBody),
        ...extensions.flatMap(extensionWorkloads),
        ...releases.flatMap((release) => chartWorkloads(release, (name) => hasRunningPod(name, release, standing, pods))),
    ];
    const ours = standing.filter((object) => labelsOf(object)[MADE_FOR] !== undefined);
    return [
        ...wanted
            .filter((object) => !isApplied(object, ours))
            .map((object): Action => ({ do: "apply-workload", workload: marked(object) })),
        ...ours
            .filter((object) => !wanted.some((other) => sameObject(object, other)))
            // an operator that restarts does not take away what it made
            .filter((object) => !isOperand(object, releases))
            .map((object): Action => ({ do: "delete-workload", workload: object })),
    ];
}

/** Whether something is what its release would have once every workload of it ran. */
function isOperand(object: KubernetesObject, releases: readonly StandingRelease[]): boolean {
    return releases.some((release) => chartWorkloads(release, () => true).some((other) => sameObject(object, other)));
}

function hasRunningPod(
    name: string,
    { namespace, name: release }: StandingRelease,
    standing: readonly KubernetesObject[],
    pods: readonly PodView[],
): boolean {
    const owner = standing.find(
        (object) => textAt(object, "metadata", "name") === name && textAt(object, "metadata", "namespace") === namespace,
    );
    const madeFor = madeForRelease({ namespace, name: release });
    return (
        owner !== undefined &&
        labelsOf(owner)[MADE_FOR] === madeFor &&
        pods.some((pod) => pod.namespace === namespace && pod.phase === "Running" && pod.owner?.name.startsWith(name) === true)
    );
}

function isApplied(object: KubernetesObject, standing: readonly KubernetesObject[]): boolean {
    const found = standing.find((other) => sameObject(object, other));
    return found !== undefined && textAt(found, "metadata", "annotations", APPLIED) === appliedText(object);
}

function marked(object: KubernetesObject): KubernetesObject {
    const metadata = object["metadata"];
    return { ...object, metadata: { ...(typeof metadata === "object" ? metadata : {}), annotations: { [APPLIED]: appliedText(object) } } };
}

function appliedText(object: KubernetesObject): string {
    return JSON.stringify(object["spec"]);
}

function sameObject(one: KubernetesObject, other: KubernetesObject): boolean {
    const sameName = (["namespace", "name"] as const).every((key) => textAt(one, "metadata", key) === textAt(other, "metadata", key));
    return sameName && one["kind"] === other["kind"];
}
