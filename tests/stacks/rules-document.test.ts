import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { RULES } from "../../stacks/config/rules/rule-table";
import { rulesDocument } from "../../stacks/config/rules/rules-document";
import { CHECKOUT } from "./support/stack-config";

const rules = Object.entries(RULES);

describe("docs/rules.md", () => {
    const written = readFileSync(path.join(CHECKOUT, "docs", "rules.md"), "utf8");

    it("is what the rule tables say now (`npm run rules` writes it)", () => {
        expect(written).toBe(rulesDocument());
    });

    it("has an entry for every rule and for nothing else, under an anchor that is the rule's id", () => {
        const entries = [...written.matchAll(/^### <a id="([^"]+)"><\/a>(.+)$/gm)];
        expect(entries.map(([, anchor, title]) => [anchor, title]).sort()).toEqual(rules.map(([id]) => [id, id]).sort());
    });

    it("says of every rule how severe it is, why it is there and what to change", () => {
        for (const [id, { severity, reason, fix }] of rules) {
            const [, entry = ""] = written.split(`<a id="${id}"></a>${id}\n`);
            const said = `${severity === "error" ? "**error**" : "_warning_"}: ${reason}\n\nFix: ${fix}\n`;
            expect(entry.replaceAll("`", "")).toContain(said.replaceAll("`", ""));
        }
    });

    it("shows every sentence as it is: nothing outside code is a tag, emphasis or a link", () => {
        const sentences = written.split("\n").filter((line) => /^(\*\*error\*\*|_warning_|Fix): /.test(line));
        expect(sentences).toHaveLength(2 * rules.length);
        const plain = sentences.map((line) => line.replace(/^[^:]*: /, "").replaceAll(/`[^`]*`/g, ""));
        expect(plain.filter((text) => /[<>*`[\]\\]/.test(text))).toEqual([]);
    });

    it("has a table of contents whose links lead to the sections and whose numbers add up", () => {
        const headings = [...written.matchAll(/^## (.+)$/gm)].map(([, title = ""]) => title);
        const links = [...written.matchAll(/^- \[(.+)\]\(#(.+)\): (\d+)$/gm)];
        expect(links.map(([, title]) => title)).toEqual(headings);
        expect(links.map(([, , anchor]) => anchor)).toEqual(
            headings.map((title) =>
                title
                    .toLowerCase()
                    .replaceAll(/[^a-z0-9 -]/g, "")
                    .replaceAll(" ", "-"),
            ),
        );
        expect(links.reduce((sum, [, , , count]) => sum + Number(count), 0)).toBe(rules.length);
    });
});

/** Ids of the rows of all tables in the program's source. */
function idsInSource(): string[] {
    const files = ["components", "stacks"].flatMap((folder) =>
        readdirSync(path.join(CHECKOUT, folder), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts"))
            .map((file) => readFileSync(path.join(CHECKOUT, folder, file), "utf8")),
    );
    return files.flatMap((text) => [...text.matchAll(/^ {4}"([^"]+\/[^"]+)": \{\n {8}severity:/gm)].map(([, id = ""]) => id));
}

describe("every rule table", () => {
    it("is among the rules, and no two tables share an id", () => {
        expect(idsInSource().sort()).toEqual(rules.map(([id]) => id).sort());
    });

    it.each(rules)("%s: an id of a group and a name, and whole sentences", (id, { reason, fix }) => {
        expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
        for (const text of [reason, fix]) {
            expect(text).toMatch(/^\S.*[^.\s]\.$/s);
        }
    });
});
