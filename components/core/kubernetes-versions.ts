/** A minor version of Kubernetes on AKS. Months are `YYYY-MM`; support ends with the month. */
export interface KubernetesVersion {
    readonly minor: string;
    readonly generallyAvailable: string;
    readonly endOfSupport: string;
    /** With tier Premium and long-term support. */
    readonly endOfLongTermSupport: string;
    /** As of `KUBERNETES_VERSIONS_AS_OF`. `ending` versions have less than a month left; `lts-only` ones need tier Premium. */
    readonly status: "supported" | "ending" | "lts-only";
}

/** The table is read against this day, never against a clock: the same program gives the same findings on every day. */
export const KUBERNETES_VERSIONS_AS_OF = "2026-11-21";

/** AKS documentation, supported Kubernetes versions, and the AKS release notes of 2026-10-25. */
export const KUBERNETES_VERSIONS: readonly KubernetesVersion[] = [
    { minor: "1.33", generallyAvailable: "2025-06", endOfSupport: "2026-07", endOfLongTermSupport: "2027-07", status: "lts-only" },
    { minor: "1.34", generallyAvailable: "2025-11", endOfSupport: "2026-11", endOfLongTermSupport: "2027-11", status: "ending" },
    { minor: "1.35", generallyAvailable: "2026-03", endOfSupport: "2027-03", endOfLongTermSupport: "2028-03", status: "supported" },
    { minor: "1.36", generallyAvailable: "2026-06", endOfSupport: "2027-06", endOfLongTermSupport: "2028-06", status: "supported" },
    { minor: "1.37", generallyAvailable: "2026-10", endOfSupport: "2027-10", endOfLongTermSupport: "2028-10", status: "supported" },
];

/** What new clusters get: Azure's own default since 2026-10-25, and the newest version that Istio 1.31 supports. */
export const DEFAULT_KUBERNETES_VERSION = "1.36";

/** The row of a version, which may be a minor (`1.36`) or a full one (`1.36.5`). */
export function findKubernetesVersion(version: string): KubernetesVersion | undefined {
    const minor = /^(\d+\.\d+)(?:\.\d+)?$/.exec(version)?.[1];
    return KUBERNETES_VERSIONS.find((row) => row.minor === minor);
}
