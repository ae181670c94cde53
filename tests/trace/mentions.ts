import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { REQUIREMENT_ID } from "./requirements";

/** A place that names a requirement. */
export interface Mention {
    /** Relative to the checkout. */
    readonly file: string;
    /** The title of the test, or the line of the document. */
    readonly text: string;
}

export type Mentions = ReadonlyMap<string, readonly Mention[]>;

/**
 * Which tests name a requirement: the titles of tests, and the titles in tables that tests are made from. Comments do not count, nor do tests
 * that are skipped or have yet to be written.
 */
export function namedByTests(folder: string, checkout: string): Mentions {
    const own = path.join(folder, "trace") + path.sep;
    const files = filesBelow(folder, ".ts").filter((file) => /(\.test|-data)\.ts$/.test(file) && !file.startsWith(own));
    return mentionsOf(files, checkout, (text, file) => titlesOf(file, text));
}

/** Which documents name a requirement. */
export function namedByDocuments(folder: string, checkout: string): Mentions {
    return mentionsOf(filesBelow(folder, ".md"), checkout, (text) => text.split("\n").map((line) => line.trim()));
}

/** The texts of a TypeScript file that can be titles and name a requirement. */
export function titlesOf(file: string, text: string): string[] {
    const titles: string[] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node) && isLeftOut(node.expression)) {
            return;
        }
        if (ts.isStringLiteralLike(node)) {
            titles.push(node.text);
        } else if (ts.isTemplateExpression(node)) {
            titles.push(node.getText().slice(1, -1));
        }
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
    return titles.filter((title) => title.match(REQUIREMENT_ID) !== null);
}

/** `it.skip(…)`, `describe.skip.each(…)(…)`, `it.todo(…)`, `xit(…)`. */
function isLeftOut(called: ts.Expression): boolean {
    return /^(?:(?:it|test|describe)\.(?:skip|todo)\b|x(?:it|test|describe)\b)/.test(called.getText());
}

function mentionsOf(files: readonly string[], checkout: string, textsOf: (text: string, file: string) => string[]): Mentions {
    const mentions = new Map<string, Mention[]>();
    for (const file of files) {
        for (const text of textsOf(readFileSync(file, "utf8"), file)) {
            for (const id of new Set(text.match(REQUIREMENT_ID))) {
                const place = { file: path.relative(checkout, file).split(path.sep).join("/"), text };
                mentions.set(id, [...(mentions.get(id) ?? []), place]);
            }
        }
    }
    return mentions;
}

function filesBelow(folder: string, ending: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(ending))
        .map((name) => path.join(folder, name))
        .sort();
}
