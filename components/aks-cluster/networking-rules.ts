import { findingsOf, type Finding } from "../core/findings";
import type { ClusterPlan } from "./plan";
import { CLUSTER_RULES } from "./rule-table";

const finding = findingsOf(CLUSTER_RULES);

/** Whether dataplane and network policy go together. */
export function networkingRules({ dataplane, networkPolicy }: ClusterPlan): Finding[] {
    const path = "networkPolicy";
    if (dataplane !== "cilium" && networkPolicy === "cilium") {
        const fix = 'set dataplane to "cilium", or networkPolicy to "calico" or "none"';
        const message = "the network policies of Cilium need its dataplane";
        return [finding("cluster/cilium-policy-without-cilium", path, networkPolicy, message, fix)];
    }
    if (dataplane === "cilium" && (networkPolicy === "calico" || networkPolicy === "azure")) {
        const fix = 'set networkPolicy to "cilium" or "none", or dataplane to "azure"';
        const message = "the dataplane of Cilium enforces network policies itself";
        return [finding("cluster/cilium-with-other-policy", path, networkPolicy, message, fix)];
    }
    const fix = 'set dataplane and networkPolicy to "cilium"';
    const message = "Azure retires its Network Policy Manager on 2028-09-30";
    return networkPolicy === "azure" ? [finding("cluster/azure-policy-retiring", path, networkPolicy, message, fix)] : [];
}
