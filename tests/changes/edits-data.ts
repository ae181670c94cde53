import type { Edit } from "../stacks/support/stack-config";

/** A change of one key in `Pulumi.prod.yaml`, as an example of what a change of that key does. */
export interface KeyEdit {
    /** The key, as the schema has it; `<name>` stands for any name. */
    readonly key: string;
    /** Where it is in the stack file, where the key has a name in it. @default the key's parts */
    readonly path?: readonly (string | number)[];
    /** What else the stack file says, before and after. */
    readonly base?: readonly Edit[];
    /** What stands before. @default what Pulumi.prod.yaml says */
    readonly from?: { readonly value: unknown };
    /** What the key is changed to; undefined takes it away. */
    readonly to: unknown;
    /** What the tables cannot know. */
    readonly note?: string;
}

const GROUPS = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups";
const subnetId = (name: string): string => `${GROUPS}/net/providers/Microsoft.Network/virtualNetworks/shared/subnets/${name}`;
const tableId = (name: string): string => `${GROUPS}/net/providers/Microsoft.Network/routeTables/${name}`;
const zoneId = (name: string): string => `${GROUPS}/dns/providers/Microsoft.Network/privateDnsZones/${name}`;
const reservationId = (name: string): string => `${GROUPS}/gpu/providers/Microsoft.Compute/capacityReservationGroups/${name}`;

const created = { kind: "create", addressSpace: "10.225.0.0/16", nodeSubnet: "10.225.0.0/20", outbound: { kind: "natGateway" } };
const firewall = { kind: "userDefinedRouting", nextHopIp: "10.9.0.4" };
const existing = { kind: "existing", nodeSubnetId: subnetId("nodes"), nodeSubnet: "10.9.0.0/22", outbound: { kind: "natGateway" } };
const routed = { ...existing, outbound: { kind: "userDefinedRouting", routeTableId: tableId("out") } };
const inNetwork: Edit = [["deployFrom"], "in-network"];
const unprotected: Edit = [["environment", "protect"], false];
const access = ["cluster", "access"];
const t4 = ["gpuPools", "t4"];
const a100 = ["gpuPools", "a100"];
const registry = { server: "registry.example.com", username: "robot", password: { secure: "made up" } };

const cpu = ["pools", "cpu"];
// A new one for each row, since edits change what they are put on.
const cpuPool = (): Edit => [cpu, { size: "Standard_D8ds_v5", minCount: 1, maxCount: 4 }];

const account = (name: string): string => `${GROUPS}/data/providers/Microsoft.Storage/storageAccounts/${name}`;
// New ones for each row, as above.
const blob = (changes: object = {}): Edit => [["objectStore"], { kind: "blob", buckets: { artifacts: {} }, ...changes }];
const withGateway = (): Edit => blob({ gateway: { kind: "s3" } });
const gateway = ["objectStore", "gateway"];
const lifecycle = ["objectStore", "buckets", "artifacts", "lifecycle"];
const theirs = (name: string): object => ({ kind: "existing", accountId: account(name), buckets: { artifacts: {} } });
const endpoints = (): Edit => [["network", "subnets"], { privateEndpoints: "10.225.32.0/24" }];
const queue = ["studioml", "queue"];
const broker = (): Edit => [queue, { kind: "rabbitmq" }];
const brokerAt = (host: string): object => ({ kind: "existing", url: { secure: `amqps://runner:made-up@${host}:5671/` } });
const runner = ["studioml", "runner"];
const worker = [...runner, "workers", "small"];
/** Runners with everything that they can have. */
const running = (): Edit[] => [
    withGateway(),
    broker(),
    [
        runner,
        {
            kind: "studio-go-runner",
            image: "quay.io/leafai/studio-go-runner:0.14.2",
            bucket: "artifacts",
            workers: { small: { pool: "t4", cpus: 2, memoryGiB: 16, diskGiB: 20 } },
        },
    ],
];

const RESTARTED = "Runners go one by one, each when its experiment has ended or after `graceMinutes`.";
const NOTHING_COPIED = "Nothing is copied.";

const REPLACED = "`generation` raised with it lets the new pool stand before the old one goes.";
const RUNBOOK = "[Replace the system pool](runbooks/replace-system-pool.md) says how another pool takes its place.";
const NUMBERS = "[In place](runbooks/replace-system-pool.md#only-the-numbers-of-nodes), beside Pulumi.";
const ONE_BY_ONE = "One minor version at a time, and never lower: Azure refuses the rest with `OperationNotAllowed`.";

