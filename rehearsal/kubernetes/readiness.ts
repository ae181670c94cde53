import { isObject, type Properties, type Value } from "../provider/values";
import { objectAt, textAt } from "./fields";

/**
 * What the API server and its controllers add to a new object. There is no scheduler and no kubelet behind the file store, so workloads
 * count as ready at once.
 */
export function completed(object: Properties): Properties {
    const complete = completions[textAt(object, "kind")];
    return complete === undefined ? object : complete(object);
}

/** From TEST-NET-1 (RFC 5737): an address that is nobody's. */
const LOAD_BALANCER_ADDRESS = "192.0.2.10";

const completions: Readonly<Record<string, (object: Properties) => Properties>> = {
    Namespace: (object) => {
        const metadata = objectAt(object, "metadata");
        const labels = { ...objectAt(metadata, "labels"), "kubernetes.io/metadata.name": metadata["name"] ?? null };
        return {
            ...object,
            metadata: { ...metadata, labels },
            spec: { finalizers: ["kubernetes"], ...objectAt(object, "spec") },
            status: { phase: "Active" },
        };
    },
    Secret: (object) => {
        const { stringData, ...rest } = object;
        if (!isObject(stringData)) {
            return { type: "Opaque", ...rest };
        }
        const encoded = Object.keys(stringData).map((key) => [key, Buffer.from(textAt(stringData, key)).toString("base64")]);
        return { type: "Opaque", ...rest, data: { ...objectAt(rest, "data"), ...(Object.fromEntries(encoded) as Properties) } };
    },
    CustomResourceDefinition: (object) =>
        withStatus(object, {
            conditions: ["NamesAccepted", "Established"].map((type) => ({ type, status: "True" })),
            acceptedNames: objectAt(objectAt(object, "spec"), "names"),
        }),
    Deployment: (object) => withStatus(object, replicas(object)),
    ReplicaSet: (object) => withStatus(object, replicas(object)),
    StatefulSet: (object) => withStatus(object, replicas(object)),
    Job: (object) => withStatus(object, { succeeded: count(object, "completions"), conditions: [{ type: "Complete", status: "True" }] }),
    PersistentVolumeClaim: (object) => withStatus(object, { phase: "Bound" }),
    Pod: (object) => withStatus(object, { phase: "Running", conditions: [{ type: "Ready", status: "True" }] }),
    Service: (object) =>
        objectAt(object, "spec")["type"] === "LoadBalancer"
            ? withStatus(object, { loadBalancer: { ingress: [{ ip: LOAD_BALANCER_ADDRESS }] } })
            : withStatus(object, { loadBalancer: {} }),
};

function withStatus(object: Properties, status: Properties): Properties {
    return { ...object, status: { ...objectAt(object, "status"), ...status } };
}

function replicas(object: Properties): Properties {
    const wanted = count(object, "replicas");
    return { replicas: wanted, readyReplicas: wanted, availableReplicas: wanted, updatedReplicas: wanted };
}

function count(object: Properties, key: string): Value {
    return objectAt(object, "spec")[key] ?? 1;
}
