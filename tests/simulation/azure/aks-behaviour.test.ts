import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deletePool, findResource, listResources } from "../../../rehearsal/azure/provider";
import { PartialFailure } from "../../../rehearsal/provider/contract";
import { isObject } from "../../../rehearsal/provider/values";
import { objectAt, poolArgs, refusal, SubscriptionFixture, systemPool } from "./subscription-fixture";

describe("clusters and pools of the simulated subscription", () => {
    let fixture: SubscriptionFixture;
    beforeEach(() => {
        fixture = new SubscriptionFixture();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const ids = (): string[] => listResources(fixture.directory).map((record) => record.id.replace(fixture.groupId(""), ""));

    test("two clusters of the same prefix get different host names, and an update keeps a cluster's own", async () => {
        await fixture.group();
        const one = await fixture.cluster();
        const other = await fixture.cluster({ resourceName: "aks2" });
        expect(one.state["fqdn"]).not.toEqual(other.state["fqdn"]);
        const updated = await fixture.update(one, { tags: { a: "1" } });
        expect(updated.state["fqdn"]).toEqual(one.state["fqdn"]);
        expect(updated.state["tags"]).toEqual({ a: "1" });
    });

    test("deleting a cluster deletes its pools, settings and node resource group, and leaves what is not its own", async () => {
        await fixture.group();
        const workspace = await fixture.create("operationalinsights:Workspace", "logs", { resourceGroupName: "rg", workspaceName: "logs" });
        const cluster = await fixture.cluster();
        await fixture.pool();
        await fixture.create("monitor:DiagnosticSetting", "audit", {
            name: "audit",
            resourceUri: cluster.id,
            workspaceId: workspace.id,
            logs: [{ category: "kube-audit-admin", enabled: true }],
        });
        await fixture.create("containerservice:MaintenanceConfiguration", "window", {
            resourceGroupName: "rg",
            resourceName: "aks",
            configName: "aksManagedAutoUpgradeSchedule",
            maintenanceWindow: { durationHours: 4, startTime: "02:00", schedule: { weekly: { dayOfWeek: "Sunday", intervalWeeks: 1 } } },
        });
        expect(ids()).toHaveLength(9);
        await fixture.delete(cluster);
        expect(ids()).toEqual(["rg", "rg/providers/Microsoft.OperationalInsights/workspaces/logs"]);
    });

    test("a pool that finds no capacity fails after it was accepted and stays behind", async () => {
        await fixture.group();
        await fixture.cluster();
        fixture.edit({ sizesOutOfCapacity: { westeurope: ["Standard_NC4as_T4_v3"] } });
        const failed = await fixture.pool({ minCount: 1 }).catch((error: unknown) => error);
        expect(failed).toBeInstanceOf(PartialFailure);
        expect((failed as PartialFailure).reasons[0]).toContain('Code="AllocationFailed"');
        expect(findResource(fixture.directory, (failed as PartialFailure).id)?.provisioningState).toBe("Failed");
        await expect(fixture.pool({ minCount: 1 })).rejects.toThrow("cannot create already existing resource");
    });

    test("an operation that a rehearsed fault lets fail leaves a resource that stands as failed, and the next request repairs it", async () => {
        await fixture.group();
        await fixture.cluster();
        fixture.onAccepted = () => Promise.resolve({ code: "AllocationFailed", message: "no machines" });
        const failed = await fixture.pool().catch((error: unknown) => error);
        expect(failed).toBeInstanceOf(PartialFailure);
        const { id, reasons, inputs, state } = failed as PartialFailure;
        expect([reasons, findResource(fixture.directory, id)?.provisioningState]).toEqual([
            ['Code="AllocationFailed" Message="no machines"'],
            "Failed",
        ]);
        fixture.onAccepted = () => Promise.resolve(undefined);
        const pool = { type: "azure-native:containerservice:AgentPool", name: "pool", id, inputs, state };
        await fixture.update(pool, inputs);
        expect(findResource(fixture.directory, id)).toMatchObject({ provisioningState: "Succeeded" });
    });

    test("a request for the cluster that lists a pool of its own makes it no inline pool: after a refresh, it lists all", async () => {
        await fixture.group();
        const cluster = await fixture.cluster();
        await fixture.pool();
        const standing = () => listResources(fixture.directory).filter(({ name }) => name === "t4d1");
        const before = standing();
        expect(before).toEqual([expect.objectContaining({ stack: "dev" })]);
        const refreshed = await fixture.read(cluster);
        const inputs = refreshed === "gone" ? {} : refreshed.inputs;
        expect(inputs["agentPoolProfiles"]).toMatchObject([{ name: "systempool" }, { name: "t4d1" }]);
        await fixture.update(cluster, inputs);
        expect(standing()).toEqual(before);
    });

    test("a pool is known by its name in a request for the cluster, when another one has gone and it has moved up in the list", async () => {
        await fixture.group();
        const cluster = await fixture.cluster();
        await fixture.pool();
        const second = { agentPoolName: "second", mode: "System", vmSize: "Standard_D8s_v5", gpuProfile: null, minCount: 1 };
        await fixture.create("containerservice:AgentPool", "second", poolArgs(second));
        await deletePool(fixture.directory, { resourceGroup: "rg", clusterName: "aks", name: "systempool" });
        await expect(fixture.update(cluster, cluster.inputs)).rejects.toThrow("A new agent pool was introduced");
        const refreshed = await fixture.read(cluster);
        const inputs = refreshed === "gone" ? {} : refreshed.inputs;
        const profiles = inputs["agentPoolProfiles"];
        expect(profiles).toMatchObject([{ name: "second" }, { name: "t4d1" }]);
        const renewed = { ...cluster, inputs };
        await fixture.update(renewed, inputs);
        const [, t4] = Array.isArray(profiles) ? profiles : [];
        const grown = { agentPoolProfiles: [{ ...(isObject(t4) ? t4 : {}), vmSize: "Standard_NC8as_T4_v3" }] };
        expect(await refusal(fixture.update(renewed, grown))).toBe("PropertyChangeNotAllowed");
    });

    test("the cluster lists pools that were made as resources of their own", async () => {
        await fixture.group();
        const cluster = await fixture.cluster();
        await fixture.pool();
        const read = await fixture.read(cluster);
        const profiles = read === "gone" ? [] : read.state["agentPoolProfiles"];
        expect(profiles).toMatchObject([{ name: "systempool" }, { name: "t4d1", vmSize: "Standard_NC4as_T4_v3" }]);
    });

    test("a pool's state has the ARM type, Azure's defaults and the count that it starts with", async () => {
        await fixture.group();
        await fixture.cluster();
        const pool = await fixture.pool();
        expect(pool.state).toMatchObject({
            type: "Microsoft.ContainerService/managedClusters/agentPools",
            name: "t4d1",
            count: 0,
            maxPods: 250,
            orchestratorVersion: "1.36",
            currentOrchestratorVersion: "1.36.5",
            nodeImageVersion: "AKSUbuntu-2404gen2containerd-202611.01.0",
            powerState: { code: "Running" },
        });
    });

    test("a spot pool gets the label and taint that AKS adds by itself", async () => {
        await fixture.group();
        await fixture.cluster();
        const pool = await fixture.pool({ scaleSetPriority: "Spot", nodeTaints: ["nvidia.com/gpu=present:NoSchedule"] });
        expect(pool.state).toMatchObject({
            nodeLabels: { "kubernetes.azure.com/scalesetpriority": "spot" },
            nodeTaints: ["nvidia.com/gpu=present:NoSchedule", "kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
            scaleSetEvictionPolicy: "Delete",
            spotMaxPrice: -1,
        });
    });

    test("a private cluster has a private name, and a public one only when asked", async () => {
        await fixture.group();
        const cluster = await fixture.cluster({
            apiServerAccessProfile: { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: false },
        });
        expect(cluster.state["privateFQDN"]).toMatch(/^aks-[0-9a-f]{8}\.[0-9a-f-]{36}\.privatelink\.westeurope\.azmk8s\.io$/);
        expect(cluster.state).not.toHaveProperty("fqdn");
    });

    test("a cluster with add-ons and OIDC shows their identity and issuer", async () => {
        await fixture.group();
        const cluster = await fixture.cluster({
            oidcIssuerProfile: { enabled: true },
            addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true" } } },
        });
        expect(objectAt(cluster.state, "oidcIssuerProfile")["issuerURL"]).toMatch(
            /^https:\/\/westeurope\.oic\.prod-aks\.azure\.com\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/$/,
        );
        expect(objectAt(objectAt(cluster.state, "addonProfiles"), "azureKeyvaultSecretsProvider")).toMatchObject({
            enabled: true,
            identity: {
                resourceId: `${fixture.groupId("MC_rg_aks_westeurope")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/azurekeyvaultsecretsprovider-aks`,
            },
        });
    });

    test("a pool that another process is creating blocks the cluster, but not another pool", async () => {
        await fixture.group();
        const cluster = await fixture.cluster();
        fixture.edit({ operationMilliseconds: 400 });
        const first = fixture.pool();
        const outcomes = await Promise.all([
            first.then(() => "accepted"),
            refusal(fixture.pool({ agentPoolName: "t4s1", scaleSetPriority: "Spot" })),
            refusal(fixture.update(cluster, { tags: { a: "1" } })),
        ]);
        expect(outcomes).toEqual(["accepted", "accepted", "OperationNotAllowed"]);
    });

    test("a cluster that is being changed refuses a pool", async () => {
        await fixture.group();
        const cluster = await fixture.cluster();
        fixture.edit({ operationMilliseconds: 400 });
        const update = refusal(fixture.update(cluster, { tags: { a: "1" } }));
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(await refusal(fixture.pool())).toBe("OperationNotAllowed");
        expect(await update).toBe("accepted");
    });

    test("an inline pool keeps the count that the autoscaler set", async () => {
        await fixture.group();
        const cluster = await fixture.cluster({
            agentPoolProfiles: [systemPool({ enableAutoScaling: true, minCount: 1, maxCount: 5, count: null })],
        });
        const path = join(
            fixture.directory,
            "resources",
            readdirSync(join(fixture.directory, "resources")).find((name) => name.includes("agentpools")) ?? "",
        );
        const record = JSON.parse(readFileSync(path, "utf8")) as { body: { count: number } };
        writeFileSync(path, JSON.stringify({ ...record, body: { ...record.body, count: 3 } }));
        const updated = await fixture.update(cluster, { tags: { a: "1" } });
        expect(updated.state["agentPoolProfiles"]).toMatchObject([{ count: 3 }]);
    });
});
