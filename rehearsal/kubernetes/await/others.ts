import { isObject, type Value } from "../../provider/values";
import { conditionOf, conditionsOf, objectAt, objectsAt, sameValue, textAt } from "../fields";
import type { KubernetesObject } from "../object-store";
import { countAt, nameOf, READY, sentenceOf, unless, type Verdict } from "./verdict";
import type { Related } from "./workloads";

const NO_TARGETS =
    "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods";

/** A Service is ready when it has pods to send to and, as a load balancer, an address. One that selects no pods has none to wait for. */
export function judgeService(service: KubernetesObject, related: Related): Verdict {
    const spec = objectAt(service, "spec");
    const type = textAt(spec, "type");
    const selects = Object.keys(objectAt(spec, "selector")).length > 0;
    const wantsPods = selects && type !== "ExternalName" && spec["clusterIP"] !== "None";
    const slices = (related["EndpointSlice"] ?? []).filter(
        (slice) => objectAt(objectAt(slice, "metadata"), "labels")["kubernetes.io/service-name"] === nameOf(service),
    );
    return unless([
        ...(wantsPods && !slices.some((slice) => isFilled(slice["endpoints"])) ? [NO_TARGETS] : []),
        ...(type === "LoadBalancer" && !hasAddress(service)
            ? ["Service was not allocated an IP address; does your cloud provider support this?"]
            : []),
    ]);
}

/** An Ingress is ready when its controller gave it an address and the services of its paths have endpoints. */
export function judgeIngress(ingress: KubernetesObject, related: Related): Verdict {
    const withEndpoints = (related["EndpointSlice"] ?? []).map((slice) =>
        textAt(objectAt(objectAt(slice, "metadata"), "labels"), "kubernetes.io/service-name"),
    );
    const external = (related["Service"] ?? []).filter((service) => objectAt(service, "spec")["type"] === "ExternalName").map(nameOf);
    const missing = servicesOf(ingress).filter((name) => !withEndpoints.includes(name) && !external.includes(name));
    return unless([
        ...(missing.length === 0 ? [] : [`Ingress has at least one rule with an unavailable target endpoint: ${missing.join(", ")}`]),
        ...(hasAddress(ingress) ? [] : ["Ingress .status.loadBalancer field was not updated with a hostname/IP address"]),
    ]);
}

/** A claim is ready when it is bound; where binding waits for the first pod, as soon as it is pending. */
export function judgeVolumeClaim(claim: KubernetesObject, related: Related): Verdict {
    const phase = textAt(objectAt(claim, "status"), "phase");
    const name = textAt(objectAt(claim, "spec"), "storageClassName");
    const storageClass = (related["StorageClass"] ?? []).find((one) => nameOf(one) === name);
    const waits = storageClass?.["volumeBindingMode"] === "WaitForFirstConsumer";
    if (phase === "Bound" || (waits && phase === "Pending")) {
        return READY;
    }
    const missing = name !== "" && storageClass === undefined ? `: there is no StorageClass ${JSON.stringify(name)}` : "";
    return unless([`PersistentVolumeClaim ${nameOf(claim)} is not bound (${phase || "no phase"})${missing}`]);
}

export function judgeVolume(volume: KubernetesObject): Verdict {
    const phase = textAt(objectAt(volume, "status"), "phase");
    return ["Available", "Bound"].includes(phase)
        ? READY
        : unless([`PersistentVolume is neither available nor bound (${phase || "no phase"})`]);
}

export function judgeQuota(quota: KubernetesObject): Verdict {
    return sameValue(objectAt(quota, "spec")["hard"], objectAt(quota, "status")["hard"])
        ? READY
        : unless(["The limits of the ResourceQuota are not in force yet"]);
}

/** A token of a service account is written by a controller; other Secrets are ready as they are made. */
export function judgeSecret(secret: KubernetesObject): Verdict {
    const isToken = secret["type"] === "kubernetes.io/service-account-token";
    return !isToken || isFilled(secret["data"]) ? READY : unless(["The token of the service account was not written"]);
}

/** A definition is ready when the API server serves its kind. */
export function judgeDefinition(definition: KubernetesObject): Verdict {
    const refused = conditionOf(definition, "NamesAccepted");
    if (refused?.["status"] === "False") {
        return { isReady: false, hasFailed: true, reasons: [`The names of the definition are taken: ${sentenceOf(refused)}`] };
    }
    return conditionOf(definition, "Established")?.["status"] === "True" ? READY : unless(["The definition is not established yet"]);
}

/**
 * Any other object, with `PULUMI_K8S_AWAIT_ALL`: by the conventions for conditions that most operators keep (kstatus of kubernetes-sigs/cli-utils).
 */
export function judgeByConvention(object: KubernetesObject): Verdict {
    const observed = objectAt(object, "status")["observedGeneration"];
    const generation = countAt(objectAt(object, "metadata"), "generation");
    if (typeof observed === "number" && observed < generation) {
        return unless([`generation is ${String(generation)}, but latest observed generation is ${String(observed)}`]);
    }
    for (const condition of conditionsOf(object)) {
        const [type, status] = [textAt(condition, "type"), textAt(condition, "status")];
        if (type === "Stalled" && status === "True") {
            return { isReady: false, hasFailed: true, reasons: [sentenceOf(condition)] };
        }
        if ((type === "Reconciling" && status === "True") || (type === "Ready" && status !== "True")) {
            return unless([sentenceOf(condition) || `${type} is ${status}`]);
        }
    }
    return READY;
}

function hasAddress(object: KubernetesObject): boolean {
    return isFilled(objectAt(objectAt(object, "status"), "loadBalancer")["ingress"]);
}

function isFilled(value: Value | undefined): boolean {
    return Array.isArray(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0;
}

function servicesOf(ingress: KubernetesObject): string[] {
    const paths = objectsAt(objectAt(ingress, "spec"), "rules").flatMap((rule) => objectsAt(objectAt(rule, "http"), "paths"));
    const names = paths.map((path) => textAt(objectAt(objectAt(path, "backend"), "service"), "name"));
    return [...new Set(names.filter((name) => name !== ""))];
}
