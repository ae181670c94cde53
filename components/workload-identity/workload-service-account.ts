import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle, WorkloadIdentityHandle } from "../core/contracts";
import { diesWith } from "../core/lifetime";
import { typeToken } from "../core/token";

export interface WorkloadServiceAccountArgs {
    /** The identity that its pods act as. */
    readonly identity: WorkloadIdentityHandle;
    /** The namespace, which must be the one that the identity trusts; given again so that the service account waits until it exists. */
    readonly namespace: pulumi.Input<string>;
    /** The cluster that it is in, and dies with. */
    readonly cluster: ClusterHandle;
}

/**
 * The service account whose pods act as an identity in Azure, once they carry the label `azure.workload.identity/use: "true"`. Needs a
 * Kubernetes provider for the cluster among `providers`.
 *
 * It may do nothing in Kubernetes: no role is bound to it, and no token of the API server is mounted into its pods. It is apart from
 * `WorkloadIdentity` because the two are made by different stacks where layers are apart. Costs nothing.
 *
 * @example
 * new WorkloadServiceAccount("objects-account", { identity, namespace, cluster }, { parent: platform, providers: [kubernetes] });
 */
export class WorkloadServiceAccount extends pulumi.ComponentResource implements WorkloadIdentityHandle {
    public readonly principalId: pulumi.Output<string>;
    public readonly clientId: pulumi.Output<string>;
    public readonly resourceId: pulumi.Output<string>;
    declare public readonly resource?: pulumi.Resource;
    /** The namespace; whoever uses it waits until the service account exists. */
    public readonly namespace: pulumi.Output<string>;
    /** The service account's name; whoever uses it waits until it exists. */
    public readonly serviceAccountName: pulumi.Output<string>;

    constructor(name: string, { identity, namespace, cluster }: WorkloadServiceAccountArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("WorkloadServiceAccount"), name, {}, opts);
        const account = new core.ServiceAccount(
            `${name}-service-account`,
            {
                metadata: {
                    name: identity.serviceAccountName,
                    namespace,
                    labels: { "app.kubernetes.io/managed-by": "pulumi" },
                    annotations: { "azure.workload.identity/client-id": identity.clientId },
                },
                automountServiceAccountToken: false,
            },
            { parent: this, ...lifetimeOf(cluster, identity.resource) },
        );
        this.principalId = identity.principalId;
        this.clientId = identity.clientId;
        this.resourceId = identity.resourceId;
        if (identity.resource !== undefined) {
            this.resource = identity.resource;
        }
        this.namespace = account.metadata.namespace;
        this.serviceAccountName = account.metadata.name;
        this.registerOutputs({ namespace: this.namespace, serviceAccountName: this.serviceAccountName });
    }
}

/**
 * azure-native calls the client id unknown in every preview that updates the identity, a new tag included. Where the identity is in the same
 * stack, it is followed by its replacement, and not by its value.
 */
function lifetimeOf(cluster: ClusterHandle, identity: pulumi.Resource | undefined): pulumi.CustomResourceOptions {
    const lifetime = diesWith(cluster);
    return identity === undefined
        ? lifetime
        : {
              ...lifetime,
              replaceWith: [...(lifetime.replaceWith ?? []), identity],
              deleteBeforeReplace: true,
              ignoreChanges: ['metadata.annotations["azure.workload.identity/client-id"]'],
          };
}
