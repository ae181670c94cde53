import type { Placement } from "../core/placement";
import { mirroredImage } from "../core/mirror";

/**
 * The operator that makes brokers, and the broker itself.
 *
 * 2.21.1 is the newest operator that needs no cert-manager: from 2.22 on its manifests have a webhook that refuses every broker until
 * cert-manager has made its certificate (rabbitmq/cluster-operator#2187). The fields of its definition are those of 2.22.3, and of 2.21.0
 * with one more in the status.
 */
export const RABBITMQ_VERSIONS = {
    operator: {
        repository: "https://github.com/rabbitmq/cluster-operator",
        tag: "v2.21.1",
        image: "ghcr.io/rabbitmq/cluster-operator:2.21.1",
        source: "https://github.com/rabbitmq/cluster-operator/releases/tag/v2.21.1",
        read: "2026-11",
    },
    /** With the management plugin, which the operator's configuration needs. */
    server: {
        image: "docker.io/library/rabbitmq:4.2.6-management",
        source: "https://github.com/rabbitmq/cluster-operator/releases/tag/v2.22.3 (the operator's default)",
        read: "2026-11",
    },
} as const;

/** The Kustomization that brings the operator and its definition. */
export const OPERATOR_KUSTOMIZATION = "rabbitmq-operator";

/** What can be said of the operator. */
export interface OperatorOptions {
    /** Registry and path with copies of images under their publishers' full names. @default - the publishers' registries */
    readonly mirror?: string;
    /** Where its pod goes. @default - any node without taints */
    readonly placement?: Placement;
}

/** The source in the form that `FluxSources` takes. */
export interface OperatorSource {
    readonly repository: string;
    readonly ref: { readonly tag: string };
    readonly kustomizations: Readonly<
        Record<typeof OPERATOR_KUSTOMIZATION, { readonly path: string; readonly patches: readonly OperatorPatch[] }>
    >;
}

interface OperatorPatch {
    readonly kind: "Deployment";
    readonly operations: readonly { readonly op: "add" | "replace"; readonly path: string; readonly value: unknown }[];
}

/**
 * The Git source of the operator, for `FluxSources`.
 *
 * The repository's manifests name an image that is built anew with every change (`latest`), whatever the tag: the release's own takes its
 * place.
 */
export function rabbitMqOperator({ mirror, placement }: OperatorOptions = {}): OperatorSource {
    const { repository, tag, image } = RABBITMQ_VERSIONS.operator;
    const pod = "/spec/template/spec";
    const operations: OperatorPatch["operations"] = [
        { op: "replace", path: `${pod}/containers/0/image`, value: mirror === undefined ? image : mirroredImage(mirror, image) },
        ...Object.entries(placement ?? {}).map(([field, value]) => ({
            op: "add" as const,
            path: `${pod}/${field}`,
            value: value as unknown,
        })),
    ];
    return {
        repository,
        ref: { tag },
        kustomizations: { [OPERATOR_KUSTOMIZATION]: { path: "config/installation", patches: [{ kind: "Deployment", operations }] } },
    };
}
