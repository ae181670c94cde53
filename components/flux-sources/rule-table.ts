import type { RuleTable } from "../core/findings";

/** What must hold of what Flux applies. */
export const FLUX_RULES = {
    "flux/name": {
        severity: "error",
        reason: "The name becomes the name of an object, and a label on everything that is applied.",
        fix: "Use 1 to 63 lower-case letters, digits and dashes, with no dash at either end.",
    },
    "flux/repository": {
        severity: "error",
        reason: "Manifests get every right in the cluster that they ask for. Over anything but HTTPS they could be exchanged on their way.",
        fix: "Write the repository's https:// address, without name and password.",
    },
    "flux/not-pinned": {
        severity: "error",
        reason: "What moves by itself changes the cluster without an `up`, and without a preview.",
        fix: "Name a release's tag, or a commit by its 40 digits.",
    },
    "flux/path": {
        severity: "error",
        reason: "The path is taken from the repository's root, and cannot lead out of it.",
        fix: "Write for example config/installation.",
    },
    "flux/name-twice": {
        severity: "error",
        reason: "All Kustomizations are in one namespace, so of two with one name one would be lost.",
        fix: "Give one of them another name.",
    },
    "flux/unknown-dependency": {
        severity: "error",
        reason: "A Kustomization that waits for one that does not exist waits for good.",
        fix: "Name a Kustomization of one of the sources.",
    },
    "flux/circular-dependency": {
        severity: "error",
        reason: "Kustomizations that wait for each other wait for good.",
        fix: "Take one of them out of the circle.",
    },
    "flux/timeout": {
        severity: "error",
        reason: "Nothing is ready at once, and an `up` waits for it no longer than its own limits.",
        fix: "Use 1 to 60 minutes.",
    },
} as const satisfies RuleTable;
