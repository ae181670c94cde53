import { setTimeout as pause } from "node:timers/promises";
import type { RestClient } from "../../control-plane/rest-client";
import { planLoadBalancers } from "../cloud/load-balancers";
import { planStorage } from "../cloud/storage";
import { softwareOf } from "../workloads/node-software";
import { operatorRuns, type World } from "../world";
import { act } from "./act";
import { described, type Action } from "./actions";
import { planExtensions } from "./plan-extensions";
import { planNodes, planOrphans } from "./plan-nodes";
import { newMemory, planScaling, type ScalingMemory, type ScalingPlan } from "./plan-scaling";
import { planWorkloads } from "./plan-workloads";
import { readWorld } from "./read-world";
import { writeStatus, type NodesStatus } from "./status";
import { underWay } from "./under-way";

export interface NodesOptions {
    /** Folder of the simulated subscription. */
    readonly subscription: string;
    /** Host name of the cluster's API server, by which the subscription knows the cluster. */
    readonly cluster: string;
    /** The cluster's folder: `nodes.json` is written there. */
    readonly folder: string;
    /** Ends the loop. */
    readonly signal: AbortSignal;
    /** For how long a node has nothing to do before the autoscaler takes it away; in AKS ten minutes. @default 20000 */
    readonly idleMilliseconds?: number;
    /** Where each thing that is done is written. @default nowhere */
    readonly log?: (line: string) => void;
}

/** Between two looks while something is under way, and when nothing is. */
const BUSY_MILLISECONDS = 300;
const QUIET_MILLISECONDS = 1000;

/** Nothing is under way for good only when it was so for this long: controllers need their time between two steps. */
const STABLE_MILLISECONDS = 1500;

/**
 * Keeps the nodes of a cluster those of its pools, and its autoscaler at work, until the signal comes or the cluster has gone from the
 * subscription. A look that fails is written down and tried again: the API server may be starting.
 */
export async function runNodes(client: RestClient, options: NodesOptions): Promise<void> {
    const memory = newMemory();
    let stableSince: number | undefined;
    const isOver = (): boolean => options.signal.aborted;
    while (!isOver()) {
        let busy = true;
        try {
            const world = await readWorld(client, options.subscription, options.cluster);
            if (world === undefined) {
                return;
            }
            const now = Date.now();
            const { actions, scaling } = planLook(world, memory, now, options.idleMilliseconds ?? 20_000);
            for (const action of actions) {
                options.log?.(described(action));
            }
            await act(actions, client, options.subscription);
            const open = underWay(world, actions, scaling);
            stableSince = open.length > 0 ? undefined : (stableSince ?? now);
            busy = open.length > 0 || now - (stableSince ?? now) < STABLE_MILLISECONDS;
            writeStatus(options.folder, statusOf(now, busy ? undefined : stableSince, open, scaling));
        } catch (error) {
            if (isOver()) {
                // the API server went first
                return;
            }
            stableSince = undefined;
            const problem = error instanceof Error ? error.message : String(error);
            options.log?.(problem);
            writeStatus(options.folder, { ...statusOf(Date.now(), undefined, [problem], undefined), problem });
        }
        await pause(busy ? BUSY_MILLISECONDS : QUIET_MILLISECONDS, undefined, { signal: options.signal }).catch(() => undefined);
    }
}

/** Everything that one look leads to, in the order in which it is done. */
export function planLook(
    world: World,
    memory: ScalingMemory,
    now: number,
    idleMilliseconds: number,
): { readonly actions: readonly Action[]; readonly scaling: ScalingPlan } {
    const operator = operatorRuns(world);
    const scaling = planScaling(world, memory, now, idleMilliseconds);
    return {
        actions: [
            ...planExtensions(world.extensions, world.extensionObjects),
            ...planWorkloads(world, [...world.daemonSets, ...world.deployments]),
            ...planNodes(world.pools, world.nodes, (pool, node) => softwareOf(pool, node, world.releases, operator)),
            ...planStorage(world.storage, world.nodes),
            ...planLoadBalancers(world.balanced),
            ...planOrphans(world.pods, world.nodes),
            ...scaling.actions,
        ],
        scaling,
    };
}

function statusOf(at: number, settledSince: number | undefined, open: readonly string[], scaling: ScalingPlan | undefined): NodesStatus {
    return {
        pid: process.pid,
        at,
        settledSince,
        underWay: open,
        stranded: Object.fromEntries((scaling?.stranded ?? []).map(({ pod, obstacles }) => [pod.key, obstacles])),
        problem: undefined,
    };
}
