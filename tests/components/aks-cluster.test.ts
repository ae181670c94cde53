import * as pulumi from "@pulumi/pulumi";
import { AksCluster, type AksClusterArgs, type ClusterSpec } from "../../components";
import { logCategories } from "../../components/aks-cluster/plan";
import { dropGeneratedAliases } from "../../components/platform/plan";
import { named, record, roots, urns, valueOf, type Recording } from "../support/mocks";
import { ADMIN_GROUP, namingHandle, networkHandle, SUBNET_ID } from "../support/mocks-fixtures";

const spec: ClusterSpec = {
    access: { kind: "public" },
    systemPool: { size: "Standard_D4as_v5", minCount: 1, maxCount: 3 },
    adminGroupObjectIds: [ADMIN_GROUP],
};
const window = { dayOfWeek: "Sunday", startTime: "02:00", durationHours: 4, utcOffset: "+00:00" } as const;

const pool = (changes: Partial<ClusterSpec["systemPool"]>): Partial<ClusterSpec> => ({ systemPool: { ...spec.systemPool, ...changes } });

function build(changes: Partial<ClusterSpec> = {}, args: Partial<AksClusterArgs> = {}, name = "aks"): AksCluster {
    const all = {
        resourceGroupName: "rg",
        location: "eastus",
        naming: namingHandle(),
        network: networkHandle(),
        cluster: { ...spec, ...changes },
        ...args,
    };
    // Without the SDK's hundreds of aliases, as below a Platform; the test is three times as fast.
    return new AksCluster(name, all, { transformations: [dropGeneratedAliases] });
}

const children = (recording: Recording<unknown>): string[] =>
    recording.resources
        .slice(1)
        .map(({ type, name }) => `${type} ${name}`)
        .sort();

