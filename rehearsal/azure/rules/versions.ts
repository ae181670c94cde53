import { ArmError } from "../arm-error";
import type { KubernetesVersion } from "../data/catalog";
import { kubernetesVersions } from "../data/catalog";

const MAX_MINORS_BEHIND = 3;

function monthOf(now: Date): string {
    return now.toISOString().slice(0, 7);
}

function minorOf(version: string): number {
    return Number(version.split(".")[1] ?? Number.NaN);
}

/** Versions that AKS has released at this date. */
function released(now: Date): KubernetesVersion[] {
    return kubernetesVersions.filter((version) => version.generallyAvailable <= monthOf(now));
}

/** What a cluster gets that names no version: the second newest generally available one. */
export function defaultVersion(now: Date): string {
    const known = released(now);
    return (known.at(-2) ?? known.at(-1))?.minor ?? "";
}

/** The patch version that runs for what was asked (`1.36` -> `1.36.5`). */
export function patchVersion(version: string): string {
    if (version.split(".").length > 2) {
        return version;
    }
    const known = kubernetesVersions.find((one) => one.minor === version);
    return known === undefined ? version : `${version}.${known.newestPatch}`;
}

/**
 * Refuses a Kubernetes version that AKS does not offer at this date.
 * @param longTermSupport tier Premium with the plan AKSLongTermSupport
 * @param code the code of what asks: a cluster and a pool have different ones
 */
export function checkVersion(
    version: string,
    now: Date,
    longTermSupport: boolean,
    code: "K8sVersionNotSupported" | "AgentPoolK8sVersionNotSupported",
    region: string,
): void {
    const [major, minor, patch] = version.split(".");
    const known = released(now).find((one) => one.minor === `${major ?? ""}.${minor ?? ""}`);
    const month = monthOf(now);
    const supported = released(now).filter((one) => month <= one.endOfLife || (longTermSupport && month <= one.longTermSupportEnd));
    const offered = supported.map((one) => patchVersion(one.minor)).join(", ");
    if (known === undefined || (patch !== undefined && !(Number(patch) <= known.newestPatch))) {
        throw new ArmError(
            400,
            code,
            `Version ${version} is not supported in region ${region}. Supported are ${offered}.`,
            "kubernetesVersion",
        );
    }
    if (supported.includes(known)) {
        return;
    }
    if (month <= known.longTermSupportEnd) {
        throw new ArmError(
            400,
            code,
            `Managed cluster is on version ${version}, which is only available for long-term support (LTS). Use tier Premium with supportPlan ` +
                `AKSLongTermSupport, or one of ${offered}.`,
            "kubernetesVersion",
        );
    }
    if (patch === undefined && code === "K8sVersionNotSupported") {
        throw new ArmError(
            400,
            "UnsupportedAliasMinorVersion",
            `The alias minor version ${version} is no longer supported. Supported are ${offered}.`,
        );
    }
    throw new ArmError(
        400,
        code,
        `Version ${version} is no longer supported in region ${region}. Supported are ${offered}.`,
        "kubernetesVersion",
    );
}

/** Refuses to go back, or over a minor version. */
export function checkUpgrade(from: string, to: string): void {
    const [fromMinor, toMinor] = [minorOf(from), minorOf(to)];
    if (toMinor > fromMinor + 1) {
        throw new ArmError(
            400,
            "OperationNotAllowed",
            `Upgrading Kubernetes version ${from} to ${to} is not allowed. Available upgrades: 1.${fromMinor + 1}. Minor versions cannot be skipped.`,
        );
    }
    const lowerPatch = toMinor === fromMinor && comparePatches(patchVersion(to), patchVersion(from)) < 0;
    if (toMinor < fromMinor || lowerPatch) {
        throw new ArmError(400, "OperationNotAllowed", `Downgrading Kubernetes version ${from} to ${to} is not allowed.`);
    }
}

/** A pool may not be newer than its control plane, nor more than three minor versions behind it. */
export function checkSkew(pool: string, controlPlane: string): void {
    const difference = minorOf(controlPlane) - minorOf(pool);
    const newer = difference < 0 || (difference === 0 && comparePatches(patchVersion(pool), patchVersion(controlPlane)) > 0);
    if (newer || difference > MAX_MINORS_BEHIND) {
        throw new ArmError(
            400,
            "NodePoolMcVersionIncompatible",
            `Node pool version ${pool} and control plane version ${controlPlane} are incompatible. A node pool may be the same or up to ` +
                `${MAX_MINORS_BEHIND} minor versions older than the control plane.`,
        );
    }
}

function comparePatches(one: string, other: string): number {
    return Number(one.split(".")[2] ?? 0) - Number(other.split(".")[2] ?? 0);
}
