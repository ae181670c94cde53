import type { RuleTable } from "../core/findings";

/** Which version, and who reaches and administers the cluster. */
const ACCESS_RULES = {
    "cluster/kubernetes-version-unknown": {
        severity: "error",
        reason: "AKS creates clusters of the versions that it offers, and of no other; an older one is refused at the first request.",
        fix: "Use one of the supported versions that the report names.",
    },
    "cluster/kubernetes-version-ended": {
        severity: "error",
        reason: "Support of the version has ended. AKS offers it further only as long-term support, which takes tier Premium (0.60 USD an hour).",
        fix: "Use a supported version, or set `tier` to Premium.",
    },
    "cluster/kubernetes-version-ending": {
        severity: "warning",
        reason: "Support of the version ends within a month; after that, AKS gives it no more security fixes outside tier Premium.",
        fix: "Plan the upgrade.",
    },
    "cluster/kubernetes-version-pinned": {
        severity: "error",
        reason: "An upgrade channel raises the patch version of the cluster, so with a pinned patch the next `pulumi up` would ask for a downgrade, which AKS refuses.",
        fix: 'Give the minor version, for example "1.36", or set `upgrades.kubernetes` to "none".',
    },
    "cluster/private-dns-zone": {
        severity: "error",
        reason: "The API server's name lives in a private zone that AKS recognises by its name, `privatelink.<region>.azmk8s.io` or a child of it, with the cluster's own region.",
        fix: 'Use "system", "none", or the ARM id of a zone of that name.',
    },
    "cluster/authorized-ranges-count": {
        severity: "error",
        reason: "Azure takes at most 200 ranges, and reads an empty list as access for everyone.",
        fix: 'Name the ranges that may reach the API server, or set `access.kind` to "public" or "private".',
    },
    "cluster/authorized-range-syntax": {
        severity: "error",
        reason: "The API server compares addresses with IPv4 ranges; Azure refuses a list with anything else in it.",
        fix: "Write an address such as 203.0.113.7 or a range such as 203.0.113.0/24.",
    },
    "cluster/authorized-range-everyone": {
        severity: "warning",
        reason: "A range of prefix 0 is the whole internet, so the list restricts nothing and hides that it does not.",
        fix: 'Name the ranges that need access, or say `access.kind: "public"`.',
    },
    "cluster/authorized-ranges-egress": {
        severity: "warning",
        reason: "Nodes reach the API server from their outgoing address. With a firewall, an appliance or a NAT gateway of somebody else's, this program does not know it, and no node joins a cluster whose list lacks it.",
        fix: "Put the public address of the firewall or NAT gateway into `access.authorizedIpRanges`.",
    },
    "cluster/admin-group": {
        severity: "error",
        reason: "AKS knows administrators' groups by their object id in Entra ID, a GUID. A group's name is not looked up, and nobody would get in.",
        fix: "Use what `az ad group show --group <name> --query id` prints.",
    },
    "cluster/no-administrator": {
        severity: "error",
        reason: "With local accounts off and no group named, nobody could administer the cluster, whoever created it.",
        fix: "Name at least one Entra ID group, or set `adminKubeconfig` to true; its file is a secret that cannot be revoked for one person.",
    },
} as const satisfies RuleTable;

/** Ranges of services and pods. AKS documentation: IP address planning, and Azure CNI in an overlay. */
const ADDRESS_RULES = {
    "cluster/cidr-syntax": {
        severity: "error",
        reason: "A range is the first address and a prefix. AKS refuses one with host bits: 172.20.1.0/16 is none, 172.20.0.0/16 is.",
        fix: "Write the first address of the range and its prefix, for example 172.20.0.0/16.",
    },
    "cluster/reserved-range": {
        severity: "error",
        reason: "AKS uses 169.254.0.0/16, 172.30.0.0/16, 172.31.0.0/16 and 192.0.2.0/24 itself, and refuses a service or pod range that overlaps one of them.",
        fix: "Take a range that no network uses, for example 172.20.0.0/16 for services and 10.244.0.0/16 for pods.",
    },
    "cluster/service-cidr-overlaps-network": {
        severity: "error",
        reason: "Addresses of services exist inside the cluster only. Where they overlap the network, pods reach a service instead of the machine that has the address; AKS refuses it.",
        fix: "Take a range outside the virtual network and outside every network that it is peered with.",
    },
    "cluster/pod-cidr-overlaps-network": {
        severity: "error",
        reason: "In an overlay, addresses of pods exist inside the cluster only. Where they overlap the network, pods cannot reach the machines that have these addresses.",
        fix: "Take a range outside the virtual network and outside every network that it is peered with.",
    },
    "cluster/service-cidr-overlaps-peered": {
        severity: "error",
        reason: "Addresses of services exist inside the cluster only. Where they overlap a connected network, pods reach a service instead of the machine that has the address.",
        fix: "Take a range outside every network in `network.peeredRanges`.",
    },
    "cluster/pod-cidr-overlaps-peered": {
        severity: "error",
        reason: "In an overlay, addresses of pods exist inside the cluster only. Where they overlap a connected network, pods cannot reach the machines that have these addresses.",
        fix: "Take a range outside every network in `network.peeredRanges`.",
    },
    "cluster/pod-cidr-overlaps-service-cidr": {
        severity: "error",
        reason: "An address is either a pod's or a service's: AKS refuses ranges that overlap.",
        fix: "Move one of the two.",
    },
    "cluster/service-cidr-too-large": {
        severity: "error",
        reason: "AKS takes a service range smaller than /12, and nothing larger.",
        fix: "Use a longer prefix; /16 has room for 65,000 services.",
    },
    "cluster/dns-service-ip": {
        severity: "error",
        reason: "The cluster's DNS is a service, so its address lies in the service range. The second address of the range is the API server's own, and the first and the last are nobody's.",
        fix: "Leave `dnsServiceIp` out to get the tenth address after the first, or take another one inside the range; a range below /28 has no tenth.",
    },
    "cluster/pod-cidr-too-small": {
        severity: "error",
        reason: "Overlay networking gives each node a /24 of the pod range, whatever it runs. A node beyond that gets no addresses and never becomes ready; nodes of an upgrade's surge count.",
        fix: "Use a larger pod range (a /16 has room for 256 nodes), or lower `systemPool.maxCount`.",
    },
    "cluster/subnet-too-small": {
        severity: "error",
        reason: "Each node takes an address of the subnet, those of an upgrade's surge too, and Azure keeps five. Where it is full, scaling and upgrades fail, and a subnet in use cannot be resized.",
        fix: "Use a larger node subnet, or lower `systemPool.maxCount`.",
    },
} as const satisfies RuleTable;

