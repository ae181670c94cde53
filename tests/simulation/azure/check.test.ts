import { simulatedTypes } from "../../../rehearsal/azure/provider";
import type { Properties } from "../../../rehearsal/provider/values";
import { secret, UNKNOWN } from "../../../rehearsal/provider/values";
import { clusterArgs, poolArgs, SubscriptionFixture } from "./subscription-fixture";

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";

describe("check of the simulated azure-native provider", () => {
    let fixture: SubscriptionFixture;
    beforeAll(async () => {
        fixture = new SubscriptionFixture();
        await fixture.azure.configure({ location: "westeurope" });
    });
    afterAll(() => {
        fixture.dispose();
    });

    const check = (type: string, news: Properties, olds: Properties = {}, proposedName?: string) =>
        fixture.azure.check({
            ...fixture.identity(type, "thing"),
            olds,
            news,
            randomSeed: new Uint8Array([1, 2, 3]),
            ...(proposedName === undefined ? {} : { proposedName }),
        });

    test.each<[string, string, Properties, { property: string; reason: RegExp }[]]>([
        ["unknown property", POOL, poolArgs({ vmsize: "x" }), [{ property: "vmsize", reason: /unknown property; did you mean 'vmSize'/ }]],
        [
            "unknown nested property",
            CLUSTER,
            clusterArgs({ networkProfile: { dockerBridgeCidr: "172.17.0.1/16" } }),
            [{ property: "networkProfile.dockerBridgeCidr", reason: /unknown property; allowed are/ }],
        ],
        ["property that only Azure sets", CLUSTER, clusterArgs({ fqdn: "x" }), [{ property: "fqdn", reason: /set by Azure/ }]],
        [
            "missing required",
            POOL,
            { resourceGroupName: "rg", agentPoolName: "a" },
            [{ property: "resourceName", reason: /missing required property/ }],
        ],
        [
            "missing required in a list",
            CLUSTER,
            clusterArgs({ agentPoolProfiles: [{ mode: "System" }] }),
            [{ property: "agentPoolProfiles[0].name", reason: /missing required property 'name'/ }],
        ],
        ["wrong type", POOL, poolArgs({ maxCount: "4" }), [{ property: "maxCount", reason: /must be a whole number, is string "4"/ }]],
        ["fraction for a whole number", POOL, poolArgs({ maxCount: 1.5 }), [{ property: "maxCount", reason: /must be a whole number/ }]],
        ["object for a list", POOL, poolArgs({ nodeTaints: {} }), [{ property: "nodeTaints", reason: /must be a list, is an object/ }]],
        [
            "out of range",
            POOL,
            poolArgs({ osDiskSizeGB: 4096 }),
            [{ property: "osDiskSizeGB", reason: /4096 is out of range, allowed is 0 to 2048/ }],
        ],
        [
            "closed enum",
            CLUSTER,
            clusterArgs({ identity: { type: "Both" } }),
            [{ property: "identity.type", reason: /'Both' is not allowed, allowed are SystemAssigned, UserAssigned, None/ }],
        ],
        [
            "name too long",
            POOL,
            poolArgs({ agentPoolName: "much-too-long-a-name" }),
            [{ property: "agentPoolName", reason: /too long \(20\): at most 12/ }],
        ],
        ["name pattern", POOL, poolArgs({ agentPoolName: "T4" }), [{ property: "agentPoolName", reason: /does not match/ }]],
        [
            "address pattern",
            CLUSTER,
            clusterArgs({ networkProfile: { serviceCidr: "ten" } }),
            [{ property: "networkProfile.serviceCidr", reason: /does not match/ }],
        ],
        [
            "reserved container name is allowed",
            "azure-native:storage:BlobContainer",
            { resourceGroupName: "rg", accountName: "acc", containerName: "$root" },
            [],
        ],
        ["an open enum is left to Azure", POOL, poolArgs({ osSKU: "NewLinux" }), []],
        [
            "unknown values are never wrong",
            POOL,
            poolArgs({ vmSize: UNKNOWN, maxCount: UNKNOWN, resourceName: UNKNOWN, nodeTaints: UNKNOWN }),
            [],
        ],
    ])("%s", async (_, type, news, expected) => {
        const { failures } = await check(type, news);
        expect(failures.map((failure) => failure.property)).toEqual(expected.map((one) => one.property));
        failures.forEach((failure, index) => expect(failure.reason).toMatch(expected[index]?.reason ?? /never/));
    });

    test("a secret that breaks a rule is not shown in the reason", async () => {
        const { failures } = await check(CLUSTER, clusterArgs({ windowsProfile: { adminUsername: "me", adminPassword: 4711 } }));
        expect(failures).toEqual([
            { property: "windowsProfile.adminPassword", reason: expect.stringContaining("must be a string") as string },
        ]);
    });

    test("fills in what the SDK sends, only when the enclosing object is given, and keeps markers", async () => {
        const plain = await check(CLUSTER, clusterArgs());
        expect(plain.inputs).not.toHaveProperty("networkProfile");
        const { inputs } = await check(
            CLUSTER,
            clusterArgs({ networkProfile: { podCidr: "10.1.0.0/16", serviceCidr: UNKNOWN }, tags: secret({ a: "1" }) }),
        );
        expect(inputs["networkProfile"]).toEqual({
            podCidr: "10.1.0.0/16",
            serviceCidr: UNKNOWN,
            dnsServiceIP: "10.0.0.10",
            outboundType: "loadBalancer",
        });
        expect(inputs["tags"]).toEqual(secret({ a: "1" }));
        expect(inputs["location"]).toBe("westeurope");
        const role = await check("azure-native:authorization:RoleAssignment", { scope: "/s", principalId: "p", roleDefinitionId: "r" });
        expect(role.inputs["principalType"]).toBe("User");
        const subnet = await check("azure-native:network:Subnet", {
            resourceGroupName: "rg",
            virtualNetworkName: "v",
            subnetName: "s",
            addressPrefix: "10.0.0.0/24",
        });
        expect(subnet.inputs["privateEndpointNetworkPolicies"]).toBe("Disabled");
    });

    test("names a resource without a name: proposed, old, or of its own; a role assignment gets a GUID", async () => {
        const args = { resourceGroupName: "rg" };
        const type = "azure-native:managedidentity:UserAssignedIdentity";
        expect((await check(type, args, {}, "thing1234")).inputs).toMatchObject({ resourceName: "thing1234", __createBeforeDelete: true });
        expect((await check(type, args, { resourceName: "old" }, "new")).inputs).toMatchObject({
            resourceName: "old",
            __createBeforeDelete: true,
        });
        expect((await check(type, args)).inputs["resourceName"]).toMatch(/^thing[0-9a-f]{8}$/);
        expect((await check(type, { ...args, resourceName: "mine" })).inputs).not.toHaveProperty("__createBeforeDelete");
        const role = await check("azure-native:authorization:RoleAssignment", { scope: "/s", principalId: "p", roleDefinitionId: "r" });
        expect(role.inputs["roleAssignmentName"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    });

    test("a zone that lives in no region gets no region", async () => {
        expect(
            (await check("azure-native:privatedns:PrivateZone", { resourceGroupName: "rg", privateZoneName: "a.b" })).inputs,
        ).not.toHaveProperty("location");
    });

    test("every type that an AKS stack is made of has a table", () => {
        expect(simulatedTypes()).toEqual(
            [
                "authorization:ManagementLockByScope",
                "authorization:RoleAssignment",
                "containerregistry:CacheRule",
                "containerregistry:Registry",
                "containerservice:AgentPool",
                "containerservice:MaintenanceConfiguration",
                "containerservice:ManagedCluster",
                "keyvault:Vault",
                "kubernetesconfiguration:Extension",
                "managedidentity:FederatedIdentityCredential",
                "managedidentity:UserAssignedIdentity",
                "monitor:DiagnosticSetting",
                "network:NatGateway",
                "network:NetworkSecurityGroup",
                "network:PrivateDnsZoneGroup",
                "network:PrivateEndpoint",
                "network:PublicIPAddress",
                "network:RouteTable",
                "network:SecurityRule",
                "network:Subnet",
                "network:VirtualNetwork",
                "operationalinsights:Workspace",
                "privatedns:PrivateZone",
                "privatedns:VirtualNetworkLink",
                "resources:ResourceGroup",
                "storage:BlobContainer",
                "storage:BlobServiceProperties",
                "storage:ManagementPolicy",
                "storage:StorageAccount",
            ].map((type) => `azure-native:${type}`),
        );
    });
});
