import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import { parseArmId } from "../core/arm-id";
import * as names from "../core/azure-names";
import type { NamingHandle, ObjectStoreHandle, PrivateEndpointsHandle } from "../core/contracts";
import { underPath } from "../core/findings";
import { azureInputs, physicalName } from "../core/naming";
import { typeToken } from "../core/token";
import { BlobEndpoint } from "./blob-endpoint";
import { objectStoreRules, privateEndpointRules } from "./rules";
import { type BlobStoreSpec, type ExistingStoreSpec, OBJECT_STORE_DEFAULTS } from "./spec";
import { lifecycleRules } from "./values";

export interface ObjectStoreArgs {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: pulumi.Input<string>;
    readonly naming: NamingHandle;
    readonly store: BlobStoreSpec | ExistingStoreSpec;
    /**
     * Metadata of the buckets' containers, by bucket: for a gateway that keeps there who may use a bucket.
     * @default {}
     */
    readonly metadata?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /**
     * Where a private endpoint gets its address.
     * @default - none; `store.privateEndpoint` needs it
     */
    readonly network?: PrivateEndpointsHandle;
    /**
     * Refuse to delete the account and what is in it; in an existing account, the containers.
     * @default false
     */
    readonly protect?: boolean;
    /**
     * Tags of everything that can carry some.
     * @default {}
     */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

interface MadeAccount {
    readonly id: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    readonly resource: storage.StorageAccount;
}

/**
 * Where objects are kept: a storage account without shared keys, or containers in one that exists.
 *
 * Nobody signs in with a key, so no key can leak: who may read and write has a role. Nothing is public, TLS is 1.2 or newer, deleted
 * objects and containers can be brought back for some days. About 18 USD a month for a TB (LRS, hot, eastus), more with other replication,
 * with versions and with what soft delete keeps. Deleting the account deletes every object, and soft delete does not bring them back then.
 * Taking a bucket out deletes it with its objects, but for what soft delete keeps.
 *
 * An existing account is never changed: its replication, keys and lifecycle are its owner's, and only the containers named here are made,
 * in it and taken away again.
 *
 * @throws pulumi.InputPropertiesError when a bucket's name, a lifecycle or the account's id cannot be used, or a private endpoint has no
 * network.
 * @example
 * const store = new ObjectStore("objects", {
 *     resourceGroupName, location, naming, store: { kind: "blob", buckets: { artifacts: { lifecycle: { deleteAfterDays: 90 } } } },
 * }, { parent: platform });
 */
export class ObjectStore extends pulumi.ComponentResource implements ObjectStoreHandle {
    public readonly accountId: pulumi.Output<string>;
    public readonly accountName: pulumi.Output<string>;
    public readonly buckets: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: ObjectStoreArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("ObjectStore"), name, {}, opts);
        const { store } = args;
        const found = [...objectStoreRules(store), ...privateEndpointRules(store, args.network !== undefined)];
        new ArgErrors().add(underPath("store", found)).throwIfAny("ObjectStore", name);

        if (store.kind === "blob") {
            const account = this.createAccount(name, args, store);
            this.accountId = account.id;
            this.accountName = account.name;
            this.buckets = this.createContainers(name, args, Object.keys(store.buckets ?? {}), args.resourceGroupName, {
                deletedWith: account.resource,
                replaceWith: [account.resource],
                deleteBeforeReplace: true,
            });
        } else {
            const account = parseArmId(store.accountId, "Microsoft.Storage/storageAccounts");
            this.accountId = pulumi.output(store.accountId);
            this.accountName = pulumi.output(account?.name ?? "");
            this.buckets = this.createContainers(name, args, Object.keys(store.buckets ?? {}), account?.resourceGroupName ?? "", {
                ...(args.protect === undefined ? {} : { protect: args.protect }),
            });
        }
        this.registerOutputs({ accountId: this.accountId, accountName: this.accountName, buckets: this.buckets });
    }

    private createAccount(name: string, args: ObjectStoreArgs, store: BlobStoreSpec): MadeAccount {
        const { replication = OBJECT_STORE_DEFAULTS.replication, privateEndpoint = OBJECT_STORE_DEFAULTS.privateEndpoint } = store;
        const account = new storage.StorageAccount(
            `${name}-account`,
            {
                ...azureInputs(args),
                accountName: physicalName(args.naming, names.storageAccountName),
                kind: "StorageV2",
                sku: { name: `Standard_${replication}` },
                accessTier: "Hot",
                allowSharedKeyAccess: false,
                defaultToOAuthAuthentication: true,
                allowBlobPublicAccess: false,
                allowCrossTenantReplication: false,
                isLocalUserEnabled: false,
                enableHttpsTrafficOnly: true,
                minimumTlsVersion: "TLS1_2",
                publicNetworkAccess: privateEndpoint ? "Disabled" : "Enabled",
                networkRuleSet: { defaultAction: privateEndpoint ? "Deny" : "Allow", bypass: "None" },
            },
            { parent: this, ...(args.protect === undefined ? {} : { protect: args.protect }) },
        );
        const made: MadeAccount = { id: account.id, name: account.name, resource: account };
        const settings = this.createSettings(name, args, store, made);
        if (privateEndpoint && args.network !== undefined) {
            const { network, resourceGroupName, location, naming, tags } = args;
            const place = { resourceGroupName, location, naming, ...(tags === undefined ? {} : { tags }) };
            // After the account's settings: Azure refuses a second operation on the account while one runs.
            new BlobEndpoint(`${name}-endpoint`, { ...place, network, account: made }, { parent: this, dependsOn: settings });
        }
        return made;
    }

    /** Settings of the whole account, one after the other: Azure refuses two at once. */
    private createSettings(name: string, args: ObjectStoreArgs, store: BlobStoreSpec, account: MadeAccount): pulumi.Resource[] {
        const { versioning = OBJECT_STORE_DEFAULTS.versioning, softDeleteDays: days = OBJECT_STORE_DEFAULTS.softDeleteDays } = store;
        const place = { resourceGroupName: args.resourceGroupName, accountName: account.name };
        const lifetime = { parent: this, deletedWith: account.resource, replaceWith: [account.resource], deleteBeforeReplace: true };
        const service = new storage.BlobServiceProperties(
            `${name}-blob-service`,
            {
                ...place,
                blobServicesName: "default",
                isVersioningEnabled: versioning,
                deleteRetentionPolicy: { enabled: true, days },
                containerDeleteRetentionPolicy: { enabled: true, days },
            },
            lifetime,
        );
        const rules = lifecycleRules(store.buckets ?? {});
        if (rules.length === 0) {
            return [service];
        }
        const policy = new storage.ManagementPolicy(
            `${name}-lifecycle`,
            { ...place, managementPolicyName: "default", policy: { rules } },
            { ...lifetime, dependsOn: [service] },
        );
        return [service, policy];
    }

    private createContainers(
        name: string,
        { metadata = {} }: ObjectStoreArgs,
        buckets: readonly string[],
        resourceGroupName: pulumi.Input<string>,
        opts: pulumi.CustomResourceOptions,
    ): Record<string, pulumi.Output<string>> {
        const made = new Map<string, pulumi.Output<string>>();
        for (const bucket of buckets) {
            const values = metadata[bucket];
            const container = new storage.BlobContainer(
                `${name}-${bucket}`,
                {
                    resourceGroupName,
                    accountName: this.accountName,
                    containerName: bucket,
                    publicAccess: "None",
                    ...(values === undefined ? {} : { metadata: { ...values } }),
                },
                { parent: this, ...opts },
            );
            made.set(bucket, container.name);
        }
        return Object.fromEntries(made);
    }
}
