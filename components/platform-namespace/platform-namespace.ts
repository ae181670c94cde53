import { ArgErrors } from "../core/arg-errors";
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle } from "../core/contracts";
import { diesWith } from "../core/lifetime";
import { typeToken } from "../core/token";
import { podSecurityLabels } from "./plan";
import { namespaceRules, type PodSecurityLevel } from "./rules";

export interface PlatformNamespaceArgs {
    /** Name of the namespace. */
    readonly namespace: string;
    /** The cluster that it is in, and dies with. */
    readonly cluster: ClusterHandle;
    /**
     * What pods may do: `baseline` keeps them from the host, `restricted` also from running as root.
     * @default "baseline"
     */
    readonly podSecurity?: PodSecurityLevel;
    /**
     * Labels beside those for Pod Security.
     * @default {}
     */
    readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A namespace of the platform, held to the Pod Security Standards. Needs a Kubernetes provider for the cluster among `providers`.
 *
 * Deleting it deletes what is in it. Costs nothing.
 *
 * @throws pulumi.InputPropertiesError when the name is not legal or not the platform's to take.
 * @example
 * new PlatformNamespace("studioml", { namespace: "studioml", cluster }, { parent: platform, providers: [kubernetes] });
 */
export class PlatformNamespace extends pulumi.ComponentResource {
    /** The namespace's name; whoever uses it waits until it exists. */
    public readonly namespace: pulumi.Output<string>;

    constructor(name: string, args: PlatformNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("PlatformNamespace"), name, {}, opts);
        new ArgErrors().add(namespaceRules(args)).throwIfAny("PlatformNamespace", name);

        const namespace = new core.Namespace(
            `${name}-namespace`,
            {
                metadata: {
                    name: args.namespace,
                    labels: {
                        "app.kubernetes.io/managed-by": "pulumi",
                        ...args.labels,
                        ...podSecurityLabels(args.podSecurity ?? "baseline"),
                    },
                },
            },
            { parent: this, ...diesWith(args.cluster) },
        );
        this.namespace = namespace.metadata.name;
        this.registerOutputs({ namespace: this.namespace });
    }
}
