import { readStackFile } from "../../stacks/config/cli/stack-file";
import { readYaml } from "../../stacks/config/files/yaml-text";

/** What `pulumi config --json` of Pulumi 3.248.0 shows for these lines of a stack file. */
const TOP: readonly (readonly [written: string, text: string])[] = [
    ["", ""],
    ["null", ""],
    ["~", ""],
    ["yes", "yes"],
    ["on", "on"],
    ["true", "true"],
    ["True", "true"],
    ["42", "42"],
    ["1.30", "1.3"],
    ["1.0", "1"],
    ["1e3", "1000"],
    ["1e21", "1e+21"],
    ["0.00000012", "1.2e-7"],
    ["0x1F", "31"],
    ["0o17", "15"],
    ["017", "15"],
    ["1_000", "1000"],
    ["1:30", "1:30"],
    ["02:00", "02:00"],
    ["2027-01-31", "2027-01-31 00:00:00 +0000 UTC"],
    ["2027-01-31T10:00:00Z", "2027-01-31 10:00:00 +0000 UTC"],
    ["2027-02-31", "2027-02-31"],
    ['"text"', "text"],
    ['"007"', "007"],
    ["{}", "{}"],
    ["[]", "[]"],
    [
        '[1, "2", true, null, 1.30, yes, 2027-01-31, 0x1F, 1_000, 1:30, ~]',
        '[1,"2",true,null,1.3,"yes","2027-01-31 00:00:00 +0000 UTC",31,1000,"1:30",null]',
    ],
    ["{b: null, y: no, 1: numkey, true: boolkey}", '{"1":"numkey","b":null,"y":"no","true":"boolkey"}'],
    ["{st: 2027-01-31T10:00:00+02:00, zz: 007}", '{"st":"2027-01-31 10:00:00 +0200 +0200","zz":7}'],
    ["{merge: &m {x: 1}, ref: *m, inherit: {<<: *m, y: 2}}", '{"merge":{"x":1},"ref":{"x":1},"inherit":{"x":1,"y":2}}'],
    ["{secure: 5}", '{"secure":5}'],
    ["{secure: abc, y: 1}", '{"secure":"abc","y":1}'],
];

describe("a stack file read without Pulumi", () => {
    it.each(TOP)("hands over %s as Pulumi does", (written, text) => {
        const read = readStackFile(`config:\n  ml-platform:k: ${written}\n`, "x");
        expect(read).toMatchObject({ kind: "config", raw: { values: { "ml-platform:k": text }, secretKeys: [] } });
    });

    it.each([
        ["a key without a namespace is the project's", "region: a", { "ml-platform:region": "a" }],
        ["config: in the middle is left out", "aws:config:region: a", { "aws:region": "a" }],
    ])("%s", (_title, line, values) => expect(readStackFile(`config:\n  ${line}\n`, "x")).toMatchObject({ raw: { values } }));

    it("knows what is encrypted, place by place, and which keys Pulumi says are", () => {
        const read = readStackFile(
            "config:\n  ml-platform:a: {secure: v1:x}\n  ml-platform:b: {c: [{secure: v1:y}, 1], d: 2}\n  azure-native:s: {secure: v1:z}\n",
            "x",
        );
        const raw = read.kind === "config" ? read.raw : undefined;
        expect(raw?.secretKeys).toEqual(["ml-platform:a", "ml-platform:b", "azure-native:s"]);
        expect(raw?.file?.encrypted).toEqual([["a"], ["b", "c", 0]]);
        expect(JSON.stringify(raw?.values)).not.toContain("v1:");
    });

    it("knows the line of every value, and of what is nearest around one that is not there", () => {
        const text = "# first\nconfig:\n  ml-platform:cluster:\n    tier: Free\n    systemPool:\n      size: x\n  azure-native:a: 1\n";
        const read = readStackFile(text, "x");
        const line = read.kind === "config" ? read.raw.file?.lineOf : undefined;
        expect(
            [["cluster"], ["cluster", "tier"], ["cluster", "systemPool", "minCount"], ["azure-native:a"], ["x"]].map((p) => line?.(p)),
        ).toEqual([3, 4, 5, 7, undefined]);
    });

    it.each([
        ["config: [", 1, /^is not YAML: /],
        ["config:\n  p:a: 1\n  p:b: 2\n  p:a: 3\n", 4, /^gives the same key twice/],
        ["- a\n", 1, /must be a map/],
        ["config: [1]\n", 1, /must have a map below `config:`/],
        ["config:\n  a:b:c: 1\n", 2, /a key that Pulumi refuses, a:b:c/],
        ["config:\n  p:a: [1, .inf]\n", undefined, /holds \.inf or \.nan/],
        ["config:\n  p:a: *nowhere\n", undefined, /^is not YAML: /],
    ])("%j is refused at its line", (text, line, message) => {
        expect(readStackFile(text, "x")).toEqual({
            kind: "fault",
            ...(line && { line }),
            message: expect.stringMatching(message) as unknown,
        });
    });

    it.each(["", "# nothing\n", "config:\n", "encryptionsalt: v1:x\n"])("%j holds no configuration", (text) => {
        expect(readStackFile(text, "x")).toMatchObject({ kind: "config", raw: { values: {} } });
    });

    it("bombs of aliases are refused", () => {
        const bomb = [
            "a: &a [x,x,x,x,x,x,x,x,x]",
            ..."bcdefghi".split("").map((c, i) => `${c}: &${c} [${`*${"abcdefgh"[i]},`.repeat(9)}]`),
        ];
        expect(readYaml(bomb.join("\n"), "text")).toMatchObject({ kind: "fault" });
    });
});

describe("a shared file", () => {
    it("keeps a day without quotes as it is written", () => {
        expect(readYaml("day: 2027-01-31\ntime: 02:00\nzone: 1\n", "text")).toMatchObject({
            values: { day: "2027-01-31", time: "02:00", zone: 1 },
        });
    });
});
