import fc from "fast-check";
import { checkConfig } from "../../stacks/config/check";
import { isAtOrAbove, valueAt } from "../../stacks/config/form/paths";
import { redaction, reportFaults } from "../../stacks/config/report";
import { NAMESPACE } from "../../stacks/config/schema";
import { COMBINED, INTERACTIONS } from "./config-combined-data";
import { type FaultCase, FAULTS } from "./config-faults-data";
import { type Edit, edited, readStackFile, toRaw } from "./support/stack-config";

/** Path and rule of every error, in the order of the report. */
function faultsOf(stack: string, edits: readonly Edit[]): string[] {
    const raw = toRaw(edited(stack, edits));
    const errors = checkConfig(raw, stack).findings.filter(({ severity }) => severity === "error");
    expect(reportFaults(errors, stack, redaction(raw))).toContain("nothing was changed");
    return errors.map(({ path, rule }) => `${path} ${rule}`);
}

describe("a stack file with several faults", () => {
    it.each(COMBINED.map((row) => [row.title, row] as const))("%s: the report names exactly these", (_title, { edits, expected }) => {
        expect(faultsOf("prod", edits)).toEqual(expected.map(([path, rule]) => `${path} ${rule}`));
    });

    it("has at least 25 rows, each with a title of its own", () => {
        expect(new Set(COMBINED.map(({ title }) => title)).size).toBe(COMBINED.length);
        expect(COMBINED.length).toBeGreaterThanOrEqual(25);
    });
});

describe.each(["dev", "prod"])("one-edit faults of %s together", (stack) => {
    const { config } = readStackFile(stack);
    const hasPlaceFor = ([[key = "", ...rest]]: Edit): boolean =>
        rest.length === 0 || valueAt(config, [`${NAMESPACE}:${key}`, ...rest.slice(0, -1)]) !== undefined;
    const rows = FAULTS.filter((row) => hasPlaceFor(row.edit) && (stack === "dev" || row.stack === undefined));
    const alone = new Map(rows.map((row) => [row.title, faultsOf(stack, [row.edit])]));
    const onDifferentKeys = (a: FaultCase, b: FaultCase): boolean =>
        !isAtOrAbove(a.edit[0], b.edit[0]) && !isAtOrAbove(b.edit[0], a.edit[0]);
    const pairs = rows.flatMap((a, index) => rows.slice(index + 1).flatMap((b) => (onDifferentKeys(a, b) ? [[a, b] as const] : [])));
    const interactions = INTERACTIONS.filter(({ between }) => between.every((title) => alone.has(title)));

    /** What each edit alone reports, without what a pair of them is declared to take away. */
    const expectedOf = (chosen: readonly FaultCase[]): string[] => {
        const titles = chosen.map(({ title }) => title);
        const gone = interactions.filter(({ between }) => between.every((title) => titles.includes(title))).map(({ drops }) => drops);
        const union = new Set(titles.flatMap((title) => alone.get(title) ?? []));
        return [...union].filter((fault) => !gone.includes(fault)).sort();
    };

    it("in any pair, report what each of them alone reports: no less but where they are declared to interact, and no more", () => {
        expect(pairs.length).toBeGreaterThan(1000);
        const wrong = pairs.flatMap(([a, b]) => {
            const reported = faultsOf(stack, [a.edit, b.edit]).sort();
            const expected = expectedOf([a, b]);
            return JSON.stringify(reported) === JSON.stringify(expected) ? [] : [{ pair: [a.title, b.title], reported, expected }];
        });
        expect(wrong).toEqual([]);
    });

    it("in threes and fours, too", () => {
        const chosen = fc
            .uniqueArray(fc.constantFrom(...rows), { minLength: 3, maxLength: 4, selector: ({ title }) => title })
            .filter((some) => some.every((a, index) => some.slice(index + 1).every((b) => onDifferentKeys(a, b))));
        fc.assert(
            fc.property(chosen, (some) => {
                expect(
                    faultsOf(
                        stack,
                        some.map(({ edit }) => edit),
                    ).sort(),
                ).toEqual(expectedOf(some));
            }),
            { numRuns: 500, seed: 20261121 },
        );
    });
});
