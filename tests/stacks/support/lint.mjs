// Lints texts as if they were in the files of the checkout that they name: [{ file, code, typed }] on standard input, one list of rule ids
// and messages for each on standard output. A process of its own, since ESLint loads its configuration as a module, which Jest's sandbox
// cannot.
import { text } from "node:stream/consumers";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

const withoutTypes = {
    ...tseslint.configs.disableTypeChecked,
    rules: {
        ...tseslint.configs.disableTypeChecked.rules,
        "@pulumi/no-output-in-template-literal": "off",
        "@pulumi/no-output-instance-in-template-literal": "off",
    },
};
const typed = new ESLint();
const untyped = new ESLint({ overrideConfig: withoutTypes });

const results = [];
for (const snippet of JSON.parse(await text(process.stdin))) {
    const [result] = await (snippet.typed ? typed : untyped).lintText(snippet.code, { filePath: snippet.file });
    results.push((result?.messages ?? []).map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(JSON.stringify(results));
