import { readFileSync } from "node:fs";
import * as path from "node:path";
import { Ajv } from "ajv";
import { REGIONS } from "../../stacks/config/region-data";
import { type JsonSchema, stackFileJsonSchema } from "../../stacks/config/json-schema";
import { CHECKOUT, edited, readStackFile, STACKS } from "./support/stack-config";

const schema = JSON.parse(readFileSync(path.join(CHECKOUT, "schema", "stack.schema.json"), "utf8")) as JsonSchema;
// Descriptions of enum values are for editors; the form of a day is in its pattern, too.
const ajv = new Ajv({ allErrors: true, keywords: ["enumDescriptions"], formats: { date: true }, strictTypes: false });
const validate = ajv.compile(schema);

/** Places and kinds of what the independent validator objects to. */
function complaints(file: unknown): string[] {
    validate(file);
    return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
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

const config = schema.properties?.["config"];

describe("schema/stack.schema.json", () => {
    it("is what stacks/config/schema.ts says now (`npm run schema` writes it)", () => {
        expect(schema).toEqual(JSON.parse(JSON.stringify(stackFileJsonSchema())));
    });

    it.each(STACKS)("accepts the stack file of %s, which names it in its first line", (stack) => {
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
            { t4: { size: "Standard_NC6", minCount: 0, maxCount: 1 } },
            "/config/ml-platform:gpuPools/t4/size enum",
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
        const single = named.filter(([at]) => !/\|[^.]*$/.test(at));
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

    it("says who acts on an expiry, and that the system pool is not changed later", () => {
        const lifetime = config?.properties?.["ml-platform:environment"]?.properties?.["lifetime"];
        expect(lifetime?.oneOf?.[1]?.properties?.["expiresOn"]?.description).toContain("nothing acts on it yet");
        const pool = config?.properties?.["ml-platform:cluster"]?.properties?.["systemPool"];
        expect(pool?.description).toContain("later changes here are ignored");
    });

    it("says a line on every GPU size, and offers every region", () => {
        const pools = config?.properties?.["ml-platform:gpuPools"]?.additionalProperties;
        const size = typeof pools === "object" ? pools.properties?.["size"] : undefined;
        expect(size?.enum).toContain("Standard_NC4as_T4_v3");
        expect(size?.["enumDescriptions"]).toHaveLength(size?.enum?.length ?? 0);
        expect((size?.["enumDescriptions"] as string[])[0]).toBe("4 vCPUs, 28 GiB, 1 x Tesla T4 16 GiB; 0.526 USD an hour in eastus");
        expect(config?.properties?.["ml-platform:region"]?.enum).toEqual(REGIONS);
    });
});
