/**
 * An S3 endpoint on port 9000 over Azure Blob, with keys of its own and none of Azure's.
 *
 * It runs versitygw with an identity that may read and write blobs. It offers multipart uploads, tags and policies, but no versioning
 * (whatever the account keeps), and its ETags are no MD5 sums.
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

/** What is used for what is left out. */
export const S3_GATEWAY_DEFAULTS = { replicas: 2, tls: true } as const;
