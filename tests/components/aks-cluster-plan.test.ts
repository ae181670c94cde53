import { parse } from "yaml";
import { type ClusterSpec } from "../../components";
import { adminKubeconfig, kubeloginKubeconfig } from "../../components/aks-cluster/kubeconfig";
import { logCategories, planCluster, planMaintenance } from "../../components/aks-cluster/plan";
import { clusterAddresses, clusterRules } from "../../components/aks-cluster/rules";
import type { NetworkFacts } from "../../components/core/contracts";
import { aksKubeconfig } from "../support/mock-azure";
import { ADMIN_GROUP, brief } from "../support/mocks-fixtures";

const spec: ClusterSpec = {
    access: { kind: "public" },
    systemPool: { size: "Standard_D4as_v5", minCount: 1, maxCount: 3 },
    adminGroupObjectIds: [ADMIN_GROUP],
};
const network: NetworkFacts = {
    ranges: { addressSpace: "10.224.0.0/16", nodeSubnet: "10.224.0.0/20" },
    outboundType: "loadBalancer",
    egressKnown: true,
};
const window = { dayOfWeek: "Sunday", startTime: "02:00", durationHours: 4, utcOffset: "+00:00" } as const;

const check = (changes: Partial<ClusterSpec>, facts: Partial<NetworkFacts> = {}, location = "eastus"): string[] =>
    brief(clusterRules({ ...spec, ...changes }, { location, network: { ...network, ...facts } }));

describe("plan of a cluster", () => {
    it("S0-4 S0-6 S0-20 S0-21 fills in what is left out", () => {
        expect(planCluster(spec)).toEqual({
            kubernetesVersion: "1.36",
            tier: "Standard",
            access: { kind: "public" },
            podNetworking: "overlay",
            dataplane: "cilium",
            networkPolicy: "cilium",
            podCidr: "10.244.0.0/16",
            serviceCidr: "172.20.0.0/16",
            dnsServiceIp: "172.20.0.10",
            systemPool: { size: "Standard_D4as_v5", minCount: 1, maxCount: 3, osDiskSizeGiB: 128 },
            upgrades: { kubernetes: "patch", nodeOs: "NodeImage", window },
            adminGroupObjectIds: [ADMIN_GROUP],
            adminKubeconfig: false,
            logs: { retentionDays: 30, auditReads: false },
        });
        expect(planCluster({ ...spec, serviceCidr: "192.168.128.0/20" }).dnsServiceIp).toBe("192.168.128.10");
        expect(check({ serviceCidr: "192.168.128.0/20" })).toEqual([]);
    });

    it("sets a window for each thing that Azure upgrades by itself", () => {
        const sets = (kubernetes: "patch" | "none", nodeOs: "NodeImage" | "SecurityPatch" | "Unmanaged" | "None"): string[] =>
            planMaintenance({ kubernetes, nodeOs }).map(({ configName }) => configName);
        expect(sets("patch", "SecurityPatch")).toEqual(["default", "aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"]);
        expect(sets("patch", "Unmanaged")).toEqual(["default", "aksManagedAutoUpgradeSchedule"]);
        expect(sets("none", "NodeImage")).toEqual(["default", "aksManagedNodeOSUpgradeSchedule"]);
        expect(sets("none", "None")).toEqual(["default"]);
    });

    it("keeps eight categories of logs, and reads in place of writes when asked", () => {
        expect([logCategories(false).length, logCategories(true).length]).toEqual([8, 8]);
        expect(logCategories(false)).not.toContain("kube-audit");
        expect(logCategories(true).filter((category) => category.startsWith("kube-audit"))).toEqual(["kube-audit"]);
    });

    it("counts the surge of an upgrade among the system pool's nodes", () => {
        expect(clusterAddresses(spec, network.ranges)).toEqual({
            nodeSubnet: "10.224.0.0/20",
            podNetworking: "overlay",
            podCidr: "10.244.0.0/16",
            systemNodes: 4,
        });
    });
});

describe("kubeconfig", () => {
    it("S0-31 signs in by kubelogin without a token or a prompt, in a context named after the cluster", () => {
        const rewritten: unknown = parse(kubeloginKubeconfig(aksKubeconfig("aks-dev", "user"), "aks-dev"));
        expect(rewritten).toEqual({
            apiVersion: "v1",
            kind: "Config",
            clusters: [
                { name: "aks-dev", cluster: { "certificate-authority-data": "Q0E=", server: "https://aks-dev.hcp.eastus.azmk8s.io:443" } },
            ],
            contexts: [{ name: "aks-dev-context", context: { cluster: "aks-dev", user: "aks-dev" } }],
            "current-context": "aks-dev-context",
            preferences: {},
            users: [
                {
                    name: "aks-dev",
                    user: {
                        exec: {
                            apiVersion: "client.authentication.k8s.io/v1",
                            command: "kubelogin",
                            args: ["get-token", "--login", "azurecli", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"],
                            interactiveMode: "Never",
                            provideClusterInfo: false,
                            installHint: expect.stringContaining("az aks install-cli") as string,
                        },
                    },
                },
            ],
        });
        expect(kubeloginKubeconfig(aksKubeconfig("aks-dev", "admin"), "aks-dev")).not.toMatch(/TOKEN|KEY|client-/);
    });

    it("keeps the administrator's credential in its own form, and shows no content when it is malformed", () => {
        const users: unknown = (parse(adminKubeconfig(aksKubeconfig("aks-dev", "admin"), "aks-dev")) as { users: unknown }).users;
        expect(users).toEqual([
            { name: "aks-dev", user: { "client-certificate-data": "Y2VydA==", "client-key-data": "QURNSU4tS0VZ", token: "ADMIN-TOKEN" } },
        ]);
        for (const malformed of ["token: SECRET-TOKEN", "{ token: SECRET-TOKEN", "users: [SECRET-TOKEN]", ""]) {
            expect(() => adminKubeconfig(malformed, "aks-dev")).toThrow(/content is a secret and is not shown$/);
            expect(() => kubeloginKubeconfig(malformed, "aks-dev")).not.toThrow(/SECRET-TOKEN/);
        }
    });
});
