import type { Finding } from "../../../components/core/findings";
import { parsePath, type ValuePath } from "../form/paths";
import { VARIANTS } from "../keys/variants";
import type { ParsedConfig } from "../schema";
import { GPU_POOL_INPUTS, NODE_POOL_INPUTS, NODE_SCALING_INPUTS, SECURITY_INPUTS } from "./node-rule-inputs";
import { SERVICE_INPUTS } from "./service-inputs";

/** The values that a finding rests on: the one that it is about, and those that its rule looks at beside it; of a platform's section, the platform. */
export function inputsOf({ rule, path }: Finding, config: ParsedConfig): ValuePath[] {
    const place = parsePath(path);
    const others = [...(ruleInputs(config)[rule] ?? []), ...(VARIANTS.some((variant) => variant === place[0]) ? ["platform"] : [])];
    return [
        place,
        ...others.map((other) => (other.startsWith(SIBLING) ? [...place.slice(0, -1), other.slice(SIBLING.length)] : parsePath(other))),
    ];
}

const SIBLING = "../";

/**
 * What rules look at beside the value that they are about, so that nobody is told of a fault that only a stand-in has.
 *
 * `../` is beside that value, `*` is any name or position. A rule that looks at nothing else is not listed; a test changes every other
 * value under every finding, and fails when a row lacks one.
 */
export function ruleInputs({ network }: ParsedConfig): Readonly<Record<string, readonly string[]>> {
    const networkRange = network.kind === "create" ? "network.addressSpace" : "network.nodeSubnet";
    return {
        "config/not-built": ["platform"],
        "layer/azure-stack-missing": ["layer"],
        "layer/azure-stack-unused": ["layer"],
        "layer/azure-stack-form": ["layer"],
        "layer/azure-stack-itself": ["layer"],
        "layer/private-from-outside": ["layer", "cluster.access.kind"],
        "layer/deploy-from-unused": ["layer", "cluster.access.kind"],
        "namespace/name": ["platform"],
        "namespace/reserved": ["platform"],
        "image-registries/server-twice": ["imageRegistries.*.server"],
        "mirror/with-password": ["imageRegistries.*.server", "gpuSoftware.kind", "gpuPools", "layer"],
        "mirror/routed-egress": ["network.kind", "network.outbound.kind", "mirror.images", "gpuPools", "layer"],
        "environment/protected-ephemeral": ["environment.lifetime.kind"],
        "network/subnet-outside-vnet": ["network.addressSpace"],
        "network/subnets-overlap": ["network.nodeSubnet", "network.subnets.*"],
        "network/peered-range-overlaps": [networkRange],
        "network/infiniband-range": ["network.kind", "gpuPools.*.sizes.*"],
        "network/overlay-name": ["network.kind", "resourceGroup.kind", "cluster.podNetworking"],
        "cluster/kubernetes-version-ended": ["cluster.tier"],
        "cluster/kubernetes-version-ending": ["cluster.tier"],
        "cluster/kubernetes-version-pinned": ["cluster.upgrades.kubernetes"],
        "cluster/private-dns-zone": ["region"],
        "cluster/authorized-ranges-egress": ["network.kind", "network.outbound.kind"],
        "cluster/service-cidr-overlaps-network": [networkRange],
        "cluster/pod-cidr-overlaps-network": [networkRange],
        "cluster/service-cidr-overlaps-peered": ["network.peeredRanges.*"],
        "cluster/pod-cidr-overlaps-peered": ["network.peeredRanges.*"],
        "cluster/cilium-policy-without-cilium": ["cluster.dataplane"],
        "cluster/cilium-with-other-policy": ["cluster.dataplane"],
        "cluster/azure-policy-retiring": ["cluster.dataplane"],
        "cluster/pod-cidr-overlaps-service-cidr": ["cluster.serviceCidr"],
        "cluster/dns-service-ip": ["cluster.serviceCidr"],
        "cluster/pod-cidr-too-small": ["cluster.systemPool.maxCount", "cluster.podNetworking"],
        "cluster/subnet-too-small": ["network.nodeSubnet", "cluster.podNetworking"],
        "cluster/upgrade-channels": ["cluster.upgrades.kubernetes"],
        "cluster/no-administrator": ["cluster.adminKubeconfig"],
        "pool/min-above-max": ["../maxCount"],
        "pool/too-few-pods": ["../maxCount"],
        "pool/zones": ["../*"],
        "pool/min-count": ["../mode"],
        ...NODE_POOL_INPUTS,
        ...GPU_POOL_INPUTS,
        ...NODE_SCALING_INPUTS,
        ...SECURITY_INPUTS,
        "region/size-not-listed": ["region"],
        ...SERVICE_INPUTS,
    };
}
