import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { LINT_CASES, UNTYPED_RULES } from "./lint-rules-data";
import { CHECKOUT } from "./support/stack-config";

interface Message {
    readonly ruleId: string | null;
    readonly message: string;
}

/** One process for all snippets: most of the time goes into reading the project's types. */
function lint(snippets: readonly { file: string; code: string; typed: boolean }[]): Message[][] {
    const output = execFileSync(process.execPath, [path.join(__dirname, "support", "lint.mjs")], {
        cwd: CHECKOUT,
        input: JSON.stringify(snippets.map(({ file, ...rest }) => ({ file: path.join(CHECKOUT, file), ...rest }))),
        encoding: "utf8",
    });
    return JSON.parse(output) as Message[][];
}

describe("the lint rules", () => {
    let bad: Message[][] = [];
    let good: Message[][] = [];

    beforeAll(() => {
        const all = lint([
            ...LINT_CASES.map(({ file, rule, bad: code }) => ({ file, code, typed: !UNTYPED_RULES.includes(rule) })),
            ...LINT_CASES.map(({ file, rule, good: code }) => ({ file, code, typed: !UNTYPED_RULES.includes(rule) })),
            { file: "components/core/catalog-data.ts", code: `export const line = 1;\n${"// line\n".repeat(400)}`, typed: false },
        ]);
        bad = all.slice(0, LINT_CASES.length);
        good = all.slice(LINT_CASES.length);
    }, 120_000);

    it.each(LINT_CASES.map(({ title }, index) => [title, index] as const))("refuse %s, and nothing beside it", (_title, index) => {
        const { rule, says } = LINT_CASES[index] ?? { rule: "", says: "" };
        expect(bad[index]?.filter(({ ruleId, message }) => ruleId === rule && message.includes(says))).toHaveLength(1);
        expect(good[index]).toEqual([]);
    });

    it("let tables of data be long", () => expect(good.at(-1)).toEqual([]));
});