/** What moves packets between pods, and who keeps them apart. AKS documentation: Azure CNI powered by Cilium, network policies. */
const NETWORKING_RULES = {
    "cluster/cilium-policy-without-cilium": {
        severity: "error",
        reason: "Cilium's network policies are enforced by Cilium's dataplane; AKS refuses them without it.",
        fix: "Set `dataplane` to cilium, or `networkPolicy` to calico or none.",
    },
    "cluster/cilium-with-other-policy": {
        severity: "error",
        reason: "Cilium's dataplane enforces network policies itself; AKS refuses a second engine beside it.",
        fix: "Set `networkPolicy` to cilium or none, or `dataplane` to azure.",
    },
    "cluster/azure-policy-retiring": {
        severity: "warning",
        reason: "Azure retires its Network Policy Manager on Linux on 2028-09-30.",
        fix: "Use `networkPolicy: cilium` with `dataplane: cilium`.",
    },
} as const satisfies RuleTable;

/** The system pool, upgrades and logs. */
const OPERATION_RULES = {
    "cluster/system-size-gpu": {
        severity: "error",
        reason: "The cluster's own add-ons run on the system pool, which never scales to zero: they would hold a GPU machine day and night.",
        fix: "Use a CPU size here, for example Standard_D4as_v5, and put the GPUs into `gpuPools`.",
    },
    "cluster/system-size-burstable": {
        severity: "error",
        reason: "AKS refuses B-series sizes for the system pool: once their credits are used up, DNS and metrics starve.",
        fix: "Use a size of another series, for example Standard_D4as_v5.",
    },
    "cluster/system-size-too-small": {
        severity: "error",
        reason: "AKS refuses a system pool of machines with less than 2 vCPUs or 4 GiB, since its own add-ons take that much.",
        fix: "Use for example Standard_D4as_v5.",
    },
    "cluster/upgrade-channels": {
        severity: "error",
        reason: 'The channel "node-image" is itself an upgrade of the nodes\' images, and Azure refuses any other setting for the nodes beside it.',
        fix: 'Set `upgrades.nodeOs` to "NodeImage", or `upgrades.kubernetes` to another channel.',
    },
    "cluster/upgrade-window-duration": {
        severity: "error",
        reason: "Azure takes a maintenance window of 4 to 24 whole hours. An upgrade that has begun goes on after it.",
        fix: "Use 4 to 24.",
    },
    "cluster/upgrade-window-start": {
        severity: "error",
        reason: "Azure reads the start of a maintenance window as HH:mm, with both zeros.",
        fix: "Use for example 02:00.",
    },
    "cluster/upgrade-window-offset": {
        severity: "error",
        reason: "Azure reads the offset from UTC as +HH:mm or -HH:mm; no place on earth is more than 14 hours away.",
        fix: "Use for example +00:00 or -05:00.",
    },
    "cluster/log-retention": {
        severity: "error",
        reason: "A Log Analytics workspace keeps its logs for 30 to 730 days; the first 31 are in the price of what comes in.",
        fix: "Use 30 to 730.",
    },
} as const satisfies RuleTable;

/** What must hold of a cluster, and between it and its network. */
export const CLUSTER_RULES = { ...ACCESS_RULES, ...ADDRESS_RULES, ...NETWORKING_RULES, ...OPERATION_RULES } as const;
