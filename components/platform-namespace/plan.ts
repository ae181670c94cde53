import type { PodSecurityLevel } from "./rules";

/** Labels by which Kubernetes enforces a level, and warns about and records what a stricter one would refuse. */
export function podSecurityLabels(level: PodSecurityLevel): Record<string, string> {
    const next = level === "privileged" ? "baseline" : "restricted";
    return {
        "pod-security.kubernetes.io/enforce": level,
        "pod-security.kubernetes.io/warn": next,
        "pod-security.kubernetes.io/audit": next,
    };
}