export const EDITS: readonly KeyEdit[] = [
    { key: "region", to: "westus2", note: "Nothing moves to another region. What the registry, the volumes and the logs hold is lost." },
    { key: "environment.owner", base: running(), to: "someone-else" },
    {
        key: "environment.lifetime.kind",
        path: ["environment", "lifetime"],
        base: [unprotected],
        to: { kind: "ephemeral", expiresOn: "2027-01-31" },
    },
    {
        key: "environment.lifetime.expiresOn",
        base: [unprotected, [["environment", "lifetime"], { kind: "ephemeral", expiresOn: "2027-01-31" }]],
        to: "2027-02-28",
    },
    { key: "environment.protect", to: false, note: "Changes what Pulumi refuses to delete, and nothing in Azure." },
    { key: "environment.idle", base: running(), to: true },
    { key: "environment.tags.<name>", path: ["environment", "tags", "cost-center"], base: running(), to: "research" },
    {
        key: "naming.prefix",
        path: ["naming"],
        from: { value: { prefix: "mlp", environment: "prod" } },
        to: { prefix: "acme", environment: "prod" },
    },
    {
        key: "naming.environment",
        path: ["naming"],
        from: { value: { prefix: "mlp", environment: "prod" } },
        to: { prefix: "mlp", environment: "live" },
    },
    { key: "resourceGroup.kind", path: ["resourceGroup"], to: { kind: "existing", name: "theirs" } },
    {
        key: "resourceGroup.name",
        path: ["resourceGroup"],
        from: { value: { kind: "existing", name: "theirs" } },
        to: { kind: "existing", name: "ours" },
    },

    { key: "network.kind", path: ["network"], to: existing },
    {
        key: "network.addressSpace",
        path: ["network"],
        to: { ...created, addressSpace: "10.224.0.0/14" },
        note: "As long as the subnet stays inside.",
    },
    { key: "network.nodeSubnet", path: ["network"], to: { ...created, nodeSubnet: "10.225.16.0/20" } },
    { key: "network.outbound.kind", path: ["network"], to: { ...created, outbound: { kind: "loadBalancer" } } },
    {
        key: "network.outbound.nextHopIp",
        path: ["network"],
        from: { value: { ...created, outbound: firewall } },
        to: { ...created, outbound: { ...firewall, nextHopIp: "10.9.0.5" } },
    },
    { key: "network.nodeSubnetId", path: ["network"], from: { value: existing }, to: { ...existing, nodeSubnetId: subnetId("other") } },
    {
        key: "network.outbound.routeTableId",
        path: ["network"],
        from: { value: routed },
        to: { ...routed, outbound: { kind: "userDefinedRouting", routeTableId: tableId("other") } },
    },

    { key: "cluster.kubernetesVersion", from: { value: "1.35" }, to: "1.36", note: ONE_BY_ONE },
    { key: "cluster.tier", to: "Premium" },
    { key: "cluster.access.kind", path: access, base: [inNetwork], to: { kind: "private", dnsZone: "system" } },
    { key: "cluster.access.authorizedIpRanges", to: ["203.0.113.0/24", "198.51.100.7/32"] },
    {
        key: "cluster.access.dnsZone",
        path: access,
        base: [inNetwork],
        from: { value: { kind: "private", dnsZone: "system" } },
        to: { kind: "private", dnsZone: zoneId("privatelink.eastus.azmk8s.io") },
        note: "To `none` it is an update.",
    },
    { key: "cluster.podNetworking", from: { value: "overlay" }, to: "node-subnet" },
    { key: "cluster.dataplane", from: { value: "cilium" }, to: "azure", base: [[["cluster", "networkPolicy"], "none"]] },
    { key: "cluster.networkPolicy", base: [[["cluster", "dataplane"], "azure"]], from: { value: "none" }, to: "calico" },
    { key: "cluster.podCidr", to: "10.245.0.0/16" },
    { key: "cluster.serviceCidr", to: "172.21.0.0/16" },
    { key: "cluster.dnsServiceIp", to: "172.20.0.53" },
    { key: "cluster.systemPool.size", to: "Standard_D8ds_v5", note: RUNBOOK },
    { key: "cluster.systemPool.minCount", to: 4, note: NUMBERS },
    { key: "cluster.systemPool.maxCount", to: 7, note: NUMBERS },
    { key: "cluster.systemPool.zones", to: ["1", "2"], note: RUNBOOK },
    { key: "cluster.systemPool.osDiskSizeGiB", to: 256, note: RUNBOOK },
    {
        key: "cluster.upgrades.kubernetes",
        to: "stable",
        note: "From then on AKS raises the minor version, and `kubernetesVersion` no longer counts.",
    },
    { key: "cluster.upgrades.nodeOs", to: "SecurityPatch" },
    { key: "cluster.upgrades.window.dayOfWeek", to: "Saturday" },
    { key: "cluster.upgrades.window.startTime", to: "03:00" },
    { key: "cluster.upgrades.window.durationHours", to: 8 },
    { key: "cluster.upgrades.window.utcOffset", to: "+01:00" },
    { key: "cluster.adminGroupObjectIds", to: ["00000000-0000-0000-0000-000000000001"] },
    { key: "cluster.adminKubeconfig", to: true },
    { key: "cluster.logs.retentionDays", to: 180 },
    { key: "cluster.logs.auditReads", to: true },
    { key: "security", to: "hardened" },

    { key: "nodeScaling.kind", path: ["nodeScaling"], to: { kind: "cluster-autoscaler" } },
    { key: "nodeScaling.expander", path: ["nodeScaling"], to: { kind: "cluster-autoscaler", expander: "random" } },
    {
        key: "nodeScaling.scaleDownDelayAfterAddMinutes",
        path: ["nodeScaling"],
        to: { kind: "cluster-autoscaler", scaleDownDelayAfterAddMinutes: 20 },
    },
    {
        key: "nodeScaling.scaleDownUnneededMinutes",
        path: ["nodeScaling"],
        to: { kind: "cluster-autoscaler", scaleDownUnneededMinutes: 20 },
    },
    {
        key: "nodeScaling.scaleDownUtilizationPercent",
        path: ["nodeScaling"],
        to: { kind: "cluster-autoscaler", scaleDownUtilizationPercent: 40 },
    },

    { key: "pools.<name>.size", path: [...cpu, "size"], base: [cpuPool()], to: "Standard_D16ds_v5", note: REPLACED },
    { key: "pools.<name>.mode", path: [...cpu, "mode"], base: [cpuPool()], to: "system", note: RUNBOOK },
    { key: "pools.<name>.capacity", path: [...cpu, "capacity"], base: [cpuPool()], to: "spot", note: REPLACED },
    { key: "pools.<name>.minCount", path: [...cpu, "minCount"], base: [cpuPool()], to: 2 },
    { key: "pools.<name>.maxCount", path: [...cpu, "maxCount"], base: [cpuPool()], to: 8 },
    { key: "pools.<name>.zones", path: [...cpu, "zones"], base: [cpuPool()], to: ["1"], note: REPLACED },
    { key: "pools.<name>.labels.<name>", path: [...cpu, "labels", "team"], base: [cpuPool()], to: "vision" },
    {
        key: "pools.<name>.taints",
        path: [...cpu, "taints"],
        base: [cpuPool()],
        to: [{ key: "example.com/team", value: "vision", effect: "NoSchedule" }],
    },
    { key: "pools.<name>.osDiskSizeGiB", path: [...cpu, "osDiskSizeGiB"], base: [cpuPool()], to: 256, note: REPLACED },
    { key: "pools.<name>.maxPods", path: [...cpu, "maxPods"], base: [cpuPool()], to: 60, note: REPLACED },
    { key: "pools.<name>.generation", path: [...cpu, "generation"], base: [cpuPool()], to: 2, note: REPLACED },

    { key: "gpuPools.<name>.sizes", path: [...t4, "sizes"], to: ["Standard_NC8as_T4_v3"], note: REPLACED },
    {
        key: "gpuPools.<name>.capacity",
        path: [...t4, "capacity"],
        to: ["spot"],
        note: "A pool for each capacity: the new one and the old one have names of their own.",
    },
    { key: "gpuPools.<name>.minCount", path: [...t4, "minCount"], to: 0 },
    { key: "gpuPools.<name>.maxCount", path: [...t4, "maxCount"], to: 12 },
    {
        key: "gpuPools.<name>.driver",
        path: [...t4, "driver"],
        // The device plugin of config/defaults.yaml installs no driver.
        base: [[["gpuSoftware"], { kind: "none" }]],
        to: "operator",
        note: REPLACED,
    },
    {
        key: "gpuPools.<name>.sharing.kind",
        path: [...a100, "sharing"],
        to: { kind: "mig", profile: "MIG1g", strategy: "single" },
        note: REPLACED,
    },
    {
        key: "gpuPools.<name>.sharing.profile",
        path: [...a100, "sharing"],
        from: { value: { kind: "mig", profile: "MIG1g", strategy: "single" } },
        to: { kind: "mig", profile: "MIG2g", strategy: "single" },
        note: REPLACED,
    },
    { key: "gpuPools.<name>.zones", path: [...t4, "zones"], to: ["1"], note: REPLACED },
    {
        key: "gpuPools.<name>.reservation.capacityReservationGroupId",
        path: [...t4, "reservation", "capacityReservationGroupId"],
        to: reservationId("t4"),
        note: REPLACED,
    },
    { key: "gpuPools.<name>.labels.<name>", path: [...t4, "labels", "team"], to: "vision" },
    { key: "gpuPools.<name>.osDisk.kind", path: [...t4, "osDisk"], to: { kind: "ephemeral" }, note: REPLACED },
    { key: "gpuPools.<name>.osDisk.sizeGiB", path: [...a100, "osDisk"], to: { kind: "managed", sizeGiB: 1024 }, note: REPLACED },
    { key: "gpuPools.<name>.maxPods", path: [...t4, "maxPods"], to: 60, note: REPLACED },
    { key: "gpuPools.<name>.drainTimeoutMinutes", path: [...t4, "drainTimeoutMinutes"], to: 60 },
    {
        key: "gpuPools.<name>.generation",
        path: [...t4, "generation"],
        to: 2,
        note: "The new pool stands first; its machines need quota beside those of the old one.",
    },

    { key: "registry.sku", to: "Premium" },
    { key: "registry.cache", to: ["quay.io"] },
    {
        key: "imageRegistries.<name>.server",
        path: ["imageRegistries", "theirs"],
        base: running(),
        from: { value: registry },
        to: { ...registry, server: "other.example.com" },
        note: "In the cluster: the pull secrets. Pods that run go on; the next ones pull with it.",
    },
    { key: "keepSdkAliases", to: true },

    {
        key: "network.subnets.privateEndpoints",
        base: [endpoints(), blob({ privateEndpoint: true })],
        to: "10.225.40.0/24",
        note: "Until the new endpoint stands, nothing reaches the store.",
    },
    {
        key: "objectStore.kind",
        path: ["objectStore"],
        from: { value: { kind: "blob", buckets: { artifacts: {} } } },
        to: theirs("contosodata"),
        note: `${NOTHING_COPIED} The account goes with its objects, for good.`,
    },
    {
        key: "objectStore.accountId",
        path: ["objectStore"],
        from: { value: theirs("contosodata") },
        to: theirs("contosoother"),
        note: `${NOTHING_COPIED} The buckets in the old account go with their objects, but for what its soft delete keeps.`,
    },
    {
        key: "objectStore.replication",
        base: [blob()],
        to: "GRS",
        note: "Between one data centre and zones Azure changes it by a conversion of its own, which may take days: start that first.",
    },
    { key: "objectStore.versioning", base: [blob()], to: true },
    { key: "objectStore.softDeleteDays", base: [blob()], to: 30 },
    {
        key: "objectStore.buckets.<name>.lifecycle.coolAfterDays",
        path: [...lifecycle, "coolAfterDays"],
        base: [blob({ buckets: { artifacts: { lifecycle: { coolAfterDays: 30, deleteAfterDays: 365 } } } })],
        to: 60,
        note: "Azure applies it within a day or two, to the objects that are there too.",
    },
    {
        key: "objectStore.buckets.<name>.lifecycle.deleteAfterDays",
        path: [...lifecycle, "deleteAfterDays"],
        base: [blob({ buckets: { artifacts: { lifecycle: { coolAfterDays: 30, deleteAfterDays: 365 } } } })],
        to: 90,
        note: "Azure applies it within a day or two, to the objects that are there too.",
    },
    {
        key: "objectStore.privateEndpoint",
        base: [endpoints(), blob()],
        to: true,
        note: "The public address closes first: nothing reaches the store until the private one stands.",
    },
    {
        key: "objectStore.gateway.kind",
        path: gateway,
        base: [blob()],
        to: { kind: "s3" },
        note: "Back to `none` it deletes the endpoint and its keys; the objects stay.",
    },
    { key: "objectStore.gateway.replicas", base: [withGateway()], to: 3 },
    {
        key: "objectStore.gateway.tls",
        base: running(),
        to: false,
        note: "The address begins with http:// then. Clients outside this program have to be told.",
    },
    { key: "objectStore.gateway.rotation.root", base: running(), to: 2, note: "The old keys end as the pods restart." },
    {
        key: "objectStore.gateway.rotation.buckets.<name>",
        path: [...gateway, "rotation", "buckets", "artifacts"],
        base: running(),
        to: 2,
        note: "The old keys end as the pods restart.",
    },

    { key: "studioml.namespace", base: running(), to: "runners", note: "Everything in the old namespace is deleted." },
    {
        key: "studioml.queue.kind",
        path: queue,
        base: [broker()],
        to: brokerAt("queue.contoso.com"),
        note: "Experiments that wait in the old queue are lost.",
    },
    {
        key: "studioml.queue.replicas",
        path: [...queue, "replicas"],
        base: [broker()],
        to: 3,
        note: "Never lower: the operator takes no server away.",
    },
    {
        key: "studioml.queue.storageGiB",
        path: [...queue, "storageGiB"],
        base: [broker()],
        to: 20,
        note: "Never lower: a disk cannot shrink.",
    },
    { key: "studioml.queue.credentialsGeneration", base: running(), to: 2, note: RESTARTED },
    {
        key: "studioml.queue.url",
        path: queue,
        base: running(),
        from: { value: brokerAt("queue.contoso.com") },
        to: brokerAt("other.contoso.com"),
        note: RESTARTED,
    },
    {
        key: "studioml.queue.managementUrl",
        path: queue,
        base: running(),
        from: { value: brokerAt("queue.contoso.com") },
        // secretlint-disable-next-line -- made up
        to: { ...brokerAt("queue.contoso.com"), managementUrl: { secure: "https://runner:made-up@admin.contoso.com" } },
        note: RESTARTED,
    },
    {
        key: "studioml.runner.kind",
        path: runner,
        base: running(),
        to: { kind: "none" },
        note: "Experiments that run begin anew when there are runners again.",
    },
    { key: "studioml.runner.image", base: running(), to: "quay.io/leafai/studio-go-runner:0.14.3", note: RESTARTED },
    { key: "studioml.runner.queuePattern", base: running(), to: "^rmq_.*$", note: RESTARTED },
    { key: "studioml.runner.state", base: running(), to: "DrainAndSuspend", note: "Runners read it while they run: nothing restarts." },
    { key: "studioml.runner.cacheGiB", base: running(), to: 20, note: RESTARTED },
    { key: "studioml.runner.bucket", base: running(), to: undefined, note: RESTARTED },
    { key: "studioml.runner.graceMinutes", base: running(), to: 20, note: RESTARTED },
    {
        key: "studioml.runner.messageEncryption",
        base: running(),
        to: false,
        note: "Encrypted experiments that wait in a queue cannot be read any more.",
    },
    {
        key: "studioml.runner.messageKeyGeneration",
        base: running(),
        to: 2,
        note: "Experiments that wait in a queue cannot be read any more: drain first, and hand out the new public half.",
    },
    {
        key: "studioml.runner.workers.<name>.pool",
        path: [...worker, "pool"],
        base: running(),
        to: "a100",
        note: RESTARTED,
    },
    { key: "studioml.runner.workers.<name>.replicas", path: [...worker, "replicas"], base: running(), to: 4 },
    { key: "studioml.runner.workers.<name>.gpus", path: [...worker, "gpus"], base: running(), to: 0, note: RESTARTED },
    { key: "studioml.runner.workers.<name>.cpus", path: [...worker, "cpus"], base: running(), to: 3, note: RESTARTED },
    { key: "studioml.runner.workers.<name>.memoryGiB", path: [...worker, "memoryGiB"], base: running(), to: 20, note: RESTARTED },
    { key: "studioml.runner.workers.<name>.diskGiB", path: [...worker, "diskGiB"], base: running(), to: 10, note: RESTARTED },
];
