import { readFileSync } from "node:fs";
import { join } from "node:path";
import { normalLocation } from "../schema/diff";

/** A VM size; `sizes.json` says where the facts come from. */
export interface VmSize {
    readonly vcpus: number;
    /** Null where no source gives it. */
    readonly memoryGiB: number | null;
    /** `name.value` of the Compute usages API. */
    readonly family: string;
    readonly status: "available" | "legacy" | "retiring" | "retired";
    readonly gpus?: number;
    readonly gpuMaker?: string;
    readonly gpuModel?: string;
    readonly mig?: boolean;
    /** Regions that offer it, or `*` for all. */
    readonly regions: readonly string[] | "*";
}

export interface KubernetesVersion {
    readonly minor: string;
    /** Months as `2026-06`. */
    readonly generallyAvailable: string;
    readonly endOfLife: string;
    readonly longTermSupportEnd: string;
    readonly newestPatch: number;
}

export type Grant = "subnet" | "routeTable" | "assignIdentity" | "privateDnsZone";

const read = <T>(file: string): T => JSON.parse(readFileSync(join(__dirname, file), "utf8")) as T;

const sizes = read<{ sizes: Record<string, VmSize> }>("sizes.json").sizes;
const sizeNames = new Map(Object.keys(sizes).map((name) => [name.toLowerCase(), name]));
const regions = read<{ regions: Record<string, { zones: string[] }> }>("regions.json").regions;
const roles = read<{ roles: Record<string, { name: string; grants: Grant[] }> }>("roles.json").roles;

const prices = read<{ usdPerHour: Record<string, Record<string, number>> }>("prices.json").usdPerHour;

export const kubernetesVersions: readonly KubernetesVersion[] = read<{ versions: KubernetesVersion[] }>(
    "kubernetes-versions.json",
).versions;

export function findSize(name: string): (VmSize & { readonly name: string }) | undefined {
    const exact = sizeNames.get(name.toLowerCase());
    const size = exact === undefined ? undefined : sizes[exact];
    return exact === undefined || size === undefined ? undefined : { ...size, name: exact };
}

export function isOffered(size: VmSize, region: string): boolean {
    return size.regions === "*" || size.regions.includes(normalLocation(region));
}

/** List price of a Linux node in USD per hour, pay as you go; undefined where `prices.json` has none. */
export function priceOf(size: string, region: string): number | undefined {
    return prices[sizeNames.get(size.toLowerCase()) ?? size]?.[normalLocation(region)];
}

/** Sizes that a region offers to a new subscription. */
export function sizesIn(region: string): string[] {
    return Object.entries(sizes)
        .filter(([, size]) => size.status === "available" && isOffered(size, region))
        .map(([name]) => name);
}

export function regionNames(): string[] {
    return Object.keys(regions);
}

/** Availability zones of a region; undefined for a region that does not exist. */
export function zonesOf(region: string): readonly string[] | undefined {
    return regions[normalLocation(region)]?.zones;
}

/** Whether a built-in role, given by its definition id, has a permission. */
export function roleGrants(roleDefinitionId: string, grant: Grant): boolean {
    const guid = roleDefinitionId.slice(roleDefinitionId.lastIndexOf("/") + 1).toLowerCase();
    return roles[guid]?.grants.includes(grant) === true;
}
