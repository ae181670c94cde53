import * as path from "node:path";
import { type Mention, namedByDocuments, namedByTests, titlesOf } from "../trace/mentions";
import { REQUIREMENT_ID, requirementsOf, VARIANTS } from "../trace/requirements";
import { SEED_BUG_ROWS } from "../trace/requirements-data";
import { report, trace } from "../trace/trace";

const checkout = path.resolve(__dirname, "..", "..");

function named(...mentions: [id: string, mention: Mention][]): Map<string, Mention[]> {
    return new Map(mentions.map(([id, mention]) => [id, [mention]]));
}

describe("The trace of the requirements", () => {
    const known = new Set(VARIANTS.flatMap((variant) => requirementsOf(variant).map(({ id }) => id)));

    it("has each id once, and no bug that belongs to no row", () => {
        const rows = VARIANTS.flatMap((variant) => requirementsOf(variant)).filter(({ verdict }) => verdict !== "bug");
        expect(rows).toHaveLength(183);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(183);
        expect(SEED_BUG_ROWS.flatMap(([, ids]) => ids).filter((id) => !known.has(id))).toEqual([]);
    });

    it("knows every id that a test or a document names", () => {
        const mentions = [namedByTests(path.join(checkout, "tests"), checkout), namedByDocuments(path.join(checkout, "docs"), checkout)];
        const requirements = mentions.flatMap((found) => [...found]).filter(([id]) => id.startsWith("S"));
        expect(requirements.length).toBeGreaterThan(80);
        expect(requirements.filter(([id]) => !known.has(id))).toEqual([]);
    });

    it("reads titles and tables of titles; not comments, nor tests that are skipped or not written yet", () => {
        const source = [
            "// S0-1 in a comment",
            'it("S0-2 does this", () => undefined);',
            'it.each([["S0-3 a case"]])("%s", () => undefined);',
            'const title = `S0-4 and ${"S0-5"}`;',
            'it.skip("S0-6 skipped", () => undefined);',
            'describe.skip("outer", () => it("S0-7 within", () => undefined));',
            'it.todo("S0-8 later");',
            'it("nothing of these", () => undefined);',
        ].join("\n");
        expect(titlesOf("some.test.ts", source)).toEqual(["S0-2 does this", "S0-3 a case", 'S0-4 and ${"S0-5"}', "S0-5"]);
        expect("S0-42 B14 xS0-1 S9-1 B123".match(REQUIREMENT_ID)).toEqual(["S0-42", "B14"]);
    });

    it("tells what is implemented, refused, documented and missing", () => {
        const tests = named(
            ["S1-6", { file: "tests/components/registry.test.ts", text: "S1-6 makes one" }],
            ["S1-11", { file: "tests/components/gpu-node-pools-rules.test.ts", text: "S1-11 a retired size" }],
            ["S1-13", { file: "tests/stacks/platform.test.ts", text: "S1-13 refuses a password there" }],
        );
        const documents = named(
            ["S1-2", { file: "docs/studioml.md", text: "S1-2 how to sign in" }],
            ["S1-7", { file: "docs/studioml.md", text: "S1-7 is said to be done" }],
        );
        const traced = trace("studioml", tests, documents);
        const standing = (id: string) => traced.find((requirement) => requirement.id === id)?.standing;
        expect(["S1-6", "S1-11", "S1-13", "S1-2", "S1-7", "B8"].map(standing)).toEqual([
            "implemented",
            "refused",
            "refused",
            "documented",
            "missing",
            "missing",
        ]);
        expect(report("studioml", traced).at(-1)).toBe("studioml: 1 implemented, 2 refused, 1 documented, 26 missing");
        expect(report("studioml", traced)).toContain(
            "      tests/components/registry.test.ts".padStart(20 + "tests/components/registry.test.ts".length),
        );
    });
});
