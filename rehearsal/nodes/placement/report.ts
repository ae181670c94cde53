import { priceOf } from "../../azure/data/catalog";
import type { Obstacle } from "../autoscaler/scale-up";
import { physicalGpus } from "../gpu-resources";
import { nodesOfPool, takesRoom, type PodView } from "../node-view";
import type { NodePool } from "../pools";
import { sum, type Amounts } from "../quantity";
import { gpusOf, isGpu } from "../scheduling/pod-demand";
import { hasAutoProvisioning, type World } from "../world";

/** Where a pod is. */
export type Place =
    | { readonly kind: "node"; readonly node: string; readonly pool: string; readonly ended: boolean }
    /** No pool grows for it, and nothing that ends soon makes room. */
    | { readonly kind: "nowhere"; readonly obstacles: readonly (readonly [pool: string, obstacle: Obstacle])[]; readonly message: string }
    /** It waits: for a node on its way, for the end of what runs, or for what AKS does by itself. */
    | { readonly kind: "waits"; readonly why: "under-way" | "turn" | "auto-provisioning"; readonly message: string };

/** Pods of one owner that ask for GPUs. */
export interface GpuWorkload {
    /** For example `Job default/train`. */
    readonly title: string;
    /** Of one pod. */
    readonly gpus: Amounts;
    readonly pods: readonly { readonly pod: PodView; readonly place: Place }[];
}

/** How much of what a pool of GPUs costs is put to use. */
export interface PoolUse {
    readonly pool: NodePool;
    readonly nodes: number;
    /** GPUs in the machines that run. */
    readonly gpus: number;
    /** What the device plugin offers of them, and what pods have taken. */
    readonly offered: Amounts;
    readonly taken: Amounts;
    /** Share of what is offered that nobody has taken, of 1; all of it where nothing is offered. */
    readonly idle: number;
    /** List price of what is idle in USD per hour; undefined for Spot nodes and where no price is known. */
    readonly idleUsdPerHour: number | undefined;
}

export interface PlacementReport {
    readonly workloads: readonly GpuWorkload[];
    readonly pools: readonly PoolUse[];
}

/** @param stranded why no pool grows for a pod, as the autoscaler last saw it */
export function placementReport(
    world: World,
    stranded: Readonly<Record<string, readonly (readonly [string, Obstacle])[]>>,
): PlacementReport {
    const asking = world.pods.filter(({ spec, deleting }) => !deleting && Object.keys(gpusOf(spec)).length > 0);
    const titles = [...new Set(asking.map(ownerTitle))].sort();
    return {
        workloads: titles.map((title) => {
            const pods = asking.filter((pod) => ownerTitle(pod) === title).sort((one, other) => one.name.localeCompare(other.name));
            return { title, gpus: gpusOf(pods[0]?.spec ?? {}), pods: pods.map((pod) => ({ pod, place: placeOf(pod, world, stranded) })) };
        }),
        pools: world.pools.filter((pool) => physicalGpus(pool) > 0).map((pool) => useOf(pool, world)),
    };
}

/** Workloads of which a pod will never run. */
export function impossible({ workloads }: PlacementReport): GpuWorkload[] {
    return workloads.filter(({ pods }) => pods.some(({ place }) => place.kind === "nowhere"));
}

/** What made a pod, in the words of its user: a deployment rather than its replica set. */
export function ownerTitle({ owner, namespace, name }: PodView): string {
    if (owner === undefined) {
        return `Pod ${namespace}/${name}`;
    }
    return owner.kind === "ReplicaSet"
        ? `Deployment ${namespace}/${owner.name.replace(/-[0-9a-z]+$/, "")}`
        : `${owner.kind} ${namespace}/${owner.name}`;
}

export function placeOf(pod: PodView, world: World, stranded: Readonly<Record<string, readonly (readonly [string, Obstacle])[]>>): Place {
    if (pod.node !== "") {
        const pool = poolOfNode(pod.node, world);
        return { kind: "node", node: pod.node, pool: pool?.name ?? "", ended: !takesRoom(pod) };
    }
    const { message } = pod;
    const obstacles = stranded[pod.key];
    if (obstacles === undefined) {
        return { kind: "waits", why: "under-way", message };
    }
    if (hasAutoProvisioning(world)) {
        return { kind: "waits", why: "auto-provisioning", message };
    }
    return obstacles.some(([pool, obstacle]) => endsSoon(pool, obstacle, world))
        ? { kind: "waits", why: "turn", message }
        : { kind: "nowhere", obstacles, message };
}

/** Whether room comes by itself: a pool is at its limit, and on its nodes are pods of jobs, which end. */
function endsSoon(name: string, obstacle: Obstacle, world: World): boolean {
    const pool = world.pools.find((one) => one.name === name);
    if (obstacle.kind !== "limit" || pool === undefined) {
        return false;
    }
    const holders = nodesOfPool(pool, world.nodes).flatMap(({ pods }) => pods.filter(takesRoom));
    return obstacle.limit.kind === "busy" || holders.some(({ owner }) => owner?.kind === "Job");
}

export function poolOfNode(node: string, world: World): NodePool | undefined {
    return world.pools.find((pool) => nodesOfPool(pool, [{ name: node }]).length > 0);
}

function useOf(pool: NodePool, world: World): PoolUse {
    const nodes = nodesOfPool(pool, world.nodes);
    const offered = gpuAmounts(sum(...nodes.map(({ allocatable }) => allocatable)));
    const taken = gpuAmounts(sum(...nodes.flatMap(({ pods }) => pods.filter(takesRoom).map(({ spec }) => gpusOf(spec)))));
    const all = total(offered);
    const idle = nodes.length === 0 ? 0 : all === 0 ? 1 : 1 - Math.min(1, total(taken) / all);
    const price = pool.spot ? undefined : priceOf(pool.size, pool.region);
    return {
        pool,
        nodes: nodes.length,
        gpus: nodes.length * physicalGpus(pool),
        offered,
        taken,
        idle,
        idleUsdPerHour: price === undefined ? undefined : price * nodes.length * idle,
    };
}

function gpuAmounts(amounts: Amounts): Amounts {
    return Object.fromEntries(Object.entries(amounts).filter(([name, amount]) => isGpu(name) && amount > 0));
}

function total(amounts: Amounts): number {
    return Object.values(amounts).reduce((all, amount) => all + amount, 0);
}
