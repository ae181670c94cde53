/**
 * An S3 endpoint on port 9000 over Azure Blob, with keys of its own and none of Azure's.
 *
 * It runs versitygw with an identity that may read and write blobs. It offers multipart uploads, tags and presigned addresses, but no
 * versioning (whatever the account keeps), and its ETags are no MD5 sums.
 */
export type S3GatewaySpec =
    | { readonly kind: "none" }
    | {
          readonly kind: "s3";
          /** Instances; they keep no state. @default 2 */
          readonly replicas?: number;
          /** Whether the endpoint speaks HTTPS, with a certificate of the cluster's own authority. @default true */
          readonly tls?: boolean;
      };

/** Which generation of a credential is valid. A higher number makes a new one, and the old one ends. */
export interface S3RotationSpec {
    /** Of the root user, who may do everything. @default 1 */
    readonly root?: number;
    /** By bucket: of the user who may use that bucket and no other. @default {} 1 for every bucket */
    readonly buckets?: Readonly<Record<string, number>>;
}

/** Pods that may reach the endpoint, beside those of its own namespace. */
export interface S3ClientSpec {
    readonly namespace: string;
    /** Labels of the pods. @default {} all pods of the namespace */
    readonly podLabels?: Readonly<Record<string, string>>;
}

/** What is used for what is left out. */
export const S3_GATEWAY_DEFAULTS = { replicas: 2, tls: true } as const;
