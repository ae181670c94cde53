import type { Properties } from "../../../rehearsal/provider/values";
import { secret, UNKNOWN } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import { clusterArgs, poolArgs, SubscriptionFixture, systemPool } from "./subscription-fixture";

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const POOL = "azure-native:containerservice:AgentPool";

describe("diff of the simulated azure-native provider", () => {
    let fixture: SubscriptionFixture;
    beforeAll(async () => {
        fixture = new SubscriptionFixture();
        await fixture.azure.configure({ location: "westeurope" });
    });
    afterAll(() => {
        fixture.dispose();
    });

    const created = (type: string, inputs: Properties): Created => ({ type, name: "thing", id: "/x", inputs, state: {} });
    const clusterBefore = clusterArgs({
        location: "westeurope",
        networkProfile: { serviceCidr: "10.1.0.0/16", networkPlugin: "azure" },
        tags: { a: "1", "b.c": "2" },
    });
    const poolBefore = poolArgs({ nodeTaints: ["a=b:NoSchedule"] });

    test.each<[string, string, Properties, Properties, Record<string, { kind: string; replace: boolean }>]>([
        ["nothing changed", CLUSTER, clusterBefore, {}, {}],
        ["the region in another spelling", CLUSTER, clusterBefore, { location: "West Europe" }, {}],
        ["another region replaces", CLUSTER, clusterBefore, { location: "northeurope" }, { location: { kind: "update", replace: true } }],
        ["a path parameter replaces", POOL, poolBefore, { agentPoolName: "t4d2" }, { agentPoolName: { kind: "update", replace: true } }],
        ["a size replaces a pool", POOL, poolBefore, { vmSize: "Standard_NC8as_T4_v3" }, { vmSize: { kind: "update", replace: true } }],
        ["a size not known yet replaces a pool", POOL, poolBefore, { vmSize: UNKNOWN }, { vmSize: { kind: "update", replace: true } }],
        [
            "what only Azure fixes is an update",
            POOL,
            poolBefore,
            { osDiskType: "Ephemeral", maxPods: 30 },
            { osDiskType: { kind: "add", replace: false }, maxPods: { kind: "add", replace: false } },
        ],
        [
            "an inline size is an update",
            CLUSTER,
            clusterBefore,
            { agentPoolProfiles: [systemPool({ vmSize: "Standard_D8s_v5" })] },
            { "agentPoolProfiles[0].vmSize": { kind: "update", replace: false } },
        ],
        [
            "a nested force-new property replaces",
            CLUSTER,
            clusterBefore,
            { networkProfile: { serviceCidr: "10.2.0.0/16", networkPlugin: "azure" } },
            { "networkProfile.serviceCidr": { kind: "update", replace: true } },
        ],
        [
            "a nested property that goes replaces",
            CLUSTER,
            clusterBefore,
            { networkProfile: { serviceCidr: "10.1.0.0/16" } },
            { "networkProfile.networkPlugin": { kind: "delete", replace: true } },
        ],
        [
            "a whole object with such a property replaces",
            CLUSTER,
            clusterBefore,
            { networkProfile: null },
            { networkProfile: { kind: "delete", replace: true } },
        ],
        [
            "maps by key",
            CLUSTER,
            clusterBefore,
            { tags: { a: "2", d: "3" } },
            {
                "tags.a": { kind: "update", replace: false },
                'tags["b.c"]': { kind: "delete", replace: false },
                "tags.d": { kind: "add", replace: false },
            },
        ],
        [
            "lists by index",
            POOL,
            poolBefore,
            { nodeTaints: ["a=b:NoSchedule", "c=d:NoSchedule"] },
            { "nodeTaints[1]": { kind: "add", replace: false } },
        ],
        [
            "a Kubernetes version is an update",
            CLUSTER,
            clusterBefore,
            { kubernetesVersion: "1.37" },
            { kubernetesVersion: { kind: "update", replace: false } },
        ],
    ])("diff: %s", async (_, type, before, change, expected) => {
        const result = await fixture.diff(created(type, before), { ...before, ...change });
        expect(result.changes).toEqual(expected);
        expect(result.deleteBeforeReplace).toBe(Object.values(expected).some((one) => one.replace));
    });

    test("a resource that named itself is replaced by a new one first", async () => {
        const before = { ...poolBefore, __createBeforeDelete: true };
        const result = await fixture.diff(created(POOL, before), { ...before, vmSize: "Standard_NC8as_T4_v3" });
        expect(result.deleteBeforeReplace).toBe(false);
    });

    test.each([
        [["count"], { count: 3 }, []],
        [["agentPoolProfiles"], { agentPoolProfiles: [systemPool({ count: 3 })] }, []],
        [["agentPoolProfiles[0].count"], { agentPoolProfiles: [systemPool({ count: 3, mode: "User" })] }, ["agentPoolProfiles[0].mode"]],
        [["agentPoolProfiles[*].count"], { agentPoolProfiles: [systemPool({ count: 3 })] }, []],
        [['tags["b.c"]'], { tags: { a: "1" } }, []],
        [["tag"], { tags: { a: "1" } }, ['tags["b.c"]']],
    ])("ignoreChanges %j", async (ignoreChanges, change: Properties, expected) => {
        const type = "count" in change ? POOL : CLUSTER;
        const before = type === POOL ? poolBefore : clusterBefore;
        expect(Object.keys((await fixture.diff(created(type, before), { ...before, ...change }, ignoreChanges)).changes)).toEqual(expected);
    });

    test("without old inputs the copy in the state is compared", async () => {
        const request = {
            ...fixture.identity(POOL, "thing"),
            id: "/x",
            oldInputs: {},
            oldState: { __inputs: secret(poolBefore) },
            news: poolBefore,
            ignoreChanges: [],
        };
        expect((await fixture.azure.diff(request)).changes).toEqual({});
    });
});
