import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import { contentVersion } from "../core/content-version";
import type { ClusterHandle, SecretHandle } from "../core/contracts";
import { diesWith, onceMade } from "../core/lifetime";
import { typeToken } from "../core/token";
import { UPSTREAM } from "./environment";
import { encryptedPrivateKey, publicKey } from "./message-key";

export interface MessageKeyArgs {
    readonly cluster: ClusterHandle;
    readonly namespace: pulumi.Input<string>;
    /** A higher number makes another key and another passphrase. */
    readonly generation: number;
}

/**
 * The key that experiments are encrypted with for the runners: 4096 bits of RSA, which the runner wants, and a passphrase, each in a Secret
 * of the name that studio-go-runner gives it. Both are in the stack's state, encrypted. A new key makes every experiment that waits in a
 * queue unreadable: drain first.
 */
export class MessageKey extends pulumi.ComponentResource {
    public readonly keySecret: SecretHandle;
    public readonly passphraseSecret: SecretHandle;
    /** No secret: what clients encrypt with. */
    public readonly publicKeyPem: pulumi.Output<string>;

    constructor(name: string, args: MessageKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("MessageKey"), name, {}, opts);
        // A key has nothing of its own to be told apart by.
        const renewed = { parent: this, replacementTrigger: args.generation };
        const key = new tls.PrivateKey(`${name}-pair`, { algorithm: "RSA", rsaBits: 4096 }, renewed);
        const keepers = { generation: String(args.generation) };
        const passphrase = new random.RandomPassword(`${name}-passphrase`, { length: 40, special: false, keepers }, { parent: this });
        this.publicKeyPem = onceMade(key, key.publicKeyPem).apply(publicKey);
        const phrase = pulumi.secret(onceMade(passphrase, passphrase.result));
        const privateKeyPem = pulumi.secret(
            pulumi.all([onceMade(key, key.privateKeyPem), phrase]).apply(([pem, text]) => encryptedPrivateKey(pem, text)),
        );
        const secretOf = (role: string, secretName: string, stringData: Record<string, pulumi.Input<string>>): core.Secret =>
            new core.Secret(
                `${name}-${role}`,
                {
                    metadata: { name: secretName, namespace: args.namespace, labels: { "app.kubernetes.io/managed-by": "pulumi" } },
                    stringData,
                },
                { parent: this, ...diesWith(args.cluster) },
            );
        const keySecret = secretOf("key-secret", UPSTREAM.keySecret, {
            "ssh-privatekey": privateKeyPem,
            "ssh-publickey": this.publicKeyPem,
        });
        const passphraseSecret = secretOf("passphrase-secret", UPSTREAM.passphraseSecret, { "ssh-passphrase": phrase });
        this.keySecret = handleOf(keySecret, privateKeyPem);
        this.passphraseSecret = handleOf(passphraseSecret, phrase);
        this.registerOutputs({ publicKeyPem: this.publicKeyPem });
    }
}

function handleOf({ metadata }: core.Secret, contents: pulumi.Output<string>): SecretHandle {
    return { namespace: metadata.namespace, name: metadata.name, version: contentVersion({ contents }) };
}
