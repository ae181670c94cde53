/** A minor version of Istio, or a revision of the AKS add-on, with the Kubernetes versions that it supports. */
export interface IstioRelease {
    /** `1.31`, or `asm-1-30`. */
    readonly name: string;
    readonly oldestKubernetes: string;
    readonly newestKubernetes: string;
    /** `ended`: no new installations. `ending`: `end` is less than two months away. */
    readonly status: "supported" | "ending" | "ended";
    /** Month of the end, `YYYY-MM`, as far as it is announced or expected. */
    readonly end?: string;
}

/** The tables are read against this day, never against a clock. */
export const ISTIO_RELEASES_AS_OF = "2026-11-21";

/** istio.io, supported releases, and the announcement of 2026-08-21 on the new addresses of charts and images. */
export const ISTIO_VERSIONS: readonly IstioRelease[] = [
    { name: "1.30", oldestKubernetes: "1.32", newestKubernetes: "1.36", status: "ending", end: "2026-12" },
    { name: "1.31", oldestKubernetes: "1.32", newestKubernetes: "1.36", status: "supported" },
];

/** Newest patch that was read (2026-09-21). */
export const DEFAULT_ISTIO_VERSION = "1.31.1";

/**
 * AKS documentation, support policy of the Istio add-on: a revision ends six weeks after the second one behind it is there, and each
 * supports what its version of Istio supports.
 */
export const ADDON_REVISIONS: readonly IstioRelease[] = [
    { name: "asm-1-28", oldestKubernetes: "1.30", newestKubernetes: "1.34", status: "ended", end: "2026-09" },
    { name: "asm-1-29", oldestKubernetes: "1.31", newestKubernetes: "1.35", status: "ending", end: "2026-12" },
    { name: "asm-1-30", oldestKubernetes: "1.32", newestKubernetes: "1.36", status: "ending", end: "2026-12" },
];

/** The minor version in `1.31.1` or `asm-1-31`, as a number to compare. */
export function minorOf(text: string): number {
    return Number(/^(?:asm-)?1[.-](\d+)/.exec(text)?.[1] ?? Number.NaN);
}
