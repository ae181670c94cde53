import { gunzipSync } from "node:zlib";
import { at, textAt } from "../../azure/request";
import { extensionsIn } from "../../azure/rules/extensions";
import { standingPools } from "../../azure/rules/pools";
import { readSettings } from "../../azure/subscription/settings";
import { ResourceStore, type ResourceRecord } from "../../azure/subscription/store";
import type { RestClient } from "../../control-plane/rest-client";
import type { KubernetesObject } from "../../kubernetes/object-store";
import { isObject, type Properties } from "../../provider/values";
import { nodeView, podView } from "../node-view";
import { findCluster, poolsOf } from "../pools";
import type { StandingRelease } from "../workloads/chart-workloads";
import { MADE_FOR } from "../workloads/manifest";
import { itemsOf, type World } from "../world";

const PRIORITIES = "/api/v1/namespaces/kube-system/configmaps/cluster-autoscaler-priority-expander";

/**
 * A cluster as it stands now.
 *
 * @param directory the subscription's
 * @param host the cluster's API server
 * @returns undefined when the subscription has no such cluster any more
 */
export async function readWorld(client: RestClient, directory: string, host: string): Promise<World | undefined> {
    const list = async (path: string, query?: Readonly<Record<string, string>>): Promise<Properties> => get(client, path, query);
    const [nodes, pods, daemonSets, deployments, replicaSets, statefulSets, jobs] = await Promise.all([
        list("/api/v1/nodes"),
        list("/api/v1/pods"),
        list("/apis/apps/v1/daemonsets"),
        list("/apis/apps/v1/deployments"),
        list("/apis/apps/v1/replicasets"),
        list("/apis/apps/v1/statefulsets"),
        list("/apis/batch/v1/jobs"),
    ]);
    const [secrets, priorities, services, classes, claims, volumes] = await Promise.all([
        list("/api/v1/secrets", { labelSelector: "owner=helm,status=deployed" }),
        list(PRIORITIES),
        list("/api/v1/services", { fieldSelector: "spec.type=LoadBalancer" }),
        list("/apis/storage.k8s.io/v1/storageclasses"),
        list("/api/v1/persistentvolumeclaims"),
        list("/api/v1/persistentvolumes"),
    ]);
    const [definitions, namespaces] = await Promise.all([
        list("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", { labelSelector: MADE_FOR }),
        list("/api/v1/namespaces", { labelSelector: MADE_FOR }),
    ]);
    const records = new ResourceStore(directory).all().map((record) => settled(record, Date.now()));
    const cluster = findCluster(records, host);
    if (cluster === undefined) {
        return undefined;
    }
    const podViews = itemsOf(pods, "v1", "Pod").map(podView);
    return {
        clusterBody: cluster.body,
        pools: poolsOf(cluster, records),
        demands: standingPools({ ofType: (type) => records.filter((record) => record.type === type) }, []),
        settings: readSettings(directory),
        nodes: itemsOf(nodes, "v1", "Node").map((node) => nodeView(node, podViews)),
        pods: podViews,
        daemonSets: itemsOf(daemonSets, "apps/v1", "DaemonSet"),
        deployments: itemsOf(deployments, "apps/v1", "Deployment"),
        makers: [
            ...itemsOf(replicaSets, "apps/v1", "ReplicaSet"),
            ...itemsOf(statefulSets, "apps/v1", "StatefulSet"),
            ...itemsOf(jobs, "batch/v1", "Job"),
        ],
        storage: {
            classes: itemsOf(classes, "storage.k8s.io/v1", "StorageClass"),
            claims: itemsOf(claims, "v1", "PersistentVolumeClaim"),
            volumes: itemsOf(volumes, "v1", "PersistentVolume"),
        },
        balanced: itemsOf(services, "v1", "Service"),
        releases: newestRevisions(itemsOf(secrets, "v1", "Secret")).flatMap(releaseOf),
        extensions: extensionsIn(cluster.id, records).map(({ body }) => {
            const settings = at(body, "configurationSettings");
            return { type: (textAt(body, "extensionType") ?? "").toLowerCase(), settings: isObject(settings) ? settings : {} };
        }),
        extensionObjects: [
            ...itemsOf(definitions, "apiextensions.k8s.io/v1", "CustomResourceDefinition"),
            ...itemsOf(namespaces, "v1", "Namespace"),
        ],
        priorities: textAt(priorities, "data", "priorities"),
    };
}

/** An operation whose time is over has ended, whether or not anybody has looked at it since. */
function settled(record: ResourceRecord, now: number): ResourceRecord {
    const { operation, provisioningState } = record;
    const isOver = operation !== undefined && operation.completesAt <= now && provisioningState !== "Deleting";
    return isOver ? { ...record, provisioningState: operation.failure === undefined ? "Succeeded" : "Failed" } : record;
}

/** While a release is upgraded, two revisions count as deployed. */
function newestRevisions(secrets: readonly KubernetesObject[]): KubernetesObject[] {
    const newest = new Map<string, KubernetesObject>();
    const revision = (secret: KubernetesObject | undefined): number => Number(textAt(secret, "metadata", "labels", "version") ?? 0);
    for (const secret of secrets) {
        const key = `${textAt(secret, "metadata", "namespace") ?? ""}/${textAt(secret, "metadata", "labels", "name") ?? ""}`;
        if (revision(secret) > revision(newest.get(key))) {
            newest.set(key, secret);
        }
    }
    return [...newest.values()];
}

/** Helm keeps a release as compressed JSON in a secret, encoded twice. */
function releaseOf(secret: Properties): StandingRelease[] {
    const encoded = textAt(secret, "data", "release") ?? "";
    const release: unknown = JSON.parse(unpacked(Buffer.from(Buffer.from(encoded, "base64").toString("utf8"), "base64")));
    const chart = textAt(isObject(release) ? release : {}, "chart", "metadata", "name");
    if (!isObject(release) || chart === undefined) {
        return [];
    }
    const values = at(release, "config");
    return [
        {
            name: textAt(release, "name") ?? "",
            namespace: textAt(release, "namespace") ?? "",
            chart,
            values: isObject(values) ? values : {},
        },
    ];
}

function unpacked(bytes: Buffer): string {
    return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** @throws Error when the server refuses, unless the thing is not there */
async function get(client: RestClient, path: string, query: Readonly<Record<string, string>> = {}): Promise<Properties> {
    const { status, body } = await client.send({ method: "GET", path, query });
    if (status === 404) {
        return {};
    }
    if (status >= 400) {
        throw new Error(`GET ${path}: ${status} ${textAt(body, "message") ?? ""}`);
    }
    return body;
}
