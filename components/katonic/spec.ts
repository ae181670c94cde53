/** Disks of one node (`kdisk`): solid state, growable, in the zone of the node that first uses them. */
export interface DiskClassSpec {
    /** @default "kdisk" */
    readonly className?: string;
    /** `PremiumV2_LRS` needs nodes in zones. @default "Premium_LRS" */
    readonly sku?: "Premium_LRS" | "PremiumV2_LRS" | "Premium_ZRS" | "StandardSSD_LRS";
}

/** Files that every node reaches (`kfs`), in a storage account that stays when the cluster goes. */
export interface FileClassSpec {
    /** @default "kfs" */
    readonly className?: string;
    /** `nfs` has no sign-in, so it is reached by a private endpoint only. @default "nfs" */
    readonly protocol?: "nfs" | "smb";
    /** @default 100 */
    readonly shareGiB?: number;
}

export interface KatonicSpec {
    readonly pools: { readonly platform: string; readonly compute: string; readonly gpu?: string };
    /** Label of the nodes whose value says what they are for. @default "katonic.ai/node-pool" */
    readonly nodeLabel?: string;
    readonly disks: DiskClassSpec;
    readonly files: FileClassSpec;
}

/** What Katonic asks of a node at least. */
export const SMALLEST_NODE = { vcpus: 8, memoryGiB: 16 } as const;

/** Buckets of the platform's own stores, by what they hold. */
export const STORE_DEFAULTS = { projects: "projects", logs: "logs", backups: "backups", datasets: "datasets" } as const;

/** What is used for what is left out. */
export const KATONIC_DEFAULTS = {
    nodeLabel: "katonic.ai/node-pool",
    diskClass: "kdisk",
    diskSku: "Premium_LRS",
    fileClass: "kfs",
    fileProtocol: "nfs",
    shareGiB: 100,
} as const;
