import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { Platform, type PlatformArgs } from "../../components";
import { isGeneratedAlias } from "../../components/platform/plan";
import { platformRules } from "../../components/platform/rules";
import { idFrom } from "../support/mock-azure";
import { named, record, roots, urns, valueOf, type Recording } from "../support/mocks";
import { brief, SUBSCRIPTION_ID } from "../support/mocks-fixtures";

const platformArgs: PlatformArgs = { prefix: "mlp", environment: "dev", location: "eastus", resourceGroup: { kind: "create" } };
const children = (recording: Recording<unknown>): string[] =>
    recording.resources
        .slice(1)
        .map(({ type, name }) => `${type} ${name}`)
        .sort();

describe("rules of a platform", () => {
    const check = (changes: Partial<PlatformArgs>): string[] => brief(platformRules({ ...platformArgs, ...changes }));

    it("S1-5 accept what every name can be made of, and nothing else", () => {
        expect(check({})).toEqual([]);
        expect(check({ prefix: "studioml", environment: "pr-123", resourceGroup: { kind: "existing", name: "rg.team_(ml)" } })).toEqual([]);
        const badPrefixes = ["", "m", "1mlp", "MLP", "ml-platform", "ninechars"].filter(
            (prefix) => check({ prefix })[0] === "error platform/prefix @ prefix",
        );
        expect(badPrefixes).toHaveLength(6);
        const badEnvironments = ["", "-dev", "dev-", "Dev", "thirteenchars"];
        expect(badEnvironments.filter((environment) => check({ environment })[0] === "error platform/environment @ environment")).toEqual(
            badEnvironments,
        );
        const badGroups = ["", "ends.", `${SUBSCRIPTION_ID}/resourceGroups/rg`, "x".repeat(91)];
        expect(
            badGroups.filter(
                (name) =>
                    check({ resourceGroup: { kind: "existing", name } })[0] === "error platform/resource-group-name @ resourceGroup.name",
            ),
        ).toEqual(badGroups);
    });
});

describe("Platform", () => {
    it("S0-3 S1-3 makes the id once, and a group of that name", async () => {
        const recording = await record(() => new Platform("platform", { ...platformArgs, protect: true, tags: { owner: "ml" } }));
        expect(children(recording)).toEqual([
            "azure-native:resources:ResourceGroup platform-resource-group",
            "random:index/randomString:RandomString platform-id",
        ]);
        const id = idFrom("platform-id");
        expect(named(recording, "platform-id").inputs).toEqual({ length: 8, lower: true, numeric: true, upper: false, special: false });
        expect(named(recording, "platform-resource-group").inputs).toEqual({
            resourceGroupName: `rg-mlp-dev-${id}`,
            location: "eastus",
            tags: { owner: "ml" },
        });
        expect(named(recording, "platform-resource-group").options).toEqual({ protect: true });
        expect(named(recording, "platform").options).toEqual({});
        expect(roots(recording)).toEqual(["platform"]);
        const { result } = recording;
        expect(await Promise.all([result.id, result.naming.id, result.resourceGroupName].map(valueOf))).toEqual([
            { value: id, secret: false },
            { value: id, secret: false },
            { value: `rg-mlp-dev-${id}`, secret: false },
        ]);
    });

    it("looks an existing group up, and neither makes nor tags nor locks one", async () => {
        const recording = await record(
            () =>
                new Platform("platform", {
                    ...platformArgs,
                    resourceGroup: { kind: "existing", name: "rg-team" },
                    protect: true,
                    tags: { owner: "ml" },
                }),
        );
        expect(children(recording)).toEqual(["random:index/randomString:RandomString platform-id"]);
        expect(recording.calls).toEqual([{ token: "azure-native:resources:getResourceGroup", inputs: { resourceGroupName: "rg-team" } }]);
        expect((await valueOf(recording.result.resourceGroupName)).value).toBe("rg-team");
    });

    it("drops the SDK's aliases of everything below it, keeps the program's own, and keeps all when asked", async () => {
        const program =
            (keepSdkAliases: boolean): (() => void) =>
            () => {
                const parent = new Platform("platform", { ...platformArgs, keepSdkAliases });
                const component = new pulumi.ComponentResource("test:index:Child", "child", {}, { parent });
                new resources.ResourceGroup(
                    "renamed",
                    {},
                    { parent: component, aliases: [{ name: "before" }, { type: "azure-native:network:Other" }] },
                );
            };
        const dropped = await record(program(false));
        expect(named(dropped, "platform-resource-group").aliases).toEqual([]);
        expect(named(dropped, "renamed").aliases).toEqual(["::before", "azure-native:network:Other::"]);
        const kept = await record(program(true));
        expect(named(kept, "platform-resource-group").aliases.length).toBeGreaterThan(20);
        expect(named(kept, "renamed").aliases.slice(0, 2)).toEqual(["::before", "azure-native:network:Other::"]);
        expect(urns(kept)).toEqual(urns(dropped));
    });

    it("takes for the SDK's only an alias that is nothing but an older home of the same type", () => {
        const type = "azure-native:containerservice:AgentPool";
        expect(
            [
                { type: "azure-native:containerservice/v20230101:AgentPool" },
                { type: "azure-native:insights:AgentPool" },
                { type: "azure-nextgen:containerservice:AgentPool" },
                { type: "azure-native:containerservice/v20230101:AgentPool", name: "old" },
                { type: "azure-native:containerservice:ManagedCluster" },
                { type: "my:index:AgentPool" },
                { name: "old" },
                "urn:pulumi:dev::p::t::n",
                undefined,
            ].map((alias) => isGeneratedAlias(alias, type)),
        ).toEqual([true, true, true, false, false, false, false, false, false]);
    });

    it("registers the same resources in a preview, and two of them do not collide", async () => {
        const program = (): Platform => new Platform("platform", platformArgs);
        const preview = await record(program, { preview: true });
        expect(urns(preview)).toEqual(urns(await record(program)));
        expect(named(preview, "platform-resource-group").inputs["resourceGroupName"]).toBe("[unknown]");
        const both = await record(() => ["a", "b"].map((name) => new Platform(name, platformArgs)));
        expect(new Set(urns(both)).size).toBe(6);
        const groups = both.resources.flatMap(({ inputs }) => inputs["resourceGroupName"] ?? []);
        expect(new Set(groups).size).toBe(2);
    });

    it("refuses a prefix that no registry could have, before anything is registered", async () => {
        const recording = await record(() => {
            expect(() => new Platform("platform", { ...platformArgs, prefix: "ml-platform" })).toThrow(
                'prefix: the prefix must be 2 to 8 lower-case letters and digits, the first a letter (got "ml-platform"); shorten it',
            );
        });
        expect(recording.resources.map(({ name }) => name)).toEqual(["platform"]);
    });
});
