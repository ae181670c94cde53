import * as pulumi from "@pulumi/pulumi";
import { WorkloadIdentity, type WorkloadIdentityArgs, WorkloadServiceAccount } from "../../components";
import { workloadIdentityRules } from "../../components/workload-identity/rules";
import { guidFrom } from "../support/mock-azure";
import { named, record, roots, urns, valueOf } from "../support/mocks";
import { brief, clusterHandle, namingHandle, SUBSCRIPTION_ID } from "../support/mocks-fixtures";

const ACCOUNT = `${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stmlpdevk3x9q2ab`;
const IDENTITY = `${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mlp-dev-k3x9q2ab-objects`;

const build = (changes: Partial<WorkloadIdentityArgs> = {}, name = "objects"): WorkloadIdentity =>
    new WorkloadIdentity(name, {
        resourceGroupName: "rg",
        location: "eastus",
        naming: namingHandle(),
        cluster: clusterHandle({}, `${name}-aks`),
        purpose: "objects",
        namespace: "studioml",
        serviceAccountName: "minio",
        roles: { blobs: { role: "storageBlobDataContributor", scope: ACCOUNT } },
        tags: { owner: "ml" },
        ...changes,
    });

describe("rules of workload identities", () => {
    it("S1-7 take names that Kubernetes takes, and keys of roles that stay the same", () => {
        const check = (namespace: string, serviceAccountName: string, roles: Record<string, unknown>): string[] =>
            brief(workloadIdentityRules({ namespace, serviceAccountName, roles }));
        expect(check("studioml", "minio", { blobs: 1, "other-2": 1 })).toEqual([]);
        expect(check("Studio", "minio.", { Blobs: 1, "": 1 })).toEqual([
            "error workload-identity/service-account @ namespace",
            "error workload-identity/service-account @ serviceAccountName",
            "error workload-identity/role-key @ roles.Blobs",
            'error workload-identity/role-key @ roles[""]',
        ]);
    });
});

describe("WorkloadIdentity", () => {
    it("S1-7 S1-17 makes an identity that one service account of the cluster signs in as, with its roles and no other", async () => {
        const recording = await record(() => build());
        const made = recording.resources.filter(({ type }) => !type.startsWith("test:"));
        expect(made.slice(1).map(({ type, name, parent, inputs }) => [type, name, parent, inputs])).toEqual([
            [
                "azure-native:managedidentity:UserAssignedIdentity",
                "objects-identity",
                "objects",
                {
                    resourceGroupName: "rg",
                    location: "eastus",
                    resourceName: "id-mlp-dev-k3x9q2ab-objects",
                    tags: { owner: "ml" },
                },
            ],
            [
                "azure-native:managedidentity:FederatedIdentityCredential",
                "objects-federation",
                "objects",
                {
                    resourceGroupName: "rg",
                    resourceName: "id-mlp-dev-k3x9q2ab-objects",
                    federatedIdentityCredentialResourceName: "cluster",
                    issuer: "https://issuer/",
                    subject: "system:serviceaccount:studioml:minio",
                    audiences: ["api://AzureADTokenExchange"],
                },
            ],
            [
                "azure-native:authorization:RoleAssignment",
                "objects-blobs-role",
                "objects",
                {
                    roleAssignmentName: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/) as string,
                    roleDefinitionId: `${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe`,
                    scope: ACCOUNT,
                    principalId: guidFrom("principal id-mlp-dev-k3x9q2ab-objects"),
                    principalType: "ServicePrincipal",
                },
            ],
        ]);
        expect(made.map(({ name, options }) => [name, options])).toEqual([
            ["objects", {}],
            ["objects-identity", {}],
            [
                "objects-federation",
                {
                    deletedWith: "objects-identity",
                    deleteBeforeReplace: true,
                    replaceWith: ["objects-identity", "objects-aks"],
                    ignoreChanges: ["issuer"],
                },
            ],
            ["objects-blobs-role", { ignoreChanges: ["principalId"], replaceWith: ["objects-identity"], deleteBeforeReplace: true }],
        ]);
        expect(roots(recording)).toEqual(["objects-aks", "objects"]);
        const { clientId, resourceId, namespace, serviceAccountName } = recording.result;
        expect(await Promise.all([clientId, resourceId, namespace, serviceAccountName].map(valueOf))).toEqual(
            [guidFrom("client id-mlp-dev-k3x9q2ab-objects"), IDENTITY, "studioml", "minio"].map((value) => ({ value, secret: false })),
        );
    });

    it("S1-17 follows the issuer of a cluster that another stack made by its value", async () => {
        const { resource: _resource, ...referenced } = (await record(() => clusterHandle())).result;
        const recording = await record(() => build({ cluster: referenced }));
        expect(named(recording, "objects-federation").options).toEqual({
            deletedWith: "objects-identity",
            deleteBeforeReplace: true,
            replaceWith: ["objects-identity"],
        });
    });

    it("registers nothing on a bad name, the same in a preview, and two of them do not collide", async () => {
        const refused = await record(() => {
            expect(() => build({ serviceAccountName: "Minio" })).toThrow("serviceAccountName: not a name of lower-case letters");
        });
        expect(refused.resources.map(({ name }) => name)).toEqual(["objects-aks", "objects"]);
        expect(urns(await record(() => build(), { preview: true }))).toEqual(urns(await record(() => build())));
        const both = await record(() => [build(), build({ naming: namingHandle("zzzzzzzz") }, "other")]);
        expect(new Set(urns(both)).size).toBe(10);
        expect(new Set(both.resources.flatMap(({ inputs }) => inputs["roleAssignmentName"] ?? [])).size).toBe(2);
    });
});

