import type { Limit } from "../autoscaler/room";
import type { Obstacle } from "../autoscaler/scale-up";
import type { NodePool, Taint } from "../pools";
import { shownAmount } from "../quantity";
import type { Misfit } from "../scheduling/misfits";
import { isGpu } from "../scheduling/pod-demand";
import type { GpuGap } from "../workloads/node-software";

/** Why a pool does not take a pod, and what to change: a line for each reason. */
export function obstacleWords(obstacle: Obstacle, pool: NodePool): string[] {
    switch (obstacle.kind) {
        case "misfits":
            return obstacle.misfits.map((misfit) => misfitWords(misfit, pool, obstacle.from === "size"));
        case "limit":
            return [limitWords(obstacle.limit, pool)];
        case "tried":
            return [`its nodes have room, and the scheduler does not want it there: ${obstacle.message}`];
        case "no-gpu":
            return [gapWords(obstacle.gap, obstacle.node, pool)];
    }
}

/** @param unseen whether the pool has no node, so that the autoscaler knows it by its size only */
function misfitWords(misfit: Misfit, pool: NodePool, unseen: boolean): string {
    switch (misfit.kind) {
        case "taint":
            return `has the taint ${taintText(misfit.taint)}, which the pod does not tolerate: add the toleration ${tolerationText(misfit.taint)}`;
        case "label": {
            const inCluster = unseen && misfit.has === undefined && /^(nvidia\.com|feature\.node\.kubernetes\.io)\//.test(misfit.key);
            const has = misfit.has === undefined ? "which its nodes do not have" : `and its nodes have ${misfit.has}`;
            const hint = inCluster
                ? "; software in the cluster writes such labels once a node stands, so no node is ever added for them: set minCount to 1, or select another label"
                : "";
            return `the pod wants the label ${misfit.key} = ${misfit.wants}, ${has}${hint}`;
        }
        case "resource":
            return resourceWords(misfit, pool, unseen);
    }
}

function resourceWords({ resource, asks, free }: Extract<Misfit, { kind: "resource" }>, pool: NodePool, unseen: boolean): string {
    const asked = `the pod asks for ${shownAmount(resource, asks)} ${unitOf(resource)}`;
    if (!isGpu(resource)) {
        const offer = `a ${pool.size} has ${shownAmount(resource, Math.max(0, free))} left for pods beside what AKS and the daemon sets take`;
        return `${asked}, and ${offer}: ask for less, or take a larger size`;
    }
    if (free > 0) {
        const each = pool.labels["nvidia.com/device-plugin.config"]?.startsWith("time-slicing") === true && unseen;
        const hint = each ? "; the autoscaler does not know of turns while the pool has no node: set minCount to 1" : "";
        return `${asked}, and a ${pool.size} offers ${shownAmount(resource, free)}: ask for less, or take a size with more GPUs${hint}`;
    }
    return unseen && resource.includes("/mig-") && pool.gpuInstanceProfile !== undefined
        ? `${asked}, which the autoscaler does not see while the pool has no node: set minCount to 1, or the strategy of its instances to single`
        : `${asked}, and its nodes offer none`;
}

function unitOf(resource: string): string {
    return resource === "cpu" ? "CPUs" : resource === "memory" ? "of memory" : resource;
}

function limitWords(limit: Limit, pool: NodePool): string {
    switch (limit.kind) {
        case "fixed":
            return `has no autoscaler and its ${pool.count === 1 ? "node is" : `${pool.count} nodes are`} full: give it minCount and maxCount, or more nodes`;
        case "maximum":
            return `has its maximum of ${limit.maxCount === 1 ? "1 node" : `${limit.maxCount} nodes`}, all in use: raise maxCount`;
        case "quota":
            return (
                `a further node needs ${limit.vcpus} vCPUs, and of the quota "${limit.name}" in ${pool.region} ${limit.used} of ${limit.limit} are used: ` +
                `ask for more quota (az vm list-usage --location ${pool.region}), or take a smaller size`
            );
        case "capacity":
            return `${limit.message} Offer another size or another zone.`;
        case "busy":
            return "is being changed, or its last change failed";
    }
}

function gapWords(gap: GpuGap, node: string, pool: NodePool): string {
    const start = `node ${node} was added and offers no GPU: `;
    switch (gap.kind) {
        case "no-plugin":
            return `${start}nothing in the cluster offers GPUs to pods; set gpuSoftware to device-plugin or gpu-operator`;
        case "plugin-elsewhere":
            return `${start}the device plugin ${gap.plugin} does not run there; ${gap.misfits.map((misfit) => pluginWords(misfit)).join("; ")}`;
        case "no-driver":
            return `${start}AKS leaves the driver of pool ${pool.name} out and nothing installs one; set driver to aks, or gpuSoftware to a GPU Operator that does`;
    }
}

function pluginWords(misfit: Misfit): string {
    switch (misfit.kind) {
        case "taint":
            return `it does not tolerate ${taintText(misfit.taint)}`;
        case "label":
            return `it wants the label ${misfit.key} = ${misfit.wants}`;
        case "resource":
            return `it asks for more ${unitOf(misfit.resource)} than is left`;
    }
}

export function taintText({ key, value, effect }: Taint): string {
    return `${key}${value === "" ? "" : `=${value}`}:${effect}`;
}

function tolerationText({ key, value, effect }: Taint): string {
    return value === ""
        ? `{ key: ${key}, operator: Exists, effect: ${effect} }`
        : `{ key: ${key}, operator: Equal, value: ${value}, effect: ${effect} }`;
}
