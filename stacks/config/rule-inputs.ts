import type { Finding } from "../../components/core/findings";
import { parsePath, type ValuePath } from "./paths";
import type { ParsedConfig } from "./schema";

/** The values that a finding rests on: the one that it is about, and those that its rule looks at beside it. */
export function inputsOf({ rule, path }: Finding, config: ParsedConfig): ValuePath[] {
    const place = parsePath(path);
    const others = ruleInputs(config)[rule] ?? [];
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
        "environment/protected-ephemeral": ["environment.lifetime.kind"],
        "network/subnet-outside-vnet": ["network.addressSpace"],
        "cluster/kubernetes-version-ended": ["cluster.tier"],
        "cluster/kubernetes-version-ending": ["cluster.tier"],
        "cluster/kubernetes-version-pinned": ["cluster.upgrades.kubernetes"],
        "cluster/private-dns-zone": ["region"],
        "cluster/authorized-ranges-egress": ["network.kind", "network.outbound.kind"],
        "cluster/service-cidr-overlaps-network": [networkRange],
        "cluster/pod-cidr-overlaps-network": [networkRange],
        "cluster/pod-cidr-overlaps-service-cidr": ["cluster.serviceCidr"],
        "cluster/dns-service-ip": ["cluster.serviceCidr"],
        "cluster/pod-cidr-too-small": ["cluster.systemPool.maxCount"],
        "cluster/subnet-too-small": ["network.nodeSubnet"],
        "cluster/upgrade-channels": ["cluster.upgrades.kubernetes"],
        "cluster/no-administrator": ["cluster.adminKubeconfig"],
        "pool/min-above-max": ["../maxCount"],
        "pool/zones": ["../*"],
        "gpu-pools/driver": ["../size"],
        "gpu-pools/subnet-too-small": ["gpuPools.*.maxCount", "network.nodeSubnet", "cluster.systemPool.maxCount"],
        "gpu-pools/pod-cidr-too-small": ["gpuPools.*.maxCount", "cluster.podCidr", "cluster.systemPool.maxCount"],
        "region/size-not-listed": ["region"],
    };
}
