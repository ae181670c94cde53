import type { RuleTable } from "../../../components/core/findings";

/** What a platform needs of the rest of the configuration, and what none of them has. */
export const VARIANT_RULES = {
    "platform/other-section": {
        severity: "error",
        reason: "A section belongs to the platform of its name. Beside another platform it would be read by nobody, which is easily overlooked when `platform` is changed.",
        fix: "Remove the section, or change `platform`.",
    },
    "platform/section-missing": {
        severity: "error",
        reason: "Some platforms have settings without a sensible default: the vendor's chart of shakudo, which is not public, and the servers that sai offers.",
        fix: "Add the section of the platform's name.",
    },
    "platform/mesh": {
        severity: "error",
        reason: "shakudo and kubeflow let the mesh ask for a sign-in before anything is reached; kubeflow also changes the mesh's own settings, which an existing mesh does not allow.",
        fix: "Set `mesh` to a kind that the platform works with.",
    },
    "platform/mesh-extension-providers": {
        severity: "error",
        reason: "shakudo and kubeflow ask for the sign-in at the gateway through an extension provider, which the AKS add-on neither supports nor keeps over an upgrade.",
        fix: "Set `mesh` to self-managed.",
    },
    "platform/ingress": {
        severity: "error",
        reason: "Platforms with pages need a way in, and the gateway of the mesh where the mesh checks the sign-in. Only katonic works behind an Application Gateway.",
        fix: "Set `ingress` to a kind that the platform works with.",
    },
    "platform/sign-in": {
        severity: "error",
        reason: "Platforms with pages never let in whom they do not know, and each works with some ways to sign in: shakudo has its clients and roles in Keycloak, GitHub directly is for JupyterHub.",
        fix: "Set `sso` to a kind that the platform works with.",
    },
    "platform/object-store": {
        severity: "error",
        reason: "katonic keeps projects, logs, backups and datasets in buckets.",
        fix: "Set `objectStore` to blob, or name an existing account.",
    },
    "platform/pool-unknown": {
        severity: "error",
        reason: "Pods are placed by a pool's labels and taints, so a pool that does not exist leaves them waiting for ever.",
        fix: "Use a name in `gpuPools` or `pools`, or add the pool.",
    },
    "platform/pod-too-large": {
        severity: "error",
        reason: "A pod that asks for more than a node of its pool has, beside what AKS and the node's own agents take, waits for ever; the autoscaler adds no node for it.",
        fix: "Ask for less, or use a pool of larger machines.",
    },
    "platform/image-name": {
        severity: "error",
        reason: "Kubernetes refuses a text that is not the name of an image; capital letters are a usual slip.",
        fix: "Write <registry>/<path>:<tag>, or with @sha256:<digest>.",
    },
    "platform/image-not-pinned": {
        severity: "warning",
        reason: "Without a tag, or with `latest`, every node may run another image, and nobody can tell which one ran yesterday.",
        fix: "Add the tag of a release, or a digest.",
    },
} as const satisfies RuleTable;
