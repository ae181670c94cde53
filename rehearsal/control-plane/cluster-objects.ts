import type { ClusterPart } from "../kubernetes/definitions/installers";
import { objectsOfCluster } from "../kubernetes/definitions/cluster-objects";
import { objectAt, textAt } from "../kubernetes/fields";
import type { KubernetesObject } from "../kubernetes/object-store";
import { Discovery, pathOf } from "./discovery";
import type { RestClient } from "./rest-client";

/** By this name the inventory knows what is the cluster's own. */
const MANAGER = "rehearsal-cluster";

/**
 * Puts into a cluster what AKS puts there: storage classes, and the definitions of the parts that are switched on. What is there stays as it is,
 * so a part that is switched on later comes with the next start.
 */
export async function putClusterObjects(client: RestClient, parts: readonly ClusterPart[]): Promise<void> {
    const discovery = new Discovery(client);
    // the kinds are few: one question for each, not one for each object
    const objects = objectsOfCluster(parts);
    for (const { apiVersion, kind } of objects.map(kindOf)) {
        await discovery.find(apiVersion, kind);
    }
    await Promise.all(objects.map(async (object) => put(client, discovery, object)));
}

async function put(client: RestClient, discovery: Discovery, object: KubernetesObject): Promise<void> {
    const { apiVersion, kind } = kindOf(object);
    const name = textAt(objectAt(object, "metadata"), "name");
    const served = await discovery.find(apiVersion, kind);
    if (served === undefined) {
        throw new Error(`the API server has no ${kind} of ${apiVersion}`);
    }
    const { status, body } = await client.send({
        method: "PATCH",
        path: pathOf(served, undefined, name),
        query: { fieldManager: MANAGER, force: "true" },
        contentType: "application/apply-patch+yaml",
        body: object,
    });
    if (status >= 300) {
        throw new Error(`the cluster's own ${kind} ${name} cannot be made: ${textAt(body, "message")}`);
    }
}

function kindOf(object: KubernetesObject): { readonly apiVersion: string; readonly kind: string } {
    return { apiVersion: textAt(object, "apiVersion"), kind: textAt(object, "kind") };
}
