import { createHash } from "node:crypto";
import { architectureOf } from "./accelerators";
import { roomOf } from "./capacity";
import { nodeLabels, nodeTaints, zoneOf } from "./labels";
import type { NodePool, Taint } from "./pools";
import { quantitiesOf, sum, type Amounts } from "./quantity";
import type { KubernetesObject } from "../kubernetes/object-store";

/** Which of the pools that had one name after each other a node is of. */
export const GENERATION = "ml-platform.rehearsal/pool-generation";
/** Labels that the pool has given the node, so that one it drops can be told from one that somebody else set. */
export const GIVEN_LABELS = "ml-platform.rehearsal/given-labels";

/** By this kwok knows the nodes whose kubelet it stands for. */
const FAKE = { "kwok.x-k8s.io/node": "fake" };

/** Name of a pool's scale set: the number is of the pool, and no two pools have the same. */
export function scaleSetOf(pool: Pick<NodePool, "id" | "name">): string {
    const digest = createHash("sha256").update(pool.id.toLowerCase()).digest();
    return `aks-${pool.name}-${String(10_000_000 + (digest.readUInt32BE(0) % 90_000_000))}-vmss`;
}

/** Scale sets number their machines in base 36 and with six digits. */
export function nodeName(pool: Pick<NodePool, "id" | "name">, instance: number): string {
    return `${scaleSetOf(pool)}${instance.toString(36).padStart(6, "0")}`;
}

/** The number of a node within its scale set; undefined for a node of another pool. */
export function instanceOf(pool: Pick<NodePool, "id" | "name">, node: string): number | undefined {
    const prefix = scaleSetOf(pool);
    const digits = node.slice(prefix.length);
    return node.startsWith(prefix) && /^[0-9a-z]{6}$/.test(digits) ? Number.parseInt(digits, 36) : undefined;
}

/** Whether a node is a machine of a pool's scale set, by its name. */
export function isScaleSetNode(node: string): boolean {
    return /^aks-.+-\d{8}-vmss[0-9a-z]{6}$/.test(node);
}

/** A node as its kubelet registers it. @param gpus what the device plugin offers already */
export function nodeObject(pool: NodePool, instance: number, gpus: Amounts = {}): KubernetesObject {
    const name = nodeName(pool, instance);
    const { capacity, allocatable } = roomOf(pool);
    return {
        apiVersion: "v1",
        kind: "Node",
        metadata: {
            name,
            labels: nodeLabels(pool, name, zoneOf(pool, instance)),
            annotations: { ...FAKE, [GENERATION]: pool.generation, [GIVEN_LABELS]: Object.keys(pool.labels).sort().join(",") },
        },
        spec: {
            providerID:
                `azure:///subscriptions/${pool.subscriptionId}/resourceGroups/${pool.nodeResourceGroup.toLowerCase()}/providers/` +
                `Microsoft.Compute/virtualMachineScaleSets/${scaleSetOf(pool)}/virtualMachines/${instance}`,
            taints: nodeTaints(pool).map(taintObject),
        },
        status: {
            addresses: [
                { type: "InternalIP", address: addressOf(name) },
                { type: "Hostname", address: name },
            ],
            capacity: quantitiesOf(sum(capacity, gpus)),
            allocatable: quantitiesOf(sum(allocatable, gpus)),
            nodeInfo: {
                architecture: architectureOf(pool.size),
                bootID: "",
                containerRuntimeVersion: "containerd://rehearsed",
                kernelVersion: "",
                kubeProxyVersion: "",
                kubeletVersion: `v${pool.kubernetesVersion}`,
                machineID: "",
                operatingSystem: "linux",
                osImage: pool.nodeImage,
                systemUUID: "",
            },
        },
    };
}

/** An address that stays with the node; which one the network would give it does not matter to anything here. */
function addressOf(name: string): string {
    const [one = 0, other = 0] = createHash("sha256").update(name).digest();
    return `10.224.${one % 16}.${4 + (other % 250)}`;
}

export function taintObject({ key, value, effect }: Taint): Record<string, string> {
    return { key, ...(value === "" ? {} : { value }), effect };
}
