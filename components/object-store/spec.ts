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

/** Where objects are kept. */
export type ObjectStoreSpec =
    | { readonly kind: "none" }
    /** A storage account of the platform's own, without shared keys: everything signs in with an identity. */
    | {
          readonly kind: "blob";
          /** By name: a container in Azure, a bucket in S3. @default {} */
          readonly buckets?: Readonly<Record<string, BucketSpec>>;
          /** @default false */
          readonly privateEndpoint?: boolean;
      }
    /** A storage account that exists. */
    | { readonly kind: "existing"; readonly accountId: string };

/** The form of a bucket's name: what both S3 and Azure accept. */
export const BUCKET_PATTERN = /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
