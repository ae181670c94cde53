import * as pulumi from "@pulumi/pulumi";
import { checkAzureLayer } from "../../stacks/azure-layer-check";
import { type AzureLayerFacts, azureLayerFacts, type SharedConfig } from "../../stacks/azure-layer-output";
import { checkConfig } from "../../stacks/config/check";
import { AZURE_STACK, azureOutputs, cluster, type Plain } from "./support/layers";
import { type Edit, edited, toRaw } from "./support/stack-config";

let handed: Plain;
beforeAll(async () => {
    jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    handed = await azureOutputs();
});

describe("what is handed over", () => {
    const config = (...edits: Edit[]): SharedConfig => {
        const { config: checked } = checkConfig(toRaw(edited("prod", [...cluster, ...edits])), "prod");
        if (checked === undefined) {
            throw new Error("the configuration has faults");
        }
        return checked;
    };
    const facts = (): AzureLayerFacts => azureLayerFacts(config());
    const check = (azureLayer: unknown, platform: unknown = "studioml", here = facts()): string => {
        const checked = checkAzureLayer({ stack: AZURE_STACK, azureLayer, platform }, here);
        return "problem" in checked ? checked.problem : "";
    };
    /** A copy with other values at some paths; an undefined one takes the key away. */
    const changed = (...edits: [path: string[], value: unknown][]): unknown => {
        const copy = structuredClone(handed["azureLayer"]) as Plain;
        for (const [path, value] of edits) {
            const parent = path.slice(0, -1).reduce<Plain>((inner, key) => inner[key] as Plain, copy);
            parent[path.at(-1) ?? ""] = value;
        }
        return JSON.parse(JSON.stringify(copy));
    };

    it("is accepted as it comes, whatever the order of its keys", () => {
        expect(check(handed["azureLayer"])).toBe("");
        const reversed = (value: unknown): unknown =>
            Array.isArray(value)
                ? value.map(reversed)
                : typeof value === "object" && value !== null
                  ? Object.fromEntries(
                        Object.entries(value)
                            .reverse()
                            .map(([key, inner]) => [key, reversed(inner)]),
                    )
                  : value;
        expect(check(reversed(handed["azureLayer"]))).toBe("");
    });

    it("is missed with the command that makes it, or with the layer that it needs", () => {
        expect(checkAzureLayer({ stack: AZURE_STACK, azureLayer: undefined, platform: undefined }, facts())).toEqual({
            problem: expect.stringContaining(`run \`pulumi up --stack ${AZURE_STACK}\` first`) as string,
        });
        expect(check(undefined, "studioml")).toContain("its layer is not azure");
    });

    it("is refused in another version, and in none", () => {
        expect(check(changed([["version"], 1]))).toContain("in version 1, and this program reads version 4");
        expect(check(changed([["version"], undefined]))).toContain("in no version");
        expect(check("text")).toContain("in no version");
    });

    it("must agree in GPU pools, and both sides of every difference are named", () => {
        const problem = check(
            changed(
                [["gpuPools", "t4", "size"], "Standard_NC8as_T4_v3"],
                [["gpuPools", "a100"], undefined],
                [["gpuPools", "h100"], { size: "x" }],
            ),
        );
        expect(problem.split("\n").filter((line) => /^ {2}gpuPools/.test(line))).toEqual([
            "  gpuPools.a100: defined here, missing there",
            "  gpuPools.h100: missing here, defined there",
            "  gpuPools.t4.size: Standard_NC4as_T4_v3 here, Standard_NC8as_T4_v3 there",
        ]);
        expect(problem).toContain(`what stack "${AZURE_STACK}" made`);
    });

    it("must agree in sizes and capacities of an entry, in pools without GPUs, and in the expander", () => {
        const more = config(
            [
                ["gpuPools", "t4", "capacity"],
                ["on-demand", "spot"],
            ],
            [["pools", "jobs"], { size: "Standard_D8ds_v5", minCount: 0, maxCount: 2 }],
            [["nodeScaling"], { kind: "cluster-autoscaler", expander: "priority" }],
        );
        const problem = check(handed["azureLayer"], "studioml", azureLayerFacts(more));
        expect(problem.split("\n").flatMap((line) => /^ {2}([a-zA-Z0-9.]+): .* here, /.exec(line)?.[1] ?? [])).toEqual([
            "expander",
            "gpuPools.t4.agentPools",
            "gpuPools.t4.placement.tolerations",
            "pools.jobs",
        ]);
    });

    it("must agree in platform, region and address ranges", () => {
        const problem = check(changed([["platform"], "kubeflow"], [["region"], "westeurope"], [["addresses", "podCidr"], "10.9.0.0/16"]));
        expect(problem).toContain("  platform: studioml here, kubeflow there");
        expect(problem).toContain("  region: eastus here, westeurope there");
        expect(problem).toContain("  addresses.podCidr: 10.244.0.0/16 here, 10.9.0.0/16 there");
    });

    it("need not agree in what only the Azure layer uses", () => {
        const other = config(
            [["registry"]],
            [["naming"]],
            [["environment", "protect"], false],
            [["cluster", "tier"], "Free"],
            [["cluster", "upgrades"]],
            [["cluster", "logs"]],
            [["gpuPools", "t4", "maxCount"], 3],
        );
        expect(check(handed["azureLayer"], "studioml", azureLayerFacts(other))).toBe("");
    });
});
