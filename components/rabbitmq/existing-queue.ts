import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { RandomUuid } from "@pulumi/random/randomUuid";
import { ArgErrors } from "../core/arg-errors";
import type { ClusterHandle, MessageQueueHandle, SecretHandle } from "../core/contracts";
import { diesWith, onceMade } from "../core/lifetime";
import { typeToken } from "../core/token";
import { brokerUrlRules, managementUrlRules } from "./rules";
import { brokerAddress, managementUrlOf } from "./values";

export interface ExistingQueueArgs {
    /** The cluster that the Secret is in, and dies with. */
    readonly cluster: ClusterHandle;
    readonly namespace: pulumi.Input<string>;
    /** Address of the broker with name and password: `amqps://<name>:<password>@<host>:5671/<vhost>`. Secret, whatever it comes as. */
    readonly url: pulumi.Input<string>;
    /**
     * Address of its management API, by which runners find queues: `https://<name>:<password>@<host>`. Secret, whatever it comes as.
     *
     * @default - port 15671 of the broker's host, with the name and the password of `url`
     */
    readonly managementUrl?: pulumi.Input<string> | undefined;
    /** Name of the Secret. @default "queue-credentials" */
    readonly secretName?: string;
}

/**
 * A broker that somebody else runs: its address and credentials as a Secret that clients read. Nothing is made or changed at the broker.
 * Needs a Kubernetes provider for the cluster among `providers`.
 *
 * The broker's certificate must be one that clients trust by themselves.
 *
 * @throws pulumi.InputPropertiesError where the address is none; it is not shown.
 * @example
 * const queue = new ExistingQueue("queue", { cluster, namespace, url: config.studioml.queue.url }, { parent: platform, providers: [k8s] });
 */
export class ExistingQueue extends pulumi.ComponentResource implements MessageQueueHandle {
    public readonly credentials: SecretHandle;

    constructor(name: string, args: ExistingQueueArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("ExistingQueue"), name, {}, opts);
        const url = pulumi.secret(args.url);
        const managementUrl = args.managementUrl === undefined ? undefined : pulumi.secret(args.managementUrl);
        const data = pulumi.all([url, managementUrl]).apply(([text, management]) => {
            const address = brokerAddress(text);
            const found = [...brokerUrlRules(text), ...(management === undefined ? [] : managementUrlRules(management))];
            new ArgErrors().add(found).throwIfAny("ExistingQueue", name);
            return {
                url: text,
                ...address,
                ...(address === undefined ? {} : { "management-url": management ?? managementUrlOf(address) }),
            };
        });
        // The address changes it and is not to be read out of it, which a hash of somebody's password could be.
        const version = new RandomUuid(
            `${name}-version`,
            { keepers: { url, ...(managementUrl === undefined ? {} : { managementUrl }) } },
            { parent: this },
        );
        const namespace = pulumi.output(args.namespace);
        const secret = new core.Secret(
            `${name}-credentials`,
            {
                metadata: { name: args.secretName ?? "queue-credentials", namespace, labels: { "app.kubernetes.io/managed-by": "pulumi" } },
                type: "Opaque",
                stringData: data,
            },
            { parent: this, ...diesWith(args.cluster) },
        );
        this.credentials = { namespace, name: secret.metadata.name, version: pulumi.unsecret(onceMade(version, version.result)) };
        this.registerOutputs({});
    }
}
