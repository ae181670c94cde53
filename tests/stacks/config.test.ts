import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { loadConfig } from "../../stacks";
import { checkConfig } from "../../stacks/config/check";
import { environmentOf } from "../../stacks/config/keys/environment";
import { formatPath, parsePath } from "../../stacks/config/form/paths";
import { nearest } from "../../stacks/config/form/nearest";
import { setConfig } from "./support/set-config";
import { type Edit, edited, STACKS, toRaw } from "./support/stack-config";

const check = (stack: string, edits: readonly Edit[] = []): ReturnType<typeof checkConfig> =>
    checkConfig(toRaw(edited(stack, edits)), stack);

/** The least that a stack file can say. */
const SMALLEST = {
    "ml-platform:platform": "studioml",
    "ml-platform:region": "eastus",
    "ml-platform:environment": { owner: "me" },
    "ml-platform:cluster": {
        access: { kind: "public" },
        systemPool: { size: "Standard_D2ds_v5", minCount: 1, maxCount: 1 },
        adminKubeconfig: true,
    },
};

describe("the stack files", () => {
    it("are dev and prod", () => expect(STACKS).toEqual(["dev", "prod"]));

    it("dev passes every rule without a warning", () => expect(check("dev").findings).toEqual([]));

    it("prod passes every rule, and warns of exactly the two values that are made up", () => {
        const { config, findings } = check("prod");
        expect(config).toBeDefined();
        expect(findings.map(({ severity, path, rule }) => [severity, path, rule])).toEqual([
            ["warning", "cluster.access.authorizedIpRanges[0]", "cluster/example-range"],
            ["warning", "cluster.adminGroupObjectIds[0]", "cluster/example-group"],
        ]);
    });

    it("prod is protected, restricted and signs people in; dev is neither protected nor ephemeral", () => {
        const { config: dev } = check("dev");
        const { config: prod } = check("prod");
        expect([dev?.environment.protect, dev?.environment.lifetime.kind]).toEqual([false, "persistent"]);
        expect([prod?.environment.protect, prod?.cluster.access.kind, prod?.cluster.adminKubeconfig]).toEqual([true, "restricted", false]);
    });
});

