import type { SubscriptionSettings } from "../../../rehearsal/azure/subscription/settings";
import type { ResourceRecord } from "../../../rehearsal/azure/subscription/store";
import type { KubernetesObject } from "../../../rehearsal/kubernetes/object-store";
import { nodeObject } from "../../../rehearsal/nodes/node-object";
import { nodeView, podView, type NodeView, type PodView } from "../../../rehearsal/nodes/node-view";
import { poolOf, type NodePool } from "../../../rehearsal/nodes/pools";
import type { Amounts } from "../../../rehearsal/nodes/quantity";
import type { Properties } from "../../../rehearsal/provider/values";

const GROUP = "/subscriptions/6f0c2d4e-0000-4000-8000-000000000001/resourceGroups/ml-dev-rg";
const WHEN = "2026-11-21T12:00:00.000Z";

export const HOST = "ml-dev-ab12cd34.hcp.eastus.azmk8s.io";

export function clusterRecord(body: Properties = {}): ResourceRecord {
    return {
        id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/ml-dev`,
        type: "azure-native:containerservice:ManagedCluster",
        armType: "Microsoft.ContainerService/managedClusters",
        name: "ml-dev",
        location: "eastus",
        createdAt: WHEN,
        changedAt: WHEN,
        provisioningState: "Succeeded",
        path: { resourceGroupName: "ml-dev-rg", resourceName: "ml-dev" },
        body: {
            nodeResourceGroup: "MC_ml-dev_ml-dev_eastus",
            networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay", networkDataplane: "azure", networkPolicy: "none" },
            storageProfile: { diskCSIDriver: { enabled: true }, fileCSIDriver: { enabled: true } },
            ...body,
        },
        computed: { fqdn: HOST, currentKubernetesVersion: "1.36.3" },
    };
}

/** An agent pool as the subscription holds it, defaults of AKS included. */
export function poolRecord(name: string, body: Properties, more: Partial<ResourceRecord> = {}): ResourceRecord {
    const cluster = clusterRecord();
    return {
        id: `${cluster.id}/agentPools/${name}`,
        type: "azure-native:containerservice:AgentPool",
        armType: "Microsoft.ContainerService/managedClusters/agentPools",
        name,
        location: "eastus",
        createdAt: WHEN,
        changedAt: WHEN,
        provisioningState: "Succeeded",
        path: { resourceGroupName: "ml-dev-rg", resourceName: "ml-dev", agentPoolName: name },
        body: {
            mode: "User",
            vmSize: "Standard_NC4as_T4_v3",
            count: 0,
            minCount: 0,
            maxCount: 4,
            enableAutoScaling: true,
            maxPods: 110,
            osDiskSizeGB: 128,
            osSKU: "Ubuntu",
            gpuProfile: { driver: "Install" },
            ...body,
        },
        computed: { currentOrchestratorVersion: "1.36.3", nodeImageVersion: "AKSUbuntu-2404gen2containerd-202611.01.0" },
        ...more,
    };
}

export function pool(name: string, body: Properties = {}): NodePool {
    return poolOf(poolRecord(name, body), clusterRecord());
}

/** A GPU pool as the program makes it: its own label, and the taint of GPU pools. */
export function gpuPool(name: string, body: Properties = {}): NodePool {
    return pool(name, { nodeLabels: { "ml-platform/pool": name }, nodeTaints: ["nvidia.com/gpu=present:NoSchedule"], ...body });
}

export function podObject(name: string, spec: Properties, status: Properties = {}): KubernetesObject {
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace: "default", uid: `uid-${name}` },
        spec,
        status: {
            phase: "Pending",
            conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes are available" }],
            ...status,
        },
    };
}

/** A container spec that asks for resources. */
export function asking(requests: Readonly<Record<string, string | number>>, more: Properties = {}): Properties {
    return { containers: [{ name: "main", image: "train:1", resources: { requests: { ...requests } } }], ...more };
}

export const GPU_TOLERATION: Properties = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" };

export function pendingPod(name: string, requests: Readonly<Record<string, string | number>>, more: Properties = {}): PodView {
    return podView(podObject(name, asking(requests, more)));
}

/** A pod that runs on a node. */
export function runningPod(name: string, node: string, requests: Readonly<Record<string, string | number>>, owner?: string): PodView {
    const object = podObject(
        name,
        { ...asking(requests), nodeName: node },
        { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
    );
    const references = owner === undefined ? [] : [{ kind: owner, name: `${name}-owner`, controller: true }];
    return podView({ ...object, metadata: { name, namespace: "default", uid: `uid-${name}`, ownerReferences: references } });
}

/** A ready node of a pool. */
export function standingNode(of: NodePool, instance: number, pods: readonly PodView[] = [], gpus: Amounts = {}): NodeView {
    const object = nodeObject(of, instance, gpus);
    const status = object["status"];
    return nodeView(
        { ...object, status: { ...(typeof status === "object" ? status : {}), conditions: [{ type: "Ready", status: "True" }] } },
        pods,
    );
}

/** A subscription with little quota. */
export const SETTINGS: SubscriptionSettings = {
    subscriptionId: "s",
    tenantId: "t",
    deployer: { objectId: "o", clientId: "c" },
    operationMilliseconds: 0,
    retryMilliseconds: [],
    quotas: { default: { cores: 100, lowPriorityCores: 8, "Standard NCASv3_T4 Family": 16, standardDDSv5Family: 40 } },
    sizesNotOffered: {},
    sizesOutOfCapacity: {},
    existing: [],
    namesTaken: {},
    principals: [],
    acceptUnknownGroups: true,
};
