import { findSize } from "../core/catalog";
import { type Finding, findingsOf } from "../core/findings";
import { isQualifiedName } from "../core/label-syntax";
import { KATONIC_RULES } from "./rule-table";
import { KATONIC_DEFAULTS, type KatonicSpec, SMALLEST_NODE } from "./spec";

export { KATONIC_RULES } from "./rule-table";
export { KATONIC_DEFAULTS, type KatonicSpec, STORE_DEFAULTS } from "./spec";

const finding = findingsOf(KATONIC_RULES);

/** What the section needs of the rest. */
export interface KatonicContext {
    /** What is known of a pool by its name; undefined where there is no such pool, which is another rule's. */
    readonly poolOf: (name: string) => { readonly sizes: readonly string[]; readonly zones?: readonly string[] } | undefined;
    readonly hasPrivateEndpointSubnet: boolean;
    /** Names of the buckets, where they are the program's own. */
    readonly buckets?: readonly string[];
}

export function katonicRules(
    {
        pools,
        nodeLabel = KATONIC_DEFAULTS.nodeLabel,
        disks,
        files,
        stores,
    }: KatonicSpec & { readonly stores: Readonly<Record<string, string>> },
    { poolOf, hasPrivateEndpointSubnet, buckets }: KatonicContext,
): Finding[] {
    const found = [...poolRules(pools, poolOf), ...classRules(disks, files)];
    if (!isQualifiedName(nodeLabel) || !nodeLabel.includes("/")) {
        const message = "not a label of Kubernetes with a domain before it";
        found.push(finding("katonic/node-label", "nodeLabel", nodeLabel, message, "use katonic.ai/node-pool"));
    }
    if (disks.sku === "PremiumV2_LRS") {
        for (const name of [pools.platform, pools.compute].filter((one) => poolOf(one) !== undefined && poolOf(one)?.zones === undefined)) {
            const message = `Premium SSD v2 attaches to machines in zones only, and the pool ${name} has none`;
            found.push(finding("katonic/premium-v2-zones", "disks.sku", disks.sku, message, "set the pool's zones, or use Premium_LRS"));
        }
    }
    if ((files.protocol ?? KATONIC_DEFAULTS.fileProtocol) === "nfs" && !hasPrivateEndpointSubnet) {
        const message = "an NFS share is reached by a private endpoint only, and the network has no subnet for it";
        found.push(
            finding("katonic/files-private-endpoint", "files.protocol", "nfs", message, "set network.subnets.privateEndpoints, or use smb"),
        );
    }
    for (const [store, bucket] of Object.entries(stores).filter(([, name]) => buckets?.includes(name) === false)) {
        const message = "not a bucket of the object store";
        found.push(
            finding("katonic/store-bucket", `stores.${store}`, bucket, message, "add it to objectStore.buckets, or name another one"),
        );
    }
    return found;
}

function poolRules(pools: KatonicSpec["pools"], poolOf: KatonicContext["poolOf"]): Finding[] {
    const found: Finding[] = [];
    if (pools.platform === pools.compute) {
        const message = "the platform itself runs in the same pool, and users' jobs could displace it";
        found.push(finding("katonic/same-pool", "pools.compute", pools.compute, message, "name another pool"));
    }
    for (const role of ["platform", "compute"] as const) {
        const small = poolOf(pools[role])?.sizes.find((name) => isTooSmall(name));
        if (small !== undefined) {
            const message = `nodes of size ${small} have less than ${SMALLEST_NODE.vcpus} vCPUs and ${SMALLEST_NODE.memoryGiB} GiB`;
            found.push(finding("katonic/node-too-small", `pools.${role}`, pools[role], message, "use for example Standard_D8ds_v5"));
        }
    }
    return found;
}

function isTooSmall(name: string): boolean {
    const size = findSize(name);
    return size !== undefined && (size.vcpus < SMALLEST_NODE.vcpus || (size.memoryGiB ?? Infinity) < SMALLEST_NODE.memoryGiB);
}

function classRules(disks: KatonicSpec["disks"], files: KatonicSpec["files"]): Finding[] {
    const { className: disk = KATONIC_DEFAULTS.diskClass } = disks;
    const { className: file = KATONIC_DEFAULTS.fileClass } = files;
    const named = [
        ["disks.className", disk],
        ["files.className", file],
    ] as const;
    const found = named
        .filter(([, name]) => !/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
        .map(([path, name]) => finding("katonic/class-name", path, name, "not a name that Kubernetes takes", "use for example kdisk"));
    return disk === file
        ? [
              ...found,
              finding("katonic/class-name", "files.className", file, "the disks' class has this name already", "use for example kfs"),
          ]
        : found;
}
