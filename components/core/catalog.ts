import { sizes } from "./catalog-data";

export { PRICES_AS_OF, SIZES_AS_OF, sizes } from "./catalog-data";

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
    readonly memoryGiBPerGpu?: number;
    /** The driver that AKS installs; `none` where it installs none. */
    readonly aksDriver: "cuda" | "grid" | "grid-v20" | "none";
    /** Whether the size has InfiniBand. */
    readonly rdma: boolean;
    readonly migProfiles?: readonly MigProfile[];
}

/** A VM size. */
export interface VmSize {
    readonly name: string;
    readonly vcpus: number;
    readonly memoryGiB?: number;
    readonly architecture: "amd64" | "arm64";
    /** Name of the vCPU quota that on-demand machines count against, as the Compute usages API spells it; compare without regard to case. */
    readonly quotaFamily: string;
    readonly lifecycle: SizeLifecycle;
    /** List price on demand, as of `PRICES_AS_OF`; a hint, and no proof that the region offers the size. */
    readonly price?: { readonly region: string; readonly usdPerHour: number };
    readonly gpu?: GpuFacts;
}

const byName = new Map(sizes.map((size) => [size.name, size]));

/** The size of that exact name. */
export function findSize(name: string): VmSize | undefined {
    return byName.get(name);
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
