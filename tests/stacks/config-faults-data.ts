import type { Edit } from "./support/stack-config";

/** A stack file with one edit, and what the report must say of it: nothing more and nothing less. */
export interface FaultCase {
    readonly title: string;
    /** @default "prod" */
    readonly stack?: string;
    readonly edit: Edit;
    /** Path, rule, and a part of the fix. */
    readonly expected: readonly (readonly [path: string, rule: string, fix: string])[];
}

const id = (type: string): string => `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/${type}`;
const subnet = id("virtualNetworks/v/subnets/n");

export const FAULTS: readonly FaultCase[] = [
    // Form
    { title: "an unknown key", edit: [["gpuPool"], {}], expected: [["gpuPool", "config/unknown-key", "did you mean gpuPools?"]] },
    { title: "an unknown key like none", edit: [["frobnicate"], "1"], expected: [["frobnicate", "config/unknown-key", "remove it"]] },
    {
        title: "an unknown key inside",
        edit: [["cluster", "serviceCIDR"], "172.21.0.0/16"],
        expected: [["cluster.serviceCIDR", "config/unknown-key", "did you mean serviceCidr?"]],
    },
    {
        title: "an unknown key of a pool",
        edit: [["gpuPools", "t4", "spot"], true],
        expected: [["gpuPools.t4.spot", "config/unknown-key", "remove it"]],
    },
    {
        title: "a misspelt namespace",
        edit: [["ml_platform:region"], "westeurope"],
        expected: [["ml_platform:region", "config/unknown-namespace", "write ml-platform:region"]],
    },
    { title: "no platform", edit: [["platform"]], expected: [["platform", "config/missing", 'for example "studioml"']] },
    { title: "an unknown platform", edit: [["platform"], "mlflow"], expected: [["platform", "config/not-allowed", "choose one"]] },
    { title: "no region", edit: [["region"]], expected: [["region", "config/missing", 'for example "eastus"']] },
    { title: "a misspelt region", edit: [["region"], "estaus"], expected: [["region", "region/unknown", "did you mean eastus?"]] },
    { title: "a region like none", edit: [["region"], "mars"], expected: [["region", "region/unknown", "az account list-locations"]] },
    { title: "no environment", edit: [["environment"]], expected: [["environment", "config/missing", "add it"]] },
    { title: "no owner", edit: [["environment", "owner"]], expected: [["environment.owner", "config/missing", "ml-platform-team"]] },
    {
        title: "an empty owner",
        edit: [["environment", "owner"], ""],
        expected: [["environment.owner", "config/out-of-range", "ml-platform-team"]],
    },
    {
        title: "true in quotes",
        edit: [["environment", "protect"], "true"],
        expected: [["environment.protect", "config/wrong-type", "write it without quotes: true"]],
    },
    {
        title: "a number as a tag",
        edit: [["environment", "tags", "cost-center"], 4711],
        expected: [["environment.tags.cost-center", "config/wrong-type", 'put it in quotes: "4711"']],
    },
    {
        title: "a tag that the program sets",
        edit: [["environment", "tags", "Owner"], "me"],
        expected: [["environment.tags.Owner", "environment/reserved-tag", "call it otherwise"]],
    },
    {
        title: "a tag name that Azure refuses",
        edit: [["environment", "tags", "a/b"], "c"],
        expected: [['environment.tags["a/b"]', "environment/tag-name", "call it otherwise"]],
    },
    {
        title: "a tag value that is too long",
        edit: [["environment", "tags", "a"], "x".repeat(257)],
        expected: [["environment.tags.a", "environment/tag-value", "shorten it"]],
    },
    {
        title: "too many tags",
        edit: [["environment", "tags"], Object.fromEntries(Array.from({ length: 47 }, (_, index) => [`tag-${index}`, "x"]))],
        expected: [["environment.tags", "environment/tag-count", "keep at most 46"]],
    },
    {
        title: "an unknown lifetime",
        edit: [["environment", "lifetime", "kind"], "temporary"],
        expected: [["environment.lifetime.kind", "config/not-allowed", "choose one"]],
    },
    {
        title: "an ephemeral environment without its end",
        stack: "dev",
        edit: [["environment", "lifetime"], { kind: "ephemeral" }],
        expected: [["environment.lifetime.expiresOn", "config/missing", "2027-01-31"]],
    },
    {
        title: "an end in another form",
        stack: "dev",
        edit: [["environment", "lifetime"], { kind: "ephemeral", expiresOn: "31.01.2027" }],
        expected: [["environment.lifetime.expiresOn", "config/format", "2027-01-31"]],
    },
    {
        title: "an end that no calendar has",
        stack: "dev",
        edit: [["environment", "lifetime"], { kind: "ephemeral", expiresOn: "2027-02-30" }],
        expected: [["environment.lifetime.expiresOn", "environment/expiry", "YYYY-MM-DD"]],
    },
    {
        title: "an ephemeral environment that is protected",
        edit: [["environment", "lifetime"], { kind: "ephemeral", expiresOn: "2027-01-31" }],
        expected: [["environment.protect", "environment/protected-ephemeral", "set protect to false"]],
    },
    {
        title: "a prefix that no registry name takes",
        edit: [["naming"], { prefix: "ML-" }],
        expected: [["naming.prefix", "platform/prefix", ""]],
    },
    {
        title: "an environment name that is too long",
        edit: [["naming"], { environment: "production-of-the-team" }],
        expected: [["naming.environment", "platform/environment", "pr-123"]],
    },
    {
        title: "the ARM id of a resource group for its name",
        edit: [["resourceGroup"], { kind: "existing", name: "/subscriptions/s/resourceGroups/g" }],
        expected: [["resourceGroup.name", "platform/resource-group-name", "the name of the group alone"]],
    },
    { title: "a text for a map", edit: [["network"], "create"], expected: [["network", "config/wrong-type", "pulumi config set --path"]] },
    { title: "a boolean that is none", edit: [["keepSdkAliases"], "yes"], expected: [["keepSdkAliases", "config/wrong-type", "false"]] },

    // Network
    {
        title: "S0-6 services inside the virtual network",
        edit: [["cluster", "serviceCidr"], "10.225.128.0/20"],
        expected: [["cluster.serviceCidr", "cluster/service-cidr-overlaps-network", "outside 10.225.0.0/16"]],
    },
    {
        title: "S0-4 a virtual network over the services",
        edit: [["network", "addressSpace"], "172.16.0.0/12"],
        expected: [
            ["network.addressSpace", "network/reserved-range", "another range"],
            ["network.nodeSubnet", "network/subnet-outside-vnet", "inside 172.16.0.0/12"],
            ["cluster.serviceCidr", "cluster/service-cidr-overlaps-network", "outside 172.16.0.0/12"],
        ],
    },
    {
        title: "S0-5 a subnet outside its network",
        edit: [["network", "nodeSubnet"], "10.226.0.0/20"],
        expected: [["network.nodeSubnet", "network/subnet-outside-vnet", "inside 10.225.0.0/16"]],
    },
    {
        title: "a range that is none",
        edit: [["network", "nodeSubnet"], "10.225.0.0"],
        expected: [["network.nodeSubnet", "network/cidr-syntax", ""]],
    },
    {
        title: "an appliance without its address",
        edit: [["network", "outbound"], { kind: "userDefinedRouting" }],
        expected: [["network.outbound.nextHopIp", "config/missing", "10.0.0.4"]],
    },
    {
        title: "S0-32 an existing subnet without a way out",
        edit: [["network"], { kind: "existing", nodeSubnetId: subnet, nodeSubnet: "10.1.0.0/20" }],
        expected: [["network.outbound", "config/missing", "natGateway"]],
    },
    {
        title: "an existing subnet by its name",
        edit: [["network"], { kind: "existing", nodeSubnetId: "nodes", nodeSubnet: "10.1.0.0/20", outbound: { kind: "natGateway" } }],
        expected: [["network.nodeSubnetId", "network/subnet-id", "/subnets/"]],
    },

    // Cluster
    { title: "no cluster", edit: [["cluster"]], expected: [["cluster", "config/missing", "add it"]] },
    {
        title: "a version without quotes",
        edit: [["cluster", "kubernetesVersion"], 1.36],
        expected: [["cluster.kubernetesVersion", "config/wrong-type", 'put it in quotes: "1.36"']],
    },
    {
        title: "S0-20 a version that AKS no longer has",
        edit: [["cluster", "kubernetesVersion"], "1.25"],
        expected: [["cluster.kubernetesVersion", "cluster/kubernetes-version-unknown", "1.36"]],
    },
    { title: "no word on access", edit: [["cluster", "access"]], expected: [["cluster.access", "config/missing", "restricted"]] },
    {
        title: "restricted to nobody",
        edit: [["cluster", "access"], { kind: "restricted", authorizedIpRanges: [] }],
        expected: [["cluster.access.authorizedIpRanges", "config/out-of-range", "198.51.100.7/32"]],
    },
    {
        title: "a range of access that is none",
        edit: [["cluster", "access"], { kind: "restricted", authorizedIpRanges: ["office"] }],
        expected: [["cluster.access.authorizedIpRanges[0]", "cluster/authorized-range-syntax", "203.0.113.7"]],
    },
    {
        title: "nobody who administers",
        edit: [["cluster", "adminGroupObjectIds"], []],
        expected: [["cluster.adminGroupObjectIds", "cluster/no-administrator", "adminKubeconfig"]],
    },
    {
        title: "S1-11 a GPU size for the system pool",
        edit: [["cluster", "systemPool", "size"], "Standard_NC4as_T4_v3"],
        expected: [["cluster.systemPool.size", "cluster/system-size-gpu", "gpuPools"]],
    },
    {
        title: "a number in quotes",
        edit: [["cluster", "systemPool", "minCount"], "3"],
        expected: [["cluster.systemPool.minCount", "config/wrong-type", "write it without quotes: 3"]],
    },
    {
        title: "half a node",
        edit: [["cluster", "systemPool", "maxCount"], 4.5],
        expected: [["cluster.systemPool.maxCount", "config/wrong-type", "for example 2"]],
    },
    {
        title: "a zone that does not exist",
        edit: [["cluster", "systemPool", "zones", 2], "4"],
        expected: [["cluster.systemPool.zones[2]", "config/not-allowed", "choose one"]],
    },
    {
        title: "a disk that is too small",
        edit: [["cluster", "systemPool", "osDiskSizeGiB"], 10],
        expected: [["cluster.systemPool.osDiskSizeGiB", "config/out-of-range", "128"]],
    },
    {
        title: "an upgrade window that is too short",
        edit: [["cluster", "upgrades", "window", "durationHours"], 2],
        expected: [["cluster.upgrades.window.durationHours", "config/out-of-range", "4"]],
    },
    {
        title: "a time without its zero",
        edit: [["cluster", "upgrades", "window", "startTime"], "2:00"],
        expected: [["cluster.upgrades.window.startTime", "config/format", '"02:00"']],
    },
    {
        title: "logs kept for a day",
        edit: [["cluster", "logs", "retentionDays"], 1],
        expected: [["cluster.logs.retentionDays", "config/out-of-range", "30"]],
    },

    // Pools, registry, namespace
    {
        title: "S1-11 a retired GPU size",
        edit: [["gpuPools", "t4", "sizes", 0], "Standard_NC6"],
        expected: [["gpuPools.t4.sizes[0]", "pool/size-retired", "Standard_NC4as_T4_v3"]],
    },
    {
        title: "a misspelt GPU size",
        edit: [["gpuPools", "t4", "sizes", 0], "Standard_NC4as_T4"],
        expected: [["gpuPools.t4.sizes[0]", "pool/size-unknown", "Standard_NC4as_T4_v3"]],
    },
    { title: "no size", edit: [["gpuPools", "t4", "sizes"]], expected: [["gpuPools.t4.sizes", "config/missing", "Standard_NC4as_T4_v3"]] },
    {
        title: "more nodes at least than at most",
        edit: [["gpuPools", "t4", "minCount"], 11],
        expected: [["gpuPools.t4.minCount", "pool/min-above-max", "10 or less"]],
    },
    {
        title: "a pool that never has a node",
        edit: [["gpuPools", "t4", "maxCount"], 0],
        expected: [["gpuPools.t4.maxCount", "config/out-of-range", "for example 1"]],
    },
    {
        title: "a pool name that Azure has no room for",
        edit: [["gpuPools", "inference"], { sizes: ["Standard_NC4as_T4_v3"], minCount: 0, maxCount: 1 }],
        expected: [["gpuPools.inference", "gpu-pools/name", "shorten it"]],
    },
    {
        title: "a pool with nothing in it",
        edit: [["gpuPools", "t4"], null],
        expected: [["gpuPools.t4", "config/wrong-type", "Standard_NC4as_T4_v3"]],
    },
    {
        title: "S0-41 a capacity that does not exist",
        edit: [["gpuPools", "t4", "capacity"], ["preemptible"]],
        expected: [["gpuPools.t4.capacity[0]", "config/not-allowed", "choose one"]],
    },
    {
        title: "a capacity that is no list",
        edit: [["gpuPools", "t4", "capacity"], "spot"],
        expected: [["gpuPools.t4.capacity", "config/wrong-type", '["spot"]']],
    },
    {
        title: "S1-6 a registry that does not exist",
        edit: [["registry", "sku"], "Classic"],
        expected: [["registry.sku", "config/not-allowed", ""]],
    },
    {
        title: "a namespace that Kubernetes refuses",
        edit: [["studioml", "namespace"], "Studio_ML"],
        expected: [["studioml.namespace", "namespace/name", ""]],
    },
];
