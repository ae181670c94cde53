import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { armIdOf, deleteAll, findResource, listDeleted, listResources, purge } from "../../../rehearsal/azure/provider";
import { isSecret, plain, UNKNOWN } from "../../../rehearsal/provider/values";
import { clusterArgs, objectAt, outputText, poolArgs, refusal, SubscriptionFixture } from "./subscription-fixture";

describe("life of a resource in the simulated subscription", () => {
    let fixture: SubscriptionFixture;
    beforeEach(() => {
        fixture = new SubscriptionFixture();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const ids = (): string[] => listResources(fixture.directory).map((record) => record.id.replace(fixture.groupId(""), ""));

    test("create stores what was sent with Azure's defaults, and the state holds the inputs as a secret", async () => {
        await fixture.group();
        const cluster = await fixture.cluster();
        expect(cluster.id).toBe(`${fixture.groupId()}/providers/Microsoft.ContainerService/managedClusters/aks`);
        expect(cluster.state).toMatchObject({
            name: "aks",
            location: "westeurope",
            provisioningState: "Succeeded",
            kubernetesVersion: "1.36",
            currentKubernetesVersion: "1.36.5",
            nodeResourceGroup: "MC_rg_aks_westeurope",
            azureApiVersion: "2025-09-01",
            type: "Microsoft.ContainerService/managedClusters",
            powerState: { code: "Running" },
            sku: { name: "Base", tier: "Free" },
        });
        expect(cluster.state["fqdn"]).toMatch(/^aks-[0-9a-f]{8}\.hcp\.westeurope\.azmk8s\.io$/);
        expect(cluster.state["agentPoolProfiles"]).toMatchObject([
            {
                name: "systempool",
                count: 1,
                maxPods: 250,
                osDiskSizeGB: 128,
                currentOrchestratorVersion: "1.36.5",
                type: "VirtualMachineScaleSets",
            },
        ]);
        expect(isSecret(cluster.state["__inputs"])).toBe(true);
        expect(plain(cluster.state["__inputs"] ?? null)).toEqual(cluster.inputs);
        expect(ids()).toEqual([
            "MC_rg_aks_westeurope",
            "MC_rg_aks_westeurope/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks-agentpool",
            "rg",
            "rg/providers/Microsoft.ContainerService/managedClusters/aks",
            "rg/providers/Microsoft.ContainerService/managedClusters/aks/agentPools/systempool",
        ]);
    });

    test("a preview creates nothing, shows the inputs and leaves what Azure decides unknown, nested values too", async () => {
        await fixture.group();
        const type = "azure-native:containerservice:ManagedCluster";
        const inputs = clusterArgs({ location: "westeurope", oidcIssuerProfile: { enabled: true } });
        const result = await fixture.azure.create({ ...fixture.identity(type, "aks"), inputs, preview: true, timeoutSeconds: 0 });
        expect(result.id).toBe("");
        expect(result.state).toMatchObject({
            dnsPrefix: "aks",
            location: "westeurope",
            fqdn: UNKNOWN,
            name: UNKNOWN,
            oidcIssuerProfile: { enabled: true, issuerURL: UNKNOWN },
        });
        expect(result.state).not.toHaveProperty("resourceGroupName");
        expect(ids()).toEqual(["rg"]);
    });

    test("an update preview keeps the name and the place, and everything else that Azure decides is unknown", async () => {
        await fixture.group();
        const cluster = await fixture.cluster();
        const { state } = await fixture.azure.update({
            ...fixture.identity(cluster.type, "aks"),
            id: cluster.id,
            oldInputs: cluster.inputs,
            oldState: cluster.state,
            news: { ...cluster.inputs, tags: { a: "1" } },
            ignoreChanges: [],
            preview: true,
            timeoutSeconds: 0,
        });
        expect(state).toMatchObject({ name: "aks", location: "westeurope", fqdn: UNKNOWN, tags: { a: "1" } });
        expect(findResource(fixture.directory, cluster.id)?.body).not.toHaveProperty("tags");
    });

    test("a create is never idempotent: what exists is refused, in any spelling", async () => {
        await fixture.group();
        await expect(fixture.group()).rejects.toThrow(`cannot create already existing resource '${fixture.groupId()}'`);
        await expect(fixture.group("RG")).rejects.toThrow("cannot create already existing resource");
    });

    test("a crash after the request was accepted leaves a resource that goes on by itself and is found by its id", async () => {
        await fixture.group();
        fixture.edit({ operationMilliseconds: 500 });
        fixture.onAccepted = () => Promise.reject(new Error("killed"));
        await expect(fixture.cluster()).rejects.toThrow("killed");
        const id = armIdOf(fixture.directory, "azure-native:containerservice:ManagedCluster", clusterArgs());
        expect(findResource(fixture.directory, id)?.provisioningState).toBe("Creating");
        await new Promise((resolve) => setTimeout(resolve, 550));
        expect(findResource(fixture.directory, id)?.provisioningState).toBe("Succeeded");
        expect(ids()).toContain("MC_rg_aks_westeurope");

        fixture.onAccepted = () => Promise.resolve(undefined);
        fixture.azure = fixture.connect();
        await expect(fixture.cluster()).rejects.toThrow("cannot create already existing resource");
        const type = "azure-native:containerservice:ManagedCluster";
        const imported = await fixture.azure.read({ ...fixture.identity(type, "aks"), id, inputs: {}, state: {} });
        if (imported === "gone") {
            throw new Error("the cluster is gone");
        }
        const created = { type, name: "aks", id, inputs: imported.inputs, state: imported.state };
        const news = await fixture.checked(created, clusterArgs());
        expect((await fixture.diff(created, news)).changes).toEqual({});
    });

    test("a crash during a delete goes on too", async () => {
        const group = await fixture.group();
        await fixture.cluster();
        fixture.onAccepted = () => Promise.reject(new Error("killed"));
        await expect(fixture.delete(group)).rejects.toThrow("killed");
        expect(listResources(fixture.directory)).toEqual([]);
    });

    test("an update replaces all properties, and the secret ones are kept nowhere", async () => {
        await fixture.group();
        const cluster = await fixture.cluster({
            windowsProfile: { adminUsername: "me", adminPassword: "pass-word-1" },
            tags: { a: "1", b: "2" },
        });
        const files = readdirSync(join(fixture.directory, "resources")).map((name) =>
            readFileSync(join(fixture.directory, "resources", name), "utf8"),
        );
        expect(files.filter((text) => text.includes("pass-word-1"))).toEqual([]);
        const updated = await fixture.update(cluster, { tags: { b: "3" } });
        expect(updated.state["tags"]).toEqual({ b: "3" });
    });

    test("a resource that is gone reads as gone, and deleting it is no error", async () => {
        const group = await fixture.group();
        await fixture.delete(group);
        expect(await fixture.read(group)).toBe("gone");
        await expect(fixture.delete(group)).resolves.toBeUndefined();
    });

    test("deleting an identity leaves its role assignments, as Azure does", async () => {
        await fixture.group();
        const identity = await fixture.create("managedidentity:UserAssignedIdentity", "id", {
            resourceGroupName: "rg",
            resourceName: "identity",
        });
        await fixture.create("authorization:RoleAssignment", "role", {
            scope: fixture.groupId(),
            principalId: outputText(identity, "principalId"),
            principalType: "ServicePrincipal",
            roleDefinitionId: fixture.role("acdd72a7-3385-48ef-bd42-f606fba81ae7"),
        });
        await fixture.delete(identity);
        expect(listResources(fixture.directory).map((record) => record.type)).toEqual([
            "azure-native:resources:ResourceGroup",
            "azure-native:authorization:RoleAssignment",
        ]);
    });

    test("a deleted vault holds its name until it is purged", async () => {
        await fixture.group();
        const args = {
            resourceGroupName: "rg",
            vaultName: "vault-one",
            properties: { sku: { family: "A", name: "standard" }, tenantId: "00000000-0000-0000-0000-000000000001" },
        };
        const vault = await fixture.create("keyvault:Vault", "vault", args);
        expect(objectAt(vault.state, "properties")["vaultUri"]).toBe("https://vault-one.vault.azure.net/");
        await fixture.delete(vault);
        expect(listDeleted(fixture.directory).map((record) => record.name)).toEqual(["vault-one"]);
        expect(await refusal(fixture.create("keyvault:Vault", "vault", args))).toBe("ConflictError");
        expect(purge(fixture.directory, vault.id)).toBe(true);
        expect(purge(fixture.directory, vault.id)).toBe(false);
        expect(await refusal(fixture.create("keyvault:Vault", "vault", args))).toBe("accepted");
    });

    test("inline subnets of a network are subnets like others", async () => {
        await fixture.group();
        const network = await fixture.create("network:VirtualNetwork", "v", {
            resourceGroupName: "rg",
            virtualNetworkName: "v1",
            addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
            subnets: [{ name: "a", addressPrefix: "10.0.0.0/24" }],
        });
        expect(network.state["subnets"]).toMatchObject([{ name: "a", id: `${network.id}/subnets/a`, addressPrefix: "10.0.0.0/24" }]);
        const updated = await fixture.update(network, { subnets: [{ name: "b", addressPrefix: "10.0.1.0/24" }] });
        expect(updated.state["subnets"]).toMatchObject([{ name: "b" }]);
        expect(findResource(fixture.directory, `${network.id}/subnets/a`)).toBeUndefined();
    });

    test("deleteAll empties the subscription and keeps its settings", async () => {
        const before = fixture.subscriptionId;
        await fixture.group();
        deleteAll(fixture.directory);
        expect(listResources(fixture.directory)).toEqual([]);
        expect(fixture.subscriptionId).toBe(before);
    });

    test("the same program runs against a program-wide location, or that of the resource group", async () => {
        await fixture.azure.configure({ location: "northeurope" });
        const group = await fixture.create("resources:ResourceGroup", "rg", { resourceGroupName: "rg" });
        expect(group.state["location"]).toBe("northeurope");
        const fresh = fixture.connect();
        const { inputs } = await fresh.check({
            ...fixture.identity("azure-native:network:NatGateway", "nat"),
            olds: {},
            news: { resourceGroupName: "rg", sku: { name: "Standard" } },
            randomSeed: new Uint8Array([7]),
        });
        expect(inputs["location"]).toBe("northeurope");
    });

    test("a value that went in as a secret comes out as one", async () => {
        await fixture.group();
        const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hidden" };
        const nat = await fixture.create("network:NatGateway", "nat", {
            resourceGroupName: "rg",
            natGatewayName: "nat",
            sku: { name: "Standard" },
            tags: { owner: marked },
        });
        expect(isSecret(objectAt(nat.state, "tags")["owner"])).toBe(true);
    });

    test("an unknown type names the file to add", async () => {
        const type = "azure-native:cache:Redis";
        await expect(
            fixture.azure.check({ ...fixture.identity(type, "r"), olds: {}, news: poolArgs(), randomSeed: new Uint8Array() }),
        ).rejects.toThrow("the rehearsal does not simulate azure-native:cache:Redis: add rehearsal/azure/types/cache_Redis.json");
    });
});
