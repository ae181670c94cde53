import { at, numberAt, textAt } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import { isGpu } from "../scheduling/pod-demand";
import { isDaemon, isPending } from "../node-view";
import { gpuGap } from "../workloads/node-software";
import { physicalGpus } from "../gpu-resources";
import { standingNodes, type World } from "../world";
import { described, type Action } from "./actions";
import type { ScalingPlan } from "./plan-scaling";

/**
 * What is not yet as it will be, each in a few words; nothing when the cluster has come to rest. What will never be is no longer under way: a pod
 * that no pool grows for, a GPU that nothing offers. Nor is an idle node that will be taken away later.
 */
export function underWay(world: World, actions: readonly Action[], { stranded, waiting }: ScalingPlan): string[] {
    const isStranded = (key: string): boolean => stranded.some(({ pod }) => pod.key === key);
    return [
        ...actions.map(described),
        ...world.pools.filter(({ succeeded }) => !succeeded).map(({ name }) => `pool ${name} is being changed`),
        ...world.nodes.filter(({ isReady }) => !isReady).map(({ name }) => `node ${name} is not ready`),
        ...world.pools.flatMap((pool) =>
            standingNodes(world, pool)
                .filter(({ allocatable }) => physicalGpus(pool) > 0 && !Object.keys(allocatable).some(isGpu))
                .filter((node) => gpuGap(pool, node, world.daemonSets) === undefined)
                .map(({ name }) => `node ${name} has no GPU yet`),
        ),
        ...waiting.map((key) => `pod ${key} waits for a node`),
        ...world.pods
            .filter(
                (pod) =>
                    pod.deleting || (pod.phase === "Pending" && !pod.gated && !isStranded(pod.key) && !(isDaemon(pod) && isPending(pod))),
            )
            .map(({ key }) => `pod ${key} is under way`),
        ...[...world.daemonSets, ...world.deployments, ...world.makers]
            .filter(isUnseen)
            .map((object) => `${textAt(object, "metadata", "name") ?? ""} is under way`),
    ];
}

/** Whether its controller has not looked at what makes pods since that was changed. */
function isUnseen(object: KubernetesObject): boolean {
    if (object["kind"] === "Job") {
        return at(object, "spec", "suspend") !== true && at(object, "status", "startTime") === undefined;
    }
    return numberAt(object, "status", "observedGeneration") !== numberAt(object, "metadata", "generation");
}
