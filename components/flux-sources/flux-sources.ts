import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as core from "@pulumi/kubernetes/core/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import type { ClusterHandle } from "../core/contracts";
import { underPath } from "../core/findings";
import { diesWith } from "../core/lifetime";
import { typeToken } from "../core/token";
import type { FluxExtensionHandle } from "./flux-extension";
import { gitRepositorySpec, kustomizationSpec, planKustomizations } from "./plan";
import { fluxRules } from "./rules";
import { FLUX_DEFAULTS, type GitSourceSpec } from "./spec";

export interface FluxSourcesArgs {
    /** The cluster that everything is in, and dies with. */
    readonly cluster: ClusterHandle;
    /** What applies the sources. */
    readonly extension: FluxExtensionHandle;
    /** Git repositories by name, with the folders that are applied from each. */
    readonly sources: Readonly<Record<string, GitSourceSpec>>;
    /**
     * Namespace that is made for sources and Kustomizations. Whoever may write there has every right in the cluster: give nobody else any.
     * @default "flux-sources"
     */
    readonly namespace?: string;
}

/** What Flux has applied. */
export interface FluxSourcesHandle {
    /** By name: resources that are ready when everything in their folder is. What needs it depends on them. */
    readonly kustomizations: Readonly<Record<string, pulumi.Resource>>;
}

/** When a source is fetched, or everything of a Kustomization is ready. */
const WAIT_FOR_READY = { "pulumi.com/waitFor": "condition=Ready" };

const LABELS = { "app.kubernetes.io/managed-by": "pulumi" };

/**
 * Software that comes as manifests in a Git repository, applied by Flux: no preview downloads anything, and what is applied is what the tag
 * or the commit says. Needs a Kubernetes provider for the cluster among `providers`.
 *
 * An `up` goes on when everything in a folder is ready. What changes in the cluster by other hands is put back within the hour. What leaves
 * a folder is removed, and so is everything when its Kustomization goes: custom resources of definitions that it brings have to go before
 * it, so make them depend on it. Everything is applied with the rights of one service account of this namespace, which are all of them:
 * operators bring roles, and nobody may grant what they do not have.
 *
 * @throws pulumi.InputPropertiesError when a source is not pinned or not public, or Kustomizations wait for each other.
 * @example
 * const sources = new FluxSources("sources", { cluster, extension: flux, sources: { rabbitmq: rabbitMqOperator() } }, { parent: platform, providers: [k8s] });
 */
export class FluxSources extends pulumi.ComponentResource implements FluxSourcesHandle {
    public readonly kustomizations: Readonly<Record<string, pulumi.Resource>>;

    constructor(name: string, args: FluxSourcesArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("FluxSources"), name, {}, opts);
        new ArgErrors().add(underPath("sources", fluxRules(args.sources))).throwIfAny("FluxSources", name);

        const { resource } = args.extension;
        const lifetime = { parent: this, ...diesWith(args.cluster) };
        const afterExtension = { ...lifetime, ...(resource === undefined ? {} : { dependsOn: [resource] }) };
        const namespace = args.namespace ?? FLUX_DEFAULTS.namespace;
        const account = this.applier(name, namespace, afterExtension);

        const repositories = new Map<string, pulumi.Resource>();
        for (const [source, spec] of Object.entries(args.sources)) {
            repositories.set(
                source,
                new CustomResource(
                    `${name}-source-${source}`,
                    {
                        apiVersion: "source.toolkit.fluxcd.io/v1",
                        kind: "GitRepository",
                        metadata: { name: source, namespace, labels: LABELS, annotations: WAIT_FOR_READY },
                        spec: gitRepositorySpec(spec),
                    },
                    { ...lifetime, dependsOn: [account] },
                ),
            );
        }
        const kustomizations = new Map<string, pulumi.Resource>();
        for (const plan of planKustomizations(args.sources)) {
            const before = [repositories.get(plan.source), ...(plan.spec.dependsOn ?? []).map((one) => kustomizations.get(one))];
            kustomizations.set(
                plan.name,
                new CustomResource(
                    `${name}-${plan.name}`,
                    {
                        apiVersion: "kustomize.toolkit.fluxcd.io/v1",
                        kind: "Kustomization",
                        metadata: { name: plan.name, namespace, labels: LABELS, annotations: WAIT_FOR_READY },
                        spec: kustomizationSpec(plan, ACCOUNT_NAME),
                    },
                    {
                        ...lifetime,
                        dependsOn: before.filter((one) => one !== undefined),
                        customTimeouts: waitTimes(plan.spec.timeoutMinutes ?? FLUX_DEFAULTS.timeoutMinutes),
                    },
                ),
            );
        }
        this.kustomizations = Object.fromEntries(kustomizations);
        this.registerOutputs({});
    }

    /** The service account that everything is applied with. @returns what has to be there before anything is applied, and after it has gone */
    private applier(name: string, namespace: string, opts: pulumi.CustomResourceOptions): pulumi.Resource {
        const made = new core.Namespace(`${name}-namespace`, { metadata: { name: namespace, labels: NAMESPACE_LABELS } }, opts);
        const account = new core.ServiceAccount(
            `${name}-account`,
            {
                metadata: { name: ACCOUNT_NAME, namespace: made.metadata.name, labels: LABELS },
                // No pod runs with it: Flux acts for it.
                automountServiceAccountToken: false,
            },
            opts,
        );
        return new rbac.ClusterRoleBinding(
            `${name}-rights`,
            {
                metadata: { name: `${namespace}-${ACCOUNT_NAME}`, labels: LABELS },
                roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
                subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
            },
            opts,
        );
    }
}

/** Flux says itself what is not ready in time; the provider waits long enough to hear it. */
function waitTimes(timeoutMinutes: number): pulumi.CustomTimeouts {
    const time = `${timeoutMinutes + 5}m`;
    return { create: time, update: time, delete: time };
}

const ACCOUNT_NAME = "flux-applier";

/** No pod belongs there. */
const NAMESPACE_LABELS = { ...LABELS, "pod-security.kubernetes.io/enforce": "restricted" };
