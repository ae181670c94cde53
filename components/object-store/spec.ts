/** What happens to the objects of a bucket as they age. */
export interface BucketLifecycleSpec {
    /** Days after the last change when objects move to the cool tier: cheaper to keep, dearer to read. @default - never */
    readonly coolAfterDays?: number;
    /** Days after the last change when objects are deleted. @default - never */
    readonly deleteAfterDays?: number;
}

export interface BucketSpec {
    /** @default {} objects stay as they are */
    readonly lifecycle?: BucketLifecycleSpec;
}

/** Where copies are kept: three in one data centre, three in three zones, six in two regions, or zones and a second region. */
export type Replication = "LRS" | "ZRS" | "GRS" | "GZRS";

/** A storage account of the platform's own, without shared keys: everything signs in with an identity. */
export interface BlobStoreSpec {
    readonly kind: "blob";
    /** @default "LRS" */
    readonly replication?: Replication;
    /** Whether every former state of every object is kept, and billed. @default false */
    readonly versioning?: boolean;
    /** Days for which deleted objects and buckets can be brought back. @default 7 */
    readonly softDeleteDays?: number;
    /** By name: a container in Azure, a bucket in S3. @default {} */
    readonly buckets?: Readonly<Record<string, BucketSpec>>;
    /** Whether only private addresses reach the account; about 8 USD a month. @default false */
    readonly privateEndpoint?: boolean;
}

/** A storage account that exists. Its settings are never changed. */
export interface ExistingStoreSpec {
    readonly kind: "existing";
    readonly accountId: string;
    /** By name: containers that the platform makes in the account, and takes away again. @default {} */
    readonly buckets?: Readonly<Record<string, Record<string, never>>>;
}

/** Where objects are kept. */
export type ObjectStoreSpec = { readonly kind: "none" } | BlobStoreSpec | ExistingStoreSpec;

/** The form of a bucket's name: what both S3 and Azure accept. */
export const BUCKET_PATTERN = /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What is used for what is left out. */
export const OBJECT_STORE_DEFAULTS = { replication: "LRS", versioning: false, softDeleteDays: 7, privateEndpoint: false } as const;
