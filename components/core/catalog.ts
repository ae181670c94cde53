import { SERIES, type Series, type SizeRow } from "./catalog-data";
import { PRICES, type PriceTable } from "./catalog-prices-data";

export { SIZES_AS_OF } from "./catalog-data";
export { PRICES_AS_OF } from "./catalog-prices-data";

/** Whether a size can still be had. */
export type SizeLifecycle =
    | { readonly status: "available" }
    /** Still offered, but of a past generation. */
    | { readonly status: "legacy"; readonly successor: string }
    /** Has a day of retirement (`YYYY-MM-DD`), and is closed to new subscriptions before it. */
    | { readonly status: "retiring"; readonly on: string; readonly successor: string }
    | { readonly status: "retired"; readonly on: string; readonly successor: string };

/** A way to split one GPU into instances. */
export interface MigProfile {
    /** Azure's word, for example `MIG1g`. */
    readonly profile: string;
    /** NVIDIA's word, for example `1g.10gb`. */
    readonly nvidiaProfile: string;
    readonly instancesPerGpu: number;
}

export interface GpuFacts {
    readonly manufacturer: "nvidia" | "amd";
    readonly model: string;
    /** GPUs that Kubernetes sees on a node; a size with a fraction of one counts 1. */
    readonly count: number;
    /** The part of a GPU that the size has, for example `1/6`. */
    readonly fraction?: string;
    /** Memory of one GPU, or of the part that the size has. */
    readonly memoryGiBPerGpu?: number;
    /** The driver that AKS installs; `none` where it installs none. */
    readonly aksDriver: "cuda" | "grid" | "grid-v20" | "none";
    /** Node images that AKS runs the size with; left out where it does not name the size, and for retired sizes. */
    readonly aksImages?: readonly ("ubuntu" | "azurelinux3" | "windows")[];
    /** Whether the size has InfiniBand. */
    readonly rdma: boolean;
    /** Whether the GPUs of a node are joined by NVLink. */
    readonly nvlink: boolean;
    /** The ways in which AKS splits a GPU of the size; left out where it does not. */
    readonly migProfiles?: readonly MigProfile[];
}

/** A VM size. What no source confirms is left out. */
export interface VmSize {
    readonly name: string;
    /** Azure's name of the series, for example `NCasT4_v3`. */
    readonly series: string;
    readonly vcpus: number;
    readonly memoryGiB?: number;
    readonly architecture: "amd64" | "arm64";
    /** Name of the vCPU quota that on-demand machines count against, as the Compute usages API spells it; compare without regard to case. */
    readonly quotaFamily: string;
    readonly lifecycle: SizeLifecycle;
    /**
     * Whether Azure sells spare capacity of the size: `supported` where it says so (`LowPriorityCapable`) of the series. `unknown` sizes have
     * only the general rule for them, that all but the B-series and promotions can be spot machines (azure-compute-docs, spot-vms.md).
     */
    readonly spot: "supported" | "unknown";
    readonly acceleratedNetworking?: boolean;
    /** The temporary disk inside the host, whose data die with the machine; 0 where there is none. */
    readonly tempDiskGiB?: number;
    /** The host's cache of the machine's disks, where it is known: sizes before v5 have one. */
    readonly cacheGiB?: number;
    /** Raw NVMe disks inside the host, beside the temporary disk. */
    readonly nvme?: { readonly disks: number; readonly totalGiB: number };
    /** Whether the disk of the operating system may lie on those; see `ephemeralOsDiskGiB`. */
    readonly ephemeralOsDisk?: boolean;
    readonly gpu?: GpuFacts;
}

const USUAL = { architecture: "amd64", lifecycle: { status: "available" }, spot: "unknown" } as const;

/** All sizes: GPU sizes first, then sizes of system pools and other pools without GPUs. */
export const sizes: readonly VmSize[] = SERIES.flatMap((series) => series.sizes.map((row) => sizeOf(series, row)));

const byName = new Map(sizes.map((size) => [size.name, size]));
const pricesOf = new Map(PRICES.flatMap((table) => table.sizes.map((name, column) => [name, { table, column }])));

