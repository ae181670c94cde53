import { at, objectsAt, textAt } from "../../azure/request";
import { isObject, type Properties, type Value } from "../../provider/values";
import { amountsOf, larger, sum, type Amounts } from "../quantity";

/** What a pod asks of a node: the sum of its containers, or its hungriest init container where that is more, and its overhead. */
export function demandOf(podSpec: Properties): Amounts {
    const inits = objectsAt(podSpec, "initContainers");
    const isSidecar = (container: Properties): boolean => container["restartPolicy"] === "Always";
    const sidecars = sum(...inits.filter(isSidecar).map(requestsOf));
    const steady = sum(...objectsAt(podSpec, "containers").map(requestsOf), sidecars);
    // an init container runs beside the sidecars that were started before it
    const starting = inits.flatMap((container, index) =>
        isSidecar(container) ? [] : [sum(requestsOf(container), ...inits.slice(0, index).filter(isSidecar).map(requestsOf))],
    );
    const ofContainers = larger(steady, ...starting);
    const ofPod = amountsOf(objectOf(at(podSpec, "resources", "requests")));
    return { ...sum({ ...ofContainers, ...ofPod }, amountsOf(objectOf(podSpec["overhead"]))), pods: 1000 };
}

/** What is limited is asked for, too, where nothing else is said: the API server fills it in, a template of pods has not been there. */
function requestsOf(container: Properties): Amounts {
    return { ...amountsOf(objectOf(at(container, "resources", "limits"))), ...amountsOf(objectOf(at(container, "resources", "requests"))) };
}

/** Resources of accelerators that a pod asks for. */
export function gpusOf(podSpec: Properties): Amounts {
    return Object.fromEntries(Object.entries(demandOf(podSpec)).filter(([name, amount]) => amount > 0 && isGpu(name)));
}

export function isGpu(resource: string): boolean {
    return /^(nvidia|amd)\.com\/(gpu|mig-)/.test(resource);
}

/** Names that a pod's containers are made from, without registry address and tag. */
export function imagesOf(podSpec: Properties): string[] {
    return objectsAt(podSpec, "containers").map((container) => (textAt(container, "image") ?? "").replace(/[:@][^/]*$/, ""));
}

function objectOf(value: Value | undefined): Properties {
    return isObject(value) ? value : {};
}
