import * as pulumi from "@pulumi/pulumi";
import { AksCluster, type AksClusterArgs, type ClusterSpec } from "../../components";
import { type AccessSpec } from "../../components/aks-cluster/rules";
import { dropGeneratedAliases } from "../../components/platform/plan";
import { named, record, valueOf, type Recording } from "../support/mocks";
import { ADMIN_GROUP, namingHandle, networkHandle, SUBNET_ID, SUBSCRIPTION_ID } from "../support/mocks-fixtures";

const spec: ClusterSpec = {
    access: { kind: "public" },
    systemPool: { size: "Standard_D4as_v5", minCount: 1, maxCount: 3 },
    adminGroupObjectIds: [ADMIN_GROUP],
};
const ZONE = `${SUBSCRIPTION_ID}/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`;
const TABLE = `${SUBSCRIPTION_ID}/resourceGroups/net/providers/Microsoft.Network/routeTables/rt`;

const access = (given: AccessSpec): Partial<ClusterSpec> => ({ access: given });
const restricted = (...authorizedIpRanges: string[]): Partial<ClusterSpec> => access({ kind: "restricted", authorizedIpRanges });

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

describe("access to and of an AksCluster", () => {
    it("S0-1 S0-23 grants each role to an identity, by a name that stays and that no other stack has", async () => {
        const udr = (): AksCluster =>
            build(access({ kind: "private", dnsZone: ZONE }), {
                network: networkHandle({ outboundType: "userDefinedRouting", egressKnown: false, routeTableId: pulumi.output(TABLE) }),
            });
        const grants = (recording: Recording<unknown>): unknown[] =>
            recording.resources
                .filter(({ type }) => type.endsWith(":RoleAssignment"))
                .map(({ name, inputs }) => [
                    name,
                    inputs["scope"],
                    String(inputs["roleDefinitionId"]).split("/").at(-1),
                    inputs["principalType"],
                ]);
        const first = await record(udr);
        const kubelet = `${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mlp-dev-k3x9q2ab-kubelet`;
        expect(grants(first).sort()).toEqual([
            ["aks-dns-zone-role", ZONE, "b12aa53e-6015-4669-85d0-8515ebb3ae7f", "ServicePrincipal"],
            ["aks-kubelet-role", kubelet, "f1a07417-d97a-45cb-824c-7a7467783830", "ServicePrincipal"],
            ["aks-route-table-role", TABLE, "4d97b98b-1d4f-4787-a291-c67834d212e7", "ServicePrincipal"],
            ["aks-subnet-role", SUBNET_ID, "4d97b98b-1d4f-4787-a291-c67834d212e7", "ServicePrincipal"],
        ]);
        const assignmentNames = (recording: Recording<unknown>): string[] =>
            recording.resources.flatMap(({ inputs }) =>
                typeof inputs["roleAssignmentName"] === "string" ? [inputs["roleAssignmentName"]] : [],
            );
        expect(assignmentNames(await record(udr))).toEqual(assignmentNames(first));
        const other = await record(() => build({}, { naming: namingHandle("zzzzzzzz") }));
        expect(assignmentNames(other).filter((name) => assignmentNames(first).includes(name))).toEqual([]);
        expect(named(first, "aks-cluster").inputs).toMatchObject({ fqdnSubdomain: "aks-mlp-dev-k3x9q2ab" });
        expect(named(first, "aks-cluster").inputs).not.toHaveProperty("dnsPrefix");
    });

    it("S0-9 S0-54 opens the API server to nobody but those named, and to its own nodes", async () => {
        const profile = async (changes: Partial<ClusterSpec>, handle = networkHandle()): Promise<unknown> =>
            named(await record(() => build(changes, { network: handle })), "aks-cluster").inputs["apiServerAccessProfile"];
        expect(await profile(restricted("203.0.113.0/24"))).toEqual({
            enablePrivateCluster: false,
            authorizedIPRanges: ["203.0.113.0/24"],
        });
        expect(await profile(restricted("203.0.113.0/24"), networkHandle({ egressIp: pulumi.output("198.51.100.4") }))).toEqual({
            enablePrivateCluster: false,
            authorizedIPRanges: ["203.0.113.0/24", "198.51.100.4/32"],
        });
        expect(await profile(access({ kind: "private", dnsZone: "system" }))).toEqual({
            enablePrivateCluster: true,
            privateDNSZone: "system",
            enablePrivateClusterPublicFQDN: false,
        });
        expect(await profile(access({ kind: "private", dnsZone: "none" }))).toMatchObject({
            privateDNSZone: "none",
            enablePrivateClusterPublicFQDN: true,
        });
    });

    it("S0-31 offers its outputs, and the kubeconfig as a secret that signs in by kubelogin", async () => {
        const { result, calls } = await record(() => build());
        const kubeconfig = await valueOf(result.kubeconfig);
        expect(kubeconfig.secret).toBe(true);
        expect(kubeconfig.value).toContain("command: kubelogin");
        expect(kubeconfig.value).toContain("current-context: aks-mlp-dev-k3x9q2ab-context");
        expect(calls).toEqual([
            {
                token: "azure-native:containerservice:listManagedClusterUserCredentials",
                inputs: { resourceGroupName: "rg", resourceName: "aks-mlp-dev-k3x9q2ab" },
            },
        ]);
        const shown = [result.name, result.nodeResourceGroupName, result.oidcIssuerUrl, result.kubernetesVersion, result.nodeSubnetId];
        expect((await Promise.all(shown.map((output) => valueOf(output)))).map(({ value, secret }) => [value, secret])).toEqual([
            ["aks-mlp-dev-k3x9q2ab", false],
            ["aks-mlp-dev-k3x9q2ab-nodes", false],
            ["https://eastus.oic.prod-aks.azure.com/aks-mlp-dev-k3x9q2ab/", false],
            ["1.36.5", false],
            [SUBNET_ID, false],
        ]);
        expect(result.addresses).toEqual({
            nodeSubnet: "10.224.0.0/20",
            podNetworking: "overlay",
            podCidr: "10.244.0.0/16",
            systemNodes: 4,
        });
    });

    it("hands out the administrator's kubeconfig only when asked, and keeps local accounts then", async () => {
        const { result, calls, resources } = await record(() => build({ adminKubeconfig: true, adminGroupObjectIds: [] }));
        const kubeconfig = await valueOf(result.kubeconfig);
        expect(kubeconfig.secret).toBe(true);
        expect(kubeconfig.value).toContain("token: ADMIN-TOKEN");
        expect(calls.map(({ token }) => token)).toEqual(["azure-native:containerservice:listManagedClusterAdminCredentials"]);
        expect(resources.find(({ name }) => name === "aks-cluster")?.inputs).toMatchObject({ disableLocalAccounts: false });
        expect(JSON.stringify(resources)).not.toContain("ADMIN-TOKEN");
    });
});
