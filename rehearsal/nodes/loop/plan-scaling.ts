import { gpusOf, isGpu } from "../scheduling/pod-demand";
import { growthRoom } from "../autoscaler/room";
import { isIdle, planScaleDown, type Removal } from "../autoscaler/scale-down";
import { planScaleUp, type Growth, type Obstacle, type Stranded } from "../autoscaler/scale-up";
import { templateOf, type Template } from "../autoscaler/template";
import { physicalGpus, GPU } from "../gpu-resources";
import { taintObject } from "../node-object";
import { isDaemon, isPassingTaint, isPending, LEAVING, type NodeView, type PodView } from "../node-view";
import type { NodePool, Taint } from "../pools";
import { misfits, type Candidate } from "../scheduling/misfits";
import { larger } from "../quantity";
import { gpuGap } from "../workloads/node-software";
import { createdAt, expanderOf, standingNodes, type World } from "../world";
import type { Action } from "./actions";

/** How long a new node is given until the scheduler has used it, and its GPUs are there. */
const SETTLING_MILLISECONDS = 8000;

/** What the autoscaler remembers from one look to the next. */
export interface ScalingMemory {
    /** Since when nodes have been idle. */
    readonly idleSince: Map<string, number>;
    /** What nodes of pools looked like that have none now, by pool and generation. */
    readonly templates: Map<string, Template>;
    /** Since when the scheduler has left a pod pending for which a node of the pool has room, by UID and pool. */
    readonly refusedSince: Map<string, number>;
    /** Those that it left so for long: nodes of the pool do not help them. */
    readonly vain: Set<string>;
}

export function newMemory(): ScalingMemory {
    return { idleSince: new Map(), templates: new Map(), refusedSince: new Map(), vain: new Set() };
}

export interface ScalingPlan {
    readonly actions: readonly Action[];
    readonly stranded: readonly Stranded[];
    /** Pods that nodes on their way are for. */
    readonly waiting: readonly string[];
}

/** What the cluster autoscaler does now. It writes into its memory. */
export function planScaling(world: World, memory: ScalingMemory, now: number, idleMilliseconds: number): ScalingPlan {
    remember(world, memory, now);
    const pending = world.pods.filter((pod) => isPending(pod) && !isDaemon(pod));
    const plan = planScaleUp({
        pending,
        pools: world.pools.map((pool) => ({
            pool,
            template: currentTemplate(pool, world, memory),
            room: (growths) => roomAfter(pool, growths, world),
        })),
        usable: [...usableNodes(world, now), ...comingNodes(world, memory)],
        expander: expanderOf(world.clusterBody),
        priorities: world.priorities,
        tried: (pod, pool) => memory.vain.has(vainKey(pod, pool)),
    });
    const stuck = pending.flatMap((pod) => (plan.waiting.includes(pod.key) ? (stuckOn(pod, world, now) ?? []) : []));
    const waiting = plan.waiting.filter((key) => !stuck.some(({ pod }) => pod.key === key));
    // a node without its GPUs stays as long as a pod waits for them: another one would be no better
    const isHeld = (pool: NodePool, node: NodeView): boolean => stuck.length > 0 && lacksGpus(pool, node);
    const removals =
        plan.growths.length + waiting.length > 0
            ? []
            : planScaleDown(
                  world.pools.map((pool) => ({ pool, nodes: standingNodes(world, pool).filter((node) => !isHeld(pool, node)) })),
                  memory.idleSince,
                  now,
                  idleMilliseconds,
              );
    return {
        actions: [...plan.growths.map(growthAction), ...removalActions(removals, world)],
        stranded: [...plan.stranded, ...stuck],
        waiting,
    };
}

function growthAction({ pool, nodes }: Growth): Action {
    return { do: "scale-pool", poolId: pool.id, from: pool.count, to: pool.count + nodes };
}

/**
 * Nodes go in two steps, so that no pod is put on one that is about to go: first they are tainted, at the next look taken away, and the pool's
 * number lowered, so that it does not make them again. A node that is needed after all loses the taint.
 */
function removalActions(removals: readonly Removal[], world: World): Action[] {
    const leaving = world.nodes.filter(({ taints }) => taints.some(({ key }) => key === LEAVING.key));
    const goes = (name: string): boolean => removals.some(({ node }) => node === name);
    const ready = removals.filter(({ node }) => leaving.some(({ name }) => name === node));
    return [
        ...leaving
            .filter(({ name }) => !goes(name))
            .map((node) =>
                withTaints(
                    node,
                    node.taints.filter(({ key }) => key !== LEAVING.key),
                ),
            ),
        ...world.nodes
            .filter((node) => goes(node.name) && !leaving.includes(node))
            .map((node) => withTaints(node, [...node.taints, LEAVING])),
        ...[...new Set(ready.map(({ pool }) => pool))].map((pool): Action => {
            const fewer = ready.filter((removal) => removal.pool === pool).length;
            return { do: "scale-pool", poolId: pool.id, from: pool.count, to: pool.count - fewer };
        }),
        ...leaving.filter(({ name }) => goes(name)).map(({ name, pods }): Action => ({ do: "remove-node", name, pods })),
    ];
}