describe("the config door", () => {
    it("fills in every default", () => {
        const { config, findings } = checkConfig(toRaw(SMALLEST), "My.Stack_of-today");
        expect(findings).toEqual([]);
        expect(config).toEqual({
            platform: "studioml",
            region: "eastus",
            layer: "all",
            deployFrom: "anywhere",
            environment: { owner: "me", lifetime: { kind: "persistent" }, protect: false, idle: false, tags: {} },
            naming: { prefix: "mlp", environment: "my-stack-of" },
            resourceGroup: { kind: "create" },
            network: { kind: "create", addressSpace: "10.224.0.0/16", nodeSubnet: "10.224.0.0/20", outbound: { kind: "loadBalancer" } },
            cluster: {
                kubernetesVersion: "1.36",
                tier: "Standard",
                access: { kind: "public" },
                podNetworking: "overlay",
                dataplane: "cilium",
                networkPolicy: "cilium",
                podCidr: "10.244.0.0/16",
                serviceCidr: "172.20.0.0/16",
                systemPool: { size: "Standard_D2ds_v5", minCount: 1, maxCount: 1, osDiskSizeGiB: 128 },
                upgrades: {
                    kubernetes: "patch",
                    nodeOs: "NodeImage",
                    window: { dayOfWeek: "Sunday", startTime: "02:00", durationHours: 4, utcOffset: "+00:00" },
                },
                adminGroupObjectIds: [],
                adminKubeconfig: true,
                logs: { retentionDays: 30, auditReads: false },
            },
            security: "standard",
            nodeScaling: { kind: "cluster-autoscaler", expander: "least-waste" },
            poolCreation: "auto",
            pools: {},
            gpuPools: {},
            gpuSoftware: { kind: "none" },
            registry: { sku: "Basic", cache: [] },
            imageRegistries: {},
            mirror: {},
            mesh: { kind: "none" },
            ingress: { kind: "none" },
            sso: { kind: "none" },
            objectStore: { kind: "none" },
            monitoring: { kind: "none" },
            keepSdkAliases: false,
            studioml: { namespace: "studioml", runner: { kind: "none" }, queue: { kind: "none" } },
        });
    });

    it("fills in what a partly given map leaves out", () => {
        const { config } = check("dev", [[["cluster", "upgrades"], { window: { dayOfWeek: "Friday" } }]]);
        expect(config?.cluster.upgrades).toEqual({
            kubernetes: "patch",
            nodeOs: "NodeImage",
            window: { dayOfWeek: "Friday", startTime: "02:00", durationHours: 4, utcOffset: "+00:00" },
        });
    });

    it("leaves keys of other namespaces alone", () => {
        expect(
            check("dev", [
                [["azure-native:subscriptionId"], "s"],
                [["pulumi:tags"], "{}"],
            ]).findings,
        ).toEqual([]);
    });

    it("warns of a GPU size that the price list does not have in the region, and names the regions that it has", () => {
        const { config, findings } = check("dev", [
            [["gpuPools", "t4", "sizes", 0], "Standard_ND96asr_v4"],
            [["region"], "northeurope"],
        ]);
        expect(config).toBeDefined();
        expect(findings.map(({ severity, path, rule }) => [severity, path, rule])).toEqual([
            ["warning", "gpuPools.t4.sizes[0]", "region/size-not-listed"],
        ]);
        expect(findings[0]?.message).toMatch(/does not have this size in northeurope; it is listed in .*eastus/);
    });

    it("warns of encryption that would hide nothing", () => {
        const { findings } = checkConfig(toRaw(edited("dev", []), ["ml-platform:registry", "azure-native:clientSecret"]), "dev");
        expect(findings.map(({ severity, path, rule }) => [severity, path, rule])).toEqual([
            ["warning", "registry", "config/needless-secret"],
        ]);
    });

    it("shows warnings and goes on", async () => {
        const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
        await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "ml-platform", "prod");
        setConfig(toRaw(edited("prod", [])));
        expect(loadConfig().platform).toBe("studioml");
        expect(warn.mock.calls.map(([text]) => text.split("\n")[0])).toEqual([
            'ml-platform:cluster.access.authorizedIpRanges[0] = "203.0.113.0/24"',
            'ml-platform:cluster.adminGroupObjectIds[0] = "00000000-0000-0000-0000-000000000000"',
        ]);
        warn.mockRestore();
    });
});

describe("paths", () => {
    it("are read as they are written, whatever the names", () => {
        const step = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.nat({ max: 99 }));
        fc.assert(
            fc.property(fc.string({ minLength: 1 }), fc.array(step, { maxLength: 4 }), (first, rest) => {
                expect(parsePath(formatPath([first, ...rest]))).toEqual([first, ...rest]);
            }),
            { seed: 20261121 },
        );
    });

    it.each(['cluster["\\q"]', "cluster[", 'cluster["', ".", "[]", "cluster..x", "__proto__"])(
        "a key %s is refused, and nothing else happens",
        (key) => {
            const rules = check("dev", [[[`ml-platform:${key}`], "1"]]).findings.map(({ rule }) => rule);
            expect(rules).toEqual(["config/unknown-key"]);
        },
    );
});

describe("names", () => {
    it.each([
        ["dev", "dev"],
        ["pr-1234", "pr-1234"],
        ["Feature/GPU_sharing", "feature-gpu"],
        ["a-very-long-b", "a-very-long"],
    ])("takes the environment's name from the stack %s", (stack, expected) => expect(environmentOf(stack)).toBe(expected));

    it.each([
        ["regoin", "region"],
        ["gpupools", "gpuPools"],
        ["gpu-pools", "gpuPools"],
        ["acess", "access"],
        ["kubernetes", undefined],
        ["x", undefined],
    ])("takes %s for a slip of %s", (word, expected) => expect(nearest(word, ["region", "gpuPools", "access", "registry"])).toBe(expected));
});
