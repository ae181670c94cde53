import { examine } from "../../stacks/config/check";
import { NO_SHARED_FILES } from "../../stacks/config/files/shared-files";
import { CONFIG_JSON_SCHEMA, type JsonSchema } from "../../stacks/config/json-schema/json-schema";
import { NONE_ONLY, NOT_BUILT } from "../../stacks/config/keys/not-built";
import { BUILT_VARIANTS, VARIANTS } from "../../stacks/config/keys/variants";

/** Services of which a stack has one kind or none, by their path. */
const SERVICES = ["gpuSoftware", "mesh", "ingress", "sso", "objectStore", "monitoring", "studioml.runner", "studioml.queue"];

function schemaOf(path: string): JsonSchema {
    return path.split(".").reduce<JsonSchema>((schema, key) => schema.properties?.[key] ?? {}, CONFIG_JSON_SCHEMA);
}

const kindsOf = (path: string): string[] => (schemaOf(path).oneOf ?? []).map(({ properties }) => String(properties?.["kind"]?.const));

const descriptionOf = (path: string, kind: string): string =>
    (schemaOf(path).oneOf ?? []).find(({ properties }) => properties?.["kind"]?.const === kind)?.description ?? "";

/** Whether the rule refuses a kind at a path, whatever else is missing there. */
function isRefused(path: string, kind: string): boolean {
    const [key = "", inner] = path.split(".");
    const value = inner === undefined ? { kind } : { [inner]: { kind } };
    const values = { "ml-platform:platform": "studioml", [`ml-platform:${key}`]: JSON.stringify(value) };
    const { findings } = examine({ values, secretKeys: [] }, "dev", NO_SHARED_FILES);
    return findings.some((found) => found.rule === "config/not-built" && found.path === `${path}.kind`);
}

const choices = [...SERVICES, "nodeScaling"].flatMap((path) => kindsOf(path).map((kind) => [path, kind] as const));

describe("what an editor says of what this version does not build", () => {
    it.each(choices)("%s of kind %s is marked exactly if a run refuses it", (path, kind) => {
        expect(descriptionOf(path, kind).endsWith(NOT_BUILT)).toBe(isRefused(path, kind));
    });

    it.each(SERVICES)("%s says that only `none` is built exactly if a run refuses every other kind", (path) => {
        const others = kindsOf(path).filter((kind) => kind !== "none");
        expect(others.length).toBeGreaterThan(0);
        expect((schemaOf(path).description ?? "").endsWith(NONE_ONLY)).toBe(others.every((kind) => isRefused(path, kind)));
    });

    it("marks the platforms without a program, and their sections", () => {
        const without = VARIANTS.filter((variant) => !BUILT_VARIANTS.some((built) => built === variant));
        const lines = schemaOf("platform")["enumDescriptions"] as string[];
        expect(VARIANTS.filter((_, index) => lines[index]?.endsWith("not built by this version"))).toEqual(without);
        expect(VARIANTS.filter((variant) => schemaOf(variant).description?.endsWith(NOT_BUILT))).toEqual(without);
    });
});