describe("WorkloadServiceAccount", () => {
    const account = (name = "minio"): WorkloadServiceAccount =>
        new WorkloadServiceAccount(name, {
            identity: {
                principalId: pulumi.output("p"),
                clientId: pulumi.output("0c0ffee0-0000-4000-8000-000000000002"),
                resourceId: pulumi.output(IDENTITY),
                namespace: pulumi.output("studioml"),
                serviceAccountName: pulumi.output("minio"),
            },
            namespace: "studioml",
            cluster: clusterHandle({}, `${name}-aks`),
        });

    it("S1-17 is a service account that names its identity, has no token of the API server and no role, and dies with the cluster", async () => {
        const recording = await record(() => account());
        expect(
            recording.resources.slice(2).map(({ type, name, parent, inputs, options }) => [type, name, parent, inputs, options]),
        ).toEqual([
            [
                "kubernetes:core/v1:ServiceAccount",
                "minio-service-account",
                "minio",
                {
                    apiVersion: "v1",
                    kind: "ServiceAccount",
                    metadata: {
                        name: "minio",
                        namespace: "studioml",
                        labels: { "app.kubernetes.io/managed-by": "pulumi" },
                        annotations: { "azure.workload.identity/client-id": "0c0ffee0-0000-4000-8000-000000000002" },
                    },
                    automountServiceAccountToken: false,
                },
                { deletedWith: "minio-aks", replaceWith: ["minio-aks"], deleteBeforeReplace: true },
            ],
        ]);
        expect(await valueOf(recording.result.serviceAccountName)).toEqual({ value: "minio", secret: false });
        expect(urns(await record(() => account(), { preview: true }))).toEqual(urns(recording));
    });

    it("S1-17 follows an identity of the same stack by its replacement, since previews of its updates do not know its id", async () => {
        const recording = await record(() => {
            const identity = build();
            return new WorkloadServiceAccount("minio", { identity, namespace: "studioml", cluster: clusterHandle({}, "minio-aks") });
        });
        expect(named(recording, "minio-service-account").options).toEqual({
            deletedWith: "minio-aks",
            replaceWith: ["minio-aks", "objects-identity"],
            deleteBeforeReplace: true,
            ignoreChanges: ['metadata.annotations["azure.workload.identity/client-id"]'],
        });
    });
});
