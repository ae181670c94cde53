import { objectsAt, textAt } from "../../azure/request";
import { counted, table } from "../../screen";
import { isObject } from "../../provider/values";
import type { Obstacle } from "../autoscaler/scale-up";
import { physicalGpus } from "../gpu-resources";
import type { NodePool } from "../pools";
import type { PodView } from "../node-view";
import { shownAmount, type Amounts } from "../quantity";
import { gpusOf } from "../scheduling/pod-demand";
import { tolerates } from "../scheduling/misfits";
import { nodeTaints } from "../labels";
import type { World } from "../world";
import { impossible, poolOfNode, type GpuWorkload, type Place, type PlacementReport, type PoolUse } from "./report";
import { obstacleWords, taintText } from "./words";

/** The report as lines for a terminal; none when no pod asks for a GPU and no GPU pool stands. */
export function placementLines(report: PlacementReport, world: World): string[] {
    const rows = report.workloads.flatMap((workload) => workloadRows(workload, world));
    const stuck = impossible(report);
    return [
        ...(rows.length === 0 ? [] : table([["  workload", "asks for", "pods", "pool", "node", "why"], ...rows])),
        ...(stuck.length === 0 ? [] : ["", ...stuck.flatMap((workload) => stuckLines(workload, world))]),
        ...(report.pools.length === 0 ? [] : [...(rows.length === 0 ? [] : [""]), ...useLines(report.pools)]),
    ];
}

/** One row for each place that pods of the workload have. */
function workloadRows({ title, gpus, pods }: GpuWorkload, world: World): string[][] {
    const groups = new Map<string, { readonly cells: readonly string[]; count: number }>();
    for (const { pod, place } of pods) {
        const cells = placeCells(pod, place, world);
        const group = groups.get(cells.join("\n")) ?? { cells, count: 0 };
        group.count++;
        groups.set(cells.join("\n"), group);
    }
    return [...groups.values()].map(({ cells, count }, place) => [
        place === 0 ? `  ${title}` : "",
        place === 0 ? amountsText(gpus) : "",
        String(count),
        ...cells,
    ]);
}

function placeCells(pod: PodView, place: Place, world: World): string[] {
    switch (place.kind) {
        case "node":
            return [
                place.pool === "" ? "-" : place.pool,
                `${place.node}${place.ended ? " (ended)" : ""}`,
                whyThere(pod, poolOfNode(place.node, world)),
            ];
        case "nowhere":
            return ["nowhere", "-", "see below"];
        case "waits":
            return ["-", "-", waitWords(place.why)];
    }
}

function waitWords(why: Extract<Place, { kind: "waits" }>["why"]): string {
    switch (why) {
        case "under-way":
            return "a node for it is under way";
        case "turn":
            return "waits until a job on its pool ends";
        case "auto-provisioning":
            return "AKS makes a node for it by itself (node auto-provisioning), which is not rehearsed";
    }
}

/** What led the pod to the pool: labels that it selects, taints that it may pass, or that nothing else has what it asks for. */
export function whyThere(pod: PodView, pool: NodePool | undefined): string {
    const selector = pod.spec["nodeSelector"];
    const selected = Object.entries(isObject(selector) ? selector : {}).map(
        ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
    const path = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"] as const;
    const affine = objectsAt(pod.spec, ...path).flatMap((term) =>
        objectsAt(term, "matchExpressions").map((one) => textAt(one, "key") ?? ""),
    );
    const tolerations = objectsAt(pod.spec, "tolerations");
    const passed = (pool === undefined ? [] : nodeTaints(pool)).filter((taint) =>
        tolerations.some((toleration) => tolerates(toleration, taint)),
    );
    return [
        ...(selected.length > 0 ? [`selects ${selected.join(", ")}`] : []),
        ...(affine.length > 0 ? [`affinity to ${[...new Set(affine)].join(", ")}`] : []),
        ...(selected.length + affine.length === 0 ? ["selects no pool: it offers what the pod asks for"] : []),
        ...(passed.length > 0 ? [`tolerates ${passed.map(taintText).join(", ")}`] : []),
    ].join("; ");
}

/** Why a workload is nowhere, pool by pool. */
export function stuckLines({ title, gpus, pods }: GpuWorkload, world: World): string[] {
    const first = pods.find(({ place }) => place.kind === "nowhere");
    if (first?.place.kind !== "nowhere") {
        return [];
    }
    const count = pods.filter(({ place }) => place.kind === "nowhere").length;
    return [`  ${title} (${amountsText(gpus)}): ${counted(count, "pod")} can never run`, ...obstacleLines(first.pod, first.place, world)];
}

/** What keeps a pod from each pool that it could have been meant for, and the scheduler's own words. */
export function obstacleLines(pod: PodView, { obstacles, message }: Extract<Place, { kind: "nowhere" }>, world: World): string[] {
    const lines = meantPools(pod, obstacles, world).flatMap(([pool, obstacle]) =>
        obstacleWords(obstacle, pool).map((words) => `    pool ${pool.name}: ${words}`),
    );
    // what follows is about preemption and claims of devices, and the same for every pod
    const said = message.split(/ (?:no new claims|preemption:)/)[0] ?? message;
    return [...(lines.length === 0 ? ["    the cluster has no pool"] : lines), `    the scheduler: ${said}`];
}

/** Pools with GPUs where GPUs are asked for, and of those the ones whose labels are right: it helps nobody to hear of all the others. */
function meantPools(
    pod: PodView,
    obstacles: Extract<Place, { kind: "nowhere" }>["obstacles"],
    world: World,
): (readonly [NodePool, Obstacle])[] {
    const all = obstacles.flatMap(([name, obstacle]) => {
        const pool = world.pools.find((one) => one.name === name);
        return pool === undefined ? [] : [[pool, obstacle] as const];
    });
    const orAll = (some: typeof all, otherwise: typeof all): typeof all => (some.length === 0 ? otherwise : some);
    const asksForGpus = Object.keys(gpusOf(pod.spec)).length > 0;
    const withGpus = orAll(
        all.filter(([pool]) => !asksForGpus || physicalGpus(pool) > 0),
        all,
    );
    const isSelected = (obstacle: Obstacle): boolean =>
        obstacle.kind !== "misfits" || obstacle.misfits.every(({ kind }) => kind !== "label");
    return orAll(
        withGpus.filter(([, obstacle]) => isSelected(obstacle)),
        withGpus,
    );
}

function useLines(pools: readonly PoolUse[]): string[] {
    const rows = pools.map(({ pool, nodes, gpus, offered, taken, idle, idleUsdPerHour }) => [
        `  ${pool.name}`,
        String(nodes),
        nodes === 0 ? "-" : String(gpus),
        nodes === 0 ? "-" : amountsText(offered) || "nothing",
        nodes === 0 ? "-" : amountsText(taken) || "nothing",
        nodes === 0 ? "0.00" : idleUsdPerHour === undefined ? `unknown (${Math.round(idle * 100)} % idle)` : idleUsdPerHour.toFixed(2),
    ]);
    return table([["  GPU pool", "nodes", "GPUs paid for", "offered to pods", "taken", "USD per hour idle"], ...rows]);
}

export function amountsText(amounts: Amounts): string {
    return Object.entries(amounts)
        .map(([name, amount]) => `${shownAmount(name, amount)} ${name}`)
        .join(", ");
}
