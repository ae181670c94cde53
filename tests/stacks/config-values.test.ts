import { checkConfig } from "../../stacks/config/check";
import { type Edit, edited, toRaw } from "./support/stack-config";

const check = (stack: string, edits: readonly Edit[]): ReturnType<typeof checkConfig> => checkConfig(toRaw(edited(stack, edits)), stack);

// `pulumi config set` (3.248) writes texts at the top; inside, with --path, numbers and booleans for whatever looks like them.
describe("values as YAML and pulumi config set write them", () => {
    it.each([
        ["true", true],
        ["false", false],
    ])("reads the text %s, which is what pulumi config set writes, as a boolean", (text, expected) => {
        expect(check("dev", [[["keepSdkAliases"], text]]).config?.keepSdkAliases).toBe(expected);
    });

    it("takes a whole key as JSON text, which is what pulumi config set without --path writes", () => {
        const { config, findings } = check("dev", [[["gpuPools"], '{"t4":{"sizes":["Standard_NC4as_T4_v3"],"minCount":0,"maxCount":3}}']]);
        expect(findings).toEqual([]);
        expect(config?.gpuPools["t4"]?.maxCount).toBe(3);
    });

    it.each([
        [["gpuPools", "t4", "maxCount"], "3", "write it without quotes: 3"],
        [["cluster", "systemPool", "osDiskSizeGiB"], "128", "write it without quotes: 128"],
        [["cluster", "logs"], { retentionDays: "90" }, "write it without quotes: 90"],
        [["cluster", "adminKubeconfig"], "true", "write it without quotes: true"],
        [["cluster", "logs"], { auditReads: "false" }, "write it without quotes: false"],
        [["environment", "owner"], 4711, 'put it in quotes: "4711" (with pulumi config set: --type string)'],
        [["environment", "tags", "cost-center"], true, 'put it in quotes: "true" (with pulumi config set: --type string)'],
        [["gpuPools", "t4", "labels"], { team: 7 }, 'put it in quotes: "7" (with pulumi config set: --type string)'],
        [["cluster", "kubernetesVersion"], 1.36, 'put it in quotes: "1.36" (with pulumi config set: --type string)'],
    ])("guesses no type inside a map: %j as %j is refused", (path, value, fix) => {
        const { config, findings } = check("dev", [[path, value]]);
        expect(config).toBeUndefined();
        expect(findings.map(({ rule, fix: toDo }) => [rule, toDo])).toEqual([["config/wrong-type", fix]]);
    });

    it("says how to set a value inside a map to someone who forgot --path", () => {
        const { findings } = check("dev", [[["gpuPools.t4.maxCount"], "3"]]);
        expect(findings).toEqual([
            {
                rule: "config/unknown-key",
                severity: "error",
                path: "gpuPools.t4.maxCount",
                message: "is set as a key of its own; it needs `--path`",
                fix: "pulumi config rm 'ml-platform:gpuPools.t4.maxCount', then pulumi config set --path 'ml-platform:gpuPools.t4.maxCount' <value>",
            },
        ]);
    });

    it("takes a key without a value as left out", () => {
        expect(check("dev", [[["registry"], ""]]).config?.registry).toEqual({ sku: "Basic", cache: [] });
    });

    it("takes zones as numbers too, which is what pulumi config set --path writes", () => {
        expect(
            check("dev", [
                [
                    ["gpuPools", "t4", "zones"],
                    [1, "2"],
                ],
            ]).config?.gpuPools["t4"]?.zones,
        ).toEqual(["1", "2"]);
    });

    it.each(["2027-01-31", "2027-01-31 00:00:00 +0000 UTC"])(
        "reads the day %s, which is what Pulumi makes of a date without quotes",
        (expiresOn) => {
            const { config } = check("dev", [[["environment", "lifetime"], { kind: "ephemeral", expiresOn }]]);
            expect(config?.environment.lifetime).toEqual({ kind: "ephemeral", expiresOn: "2027-01-31" });
        },
    );

    it("accepts an expiry in the past, so that no preview changes by the day", () => {
        const { config, findings } = check("dev", [[["environment", "lifetime"], { kind: "ephemeral", expiresOn: "2001-01-01" }]]);
        expect(findings).toEqual([]);
        expect(config?.environment.lifetime).toEqual({ kind: "ephemeral", expiresOn: "2001-01-01" });
    });
});
