import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { contentVersion } from "../core/content-version";
import type { ClusterHandle, SecretHandle } from "../core/contracts";
import { versionedSecretOptions } from "../core/lifetime";
import { typeToken } from "../core/token";
import type { S3RotationSpec } from "./spec";
import { accessKeyOf, ROOT_ACCESS_KEY, usersFile } from "./values";

interface S3CredentialsArgs {
    readonly namespace: pulumi.Input<string>;
    readonly buckets: readonly string[];
    readonly rotation: S3RotationSpec;
    readonly labels: Readonly<Record<string, string>>;
    readonly cluster: ClusterHandle;
}

/** Length of a secret key, as AWS has it: 40 letters and digits are 238 bits. */
const SECRET_KEY_LENGTH = 40;

/**
 * Keys of the gateway: of root, and of one user for each bucket, in Secrets of their own, and the gateway's file with all users.
 *
 * A Secret is never changed: one with other contents has another name, so that pods that use it are made anew, and those that run keep what
 * they have until then.
 */
export class S3Credentials extends pulumi.ComponentResource {
    public readonly root: SecretHandle;
    public readonly buckets: Readonly<Record<string, SecretHandle>>;
    /** The Secret with the gateway's file of users. */
    public readonly users: SecretHandle;
    private readonly args: S3CredentialsArgs;

    constructor(name: string, args: S3CredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("S3Credentials"), name, {}, opts);
        this.args = args;
        const { rotation } = args;
        this.root = this.createKeys(`${name}-root`, ROOT_ACCESS_KEY, this.createSecretKey(`${name}-root`, rotation.root));
        const secretKeys = args.buckets.map(
            (bucket) => [bucket, this.createSecretKey(`${name}-bucket-${bucket}`, rotation.buckets?.[bucket])] as const,
        );
        this.buckets = Object.fromEntries(
            secretKeys.map(([bucket, key]) => [bucket, this.createKeys(`${name}-bucket-${bucket}`, accessKeyOf(bucket), key)]),
        );
        const file = pulumi.secret(pulumi.all(Object.fromEntries(secretKeys)).apply(usersFile));
        this.users = this.createSecret(`${name}-users`, { "users.json": file });
        this.registerOutputs({});
    }

    private createSecretKey(name: string, generation = 1): pulumi.Output<string> {
        const password = new random.RandomPassword(
            `${name}-key`,
            { length: SECRET_KEY_LENGTH, special: false, keepers: { generation: `${generation}` } },
            { parent: this },
        );
        return password.result;
    }

    private createKeys(name: string, accessKey: string, secretKey: pulumi.Output<string>): SecretHandle {
        return this.createSecret(`${name}-credentials`, { "access-key": accessKey, "secret-key": secretKey });
    }

    private createSecret(name: string, stringData: Readonly<Record<string, pulumi.Input<string>>>): SecretHandle {
        const { namespace, labels, cluster } = this.args;
        const secret = new core.Secret(
            name,
            {
                metadata: { namespace, labels: { ...labels } },
                type: "Opaque",
                immutable: true,
                stringData: pulumi.secret({ ...stringData }),
            },
            { parent: this, ...versionedSecretOptions(cluster) },
        );
        return { namespace: secret.metadata.namespace, name: secret.metadata.name, version: contentVersion(stringData) };
    }
}
