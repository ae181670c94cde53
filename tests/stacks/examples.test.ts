import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { checkConfig } from "../../stacks/config/check";
import { stackFileJsonSchema } from "../../stacks/config/json-schema/json-schema";
import { CHECKOUT, SHARED_FILES, toRaw } from "./support/stack-config";

const validate = new Ajv({
    allErrors: true,
    keywords: ["enumDescriptions", "x-extends"],
    formats: { date: true },
    strictTypes: false,
    allowUnionTypes: true,
}).compile(stackFileJsonSchema());

const folder = path.join(CHECKOUT, "examples");
const EXAMPLES = readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

describe("the examples", () => {
    it("have both layers of a private cluster", () => {
        expect(EXAMPLES).toEqual(expect.arrayContaining(["private-azure", "private-cluster"]));
    });

    it.each(EXAMPLES)("%s is valid in the eyes of an independent validator, names its schema, and breaks no rule", (stack) => {
        const text = readFileSync(path.join(folder, `Pulumi.${stack}.yaml`), "utf8");
        expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../schema/stack.schema.json");
        const file = parse(text) as { config: Record<string, unknown> };
        validate(file);
        expect((validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`)).toEqual([]);
        // What this version does not build yet, and passwords that nobody can encrypt for others, are not in an example's hand.
        const open = ["config/not-built", "config/missing-secret"];
        const { findings } = checkConfig(toRaw(file.config), stack, SHARED_FILES);
        const errors = findings.filter(({ severity, rule }) => severity === "error" && !open.includes(rule));
        expect(errors.map(({ path: at, rule, message }) => `${at} ${rule} ${message}`)).toEqual([]);
    });
});