describe("AksCluster", () => {
    it("S0-21 S0-23 S0-53 registers exactly these children", async () => {
        const recording = await record(() => build());
        expect(children(recording)).toEqual([
            "azure-native:authorization:RoleAssignment aks-kubelet-role",
            "azure-native:authorization:RoleAssignment aks-subnet-role",
            "azure-native:containerservice:MaintenanceConfiguration aks-maintenance-kubernetes",
            "azure-native:containerservice:MaintenanceConfiguration aks-maintenance-node-os",
            "azure-native:containerservice:MaintenanceConfiguration aks-maintenance-release",
            "azure-native:containerservice:ManagedCluster aks-cluster",
            "azure-native:managedidentity:UserAssignedIdentity aks-control-plane-identity",
            "azure-native:managedidentity:UserAssignedIdentity aks-kubelet-identity",
            "azure-native:monitor:DiagnosticSetting aks-control-plane-logs",
            "azure-native:operationalinsights:Workspace aks-logs",
        ]);
        expect(roots(recording)).toEqual(["aks"]);
        expect(recording.resources[0]).toMatchObject({ type: "ml-platform:index:AksCluster", inputs: {} });
        expect(recording.resources.slice(1).filter(({ parent }) => parent !== "aks")).toEqual([]);
    });

    it("S0-6 S0-7 S0-8 S0-22 S0-24 S0-25 S0-27 S0-28 S0-29 S0-30 S0-32 asks for the whole cluster explicitly", async () => {
        const { inputs } = named(await record(() => build({}, { tags: { owner: "ml" } })), "aks-cluster");
        const identities =
            "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/";
        expect(inputs).toEqual({
            resourceGroupName: "rg",
            location: "eastus",
            resourceName: "aks-mlp-dev-k3x9q2ab",
            nodeResourceGroup: "aks-mlp-dev-k3x9q2ab-nodes",
            dnsPrefix: "aks-mlp-dev-k3x9q2ab",
            kubernetesVersion: "1.36",
            supportPlan: "KubernetesOfficial",
            sku: { name: "Base", tier: "Standard" },
            identity: { type: "UserAssigned", userAssignedIdentities: [`${identities}id-mlp-dev-k3x9q2ab-control-plane`] },
            identityProfile: {
                kubeletidentity: {
                    resourceId: `${identities}id-mlp-dev-k3x9q2ab-kubelet`,
                    clientId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
                    objectId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
                },
            },
            enableRBAC: true,
            aadProfile: { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: [ADMIN_GROUP] },
            disableLocalAccounts: true,
            apiServerAccessProfile: { enablePrivateCluster: false, authorizedIPRanges: [] },
            networkProfile: {
                networkPlugin: "azure",
                networkPluginMode: "overlay",
                networkDataplane: "cilium",
                networkPolicy: "cilium",
                podCidr: "10.244.0.0/16",
                serviceCidr: "172.20.0.0/16",
                dnsServiceIP: "172.20.0.10",
                outboundType: "loadBalancer",
                loadBalancerSku: "standard",
            },
            oidcIssuerProfile: { enabled: true },
            securityProfile: { workloadIdentity: { enabled: true }, imageCleaner: { enabled: true, intervalHours: 168 } },
            addonProfiles: {
                azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true", rotationPollInterval: "2m" } },
            },
            autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
            autoScalerProfile: { expander: "least-waste" },
            metricsProfile: { costAnalysis: { enabled: true } },
            agentPoolProfiles: [
                {
                    name: "systempool",
                    mode: "System",
                    type: "VirtualMachineScaleSets",
                    vmSize: "Standard_D4as_v5",
                    enableAutoScaling: true,
                    count: 1,
                    minCount: 1,
                    maxCount: 3,
                    maxPods: 110,
                    osType: "Linux",
                    osSKU: "Ubuntu",
                    osDiskType: "Managed",
                    osDiskSizeGB: 128,
                    kubeletDiskType: "OS",
                    vnetSubnetID: SUBNET_ID,
                    nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
                    upgradeSettings: { maxSurge: "33%", drainTimeoutInMinutes: 30 },
                },
            ],
            tags: { owner: "ml" },
        });
    });

    it("ignores the pools that Azure lists, is protected alone, and waits for its roles", async () => {
        const recording = await record(() => build({}, { protect: true }));
        const cluster = named(recording, "aks-cluster");
        expect(cluster.options).toEqual({
            protect: true,
            ignoreChanges: ["agentPoolProfiles"],
            replaceOnChanges: ["apiServerAccessProfile.enablePrivateCluster"],
            // The system pool cannot move to another subnet.
            replacementTrigger: SUBNET_ID,
            deleteBeforeReplace: true,
        });
        expect(cluster.dependencies).toEqual(["aks-control-plane-identity", "aks-kubelet-identity", "aks-kubelet-role", "aks-subnet-role"]);
        expect(recording.resources.filter(({ options }) => options.protect === true).map(({ name }) => name)).toEqual(["aks-cluster"]);
        const rapid = named(await record(() => build({ upgrades: { kubernetes: "rapid", nodeOs: "NodeImage", window } })), "aks-cluster");
        expect(rapid.options.ignoreChanges).toEqual(["agentPoolProfiles", "kubernetesVersion"]);
    });

    it("lets windows die with the cluster, and deletes the log setting by itself", async () => {
        const recording = await record(() => build());
        const dying = { deletedWith: "aks-cluster", replaceWith: ["aks-cluster"], deleteBeforeReplace: true };
        const options = (name: string): unknown => named(recording, name).options;
        expect([options("aks-maintenance-release"), options("aks-maintenance-kubernetes"), options("aks-maintenance-node-os")]).toEqual([
            dying,
            dying,
            dying,
        ]);
        expect(options("aks-control-plane-logs")).toEqual({ replaceWith: ["aks-cluster"], deleteBeforeReplace: true });
        expect(named(recording, "aks-maintenance-node-os").inputs).toEqual({
            resourceGroupName: "rg",
            resourceName: "aks-mlp-dev-k3x9q2ab",
            configName: "aksManagedNodeOSUpgradeSchedule",
            maintenanceWindow: {
                durationHours: 4,
                startTime: "02:00",
                utcOffset: "+00:00",
                schedule: { weekly: { dayOfWeek: "Sunday", intervalWeeks: 1 } },
            },
        });
        expect(named(recording, "aks-logs").inputs).toMatchObject({
            workspaceName: "log-mlp-dev-k3x9q2ab",
            retentionInDays: 30,
            sku: { name: "PerGB2018" },
        });
        expect(named(recording, "aks-control-plane-logs").inputs).toMatchObject({
            name: "control-plane",
            logAnalyticsDestinationType: "Dedicated",
            logs: logCategories(false).map((category) => ({ category, enabled: true })),
        });
    });

    it("registers the same resources in a preview, and asks Azure nothing about a cluster that is not there", async () => {
        const preview = await record(() => build(), { preview: true });
        expect(urns(preview)).toEqual(urns(await record(() => build())));
        expect(preview.calls).toEqual([]);
        expect(await valueOf(preview.result.kubeconfig)).toEqual({ value: undefined, secret: true });
    });

    it("does not collide with a second one", async () => {
        const both = await record(() => [build(), build({}, { naming: namingHandle("zzzzzzzz") }, "other")]);
        expect(new Set(urns(both)).size).toBe(22);
        expect(roots(both)).toEqual(["aks", "other"]);
    });

    it("registers nothing but its shell when a rule is broken, and names every path", async () => {
        let thrown: unknown;
        const recording = await record(() => {
            try {
                build({ ...pool({ minCount: 0 }), adminGroupObjectIds: [] });
            } catch (error) {
                thrown = error;
            }
        });
        expect(recording.resources.map(({ name }) => name)).toEqual(["aks"]);
        expect(pulumi.InputPropertiesError.isInstance(thrown) && thrown.errors.map(({ propertyPath }) => propertyPath)).toEqual([
            "cluster.systemPool.minCount",
            "cluster.adminGroupObjectIds",
        ]);
    });
});
