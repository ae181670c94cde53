import { FLUX_DEFAULTS, type GitSourceSpec, type KustomizationSpec, type ManifestPatch } from "./spec";

/** A Kustomization with its source, in an order in which each comes after what it waits for. */
export interface KustomizationPlan {
    readonly name: string;
    readonly source: string;
    readonly spec: KustomizationSpec;
}

/** @param sources free of broken rules: no circles, nothing unknown */
export function planKustomizations(sources: Readonly<Record<string, GitSourceSpec>>): KustomizationPlan[] {
    const all = new Map(
        Object.entries(sources).flatMap(([source, { kustomizations }]) =>
            Object.entries(kustomizations).map(([name, spec]): [string, KustomizationPlan] => [name, { name, source, spec }]),
        ),
    );
    const ordered = new Map<string, KustomizationPlan>();
    const visit = (plan: KustomizationPlan): void => {
        if (!ordered.has(plan.name)) {
            for (const before of plan.spec.dependsOn ?? []) {
                const other = all.get(before);
                if (other !== undefined) {
                    visit(other);
                }
            }
            ordered.set(plan.name, plan);
        }
    };
    all.forEach(visit);
    return [...ordered.values()];
}

/**
 * What the extension runs: only what fetches repositories and applies them. The other controllers, for Helm releases, image updates and
 * notifications, serve nothing here.
 *
 * Its pods run on the system pool too, which every cluster has.
 */
export const EXTENSION_SETTINGS: Readonly<Record<string, string>> = {
    "helm-controller.enabled": "false",
    "image-automation-controller.enabled": "false",
    "image-reflector-controller.enabled": "false",
    "kustomize-controller.enabled": "true",
    "notification-controller.enabled": "false",
    "source-controller.enabled": "true",
    "toleration-keys": "CriticalAddonsOnly=true:NoSchedule",
};

/** The source's part of a GitRepository. What is pinned never changes, so it is looked at seldom. */
export function gitRepositorySpec({ repository, ref }: GitSourceSpec): Readonly<Record<string, unknown>> {
    return { url: repository, ref, interval: "1h", timeout: "2m" };
}

/**
 * A Kustomization that is ready when everything in it is, and takes all of it along when it goes.
 *
 * @param serviceAccountName with whose rights it applies: without one, the extension would take one that is not there
 */
export function kustomizationSpec(
    { source, spec }: Pick<KustomizationPlan, "source" | "spec">,
    serviceAccountName: string,
): Readonly<Record<string, unknown>> {
    const { path, dependsOn = [], timeoutMinutes = FLUX_DEFAULTS.timeoutMinutes, patches = [] } = spec;
    return {
        sourceRef: { kind: "GitRepository", name: source },
        path: `./${path.replace(/^\.\//, "")}`,
        serviceAccountName,
        prune: true,
        wait: true,
        // Its own removal ends when what it applied has gone: then the controllers may go, too.
        deletionPolicy: "WaitForTermination",
        interval: "1h",
        retryInterval: "30s",
        timeout: `${timeoutMinutes}m`,
        ...(dependsOn.length === 0 ? {} : { dependsOn: dependsOn.map((name) => ({ name })) }),
        ...(patches.length === 0 ? {} : { patches: patches.map(patch) }),
    };
}

/** JSON is YAML, which Flux reads. */
function patch({ kind, name, operations }: ManifestPatch): Readonly<Record<string, unknown>> {
    return { target: { kind, ...(name === undefined ? {} : { name }) }, patch: JSON.stringify(operations) };
}
