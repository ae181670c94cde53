import { at } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import { isObject } from "../../provider/values";
import { roomOf } from "../capacity";
import { GPU, physicalGpus } from "../gpu-resources";
import { nodeLabels, nodeTaints, zoneOf } from "../labels";
import { nodeName } from "../node-object";
import { isPassingTaint, type NodeView } from "../node-view";
import type { NodePool } from "../pools";
import { less, sum, type Amounts } from "../quantity";
import { misfits, type Candidate } from "../scheduling/misfits";
import { demandOf } from "../scheduling/pod-demand";

/** What the autoscaler takes the next node of a pool for. */
export interface Template extends Candidate {
    /** Whether it is read from a node that stands, or worked out from the size, since there is none. */
    readonly from: "node" | "size";
}

/**
 * The next node of a pool, in the eyes of the cluster autoscaler, without what its daemon sets would take.
 *
 * Where no node stands it knows the size and what AKS tells it of the pool: whole GPUs only. It sees no instances (`nvidia.com/mig-…`), no turns on
 * a shared GPU and no label that something in the cluster writes on nodes (kubernetes/autoscaler, cloudprovider/azure/azure_template.go).
 */
export function templateOf(pool: NodePool, standing: readonly NodeView[], daemonSets: readonly KubernetesObject[]): Template {
    const model = standing.find(({ isReady, unschedulable }) => isReady && !unschedulable);
    const bare: Template =
        model === undefined
            ? fromSize(pool)
            : {
                  from: "node",
                  labels: model.labels,
                  taints: model.taints.filter((taint) => !isPassingTaint(taint)),
                  free: model.allocatable,
              };
    return { ...bare, free: less(bare.free, daemonDemand(bare, daemonSets)) };
}

function fromSize(pool: NodePool): Template {
    const zone = zoneOf(pool, 0);
    const gpus = physicalGpus(pool);
    return {
        from: "size",
        labels: nodeLabels(pool, nodeName(pool, 0), zone),
        taints: nodeTaints(pool),
        free: sum(roomOf(pool).allocatable, gpus === 0 ? {} : { [GPU]: gpus * 1000 }),
    };
}

/** What the daemon sets that would run on a node ask for together. */
export function daemonDemand(node: Candidate, daemonSets: readonly KubernetesObject[]): Amounts {
    return sum(
        ...daemonSets.flatMap((daemonSet) => {
            const spec = at(daemonSet, "spec", "template", "spec");
            return isObject(spec) && runsOn(spec, node) ? [demandOf(spec)] : [];
        }),
    );
}

function runsOn(podSpec: KubernetesObject, node: Candidate): boolean {
    return misfits(podSpec, node).every(({ kind }) => kind === "resource");
}
