import type { RuleTable } from "../core/findings";

/** What must hold of a namespace that a platform runs in. */
export const NAMESPACE_RULES = {
    "namespace/name": {
        severity: "error",
        reason: "Kubernetes refuses a namespace whose name is no DNS label: 1 to 63 lower-case letters, digits and dashes, no dash at either end.",
        fix: "Use for example studioml.",
    },
    "namespace/reserved": {
        severity: "error",
        reason: "The namespace belongs to Kubernetes or AKS, which overwrite what is in it; the prefix `kube-` is kept for what Kubernetes may add.",
        fix: "Choose a name of the platform's own.",
    },
    "namespace/pod-security-label": {
        severity: "error",
        reason: "`podSecurity` sets the labels that hold pods to the Pod Security Standards; a second value for one of them would silently win or lose.",
        fix: "Remove the label and set `podSecurity`.",
    },
} as const satisfies RuleTable;
