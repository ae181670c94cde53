/** One change of a JSON document (RFC 6902). */
export type PatchOperation =
    | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: unknown }
    | { readonly op: "remove"; readonly path: string };

/** Changes of the objects of a kind, before they are applied. A path that is not there fails the Kustomization, instead of changing nothing. */
export interface ManifestPatch {
    readonly kind: string;
    /** @default - every object of the kind */
    readonly name?: string;
    readonly operations: readonly PatchOperation[];
}

/** A folder of manifests, applied as a whole. */
export interface KustomizationSpec {
    /** Path of the folder in the repository, for example `config/installation`. */
    readonly path: string;
    /** Kustomizations that must be ready first, of this source or another. @default [] */
    readonly dependsOn?: readonly string[];
    /** How long everything that it applied may take to become ready. Unit: minutes. @default 10 */
    readonly timeoutMinutes?: number;
    /** @default [] */
    readonly patches?: readonly ManifestPatch[];
}

/** A Git repository at one point of its history. */
export interface GitSourceSpec {
    /** Address that needs no sign-in, for example `https://github.com/rabbitmq/cluster-operator`. */
    readonly repository: string;
    /** A tag can be moved by whoever owns the repository, a commit cannot. */
    readonly ref: { readonly tag: string } | { readonly commit: string };
    /** By name; names are unique among all sources. */
    readonly kustomizations: Readonly<Record<string, KustomizationSpec>>;
}

/** What is used for what is left out. */
export const FLUX_DEFAULTS = { namespace: "flux-sources", timeoutMinutes: 10 } as const;

/** Flux makes the name a label, which has 63 characters. */
export const SOURCE_NAME_PATTERN = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
