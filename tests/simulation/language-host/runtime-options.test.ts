import { parseRuntimeOptions } from "../../../rehearsal/language-host/runtime-options";
import { splitShellWords } from "../../../rehearsal/language-host/shell-words";

describe("splitShellWords", () => {
    it.each([
        ["--import tsx", ["--import", "tsx"]],
        ['  -r \'./a b.cjs\' "--x=\\"y\\"" a\\ b ', ["-r", "./a b.cjs", '--x="y"', "a b"]],
        ["--a='' ''", ["--a=", ""]],
        ["--a#b # comment", ["--a#b"]],
        ["", []],
    ])("%j", (line, words) => {
        expect(splitShellWords(line)).toEqual(words);
    });

    it("refuses an open quote", () => {
        expect(() => splitShellWords("a 'b")).toThrow("leaves a ' open");
    });
});

describe("runtime options", () => {
    it("are TypeScript and nothing else by default", () => {
        expect(parseRuntimeOptions({ packagemanager: "npm" })).toEqual({ typescript: true, nodeArgs: [] });
        expect(parseRuntimeOptions({ typescript: false, tsconfig: "t.json", nodeargs: "-r x" })).toEqual({
            typescript: false,
            tsconfig: "t.json",
            nodeArgs: ["-r", "x"],
        });
    });

    it("name the option that is wrong", () => {
        expect(() => parseRuntimeOptions({ typescript: "yes" })).toThrow('runtime.options.typescript is "yes": use true or false');
        expect(() => parseRuntimeOptions({ tsconfig: 1 })).toThrow("runtime.options.tsconfig is 1: use a string");
    });
});
