import { readdirSync } from "node:fs";
import * as path from "node:path";
import { Ajv } from "ajv";
import { checkConfig } from "../../stacks/config/check";
import { stackFileJsonSchema } from "../../stacks/config/json-schema/json-schema";
import { VARIANTS } from "../../stacks/config/keys/variants";
import { edited, readStackFile, stackFileAsWritten, toRaw } from "./support/stack-config";

const ajv = new Ajv({
    allErrors: true,
    keywords: ["enumDescriptions", "x-extends"],
    formats: { date: true },
    strictTypes: false,
    allowUnionTypes: true,
});
const validate = ajv.compile(stackFileJsonSchema());

describe("a complete stack file", () => {
    it("is there for every platform", () => {
        const files = readdirSync(path.join(__dirname, "files")).map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
        expect(files).toEqual(expect.arrayContaining([...VARIANTS]));
        expect(VARIANTS.map((variant) => readStackFile(variant).config["ml-platform:platform"])).toEqual([...VARIANTS]);
    });

    it.each(VARIANTS)("of %s is valid in the eyes of an independent validator", (variant) => {
        validate(stackFileAsWritten(variant));
        expect((validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`)).toEqual([]);
    });

    it.each(VARIANTS)("of %s breaks no rule, but that this version may not build all of it", (variant) => {
        const { findings } = checkConfig(toRaw(readStackFile(variant).config), variant);
        const errors = findings.filter(({ severity, rule }) => severity === "error" && rule !== "config/not-built");
        expect(errors.map(({ path: at, rule, message }) => `${at} ${rule} ${message}`)).toEqual([]);
    });

    it.each(VARIANTS)("of %s has a secret wherever one is needed: without them each is asked for", (variant) => {
        const config = readStackFile(variant).config;
        const secrets = secretPlaces(config, []);
        const without = edited(
            variant,
            secrets.map((place) => [place.map((step) => String(step).replace("ml-platform:", ""))]),
        );
        const { findings } = checkConfig(toRaw(without), variant);
        const missing = findings.filter(({ rule }) => rule === "config/missing-secret").map(({ path: at }) => at);
        const expected = secrets.map((place) => place.join(".").replace("ml-platform:", ""));
        expect(missing.sort()).toEqual(expected.sort());
    });
});

describe("an entry that holds a secret", () => {
    it.each([
        ["shakudo", ["sso", "identityProviders", "okta"]],
        ["studioml", ["imageRegistries", "partner"]],
    ])("of %s at %j, given as nothing, is one fault: what its stand-in lacks is nobody's", (stack, place) => {
        const { findings } = checkConfig(toRaw(edited(stack, [[place, null]])), stack);
        const errors = findings.filter(({ severity, rule }) => severity === "error" && rule !== "config/not-built");
        expect(errors.map(({ path: at, rule }) => [at, rule])).toEqual([[place.join("."), "config/wrong-type"]]);
    });
});

/** Places of `secure:` values. */
function secretPlaces(value: unknown, place: readonly string[]): string[][] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return "secure" in value ? [[...place]] : Object.entries(value).flatMap(([key, inner]) => secretPlaces(inner, [...place, key]));
}
