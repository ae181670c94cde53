import { ArgErrors } from "../core/arg-errors";
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle, ImagePullHandle } from "../core/contracts";
import { underPath } from "../core/findings";
import { diesWith } from "../core/lifetime";
import { typeToken } from "../core/token";
import { imageRegistryRules } from "./rules";
import type { ImageRegistrySpec } from "./spec";
import { dockerConfigJson } from "./values";

export interface ImagePullSecretsArgs<Key extends string = string> {
    /** The registries, by any name of one's own. */
    readonly registries: Readonly<Record<string, ImageRegistrySpec>>;
    /** Namespaces that pull from them, by a key that stays the same when a namespace is renamed. */
    readonly namespaces: Readonly<Record<Key, pulumi.Input<string>>>;
    /** The cluster that the namespaces are in, and that the Secrets die with. */
    readonly cluster: ClusterHandle;
    /**
     * Name of the Secret, the same in every namespace.
     * @default "image-registries"
     */
    readonly secretName?: string;
}

/**
 * Passwords of registries outside Azure: one Secret in each namespace, with all registries in it. Needs a Kubernetes provider for the
 * cluster among `providers`.
 *
 * Nothing uses the Secret by itself: a workload names it in `imagePullSecrets`, and no service account is changed. Whoever may read
 * Secrets in the namespace has the passwords. A changed password replaces the Secret; for a moment there is none, and a pod that starts
 * just then tries again. Costs nothing. Registries in Azure need none of this: nodes pull from them with their own identity.
 *
 * @throws pulumi.InputPropertiesError when a registry's name or server cannot be used.
 * @example
 * const pull = new ImagePullSecrets("image-pull", {
 *     registries: { github: { server: "ghcr.io", username: "ml-platform-bot", password } }, namespaces: { studioml: namespace }, cluster,
 * }, { parent: platform, providers: [kubernetes] });
 * const imagePullSecrets = [{ name: pull.secretNames.studioml }];
 */
export class ImagePullSecrets<Key extends string = string> extends pulumi.ComponentResource implements ImagePullHandle {
    /** By the key of the namespace: the Secret's name; whoever uses it waits until it exists. */
    public readonly secretNames: Readonly<Record<Key, pulumi.Output<string>>>;

    constructor(name: string, args: ImagePullSecretsArgs<Key>, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("ImagePullSecrets"), name, {}, opts);
        new ArgErrors().add(underPath("registries", imageRegistryRules(args.registries))).throwIfAny("ImagePullSecrets", name);

        const content = secretContent(args.registries);
        const secretNames = new Map<string, pulumi.Output<string>>();
        for (const [key, namespace] of Object.entries<pulumi.Input<string>>(args.namespaces)) {
            const secret = new core.Secret(
                `${name}-${key}`,
                {
                    metadata: {
                        name: args.secretName ?? "image-registries",
                        namespace,
                        labels: { "app.kubernetes.io/managed-by": "pulumi" },
                    },
                    type: "kubernetes.io/dockerconfigjson",
                    stringData: { ".dockerconfigjson": content },
                },
                { parent: this, ...diesWith(args.cluster) },
            );
            secretNames.set(key, secret.metadata.name);
        }
        this.secretNames = Object.fromEntries(secretNames) as Record<Key, pulumi.Output<string>>;
        this.registerOutputs({ secretNames: this.secretNames });
    }
}

/** Secret whatever the passwords came as, and as a whole: it also holds them encoded, which nobody could take out of a text again. */
function secretContent(registries: Readonly<Record<string, ImageRegistrySpec>>): pulumi.Output<string> {
    const credentials = Object.values(registries).map(({ server, username, password }) => ({
        server,
        username,
        password: pulumi.secret(password),
    }));
    return pulumi.secret(pulumi.all(credentials).apply(dockerConfigJson));
}
