import { clusterAddresses } from "../../../components/aks-cluster/rules";
import type { NetworkFacts } from "../../../components/core/contracts";
import { type Finding, underPath } from "../../../components/core/findings";
import { gpuPoolNames, gpuPoolRules } from "../../../components/gpu-node-pools/rules";
import { gpuSoftwareRules } from "../../../components/gpu-software/rules";
import { nodePoolDemands, nodePoolRules } from "../../../components/node-pools/rules";
import { nodeScalingRules } from "../../../components/node-scaling/rules";
import type { ParsedConfig } from "../schema";

/** Rules of everything that makes nodes: pools with and without GPUs, what scales them, and the software for GPUs. */
export function nodeRules(
    { cluster, environment, gpuPools, gpuSoftware, nodeScaling, pools }: ParsedConfig,
    network: NetworkFacts,
): Finding[] {
    const addresses = clusterAddresses(cluster, network.ranges);
    const taken = {
        systempool: "the pool that the cluster begins with",
        ...Object.fromEntries(gpuPoolNames(gpuPools).map((name) => [name, "a pool of gpuPools"])),
    };
    return [
        ...nodeScalingRules(nodeScaling, { cluster, outboundType: network.outboundType, pools, gpuPools, idle: environment.idle }),
        ...underPath("pools", nodePoolRules(pools, { addresses, taken })),
        ...underPath("gpuPools", gpuPoolRules(gpuPools, { addresses, others: nodePoolDemands(pools) })),
        ...underPath("gpuPools", gpuSoftwareRules(gpuSoftware, gpuPools)),
    ];
}
