import * as pulumi from "@pulumi/pulumi";
import { bucketsMetadata, ObjectStore, type ObjectStoreArgs } from "../../components";
import { objectStoreRules } from "../../components/object-store/rules";
import { lifecycleRules } from "../../components/object-store/values";
import { named, record, type Recording, roots, urns, valueOf } from "../support/mocks";
import { brief, namingHandle, SUBSCRIPTION_ID } from "../support/mocks-fixtures";

const ACCOUNT_NAME = "stmlpdevk3x9q2ab";
const ACCOUNT = `${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/${ACCOUNT_NAME}`;
const EXISTING = `${SUBSCRIPTION_ID}/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/contosodata`;
const network = { subnetId: pulumi.output("subnet-id"), virtualNetworkId: pulumi.output("vnet-id") };

const build = (changes: Partial<ObjectStoreArgs> = {}, name = "objects"): ObjectStore =>
    new ObjectStore(name, {
        resourceGroupName: "rg",
        location: "eastus",
        naming: namingHandle(),
        store: { kind: "blob", buckets: { artifacts: { lifecycle: { coolAfterDays: 30, deleteAfterDays: 90 } }, "data-sets": {} } },
        ...changes,
    });

/** What was registered, by name. */
const listed = ({ resources }: Recording<unknown>): unknown[] =>
    [...resources].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ type, name, parent, options }) => [type, name, parent, options]);

const WITH_ACCOUNT = { deletedWith: "objects-account", replaceWith: ["objects-account"], deleteBeforeReplace: true };

describe("lifecycle of buckets", () => {
    it("S1-17 has a rule for each bucket that ages, by its own prefix, whatever the order in the file", () => {
        const rules = lifecycleRules({ b: { lifecycle: { deleteAfterDays: 5 } }, none: {}, "a-0": { lifecycle: { coolAfterDays: 3 } } });
        expect(rules.map(({ name, definition }) => [name, definition.filters.prefixMatch, definition.actions.baseBlob])).toEqual([
            ["bucketa0100", ["a-0/"], { tierToCool: { daysAfterModificationGreaterThan: 3 } }],
            ["bucketb", ["b/"], { delete: { daysAfterModificationGreaterThan: 5 } }],
        ]);
        const names = ["a-1", "a1", "a01", "a--1", "a0-1", "a-01"].map((bucket) =>
            lifecycleRules({ [bucket]: { lifecycle: { deleteAfterDays: 1 } } }).map(({ name }) => name),
        );
        expect(new Set(names.flat()).size).toBe(names.length);
    });
});

