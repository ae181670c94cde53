import { findSize } from "../../../components/core/catalog";
import { overlaps, parseCidr } from "../../../components/core/cidr";
import { findingsOf, type Finding, type RuleTable } from "../../../components/core/findings";
import { isLabelValue } from "../../../components/core/label-syntax";
import { isResourceGroupName } from "../../../components/platform/rules";
import { formatPath } from "../form/paths";
import type { ParsedConfig } from "../schema";

/** What the cluster's nodes need of the network that they are in. */
export const NETWORK_USE_RULES = {
    "network/infiniband-range": {
        severity: "warning",
        reason: "Azure gives the InfiniBand interfaces of RDMA sizes addresses in 172.16.0.0/16 (Azure documentation, set up InfiniBand, 2026-09-25). On such a node, what has an address in that range in the network or in a connected one is not reached.",
        fix: "Take a range outside 172.16.0.0/16, or sizes without InfiniBand.",
    },
    "network/overlay-name": {
        severity: "error",
        reason: "With overlay networking AKS labels its nodes with the names of subnet, virtual network and the network's resource group, so each must be a label's value: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends. Azure itself allows up to 90, and parentheses.",
        fix: "Use a network in a resource group of a shorter name, or set `cluster.podNetworking` to node-subnet.",
    },
} as const satisfies RuleTable;

const finding = findingsOf(NETWORK_USE_RULES);

/** Whether the network's ranges and names suit the nodes. */
export function networkUseRules(config: ParsedConfig): Finding[] {
    return [...infinibandRules(config), ...overlayNameRules(config)];
}

const INFINIBAND_RANGE = parseCidr("172.16.0.0/16");

function infinibandRules({ gpuPools, network }: ParsedConfig): Finding[] {
    const sizes = Object.values(gpuPools).flatMap((pool) => pool.sizes);
    const name = sizes.find((size) => findSize(size)?.gpu?.rdma === true);
    if (name === undefined || INFINIBAND_RANGE === undefined) {
        return [];
    }
    const own = network.kind === "create" ? "addressSpace" : "nodeSubnet";
    const ranges = [
        { path: formatPath(["network", own]), text: network.kind === "create" ? network.addressSpace : network.nodeSubnet },
        ...(network.peeredRanges ?? []).map((text, index) => ({ path: formatPath(["network", "peeredRanges", index]), text })),
    ];
    return ranges.flatMap(({ path, text }) => {
        const range = parseCidr(text);
        if (range === undefined || !overlaps(range, INFINIBAND_RANGE)) {
            return [];
        }
        const message = `nodes of ${name} have InfiniBand interfaces with addresses in ${INFINIBAND_RANGE.text}, and would not reach what has one here`;
        return [finding("network/infiniband-range", path, text, message, `take a range outside ${INFINIBAND_RANGE.text}`)];
    });
}

/** Names of users' own that become labels of nodes; those that the program makes are short. */
function overlayNameRules({ cluster, network, resourceGroup }: ParsedConfig): Finding[] {
    if (cluster.podNetworking !== "overlay") {
        return [];
    }
    if (network.kind === "create") {
        const { name } = resourceGroup.kind === "existing" ? resourceGroup : { name: "" };
        return isResourceGroupName(name) ? nameRules("resourceGroup.name", name, [name]) : [];
    }
    const [, group = "", virtualNetwork = "", subnet = ""] =
        /\/resourceGroups\/([^/]+)\/.*\/virtualNetworks\/([^/]+)\/subnets\/([^/]+)$/i.exec(network.nodeSubnetId) ?? [];
    return nameRules("network.nodeSubnetId", network.nodeSubnetId, [group, virtualNetwork, subnet]);
}

function nameRules(path: string, value: string, names: readonly string[]): Finding[] {
    return names
        .filter((name) => !isLabelValue(name))
        .map((name) => {
            const message = `AKS labels nodes with the name ${name}, which is no label's value (at most 63 letters, digits, - _ . with a letter or digit at both ends)`;
            const fix = "use a network in a resource group with shorter, plainer names, or set cluster.podNetworking to node-subnet";
            return finding("network/overlay-name", path, value, message, fix);
        });
}
