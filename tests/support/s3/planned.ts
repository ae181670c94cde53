import * as pulumi from "@pulumi/pulumi";
import { type CertificateAuthorityHandle, MinioGateway, type MinioGatewayArgs, type ObjectStoreHandle } from "../../../components";
import { named, type Recording } from "../mocks";
import { clusterHandle } from "../mocks-fixtures";

/** A store with these buckets. */
export const store = (...buckets: string[]): ObjectStoreHandle => ({
    accountId: pulumi.output("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stmlp"),
    accountName: pulumi.output("stmlp"),
    buckets: Object.fromEntries(buckets.map((bucket) => [bucket, pulumi.output(bucket)])),
});
export const authority: CertificateAuthorityHandle = {
    certificatePem: pulumi.output("CA"),
    privateKeyPem: pulumi.secret("CA KEY"),
};

/** A gateway for the buckets `artifacts` and `data`, unless it is told otherwise. */
export const build = (changes: Partial<MinioGatewayArgs> = {}, name = "s3"): MinioGateway =>
    new MinioGateway(name, {
        cluster: clusterHandle({}, `${name}-aks`),
        store: store("artifacts", "data"),
        identity: {
            principalId: pulumi.output("p"),
            clientId: pulumi.output("c"),
            resourceId: pulumi.output("r"),
            namespace: pulumi.output("studioml"),
            serviceAccountName: pulumi.output("minio"),
        },
        gateway: { kind: "s3" },
        certificateAuthority: authority,
        ...changes,
    });

/** Options of what has a fixed name in the cluster. */
export const DIES_WITH = { deletedWith: "s3-aks", replaceWith: ["s3-aks"], deleteBeforeReplace: true };
/** Options of what gets a new name with new contents. */
export const NEW_FIRST = { deletedWith: "s3-aks", replaceWith: ["s3-aks"] };
export const LABELS = { "app.kubernetes.io/name": "minio", "app.kubernetes.io/component": "s3-gateway" };
export const OWNED = { ...LABELS, "app.kubernetes.io/managed-by": "pulumi" };

export type Json = Record<string, unknown>;

/** The pod's specification, and its containers by name. */
export function podOf(recording: Recording<unknown>): { template: Json; pod: Json; containers: Record<string, Json> } {
    const { template } = named(recording, "s3-deployment").inputs["spec"] as { template: { spec: Json } };
    const list = template.spec["containers"] as (Json & { name: string })[];
    return { template: { ...template }, pod: template.spec, containers: Object.fromEntries(list.map((one) => [one.name, one])) };
}
