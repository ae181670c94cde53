/** A Kubernetes taint: pods stay away from the node unless they tolerate it. */
export interface Taint {
    readonly key: string;
    readonly value: string;
    readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** A toleration in the form that a pod specification takes. */
export interface Toleration {
    readonly key: string;
    readonly operator: "Equal";
    readonly value: string;
    readonly effect: Taint["effect"];
}

/** What a pod specification needs to land on a pool. */
export interface Placement {
    readonly nodeSelector: Readonly<Record<string, string>>;
    readonly tolerations: readonly Toleration[];
}

/** The label that names a pool's nodes, whatever the pool is called in Azure. */
export const POOL_LABEL = "ml-platform/pool";

/** What a pod asks for to get a GPU, or a part of one that is offered under the same name. */
export const GPU_RESOURCE = "nvidia.com/gpu";

/**
 * The one taint of every GPU pool.
 *
 * Its key is the extended resource's name, so AKS (ExtendedResourceToleration) adds the toleration to any pod that asks for
 * `nvidia.com/gpu`, and NVIDIA's own charts tolerate it as they come. A pod that asks for MIG instances by their profile gets one for that
 * name, which is not this key: it needs the toleration from the pool.
 */
export const GPU_TAINT: Taint = { key: GPU_RESOURCE, value: "present", effect: "NoSchedule" };

/** The label and the taint that AKS puts on Spot nodes by itself; declared too, or every refresh would show a difference. */
export const SPOT_LABEL = { key: "kubernetes.azure.com/scalesetpriority", value: "spot" } as const;
export const SPOT_TAINT: Taint = { ...SPOT_LABEL, effect: "NoSchedule" };

/** The taint that keeps everything but critical add-ons off the system pool. */
export const SYSTEM_TAINT: Taint = { key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" };

/** The label by which AKS tells system pools from others. */
export const MODE_LABEL = "kubernetes.azure.com/mode";

/** Puts a pod on the system pools, which every cluster has: for what the platform itself needs, where there is no other pool for it. */
export const SYSTEM_PLACEMENT: Placement = {
    nodeSelector: { [MODE_LABEL]: "system" },
    tolerations: [{ key: SYSTEM_TAINT.key, operator: "Equal", value: SYSTEM_TAINT.value, effect: SYSTEM_TAINT.effect }],
};

/** A taint in the form that AKS takes: `key=value:Effect`. */
export function formatTaint(taint: Taint): string {
    return `${taint.key}=${taint.value}:${taint.effect}`;
}

/**
 * The placement of a pool, from its labels and taints. Workloads and charts take it from here and write none by hand, so a
 * toleration never drifts from the taint it is for.
 *
 * @throws Error when the labels lack the pool's own label: the selector would match any node.
 */
export function placementOf(pool: { readonly labels: Readonly<Record<string, string>>; readonly taints: readonly Taint[] }): Placement {
    const poolName = pool.labels[POOL_LABEL];
    if (poolName === undefined) {
        throw new Error(`the pool's labels lack ${POOL_LABEL}, without which a selector would match any node`);
    }
    return {
        nodeSelector: { [POOL_LABEL]: poolName },
        tolerations: pool.taints.map((taint) => ({ key: taint.key, operator: "Equal", value: taint.value, effect: taint.effect })),
    };
}
