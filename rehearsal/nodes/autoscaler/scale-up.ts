import type { PodView } from "../node-view";
import type { NodePool } from "../pools";
import { less, type Amounts } from "../quantity";
import { misfits, type Candidate, type Misfit } from "../scheduling/misfits";
import { demandOf } from "../scheduling/pod-demand";
import type { GpuGap } from "../workloads/node-software";
import { chooseOption, type Expander, type GrowthOption } from "./expander";
import type { GrowthRoom, Limit } from "./room";
import type { Template } from "./template";

/** A pool that the autoscaler looks at. */
export interface ScalablePool {
    readonly pool: NodePool;
    readonly template: Template;
    /** How far it may grow once it has grown by so many nodes, and other pools by theirs. */
    readonly room: (growths: readonly Growth[]) => GrowthRoom;
}

export interface Growth {
    readonly pool: NodePool;
    readonly nodes: number;
    readonly pods: readonly string[];
}

/** Why a pool does not grow for a pod. */
export type Obstacle =
    | { readonly kind: "misfits"; readonly misfits: readonly Misfit[]; readonly from: Template["from"] }
    | { readonly kind: "limit"; readonly limit: Limit }
    /** A node of the pool had room for the pod, and the scheduler did not want it there. */
    | { readonly kind: "tried"; readonly message: string }
    /** There is a node for it, whose GPUs nothing offers. */
    | { readonly kind: "no-gpu"; readonly node: string; readonly gap: GpuGap };

/** A pod for which no pool grows, with the reason for each pool. */
export interface Stranded {
    readonly pod: PodView;
    readonly obstacles: readonly (readonly [pool: string, obstacle: Obstacle])[];
}

export interface ScaleUpPlan {
    readonly growths: readonly Growth[];
    readonly stranded: readonly Stranded[];
    /** Pods for which a node that stands or is on its way has room. */
    readonly waiting: readonly string[];
}

export interface ScaleUpInput {
    /** Pods that the scheduler finds no node for. */
    readonly pending: readonly PodView[];
    readonly pools: readonly ScalablePool[];
    /** Nodes that stand and those on their way: the scheduler may not have looked at them yet, or not since something on them ended. */
    readonly usable: readonly Candidate[];
    readonly expander: Expander;
    readonly priorities: string | undefined;
    /** Whether the scheduler has left the pod pending although a node of the pool had room. */
    readonly tried: (pod: PodView, pool: NodePool) => boolean;
}

/**
 * What the cluster autoscaler does about pods that are pending: it takes each pool's next node as a template, packs the pods that fit there, asks
 * the expander which of the pools grows, and goes on with what is left.
 */
export function planScaleUp(input: ScaleUpInput): ScaleUpPlan {
    const soon = new Bins(input.usable);
    const isRefused = (pod: PodView): boolean => input.pools.some(({ pool }) => input.tried(pod, pool));
    const waiting = input.pending.filter((pod) => !isRefused(pod) && soon.place(pod.spec)).map(({ key }) => key);
    let left = input.pending.filter(({ key }) => !waiting.includes(key));
    const growths: Growth[] = [];
    for (;;) {
        const options = input.pools.flatMap((scalable) => optionOf(scalable, left, growths, input) ?? []);
        const chosen = chooseOption(options, input.expander, input.priorities);
        if (chosen === undefined) {
            break;
        }
        const helped = new Set(chosen.pods.map((place) => left[place]?.key));
        growths.push({ pool: chosen.pool, nodes: chosen.nodes, pods: left.filter(({ key }) => helped.has(key)).map(({ key }) => key) });
        left = left.filter(({ key }) => !helped.has(key));
    }
    const stranded = left.map((pod) => ({
        pod,
        obstacles: input.pools.map((scalable) => [scalable.pool.name, obstacleOf(pod, scalable, growths, input)] as const),
    }));
    return { growths, stranded, waiting };
}

function optionOf(
    { pool, template, room }: ScalablePool,
    pending: readonly PodView[],
    growths: readonly Growth[],
    { tried }: ScaleUpInput,
): GrowthOption | undefined {
    const most = room(growths).nodes;
    const bins = new Bins([], template);
    const fitting = pending
        .map((pod, place) => ({ pod, place, size: demandOf(pod.spec) }))
        .filter(({ pod }) => !tried(pod, pool) && misfits(pod.spec, template).length === 0)
        // the hungriest first, as a packer does
        .sort((one, other) => (other.size["cpu"] ?? 0) - (one.size["cpu"] ?? 0) || one.place - other.place);
    const pods = fitting.filter(({ pod }) => bins.place(pod.spec, most)).map(({ place }) => place);
    return pods.length === 0 ? undefined : { pool, nodes: bins.count, pods, room: template.free, unused: bins.meanFree() };
}

function obstacleOf(pod: PodView, { pool, template, room }: ScalablePool, growths: readonly Growth[], { tried }: ScaleUpInput): Obstacle {
    const found = misfits(pod.spec, template);
    if (found.length > 0) {
        return { kind: "misfits", misfits: found, from: template.from };
    }
    return tried(pod, pool) ? { kind: "tried", message: pod.message } : { kind: "limit", limit: room(growths).limit };
}

/** Nodes that are filled one after the other. */
class Bins {
    private readonly bins: { readonly node: Candidate; free: Amounts }[];

    constructor(
        standing: readonly Candidate[],
        private readonly template?: Candidate,
    ) {
        this.bins = standing.map((node) => ({ node, free: node.free }));
    }

    get count(): number {
        return this.bins.length;
    }

    /** Puts a pod on the first node with room, or on a new one. @returns false when there is none and may be no more than `most` */
    place(podSpec: PodView["spec"], most = 0): boolean {
        let bin = this.bins.find(({ node, free }) => misfits(podSpec, { ...node, free }).length === 0);
        if (bin === undefined && this.template !== undefined && this.bins.length < most) {
            bin = { node: this.template, free: this.template.free };
            this.bins.push(bin);
        }
        if (bin !== undefined) {
            bin.free = less(bin.free, demandOf(podSpec));
        }
        return bin !== undefined;
    }

    meanFree(): Amounts {
        const names = Object.keys(this.template?.free ?? {});
        const mean = (name: string): number =>
            this.bins.reduce((total, { free }) => total + (free[name] ?? 0), 0) / Math.max(1, this.count);
        return Object.fromEntries(names.map((name) => [name, mean(name)]));
    }
}
