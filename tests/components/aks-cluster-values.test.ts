import { AksCluster, type AksClusterArgs, type ClusterSpec } from "../../components";
import { dropGeneratedAliases } from "../../components/platform/plan";
import { named, record } from "../support/mocks";
import { ADMIN_GROUP, namingHandle, networkHandle } from "../support/mocks-fixtures";

function build(changes: Partial<ClusterSpec> = {}, args: Partial<AksClusterArgs> = {}): AksCluster {
    const cluster: ClusterSpec = {
        access: { kind: "public" },
        systemPool: { size: "Standard_D4as_v5", minCount: 1, maxCount: 3 },
        adminGroupObjectIds: [ADMIN_GROUP],
        ...changes,
    };
    const all = { resourceGroupName: "rg", location: "eastus", naming: namingHandle(), network: networkHandle(), cluster, ...args };
    return new AksCluster("aks", all, { transformations: [dropGeneratedAliases] });
}

describe("what is not the default of an AksCluster", () => {
    it("S0-8 S1-4 S2-13 asks for other networking where it is wanted, and always for all ranges", async () => {
        const profile = async (changes: Partial<ClusterSpec>): Promise<unknown> =>
            named(await record(() => build(changes)), "aks-cluster").inputs["networkProfile"];
        const ranges = {
            networkPlugin: "azure",
            podCidr: "10.244.0.0/16",
            serviceCidr: "172.20.0.0/16",
            dnsServiceIP: "172.20.0.10",
            outboundType: "loadBalancer",
            loadBalancerSku: "standard",
        };
        expect(await profile({ podNetworking: "node-subnet", dataplane: "azure", networkPolicy: "calico" })).toEqual({
            ...ranges,
            networkDataplane: "azure",
            networkPolicy: "calico",
        });
        expect(await profile({ networkPolicy: "none" })).toEqual({
            ...ranges,
            networkPluginMode: "overlay",
            networkDataplane: "cilium",
            networkPolicy: "none",
        });
    });

    it("S0-24 closes the node resource group, commands past the API server and SSH where it is hardened", async () => {
        const inputs = async (security: "standard" | "hardened"): Promise<Record<string, unknown>> =>
            named(await record(() => build({}, { security })), "aks-cluster").inputs;
        const standard = await inputs("standard");
        const hardened = await inputs("hardened");
        expect(hardened["nodeResourceGroupProfile"]).toEqual({ restrictionLevel: "ReadOnly" });
        expect(hardened["apiServerAccessProfile"]).toEqual({
            enablePrivateCluster: false,
            authorizedIPRanges: [],
            disableRunCommand: true,
        });
        expect(hardened["agentPoolProfiles"]).toEqual([
            { ...(standard["agentPoolProfiles"] as object[])[0], securityProfile: { sshAccess: "Disabled" } },
        ]);
        const { nodeResourceGroupProfile: _group, apiServerAccessProfile: _access, agentPoolProfiles: _pools, ...rest } = hardened;
        const { apiServerAccessProfile, agentPoolProfiles: _standardPools, ...others } = standard;
        expect(rest).toEqual(others);
        expect(apiServerAccessProfile).toEqual({ enablePrivateCluster: false, authorizedIPRanges: [] });
    });

    it("S0-29 S3-16 tells the autoscaler what is asked for, and leaves its own times where nothing is", async () => {
        const profile = async (args: Partial<AksClusterArgs>): Promise<unknown> =>
            named(await record(() => build({}, args)), "aks-cluster").inputs["autoScalerProfile"];
        expect(await profile({})).toEqual({ expander: "least-waste" });
        const autoscaler = {
            kind: "cluster-autoscaler",
            expander: "most-pods",
            scaleDownDelayAfterAddMinutes: 20,
            scaleDownUnneededMinutes: 30,
            scaleDownUtilizationPercent: 35,
        } as const;
        expect(await profile({ autoscaler })).toEqual({
            expander: "most-pods",
            scaleDownDelayAfterAdd: "20m",
            scaleDownUnneededTime: "30m",
            scaleDownUtilizationThreshold: "0.35",
        });
    });
});
