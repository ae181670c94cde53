import * as pulumi from "@pulumi/pulumi";
import { deploy, loadConfig } from "../../stacks";
import { checkConfig } from "../../stacks/config/check";
import { record } from "../support/mocks";
import { FAULTS } from "./config-faults-data";
import { setConfig } from "./support/set-config";
import { edited, toRaw } from "./support/stack-config";

/** Runs the program as Pulumi does, and returns how it failed and what it had registered until then. */
async function failedRun(raw: ReturnType<typeof toRaw>): Promise<{ error: unknown; registered: readonly unknown[] }> {
    const { result, resources } = await record(
        async () => {
            setConfig(raw);
            try {
                await deploy(loadConfig());
                return undefined;
            } catch (error) {
                return error;
            }
        },
        { stack: "prod" },
    );
    return { error: result, registered: resources };
}

// The warnings have their own test; here they would only fill the screen.
beforeEach(() => jest.spyOn(pulumi.log, "warn").mockResolvedValue());
afterEach(() => jest.restoreAllMocks());

describe("a stack file with one fault", () => {
    it.each(FAULTS.map((row) => [row.title, row] as const))(
        "%s is refused, with its path, rule and fix",
        (_title, { stack = "prod", edit, expected }) => {
            const { config, findings } = checkConfig(toRaw(edited(stack, [edit])), stack);
            const errors = findings.filter(({ severity }) => severity === "error");
            expect(config).toBeUndefined();
            expect(errors.map(({ path, rule }) => [path, rule])).toEqual(expected.map(([path, rule]) => [path, rule]));
            errors.forEach((error, index) => expect(error.fix).toContain(expected[index]?.[2] ?? "no fix expected"));
        },
    );

    it("has a title of its own in every row", () => {
        const titles = FAULTS.map(({ title }) => title);
        expect(titles).toEqual([...new Set(titles)]);
    });
});

describe("the report", () => {
    const broken = toRaw(
        edited("prod", [
            [["regoin"], "eastus"],
            [["region"], "estaus"],
            [["cluster", "access"]],
            [["cluster", "serviceCidr"], "10.225.0.0/20"],
            [["cluster", "systemPool", "size"], "Standard_NC4as_T4_v3"],
            [["gpuPools", "t4", "maxCount"], "10"],
            [["gpuPools", "a100", "minCount"], 9],
            [["environment", "owner"]],
            [["environment", "tags", "owner"], "me"],
        ]),
    );

    it("names all faults of all sections at once, fields and rules together", () => {
        const { findings } = checkConfig(broken, "prod");
        expect(findings.filter(({ severity }) => severity === "error").map(({ path, rule }) => [path, rule])).toEqual([
            ["regoin", "config/unknown-key"],
            ["region", "region/unknown"],
            ["environment.owner", "config/missing"],
            ["environment.tags.owner", "environment/reserved-tag"],
            ["cluster.access", "config/missing"],
            ["cluster.serviceCidr", "cluster/service-cidr-overlaps-network"],
            ["cluster.systemPool.size", "cluster/system-size-gpu"],
            ["gpuPools.t4.maxCount", "config/wrong-type"],
            ["gpuPools.a100.minCount", "pool/min-above-max"],
        ]);
    });

    it("ends the run before anything is registered, as a RunError, which Pulumi prints without a stack trace", async () => {
        const { error, registered } = await failedRun(broken);
        expect(registered).toEqual([]);
        expect(pulumi.RunError.isInstance(error)).toBe(true);
    });

    it("is made for reading: number, path, value, what is allowed, fix, rule", async () => {
        const { error } = await failedRun(toRaw(edited("prod", [[["gpuPools", "t4", "capacity"], ["sopt"]]])));
        expect((error as Error).message).toBe(
            [
                'the configuration of stack "prod" has one fault; nothing was changed',
                "",
                '  1. ml-platform:gpuPools.t4.capacity[0] = "sopt"',
                "     must be one of on-demand, spot",
                "     fix: choose one of these",
                "     rule: config/not-allowed",
                "",
                "  docs/rules.md says why each of these rules is there",
            ].join("\n"),
        );
    });

    it("shows no value of an encrypted key, neither as the value nor inside a text", async () => {
        const raw = toRaw(
            edited("prod", [
                [["environment", "owner"], 4711],
                [["environment", "lifetime", "kind"], "hush-hush"],
                [["network", "nodeSubnet"], "10.77.0.0/20"],
                [["network", "addressSpace"], "10.99.0.0/16"],
                [["studioml"], `not "even" a map: hunter2 ${"very long ".repeat(30)}`],
            ]),
            ["ml-platform:environment", "ml-platform:network", "ml-platform:studioml"],
        );
        const { error } = await failedRun(raw);
        const { message } = error as Error;
        expect(message).toContain("ml-platform:network.nodeSubnet = [secret]\n");
        expect(message).toContain("inside the virtual network's range [secret]");
        for (const secret of ["4711", "hush-hush", "10.77.0.0", "10.99.0.0", "hunter2", "very long"]) {
            expect(message).not.toContain(secret);
        }
    });
});
