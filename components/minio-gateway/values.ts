/** Port of the endpoint, as MinIO has it. */
export const S3_PORT = 9000;
/** The region that clients sign for: the one that they take when nobody tells them another. */
export const S3_REGION = "us-east-1";
/** Port on the pod's own loopback that the gateway's own client asks, for readiness; nothing outside the pod reaches it. */
export const ADMIN_PORT = 7071;
/** Port that Prometheus asks. */
export const METRICS_PORT = 9102;
/** Port on the pod's own loopback that metrics are pushed to. */
const STATSD_PORT = 8125;

/** Where Secrets are mounted. */
export const USERS_FOLDER = "/etc/versitygw/iam";
export const TLS_FOLDER = "/etc/versitygw/tls";

/** Access key of the user who may do everything. The dot keeps it apart from every bucket's, which is the bucket's name. */
export const ROOT_ACCESS_KEY = "platform.root";

/** The access key of a bucket's user. */
export const accessKeyOf = (bucket: string): string => bucket;

/** What a bucket's user may do with the bucket itself, and with the objects in it. Neither policies nor the bucket's own life are in it. */
const BUCKET_ACTIONS = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
const OBJECT_ACTIONS = [
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:DeleteObjectTagging",
    "s3:GetObject",
    "s3:GetObjectAttributes",
    "s3:GetObjectTagging",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectTagging",
];

/**
 * Metadata of a bucket's container that lets its one user in, and nobody else but root.
 *
 * The gateway keeps owner and policy of a bucket in its container's metadata, in base64 (versitygw 1.8.0, backend/azure/azure.go). A
 * container without them is closed to every user. The owner sees the bucket in a list; what he may do is what the policy says, since the
 * gateway looks at no owner where there is a policy. Lower-case keys are read in either spelling that the gateway looks for.
 */
export function bucketMetadata(bucket: string): Record<string, string> {
    const access = accessKeyOf(bucket);
    const arn = `arn:aws:s3:::${bucket}`;
    const allow = (Action: readonly string[], Resource: string): object => ({
        Effect: "Allow",
        Principal: { AWS: [access] },
        Action,
        Resource,
    });
    const policy = { Version: "2012-10-17", Statement: [allow(BUCKET_ACTIONS, arn), allow(OBJECT_ACTIONS, `${arn}/*`)] };
    return { acl: base64({ Owner: access, Grantees: [] }), policy: base64(policy) };
}

/** The metadata of several buckets, for the store that makes them. */
export function bucketsMetadata(buckets: readonly string[]): Record<string, Record<string, string>> {
    return Object.fromEntries(buckets.map((bucket) => [bucket, bucketMetadata(bucket)]));
}

function base64(value: object): string {
    return Buffer.from(JSON.stringify(value), "utf8").toString("base64");
}

/**
 * The gateway's file of users, from the secret key of each bucket's user. It is read and never written: the program makes users, and the
 * gateway's own commands for that are refused by the read-only mount.
 */
export function usersFile(secretKeys: Readonly<Record<string, string>>): string {
    const users = Object.entries(secretKeys)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([bucket, secret]) => {
            const access = accessKeyOf(bucket);
            return [access, { access, secret, role: "user", userID: 0, groupID: 0, projectID: 0 }] as const;
        });
    return JSON.stringify({ accessAccounts: Object.fromEntries(users) });
}

/** The gateway's arguments. The administration listens on loopback only, where it needs no TLS. */
export function gatewayArguments({ tls }: { readonly tls: boolean }): string[] {
    return [
        ...["--port", `:${S3_PORT}`],
        ...["--admin-port", `127.0.0.1:${ADMIN_PORT}`],
        ...["--health", "/healthz"],
        ...["--region", S3_REGION],
        ...["--iam-dir", USERS_FOLDER],
        ...(tls ? ["--cert", `${TLS_FOLDER}/tls.crt`, "--key", `${TLS_FOLDER}/tls.key`] : []),
        ...["--metrics-service-name", "s3"],
        ...["--metrics-statsd-servers", `127.0.0.1:${STATSD_PORT}`],
        "azure",
    ];
}

/** Where the image has the gateway's program. */
const PROGRAM = "/usr/local/bin/versitygw";

/** Lists the buckets with a signed request, through the backend: what fails when keys, roles or the account do. */
export const READINESS_COMMAND = [PROGRAM, "admin", "list-buckets"];

/**
 * The gateway's environment, but for the keys. No key of the account and no shared access signature is in it: either would go before the
 * identity. Of all ways to sign in only the pod's own identity is allowed, so that a missing one is not made up for by the node's.
 */
export function gatewayEnvironment(): Record<string, string> {
    return {
        ADMIN_ENDPOINT_URL: `http://127.0.0.1:${ADMIN_PORT}`,
        ADMIN_REGION: S3_REGION,
        AZURE_TOKEN_CREDENTIALS: "WorkloadIdentityCredential",
    };
}

/** The exporter's arguments: it takes metrics from its own pod only. */
export function exporterArguments(): string[] {
    return [`--statsd.listen-udp=127.0.0.1:${STATSD_PORT}`, "--statsd.listen-tcp=", `--web.listen-address=:${METRICS_PORT}`];
}

/** The names by which clients in the cluster reach a Service. */
export function serviceNames(service: string, namespace: string): string[] {
    return ["", `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.cluster.local`].map((rest) => `${service}${rest}`);
}
