import { createHash } from "node:crypto";
import { at, objectsAt, textAt } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import type { Action } from "../loop/actions";

const INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal";
const ASKED_ADDRESS = "service.beta.kubernetes.io/azure-load-balancer-ipv4";

/**
 * What Azure's cloud controller does for Services of the type LoadBalancer: each gets an address, the one that it asks for or one that stays with
 * it. Public ones are of a range that is set aside for tests (RFC 2544): nothing answers there.
 */
export function planLoadBalancers(services: readonly KubernetesObject[]): Action[] {
    return services
        .filter(
            (service) => textAt(service, "spec", "type") === "LoadBalancer" && textAt(service, "spec", "loadBalancerClass") === undefined,
        )
        .filter((service) => objectsAt(service, "status", "loadBalancer", "ingress").length === 0)
        .filter((service) => at(service, "metadata", "deletionTimestamp") === undefined)
        .map((service): Action => {
            const name = textAt(service, "metadata", "name") ?? "";
            const path = `/api/v1/namespaces/${textAt(service, "metadata", "namespace") ?? ""}/services/${name}/status`;
            return { do: "change-status", path, change: { loadBalancer: { ingress: [{ ip: addressOf(service), ipMode: "VIP" }] } } };
        });
}

function addressOf(service: KubernetesObject): string {
    const asked = textAt(service, "metadata", "annotations", ASKED_ADDRESS) ?? textAt(service, "spec", "loadBalancerIP");
    const [one = 0, other = 0, third = 0] = createHash("sha256")
        .update(textAt(service, "metadata", "uid") ?? "")
        .digest();
    const isInternal = textAt(service, "metadata", "annotations", INTERNAL) === "true";
    return asked ?? (isInternal ? `10.224.${one % 16}.${4 + (other % 250)}` : `198.${18 + (third % 2)}.${one}.${1 + (other % 254)}`);
}
