import { listPools, listResources } from "../../../rehearsal/azure/provider";
import type { Properties } from "../../../rehearsal/provider/values";
import { isSecret, plain } from "../../../rehearsal/provider/values";
import { outputText, refusal, SubscriptionFixture } from "./subscription-fixture";

describe("functions of the simulated provider", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const invoke = (token: string, args: Properties = {}): Promise<Properties> =>
        fixture.azure.invoke({ token: `azure-native:${token}`, args });
    const kubeconfig = async (which: "User" | "Admin", args: Properties = {}): Promise<string> => {
        const result = await invoke(`containerservice:listManagedCluster${which}Credentials`, {
            resourceGroupName: "rg",
            resourceName: "aks",
            ...args,
        });
        const [first] = result["kubeconfigs"] as { value: Properties }[];
        expect(isSecret(first?.value)).toBe(true);
        return Buffer.from(JSON.stringify(plain(first?.value ?? {})), "base64").toString();
    };

    test("who asks: as subscription.json says, or the provider configuration", async () => {
        expect(await invoke("authorization:getClientConfig")).toMatchObject({ subscriptionId: fixture.subscriptionId });
        await fixture.azure.configure({ subscriptionId: "11111111-2222-3333-4444-555555555555", tenantId: "tenant" });
        expect(await invoke("authorization:getClientConfig")).toMatchObject({
            subscriptionId: "11111111-2222-3333-4444-555555555555",
            tenantId: "tenant",
        });
        expect(isSecret((await invoke("authorization:getClientToken"))["token"])).toBe(true);
    });

    test("user credentials of an Entra cluster ask kubelogin, admin credentials are certificates, both lead to the cluster's host name", async () => {
        const cluster = await fixture.cluster({ aadProfile: { managed: true, enableAzureRBAC: true } });
        const server = `server: https://${outputText(cluster, "fqdn")}:443`;
        const user = await kubeconfig("User");
        expect(user).toContain(server);
        expect(user).toMatch(/exec:\n {6}apiVersion: client\.authentication\.k8s\.io\/v1beta1\n {6}command: kubelogin/);
        expect(await kubeconfig("User", { format: "azure" })).toContain("auth-provider:\n      name: azure");
        const admin = await kubeconfig("Admin");
        expect(admin).toContain(server);
        expect(admin).toContain("client-certificate-data:");
        expect(await kubeconfig("Admin")).toBe(admin);
        const authority = /certificate-authority-data: (\S+)/.exec(admin)?.[1] ?? "";
        expect(Buffer.from(authority, "base64").toString()).toMatch(/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n$/);
    });

    test("admin credentials are refused without local accounts, unknown forms are refused", async () => {
        await fixture.cluster({ disableLocalAccounts: true, aadProfile: { managed: true } });
        await expect(kubeconfig("Admin")).rejects.toThrow('Status=409 Code="BadRequest" Message="Getting static credential is not allowed');
        expect(await refusal(kubeconfig("User", { format: "yaml" }))).toBe("InvalidParameter");
    });

    test("a private cluster's credentials lead to its private name", async () => {
        const cluster = await fixture.cluster({ apiServerAccessProfile: { enablePrivateCluster: true } });
        expect(await kubeconfig("User")).toContain(`server: https://${outputText(cluster, "privateFQDN")}:443`);
        expect(listResources(fixture.directory).find((one) => one.id === cluster.id)?.apiServer).toBe(cluster.state["privateFQDN"]);
    });

    test("get answers with the outputs and the id, or that there is nothing", async () => {
        const { subnet } = await fixture.network();
        const args = { resourceGroupName: "rg", virtualNetworkName: "vnet", subnetName: "nodes" };
        expect(await invoke("network:getSubnet", args)).toMatchObject({ id: subnet.id, addressPrefix: "10.10.0.0/22", name: "nodes" });
        expect(await refusal(invoke("network:getSubnet", { ...args, subnetName: "other" }))).toBe("ResourceNotFound");
        expect(await refusal(invoke("resources:getResourceGroup", { resourceGroupName: "other" }))).toBe("ResourceGroupNotFound");
        await expect(invoke("cache:getRedis", {})).rejects.toThrow(
            "the rehearsal does not simulate the function azure-native:cache:getRedis: add it to rehearsal/azure/invokes.ts",
        );
    });

    test("keys are secrets, and those of a registry need its admin user", async () => {
        await fixture.create("storage:StorageAccount", "s", {
            resourceGroupName: "rg",
            accountName: "blobs1",
            kind: "StorageV2",
            sku: { name: "Standard_LRS" },
        });
        const { keys } = await invoke("storage:listStorageAccountKeys", { resourceGroupName: "rg", accountName: "blobs1" });
        expect((keys as { value: Properties }[]).map((key) => isSecret(key.value))).toEqual([true, true]);
        const registry = await fixture.create("containerregistry:Registry", "r", {
            resourceGroupName: "rg",
            registryName: "images1",
            sku: { name: "Basic" },
        });
        const args = { resourceGroupName: "rg", registryName: "images1" };
        expect(await refusal(invoke("containerregistry:listRegistryCredentials", args))).toBe("UnAuthorizedForCredentialOperations");
        await fixture.update(registry, { adminUserEnabled: true });
        expect(await invoke("containerregistry:listRegistryCredentials", args)).toMatchObject({ username: "images1" });
    });

    test("the pools that stand, with GPUs, price and stack", async () => {
        await fixture.cluster();
        await fixture.pool({ minCount: 1 });
        expect(listPools(fixture.directory)).toEqual([
            {
                name: "systempool",
                stack: "dev",
                size: "Standard_D4s_v5",
                vcpus: 4,
                gpus: 0,
                gpuModel: "",
                region: "westeurope",
                family: "standardDSv5Family",
                surge: 1,
                minCount: 1,
                maxCount: 1,
                spot: false,
                pricePerHour: 0.23,
                kubernetesVersion: "1.36.5",
            },
            {
                name: "t4d1",
                stack: "dev",
                size: "Standard_NC4as_T4_v3",
                vcpus: 4,
                gpus: 1,
                gpuModel: "Tesla T4",
                region: "westeurope",
                family: "Standard NCASv3_T4 Family",
                surge: 0,
                minCount: 1,
                maxCount: 4,
                spot: false,
                pricePerHour: 0.658,
                kubernetesVersion: "1.36.5",
            },
        ]);
    });
});
