import { architectureOf } from "./accelerators";
import { sizeOf, type NodePool, type Taint } from "./pools";

/** Ubuntu release behind the SKU `Ubuntu`, as the image's name has it. */
function effectiveSku(pool: NodePool): string {
    const release = /^AKSUbuntu-(\d{4})/.exec(pool.nodeImage)?.[1];
    return pool.osSku === "Ubuntu" && release !== undefined ? `Ubuntu${release}` : pool.osSku;
}

/**
 * The labels that AKS and the cloud node manager give a node, with the pool's own. Source: nodes of clusters in public reports of 2026
 * (canonical/bundle-kubeflow#1412, Azure/AKS#2766) and the AKS documentation on reserved labels. What names a network or an identity is left out.
 */
export function nodeLabels(pool: NodePool, node: string, zone: string): Record<string, string> {
    const size = sizeOf(pool.size, pool.name);
    const architecture = architectureOf(pool.size);
    // AKS knows NVIDIA's sizes only
    const isNvidia = (size.gpus ?? 0) > 0 && size.gpuMaker === "nvidia";
    return {
        ...pool.labels,
        agentpool: pool.name,
        "beta.kubernetes.io/arch": architecture,
        "beta.kubernetes.io/instance-type": pool.size,
        "beta.kubernetes.io/os": "linux",
        "failure-domain.beta.kubernetes.io/region": pool.region,
        "failure-domain.beta.kubernetes.io/zone": zone,
        "kubernetes.azure.com/agentpool": pool.name,
        "kubernetes.azure.com/cluster": pool.nodeResourceGroup,
        "kubernetes.azure.com/mode": pool.mode.toLowerCase(),
        "kubernetes.azure.com/node-image-version": pool.nodeImage,
        "kubernetes.azure.com/nodepool-type": "VirtualMachineScaleSets",
        "kubernetes.azure.com/os-sku": pool.osSku,
        "kubernetes.azure.com/os-sku-effective": effectiveSku(pool),
        "kubernetes.azure.com/os-sku-requested": pool.osSku,
        "kubernetes.azure.com/role": "agent",
        "kubernetes.azure.com/sku-cpu": String(size.vcpus),
        "kubernetes.azure.com/sku-memory": String(Math.round(size.memoryGiB * 1024)),
        "kubernetes.io/arch": architecture,
        "kubernetes.io/hostname": node,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": pool.size,
        "topology.disk.csi.azure.com/zone": pool.zones.length === 0 ? "" : zone,
        "topology.kubernetes.io/region": pool.region,
        "topology.kubernetes.io/zone": zone,
        ...(isNvidia ? { accelerator: "nvidia", "kubernetes.azure.com/accelerator": "nvidia" } : {}),
        ...(pool.spot ? { "kubernetes.azure.com/scalesetpriority": "spot" } : {}),
    };
}

const SPOT: Taint = { key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" };

/** The pool's taints, and the one that AKS puts on Spot nodes by itself. */
export function nodeTaints(pool: NodePool): Taint[] {
    const given = pool.taints.some(({ key, effect }) => key === SPOT.key && effect === SPOT.effect);
    return pool.spot && !given ? [...pool.taints, SPOT] : [...pool.taints];
}

/** Zone of the n-th node: AKS spreads nodes evenly; a pool without zones is in "zone" 0. */
export function zoneOf(pool: NodePool, place: number): string {
    const zone = pool.zones[place % Math.max(1, pool.zones.length)];
    return zone === undefined ? "0" : `${pool.region}-${zone}`;
}