function sizeOf({ gpu: gpus, sizes: _rows, ...shared }: Series, { gpu, ...row }: SizeRow): VmSize {
    return { ...USUAL, ...shared, ...row, ...(gpus === undefined ? {} : { gpu: { ...gpus, ...gpu } }) };
}

/** The size of that exact name. */
export function findSize(name: string): VmSize | undefined {
    return byName.get(name);
}

/** Whether a size has GPUs: by the catalog or, for one that it lacks, by its name. */
export function isGpuSize(name: string): boolean {
    return findSize(name)?.gpu !== undefined || /^Standard_N[CDGV]/i.test(name);
}

/** Whether a size is of the B-series, whose machines are slow once their credits are used up. */
export function isBurstable(name: string): boolean {
    return /^Standard_B/i.test(name);
}

/** List price of a size in a region, in USD an hour, on demand, as of `PRICES_AS_OF`. Nothing where it is not known. */
export function priceIn(name: string, region: string): number | undefined {
    const found = pricesOf.get(name);
    return found === undefined ? undefined : pricesIn(found.table, region)?.[found.column];
}

/** The row of a region. Tables are read row by row: an editor's list of sizes needs one of each, a stack those of its own region. */
function pricesIn({ usdPerHour }: PriceTable, region: string): number[] | undefined {
    const row = /^[a-z\d]+$/.test(region) ? new RegExp(`^ *${region} (.+)$`, "m").exec(usdPerHour)?.[1] : undefined;
    return row?.split(" ").map(Number);
}

/**
 * Regions with a list price for the size, in alphabetical order; nothing where the list of them is not known. A price is a good sign that
 * a region offers a size, and no proof: `az vm list-skus --location <region> --size <size>` tells what a subscription can have.
 */
export function regionsWith(name: string): readonly string[] | undefined {
    const table = pricesOf.get(name)?.table;
    return table?.complete === true ? pricedRegions(table) : undefined;
}

function pricedRegions({ usdPerHour }: PriceTable): string[] {
    return usdPerHour.match(/[a-z]\w+/g) ?? [];
}

/** The price that stands for all regions where none is named: that of eastus, else eastus2, else of the first that has one. */
export function samplePrice(name: string): { readonly region: string; readonly usdPerHour: number } | undefined {
    const table = pricesOf.get(name)?.table;
    const candidates = table === undefined ? [] : ["eastus", "eastus2", ...pricedRegions(table).slice(0, 1)];
    for (const region of candidates) {
        const usdPerHour = priceIn(name, region);
        if (usdPerHour !== undefined) {
            return { region, usdPerHour };
        }
    }
    return undefined;
}

/** No ephemeral disk is larger, whatever the host has (azure-compute-docs, ephemeral-os-disks.md, 2026-09-08). */
const LARGEST_EPHEMERAL_OS_DISK_GIB = 2040;

/**
 * GiB that an ephemeral operating system disk can take for certain: 0 where the size supports none, nothing where it is not known.
 *
 * Azure puts it on the temporary disk or in the cache, and on NVMe where the size has only that. Where the cache is not known, the size may
 * take more than this says.
 */
export function ephemeralOsDiskGiB({ ephemeralOsDisk, tempDiskGiB, cacheGiB, nvme }: VmSize): number | undefined {
    if (ephemeralOsDisk !== true) {
        return ephemeralOsDisk === undefined ? undefined : 0;
    }
    const beside = Math.max(tempDiskGiB ?? 0, cacheGiB ?? 0);
    const largest = beside > 0 ? beside : nvme?.totalGiB;
    return largest === undefined ? undefined : Math.min(largest, LARGEST_EPHEMERAL_OS_DISK_GIB);
}

/** Sizes whose names are nearest to an unknown one: the same name in another case, else those that begin alike. */
export function similarSizes(name: string, among: readonly VmSize[]): string[] {
    const wanted = name.toLowerCase();
    const same = among.filter((size) => size.name.toLowerCase() === wanted);
    if (same.length > 0) {
        return same.map((size) => size.name);
    }
    const shared = (other: string): number => {
        const length = [...wanted].findIndex((character, index) => other[index] !== character);
        return length === -1 ? wanted.length : length;
    };
    return [...among]
        .sort((a, b) => shared(b.name.toLowerCase()) - shared(a.name.toLowerCase()))
        .slice(0, 3)
        .map((size) => size.name);
}
