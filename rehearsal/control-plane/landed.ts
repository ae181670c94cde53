import type { RestClient } from "./rest-client";
import { type PodView, podView } from "../nodes/node-view";
import { itemsOf } from "../nodes/world";

/** Every pod of a cluster. */
export async function podsOf(client: RestClient): Promise<PodView[]> {
    const { body } = await client.send({ method: "GET", path: "/api/v1/pods" });
    return itemsOf(body, "v1", "Pod").map(podView);
}

/** Where pods went, as rows: those that are new or on another node, what runs on every node left out, and what is gone. */
export function landed(before: readonly PodView[], after: readonly PodView[]): string[][] {
    const known = new Map(before.map((pod) => [pod.uid, pod]));
    const current = new Set(after.map(({ uid }) => uid));
    const changed = after.filter((pod) => pod.owner?.kind !== "DaemonSet" && known.get(pod.uid)?.node !== pod.node);
    const gone = before.filter((pod) => pod.owner?.kind !== "DaemonSet" && !current.has(pod.uid));
    return [
        ...changed.map((pod) => [pod.key, pod.node === "" ? "-" : pod.node, pod.node === "" ? pod.message || "waits" : pod.phase]),
        ...gone.map((pod) => [pod.key, "-", "gone"]),
    ];
}
