import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseFaults } from "../../rehearsal/faults/fault-file";
import { checkout } from "../support/rehearsal";

/** The YAML examples of a page. */
function examples(file: string): string[] {
    const text = readFileSync(path.join(checkout, file), "utf8");
    return [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, example = ""]) => example).filter((example) => example.includes("fault:"));
}

describe.each([
    ["rehearsal/faults/README.md", ["error", "crash", "partial", "error delay", "operation", "never-ready"]],
    ["docs/rehearsal.md", ["crash error"]],
])("the examples in %s", (file, kinds) => {
    it("are fault files, of these kinds", () => {
        const rules = examples(file).map(parseFaults);
        expect(rules.map((entries) => entries.map(({ fault }) => fault.kind).join(" "))).toEqual(kinds);
    });
});
