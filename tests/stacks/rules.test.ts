import type { Finding } from "../../components/core/findings";
import { checkConfig } from "../../stacks/config/check";
import { formatPath } from "../../stacks/config/form/paths";
import { redaction, reportFaults, reportWarning } from "../../stacks/config/report";
import { RULES, type RuleId } from "../../stacks/config/rules/rule-table";
import { RULE_CASES } from "./rule-cases/all";
import type { DirectCase, FileCase, RawCase, RuleCase } from "./rule-cases/rule-case";
import { edited, toRaw } from "./support/stack-config";

/** Refuses what this version does not build yet, so it is no fault of a stack file; it has a row of its own. */
const NOT_BUILT: string = "config/not-built";

const ids = Object.keys(RULES) as RuleId[];
const rows: Readonly<Partial<Record<RuleId, RuleCase>>> = RULE_CASES;
const present = ids.flatMap((id) => (rows[id] === undefined ? [] : [[id, rows[id]] as const]));

type Side = "breaks" | "satisfies";

interface Found {
    readonly found: readonly Finding[];
    readonly before: readonly Finding[];
}

/** Each good file as it is, checked once. */
const goodFiles = new Map<string, readonly Finding[]>();

/** What is found on one side of a case, and what the good file that it begins with has already. */
function findingsOf(row: RuleCase, side: Side): Found {
    if ("direct" in row) {
        return { found: row.direct[side](), before: [] };
    }
    if ("raw" in row) {
        return { found: checkConfig(row.raw[side], row.stack).findings, before: [] };
    }
    const { stack = "prod" } = row;
    const check = (edits: FileCase["breaks"]): readonly Finding[] => checkConfig(toRaw(edited(stack, edits)), stack).findings;
    const before = goodFiles.get(stack) ?? check([]);
    goodFiles.set(stack, before);
    return { found: check(row[side]), before };
}

/** Errors of other rules that the good file does not have, each as path and rule. */
function newErrors({ found, before }: Found, apart: readonly string[]): string[] {
    const nameOf = ({ path, rule }: Finding): string => `${path} ${rule}`;
    const old = new Set(before.map(nameOf));
    return found
        .filter(({ severity, rule }) => severity === "error" && !apart.includes(rule))
        .flatMap((one) => (old.has(nameOf(one)) ? [] : [nameOf(one)]));
}

function pathOf(row: FileCase | RawCase | DirectCase): string {
    return row.at ?? ("breaks" in row ? formatPath(row.breaks[0]?.[0] ?? []) : "");
}

describe("every rule", () => {
    it("has a case that breaks it and one that satisfies it", () => {
        expect(ids.filter((id) => rows[id] === undefined)).toEqual([]);
        expect(Object.keys(rows).filter((id) => !(id in RULES))).toEqual([]);
    });

    it.each(present)("breaks %s: found where it is, and the report says what to change", (id, row) => {
        const sides = findingsOf(row, "breaks");
        const own = sides.found.filter(({ rule }) => rule === id);
        expect(own.map(({ severity }) => severity)).toEqual(own.map(() => RULES[id].severity));
        expect(own.map(({ path }) => path)).toContain(pathOf(row));
        expect(
            [...new Set(newErrors(sides, [id, ...(id === NOT_BUILT ? [] : [NOT_BUILT])]).map((error) => error.split(" ").at(-1)))].sort(),
        ).toEqual([...(row.also ?? [])].sort());
        for (const one of own) {
            const report = reportOf(one);
            expect(one.message).toMatch(/\S.*[^.]$/s);
            expect(one.fix).not.toBe("");
            expect(report).toContain(one.path);
            expect(report).toContain(`fix: ${one.fix}`);
            expect(report).toContain(`rule: ${id}`);
            if (one.value !== undefined) {
                expect(report).toContain(` = ${JSON.stringify(one.value).slice(0, 100)}`);
            }
        }
    });

    it.each(present)("satisfies %s: the nearest good values bring no error at all", (id, row) => {
        const sides = findingsOf(row, "satisfies");
        expect(sides.found.filter(({ rule }) => rule === id)).toEqual([]);
        expect(newErrors(sides, [NOT_BUILT])).toEqual([]);
        // Where both sides were the same, the case would show nothing.
        expect(findingsOf(row, "breaks").found).not.toEqual(sides.found);
    });
});

function reportOf(found: Finding): string {
    const nothingHidden = redaction({ values: {}, secretKeys: [] });
    return found.severity === "error" ? reportFaults([found], "prod", nothingHidden) : reportWarning(found, nothingHidden);
}