describe("ObjectStore", () => {
    it("S1-17 B9 makes an account without shared keys, public blobs and old TLS, whose deleted objects can be brought back", async () => {
        const recording = await record(() => build({ protect: true, tags: { owner: "ml" } }));
        expect(listed(recording)).toEqual([
            ["ml-platform:index:ObjectStore", "objects", undefined, {}],
            ["azure-native:storage:StorageAccount", "objects-account", "objects", { protect: true }],
            ["azure-native:storage:BlobContainer", "objects-artifacts", "objects", WITH_ACCOUNT],
            ["azure-native:storage:BlobServiceProperties", "objects-blob-service", "objects", WITH_ACCOUNT],
            ["azure-native:storage:BlobContainer", "objects-data-sets", "objects", WITH_ACCOUNT],
            ["azure-native:storage:ManagementPolicy", "objects-lifecycle", "objects", WITH_ACCOUNT],
        ]);
        expect(named(recording, "objects-account").inputs).toEqual({
            resourceGroupName: "rg",
            location: "eastus",
            accountName: ACCOUNT_NAME,
            kind: "StorageV2",
            sku: { name: "Standard_LRS" },
            accessTier: "Hot",
            allowSharedKeyAccess: false,
            defaultToOAuthAuthentication: true,
            allowBlobPublicAccess: false,
            allowCrossTenantReplication: false,
            isLocalUserEnabled: false,
            enableHttpsTrafficOnly: true,
            minimumTlsVersion: "TLS1_2",
            publicNetworkAccess: "Enabled",
            networkRuleSet: { defaultAction: "Allow", bypass: "None" },
            tags: { owner: "ml" },
        });
        expect(named(recording, "objects-blob-service").inputs).toEqual({
            resourceGroupName: "rg",
            accountName: ACCOUNT_NAME,
            blobServicesName: "default",
            isVersioningEnabled: false,
            deleteRetentionPolicy: { enabled: true, days: 7 },
            containerDeleteRetentionPolicy: { enabled: true, days: 7 },
        });
        expect(named(recording, "objects-data-sets").inputs).toEqual({
            resourceGroupName: "rg",
            accountName: ACCOUNT_NAME,
            containerName: "data-sets",
            publicAccess: "None",
        });
        expect(named(recording, "objects-lifecycle").inputs["policy"]).toMatchObject({ rules: [{ name: "bucketartifacts" }] });
        expect(roots(recording)).toEqual(["objects"]);
    });

    it("S1-17 S1-18 hands out the account and its buckets, and writes what a gateway keeps with them", async () => {
        const recording = await record(() => build({ metadata: bucketsMetadata(["artifacts"]) }));
        const { result } = recording;
        expect(await valueOf(result.accountId)).toEqual({ value: ACCOUNT, secret: false });
        expect(await valueOf(result.accountName)).toEqual({ value: ACCOUNT_NAME, secret: false });
        expect(Object.keys(result.buckets)).toEqual(["artifacts", "data-sets"]);
        const metadata = ["objects-artifacts", "objects-data-sets"].map((name) => named(recording, name).inputs["metadata"]);
        expect(metadata).toEqual([{ acl: expect.any(String) as string, policy: expect.any(String) as string }, undefined]);
    });

    it("S1-17 replicates, keeps versions and deleted objects as it is told, and changes the account one setting after the other", async () => {
        const store = {
            kind: "blob",
            replication: "GZRS",
            versioning: true,
            softDeleteDays: 30,
            buckets: { a00: { lifecycle: { coolAfterDays: 1 } } },
        } as const;
        const recording = await record(() => build({ store }));
        expect(named(recording, "objects-account").inputs["sku"]).toEqual({ name: "Standard_GZRS" });
        expect(named(recording, "objects-blob-service").inputs).toMatchObject({
            isVersioningEnabled: true,
            deleteRetentionPolicy: { enabled: true, days: 30 },
            containerDeleteRetentionPolicy: { enabled: true, days: 30 },
        });
        expect(named(recording, "objects-lifecycle").dependencies).toContain("objects-blob-service");
    });

    it("S1-17 closes the account to the internet behind a private endpoint, which the network finds by its own zone", async () => {
        const recording = await record(() => build({ store: { kind: "blob", privateEndpoint: true }, network }));
        expect(listed(recording).slice(3)).toEqual([
            ["ml-platform:index:BlobEndpoint", "objects-endpoint", "objects", {}],
            [
                "azure-native:network:PrivateEndpoint",
                "objects-endpoint-endpoint",
                "objects-endpoint",
                { replaceWith: ["objects-account"], replaceOnChanges: ["subnet"], deleteBeforeReplace: true },
            ],
            [
                "azure-native:privatedns:VirtualNetworkLink",
                "objects-endpoint-link",
                "objects-endpoint",
                { replaceOnChanges: ["virtualNetwork"], deleteBeforeReplace: true },
            ],
            [
                "azure-native:network:PrivateDnsZoneGroup",
                "objects-endpoint-records",
                "objects-endpoint",
                { deletedWith: "objects-endpoint-endpoint", replaceWith: ["objects-endpoint-endpoint"], deleteBeforeReplace: true },
            ],
            ["azure-native:privatedns:PrivateZone", "objects-endpoint-zone", "objects-endpoint", {}],
        ]);
        expect(named(recording, "objects-account").inputs).toMatchObject({
            publicNetworkAccess: "Disabled",
            networkRuleSet: { defaultAction: "Deny", bypass: "None" },
        });
        expect(named(recording, "objects-endpoint-endpoint").inputs).toMatchObject({
            privateEndpointName: "pe-mlp-dev-k3x9q2ab-blob",
            subnet: { id: "subnet-id" },
            privateLinkServiceConnections: [{ name: "blob", privateLinkServiceId: ACCOUNT, groupIds: ["blob"] }],
        });
        expect(named(recording, "objects-endpoint-zone").inputs["privateZoneName"]).toBe("privatelink.blob.core.windows.net");
    });

    it("S1-17 makes containers in an existing account, and changes nothing of the account", async () => {
        const recording = await record(() =>
            build({ store: { kind: "existing", accountId: EXISTING, buckets: { artifacts: {} } }, protect: true }),
        );
        expect(recording.resources.slice(1).map(({ type, name, inputs, options }) => [type, name, inputs, options])).toEqual([
            [
                "azure-native:storage:BlobContainer",
                "objects-artifacts",
                { resourceGroupName: "rg-data", accountName: "contosodata", containerName: "artifacts", publicAccess: "None" },
                { protect: true },
            ],
        ]);
        expect(await valueOf(recording.result.accountId)).toEqual({ value: EXISTING, secret: false });
    });

    it("S1-17 refuses what Azure and S3 refuse before anything is registered", async () => {
        expect(brief(objectStoreRules({ kind: "existing", accountId: EXISTING, buckets: { "Not.OK": {} } }))).toEqual([
            'error object-store/bucket-name @ buckets["Not.OK"]',
        ]);
        const refused = await record(() => {
            expect(() => build({ store: { kind: "blob", privateEndpoint: true } })).toThrow(
                "store.privateEndpoint: a private endpoint needs",
            );
            expect(() => build({ store: { kind: "existing", accountId: "contosodata" } }, "other")).toThrow(
                "store.accountId: not the ARM id",
            );
        });
        expect(refused.resources.map(({ name }) => name)).toEqual(["objects", "other"]);
    });

    it("registers the same resources in a preview, and two of them do not collide", async () => {
        const full = (): ObjectStore => build({ store: { kind: "blob", buckets: { a00: {} }, privateEndpoint: true }, network });
        expect(urns(await record(full, { preview: true }))).toEqual(urns(await record(full)));
        const both = await record(() => [build(), build({ naming: namingHandle("zzzzzzzz") }, "other")]);
        expect(new Set(urns(both)).size).toBe(12);
    });
});