function withTaints({ name }: NodeView, taints: readonly Taint[]): Action {
    return { do: "change-node", name, change: { spec: { taints: taints.map(taintObject) } } };
}

function roomAfter(pool: NodePool, growths: readonly Growth[], world: World): ReturnType<typeof growthRoom> {
    const grown = (id: string): number =>
        growths.filter((growth) => growth.pool.id.toLowerCase() === id.toLowerCase()).reduce((total, { nodes }) => total + nodes, 0);
    const demands = world.demands.map((demand) => ({
        ...demand,
        count: demand.count + grown(`${demand.clusterId}/agentPools/${demand.name}`),
    }));
    return growthRoom({ ...pool, count: pool.count + grown(pool.id) }, demands, world.settings);
}

/** Nodes that the scheduler may still use for what is pending: those that are ready, and new ones as they will be once they are ready. */
function usableNodes(world: World, now: number): NodeView[] {
    return world.nodes
        .filter((node) => !node.unschedulable && (node.isReady || now - createdAt(node.object) < SETTLING_MILLISECONDS))
        .map((node) => {
            const pool = world.pools.find((one) => standingNodes(world, one).includes(node));
            const gpus = pool !== undefined && lacksGpus(pool, node) ? { [GPU]: physicalGpus(pool) * 1000 } : {};
            return { ...node, taints: node.taints.filter((taint) => !isPassingTaint(taint)), free: larger(node.free, gpus) };
        });
}

/** Nodes that a pool counts already and that have not come yet. */
function comingNodes(world: World, memory: ScalingMemory): Candidate[] {
    return world.pools.flatMap((pool) => {
        const missing = Math.max(0, pool.count - standingNodes(world, pool).length);
        return Array.from({ length: missing }, () => currentTemplate(pool, world, memory));
    });
}

function lacksGpus(pool: NodePool, node: NodeView): boolean {
    return physicalGpus(pool) > 0 && !Object.entries(node.allocatable).some(([name, amount]) => isGpu(name) && amount > 0);
}

/** A pod that waits for the GPUs of a node which will never offer any. */
function stuckOn(pod: PodView, world: World, now: number): Stranded | undefined {
    if (Object.keys(gpusOf(pod.spec)).length === 0) {
        return undefined;
    }
    const found = world.pools.flatMap((pool) =>
        standingNodes(world, pool).flatMap((node): [string, Obstacle][] => {
            const gap = gpuGap(pool, node, world.daemonSets);
            const isOld = now - createdAt(node.object) >= SETTLING_MILLISECONDS;
            return lacksGpus(pool, node) && isOld && gap !== undefined ? [[pool.name, { kind: "no-gpu", node: node.name, gap }]] : [];
        }),
    );
    return found.length === 0 ? undefined : { pod, obstacles: found };
}

function templateKey(pool: NodePool): string {
    return `${pool.id}|${pool.generation}`;
}

/** What the autoscaler has seen of a pool it remembers when the last node has gone. */
function currentTemplate(pool: NodePool, world: World, memory: ScalingMemory): Template {
    const nodes = standingNodes(world, pool).filter((node) => !lacksGpus(pool, node));
    const remembered = memory.templates.get(templateKey(pool));
    return nodes.length === 0 && remembered !== undefined ? remembered : templateOf(pool, nodes, world.daemonSets);
}

function vainKey(pod: PodView, pool: NodePool): string {
    return `${pod.uid}|${templateKey(pool)}`;
}

function remember(world: World, memory: ScalingMemory, now: number): void {
    for (const pool of world.pools) {
        const nodes = standingNodes(world, pool);
        const template = templateOf(
            pool,
            nodes.filter((node) => !lacksGpus(pool, node)),
            world.daemonSets,
        );
        if (template.from === "node") {
            memory.templates.set(templateKey(pool), template);
        }
        for (const pod of world.pods.filter(isPending)) {
            noteRefusal(pod, pool, nodes, memory, now);
        }
    }
    for (const node of world.nodes) {
        if (!isIdle(node)) {
            memory.idleSince.delete(node.name);
        } else if (!memory.idleSince.has(node.name)) {
            memory.idleSince.set(node.name, now);
        }
    }
    for (const name of [...memory.idleSince.keys()].filter((one) => !world.nodes.some((node) => node.name === one))) {
        memory.idleSince.delete(name);
    }
}

/** The scheduler knows more than this simulation, for example of volumes and of pods that keep away from each other. */
function noteRefusal(pod: PodView, pool: NodePool, nodes: readonly NodeView[], memory: ScalingMemory, now: number): void {
    const key = vainKey(pod, pool);
    const hasRoom = nodes.some((node) => node.isReady && !node.unschedulable && misfits(pod.spec, node).length === 0);
    const since = hasRoom ? (memory.refusedSince.get(key) ?? now) : undefined;
    if (since === undefined) {
        memory.refusedSince.delete(key);
        return;
    }
    memory.refusedSince.set(key, since);
    if (now - since >= SETTLING_MILLISECONDS) {
        memory.vain.add(key);
    }
}
