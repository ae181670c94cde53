import type { Properties } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import { refusal, SubscriptionFixture, systemPool } from "./subscription-fixture";

describe("what Azure refuses: clusters", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const message = async (work: Promise<unknown>): Promise<string> => {
        const error: unknown = await work.then(
            () => new Error("accepted"),
            (reason: unknown) => reason,
        );
        return error instanceof Error ? error.message : String(error);
    };
    const identity = (name: string): Promise<Created> =>
        fixture.create("managedidentity:UserAssignedIdentity", name, { resourceGroupName: "rg", resourceName: name });

    test.each<[string, Properties, string]>([
        ["no DNS prefix", { dnsPrefix: null }, "InvalidParameter"],
        ["no system pool", { agentPoolProfiles: [systemPool({ mode: "User" })] }, "InvalidParameter"],
        ["a version that never was", { kubernetesVersion: "1.36.99" }, "K8sVersionNotSupported"],
        ["a version that is not released yet", { kubernetesVersion: "1.38" }, "K8sVersionNotSupported"],
        ["a version under long-term support only", { kubernetesVersion: "1.33" }, "K8sVersionNotSupported"],
        [
            "the same with the plan and tier for it",
            { kubernetesVersion: "1.33", sku: { name: "Base", tier: "Premium" }, supportPlan: "AKSLongTermSupport" },
            "accepted",
        ],
        ["the plan without the tier", { supportPlan: "AKSLongTermSupport" }, "InvalidParameter"],
        [
            "a service range that AKS reserves",
            { networkProfile: { serviceCidr: "172.30.0.0/20", dnsServiceIP: "172.30.0.10" } },
            "InvalidParameter",
        ],
        [
            "a service range that is too large",
            { networkProfile: { serviceCidr: "10.0.0.0/8", podCidr: "192.168.0.0/16" } },
            "InvalidParameter",
        ],
        ["a DNS address outside the service range", { networkProfile: { serviceCidr: "10.1.0.0/16" } }, "InvalidParameter"],
        [
            "a DNS address that is the first one",
            { networkProfile: { serviceCidr: "10.1.0.0/16", dnsServiceIP: "10.1.0.1" } },
            "InvalidParameter",
        ],
        ["pods and services in one range", { networkProfile: { podCidr: "10.0.0.0/12" } }, "InvalidParameter"],
        [
            "more nodes than the pod range has room for",
            {
                networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay", podCidr: "10.244.0.0/24" },
                agentPoolProfiles: [systemPool({ count: 2 })],
            },
            "InsufficientSubnetSize",
        ],
        [
            "ranges of callers for a private cluster",
            { apiServerAccessProfile: { enablePrivateCluster: true, authorizedIPRanges: ["1.2.3.4/32"] } },
            "InvalidParameter",
        ],
        [
            "a private cluster that no name leads to",
            { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: "none", enablePrivateClusterPublicFQDN: false } },
            "InvalidParameter",
        ],
        ["a region that does not exist", { location: "westeurop" }, "LocationNotAvailableForResourceType"],
        ["egress over routes without a subnet", { networkProfile: { outboundType: "userDefinedRouting" } }, "BadRequest"],
        [
            "a kubelet identity without a user-assigned control plane",
            { identityProfile: { kubeletidentity: { resourceId: "KUBELET" } } },
            "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        ],
    ])("%s", async (_, change, code) => {
        const kubelet = await identity("kubelet");
        const args = JSON.parse(JSON.stringify(change).replace("KUBELET", kubelet.id)) as Properties;
        expect(await refusal(fixture.cluster(args))).toBe(code);
    });

    test("a version whose support is over, later on", async () => {
        fixture.now = new Date("2027-01-10T00:00:00Z");
        expect(await refusal(fixture.cluster({ kubernetesVersion: "1.34" }))).toBe("K8sVersionNotSupported");
        fixture.now = new Date("2028-01-10T00:00:00Z");
        expect(await refusal(fixture.cluster({ kubernetesVersion: "1.33" }))).toBe("UnsupportedAliasMinorVersion");
        expect(await refusal(fixture.cluster({ kubernetesVersion: "1.33.2" }))).toBe("K8sVersionNotSupported");
    });

    test("1.34 is still supported in its last month, and the default is the second newest version", async () => {
        expect(await refusal(fixture.cluster({ kubernetesVersion: "1.34" }))).toBe("accepted");
        const other = await fixture.cluster({ resourceName: "other", kubernetesVersion: null });
        expect(other.state["kubernetesVersion"]).toBe("1.36");
    });

    test("an upgrade goes one minor version at a time and never back", async () => {
        const cluster = await fixture.cluster({ kubernetesVersion: "1.35" });
        expect(await refusal(fixture.update(cluster, { kubernetesVersion: "1.37" }))).toBe("OperationNotAllowed");
        expect(await refusal(fixture.update(cluster, { kubernetesVersion: "1.34" }))).toBe("OperationNotAllowed");
        expect(await refusal(fixture.update(cluster, { kubernetesVersion: "1.36" }))).toBe("accepted");
    });

    test("a pool that is added to the inline list later", async () => {
        const cluster = await fixture.cluster();
        const text = await message(fixture.update(cluster, { agentPoolProfiles: [systemPool(), systemPool({ name: "more" })] }));
        expect(text).toContain("A new agent pool was introduced");
        expect(text).toContain('Target="agentPoolProfiles"');
    });

    test("an inline size that is changed", async () => {
        const cluster = await fixture.cluster();
        expect(await refusal(fixture.update(cluster, { agentPoolProfiles: [systemPool({ vmSize: "Standard_D8s_v5" })] }))).toBe(
            "PropertyChangeNotAllowed",
        );
    });

    test("a node resource group that exists", async () => {
        await fixture.group("nodes");
        expect(await refusal(fixture.cluster({ nodeResourceGroup: "nodes" }))).toBe("NodeResourceGroupAlreadyExists");
    });
});
