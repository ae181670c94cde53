import { nameOf, Rehearsal, standing, typeOf } from "../support/rehearsal";

jest.setTimeout(600_000);

const POOL = "azure-native:containerservice:AgentPool";
const CLUSTER = "azure-native:containerservice:ManagedCluster";
const group =
    "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/reserved/providers/Microsoft.Compute/capacityReservationGroups/t4";

type Path = readonly (string | number)[];
const cluster = (...path: string[]): Path => ["ml-platform:cluster", ...path];

/** Everything about cluster and nodes that dev leaves at its defaults. */
const other: readonly (readonly [Path, unknown])[] = [
    [["ml-platform:security"], "hardened"],
    [cluster("access"), { kind: "restricted", authorizedIpRanges: ["203.0.113.0/24"] }],
    [cluster("adminKubeconfig"), false],
    [cluster("adminGroupObjectIds"), ["5c6d8f9a-0000-4000-8000-000000000001"]],
    [cluster("podNetworking"), "node-subnet"],
    [cluster("dataplane"), "azure"],
    [cluster("networkPolicy"), "calico"],
    [["ml-platform:network", "peeredRanges"], ["10.0.0.0/16"]],
    [["ml-platform:nodeScaling"], { kind: "cluster-autoscaler", expander: "most-pods", scaleDownUnneededMinutes: 30 }],
    [
        ["ml-platform:gpuPools"],
        {
            a100: { sizes: ["Standard_NC24ads_A100_v4"], sharing: { kind: "mig", profile: "MIG1g" }, minCount: 0, maxCount: 1 },
            t4: {
                sizes: ["Standard_NC4as_T4_v3"],
                minCount: 1,
                maxCount: 1,
                reservation: { capacityReservationGroupId: group },
                osDisk: { kind: "ephemeral", sizeGiB: 128 },
                drainTimeoutMinutes: 1440,
                maxPods: 30,
            },
        },
    ],
    [["ml-platform:environment", "idle"], true],
];

/** The real engine, and the simulated subscription's own rules, on what no other stack of the tests asks for. */
describe("a hardened stack with pods in the node subnet", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());
    const file = (...more: (readonly [Path, unknown])[]): string => rehearsal.edited("dev", [...other, ...more]);

    it("S0-15 S0-24 S0-47 S1-4 S2-13 stands after `up`, also after a refresh", async () => {
        const config = file();
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", config);
        await rehearsal.ok("refresh", "--yes", "--skip-preview", "-s", "dev", "--config-file", config);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev", "--config-file", config);
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
        const { resources } = await rehearsal.inventory("dev");
        expect(resources.filter(({ type }) => type === POOL).map(({ name }) => name)).toEqual(["a100d1", "systempool", "t4d1"]);
    });

    it.each<[string, Path, unknown]>([
        ["another disk", ["ml-platform:gpuPools", "t4", "osDisk"], { kind: "managed", sizeGiB: 128 }],
        ["no reservation", ["ml-platform:gpuPools", "t4", "reservation"], undefined],
    ])("shows that %s replaces the pool, and nothing else", async (_title, path, value) => {
        const steps = await rehearsal.previewSteps("dev", "--config-file", file([path, value]));
        expect(new Set(steps.filter(({ op }) => op.includes("replace")).map(nameOf))).toEqual(new Set(["gpu-t4"]));
    });

    it("shows that waking up and a longer drain are updates in place", async () => {
        const edits: (readonly [Path, unknown])[] = [
            [["ml-platform:environment", "idle"], false],
            [["ml-platform:gpuPools", "t4", "drainTimeoutMinutes"], 60],
            [["ml-platform:security"], "standard"],
        ];
        const steps = await rehearsal.previewSteps("dev", "--config-file", file(...edits));
        expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["update"]));
        expect(new Set(steps.map(typeOf))).toEqual(new Set([POOL, CLUSTER]));
    });
});
