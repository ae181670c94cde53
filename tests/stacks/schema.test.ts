import { readFileSync } from "node:fs";
import * as path from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { REGIONS } from "../../stacks/config/keys/region-data";
import { type JsonSchema, sharedFileJsonSchema, stackFileJsonSchema } from "../../stacks/config/json-schema/json-schema";
import { withDefinitions } from "../../stacks/config/json-schema/definitions";
import { CHECKOUT, edited, readStackFile, SHARED_FILES, stackFileAsWritten, STACKS } from "./support/stack-config";

const schema = JSON.parse(readFileSync(path.join(CHECKOUT, "schema", "stack.schema.json"), "utf8")) as JsonSchema;
// Descriptions of enum values are for editors; the form of a day is in its pattern, too.
const ajv = new Ajv({ allErrors: true, keywords: ["enumDescriptions", "x-extends"], formats: { date: true }, strictTypes: false });
const shared = JSON.parse(readFileSync(path.join(CHECKOUT, "schema", "shared.schema.json"), "utf8")) as JsonSchema;
const validators = { stack: ajv.compile(schema), shared: ajv.compile(shared) };

/** Places and kinds of what the independent validator objects to. */
function complaints(file: unknown, kind: keyof typeof validators = "stack"): string[] {
    const validate = validators[kind];
    validate(file);
    // That a branch of a condition fails says nothing that the branch does not.
    const told = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
    return told.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

/** Every schema of a value, with its path. */
function* fields(value: JsonSchema, at: string): Generator<[string, JsonSchema]> {
    yield [at, value];
    for (const [name, inner] of Object.entries(value.properties ?? {})) {
        yield* fields(inner, `${at}.${name}`);
    }
    for (const choice of value.oneOf ?? []) {
        yield* fields(choice, `${at}|${String(choice.properties?.["kind"]?.const)}`);
    }
    if (typeof value.additionalProperties === "object") {
        yield* fields(value.additionalProperties, `${at}.*`);
    }
}

/** What holds for a file that extends no other: everything that is required must be there. As it is before repeated parts are moved. */
const config = stackFileJsonSchema().properties?.["config"]?.["else"] as JsonSchema | undefined;

describe("schema/stack.schema.json", () => {
    it("is what stacks/config/schema.ts says now (`npm run schema` writes it)", () => {
        expect(schema).toEqual(JSON.parse(JSON.stringify(withDefinitions(stackFileJsonSchema()))));
    });

    it.each(STACKS)("accepts the stack file of %s, which names it in its first line", (stack) => {
        expect(complaints(stackFileAsWritten(stack))).toEqual([]);
        expect(complaints(readStackFile(stack))).toEqual([]);
        const [first] = readFileSync(path.join(CHECKOUT, `Pulumi.${stack}.yaml`), "utf8").split("\n");
        expect(first).toBe("# yaml-language-server: $schema=./schema/stack.schema.json");
    });

    it("accepts what Pulumi writes beside the configuration, and keys of other namespaces", () => {
        const values = edited("dev", [
            [["azure-native:subscriptionId"], "11111111-2222-4333-8444-555555555555"],
            [["pulumi:disable-default-providers"], ["*"]],
        ]);
        expect(
            complaints({ config: values, encryptionsalt: "v1:x", secretsprovider: "passphrase", encryptedkey: "k", environment: ["x"] }),
        ).toEqual([]);
    });

    it.each([
        ["a misspelt key", "regoin", "westeurope", "/config additionalProperties"],
        ["a key without a namespace", "region", "westeurope", "/config additionalProperties"],
        ["an unknown region", "ml-platform:region", "estaus", "/config/ml-platform:region enum"],
        ["a text for a boolean", "ml-platform:keepSdkAliases", "yes", "/config/ml-platform:keepSdkAliases type"],
        ["a misspelt key inside", "ml-platform:registry", { SKU: "Basic" }, "/config/ml-platform:registry additionalProperties"],
        [
            "a retired GPU size",
            "ml-platform:gpuPools",
            { t4: { sizes: ["Standard_NC6"], minCount: 0, maxCount: 1 } },
            "/config/ml-platform:gpuPools/t4/sizes/0 enum",
        ],
    ])("rejects %s", (_title, key, value, complaint) => {
        const fullKey = key === "regoin" ? `ml-platform:${key}` : key;
        expect(complaints({ config: { ...readStackFile("dev").config, [fullKey]: value } })).toEqual([complaint]);
    });

    it("describes every key, and gives a default, an example or the choices for it", () => {
        const all = Object.entries(config?.properties ?? {}).flatMap(([key, value]) => [...fields(value, key)]);
        const named = all.filter(([at, { const: fixed }]) => fixed === undefined && !/\.(tags|labels)\.\*$/.test(at));
        expect(named.length).toBeGreaterThan(50);
        expect(named.filter(([, { description }]) => description === undefined).map(([at]) => at)).toEqual([]);
        // A choice is shown as a whole, with the example of what it is a choice for.
        // A secret has neither: someone would use it.
        const isSecret = (at: string): boolean =>
            named.some(([place, { writeOnly }]) => writeOnly === true && `${at}.`.startsWith(`${place}.`));
        const single = named.filter(([at]) => !/\|[^.]*$/.test(at) && !isSecret(at));
        const mute = single.filter(([, { default: fallback, examples, enum: choices }]) => (fallback ?? examples ?? choices) === undefined);
        expect(mute.map(([at]) => at)).toEqual([]);
    });

    it("accepts every default and example of its own, which stand in for what is faulty", () => {
        const all = Object.entries(config?.properties ?? {}).flatMap(([key, value]) => [...fields(value, key)]);
        const given = all.flatMap(([at, field]) => [field.default, ...(field.examples ?? [])].map((value) => ({ at, field, value })));
        const stated = given.filter(({ value }) => value !== undefined);
        expect(stated.length).toBeGreaterThan(50);
        expect(stated.filter(({ field, value }) => !ajv.validate(field, value)).map(({ at, value }) => [at, value])).toEqual([]);
    });

    describe("for a file that extends others", () => {
        const extending = (values: Readonly<Record<string, unknown>>): unknown => ({
            config: { "ml-platform:extends": ["base.yaml"], ...values },
        });
        const on = (key: string, value: unknown): string[] => complaints(extending({ [`ml-platform:${key}`]: value }));

        it("requires nothing: what is missing may be in another file", () => {
            expect(complaints(extending({}))).toEqual([]);
            expect(on("gpuPools", { t4: { maxCount: 3 } })).toEqual([]);
            expect(complaints({ config: { "ml-platform:region": "eastus" } })).not.toEqual([]);
        });

        it("accepts null where something may be removed, and not where it is required", () => {
            expect(on("cluster", { logs: null, tier: null, adminGroupObjectIds: null })).toEqual([]);
            expect(on("gpuPools", { t4: null })).toEqual([]);
            expect(on("environment", { lifetime: null, tags: { a: null } })).toEqual([]);
            expect(on("registry", null)).toEqual([]);
            expect(on("environment", { owner: null })).toEqual(["/config/ml-platform:environment/owner type"]);
            expect(on("region", null)).not.toEqual([]);
        });

        it("accepts a part of a choice whose kind is elsewhere, and the removal of what another kind had", () => {
            expect(on("network", { nodeSubnet: "10.224.0.0/20" })).toEqual([]);
            expect(on("network", { kind: "create", nodeSubnetId: null })).toEqual([]);
            expect(on("network", { kind: "create", nodeSubnetId: "x" })).not.toEqual([]);
            expect(on("network", { nodeSubnot: "10.224.0.0/20" })).not.toEqual([]);
        });

        it("still rejects what no file may hold", () => {
            expect(on("cluster", { teir: "Free" })).toEqual(["/config/ml-platform:cluster additionalProperties"]);
            expect(on("cluster", { tier: "Fre" })).toEqual(["/config/ml-platform:cluster/tier enum"]);
            expect(complaints(extending({ "ml-platform:regoin": "eastus" }))).toEqual(["/config additionalProperties"]);
        });
    });

    it("wants a secret encrypted", () => {
        const on = (password: unknown): string[] => {
            const registries = { ghcr: { server: "ghcr.io", username: "bot", password } };
            return complaints({ config: { ...readStackFile("dev").config, "ml-platform:imageRegistries": registries } });
        };
        expect(on({ secure: "v1:x" })).toEqual([]);
        expect(on("hunter2")).toEqual(["/config/ml-platform:imageRegistries/ghcr/password type"]);
    });

    it("says who acts on an expiry, and that the system pool is not changed later", () => {
        const lifetime = config?.properties?.["ml-platform:environment"]?.properties?.["lifetime"];
        expect(lifetime?.oneOf?.[1]?.properties?.["expiresOn"]?.description).toContain("nothing acts on it yet");
        const pool = config?.properties?.["ml-platform:cluster"]?.properties?.["systemPool"];
        expect(pool?.description).toContain("later changes here are ignored");
    });

    it("says a line on every GPU size, and offers every region", () => {
        const pools = config?.properties?.["ml-platform:gpuPools"]?.additionalProperties;
        const size = typeof pools === "object" ? pools.properties?.["sizes"]?.items : undefined;
        expect(size?.enum).toContain("Standard_NC4as_T4_v3");
        expect(size?.["enumDescriptions"]).toHaveLength(size?.enum?.length ?? 0);
        expect((size?.["enumDescriptions"] as string[])[0]).toBe("4 vCPUs, 28 GiB, 1 x Tesla T4 16 GiB; 0.526 USD an hour in eastus");
        expect(config?.properties?.["ml-platform:region"]?.enum).toEqual(REGIONS);
    });
});

describe("schema/shared.schema.json", () => {
    const files = SHARED_FILES.names();

    it("is what stacks/config/schema.ts says now (`npm run schema` writes it)", () => {
        expect(shared).toEqual(JSON.parse(JSON.stringify(withDefinitions(sharedFileJsonSchema()))));
    });

    it.each(files)("accepts config/%s, which names it in its first line", (name) => {
        const text = SHARED_FILES.read(name) ?? "";
        expect(complaints(parse(text), "shared")).toEqual([]);
        const up = "../".repeat(name.split("/").length);
        expect(text.split("\n")[0]).toBe(`# yaml-language-server: $schema=${up}schema/shared.schema.json`);
    });

    it("has the keys of a stack file without namespace, and requires none", () => {
        expect(Object.keys(shared.properties ?? {}).map((key) => `ml-platform:${key}`)).toEqual(Object.keys(config?.properties ?? {}));
        expect(complaints({}, "shared")).toEqual([]);
        expect(complaints({ extends: ["base.yaml"], cluster: { tier: "Free", logs: null } }, "shared")).toEqual([]);
    });

    it.each([
        ["a key with a namespace", { "ml-platform:region": "eastus" }, [" additionalProperties"]],
        ["a wrong value inside", { cluster: { tier: "Fre" } }, ["/cluster/tier enum"]],
        ["a secret", { imageRegistries: { ghcr: { password: "hunter2" } } }, ["/imageRegistries/ghcr additionalProperties"]],
        [
            "an encrypted secret",
            { imageRegistries: { ghcr: { password: { secure: "v1:x" } } } },
            ["/imageRegistries/ghcr additionalProperties"],
        ],
        ["a list of files that is none", { extends: "base.yaml" }, ["/extends type"]],
    ])("rejects %s", (_title, file, expected) => expect(complaints(file, "shared")).toEqual(expected));
});
