import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { differencesOf } from "../../rehearsal/campaign/comparison";
import { type Call, drawFault, drawPlace } from "../../rehearsal/campaign/draw";
import { editsOf, editStackFile, readEdits } from "../../rehearsal/campaign/edits";
import { faultEntry, faultTable } from "../../rehearsal/campaign/fault-table";
import { parseCampaignOptions, repeatingCommand } from "../../rehearsal/campaign/options";
import { campaignStacks, namedStack } from "../../rehearsal/campaign/stack-files";
import { parseFaults } from "../../rehearsal/faults/fault-file";
import { checkout } from "../support/rehearsal";

const POOL = "azure-native:containerservice:AgentPool";
const GROUP = "azure-native:resources:ResourceGroup";
const TEXT = "random:index/randomString:RandomString";
const NAMESPACE = "kubernetes:core/v1:Namespace";

const calls: readonly Call[] = [
    { verb: "create", type: POOL, name: "gpu-t4" },
    { verb: "create", type: GROUP, name: "group" },
    { verb: "create", type: TEXT, name: "id" },
    { verb: "create", type: NAMESPACE, name: "studioml" },
];
const runs = Array.from({ length: 600 }, (_, index) => index + 1);

describe("what a campaign draws", () => {
    it("depends on the seed and the number of the run, and on nothing else", () => {
        const faults = (seed: number): string[] => runs.slice(0, 40).map((run) => JSON.stringify(drawFault(seed, run, calls)));
        expect(faults(1)).toEqual(faults(1));
        expect(faults(1)).not.toEqual(faults(2));
        // which parallel request came first while they were noted does not matter
        expect(drawFault(1, 17, [...calls].reverse())).toEqual(drawFault(1, 17, calls));
        expect(drawPlace(1, 17, ["a", "b", "c"])).toEqual(drawPlace(1, 17, ["a", "b", "c"]));
    });

    it("reaches every stack and every command, edits as often as the two others together", () => {
        const places = runs.map((run) => drawPlace(5, run, ["a", "b", "c"]));
        const share = (phase: string): number => places.filter((place) => place.phase === phase).length / places.length;
        expect(share("up")).toBeCloseTo(0.25, 1);
        expect(share("destroy")).toBeCloseTo(0.25, 1);
        expect(share("edit")).toBeCloseTo(0.5, 1);
        expect([...new Set(places.map(({ stacks: [first] }) => first))].sort()).toEqual(["a", "b", "c"]);
        expect(places.every(({ stacks, edit }) => stacks.length === 3 && edit >= 0 && edit < 1)).toBe(true);
    });

    it("reaches every request, and every fault of the table that the requests can meet", () => {
        const all = [...calls, { verb: "update", type: "azure-native:network:Subnet", name: "nodes" }] as const;
        const drawn = runs.map((run) => drawFault(9, run, all));
        expect(new Set(drawn.map(({ call }) => call))).toEqual(new Set(all));
        expect(new Set(drawn.map(({ fault }) => fault))).toEqual(new Set(faultTable.map(({ fault }) => fault)));
        expect(new Set(drawn.map(({ goOn }) => goOn))).toEqual(new Set(["up", "destroy"]));
    });

    it("lets only that go wrong which can: capacity for nodes, no half-done delete, and for what no service makes only crashes", () => {
        const drawn = runs.map((run) => drawFault(3, run, calls));
        const kinds = (type: string): string[] =>
            [...new Set(drawn.flatMap(({ call, kind }) => (call.type === type ? [kind] : [])))].sort();
        expect(kinds(POOL)).toEqual(["capacity", "conflict", "crash", "partial", "server error", "throttled"]);
        expect(kinds(GROUP)).toEqual(["conflict", "crash", "partial", "server error", "throttled"]);
        expect(kinds(NAMESPACE)).toEqual(["conflict", "crash", "partial", "server error", "throttled"]);
        expect(kinds(TEXT)).toEqual(["crash"]);
        const deleted = runs.map((run) => drawFault(3, run, [{ verb: "delete", type: POOL, name: "gpu-t4" }]));
        expect([...new Set(deleted.map(({ kind }) => kind))].sort()).toEqual(["conflict", "crash", "server error", "throttled"]);
    });

    it("hits once, or as long as the command runs where a request is refused", () => {
        const drawn = runs.map((run) => drawFault(4, run, calls));
        expect(new Set(drawn.filter(({ fault }) => fault.kind === "error").map(({ times }) => times))).toEqual(new Set([1, 1000]));
        expect(new Set(drawn.filter(({ fault }) => fault.kind !== "error").map(({ times }) => times))).toEqual(new Set([1]));
    });

    it("hits once where it is certain to end, since a program may wait for that longer than a campaign has time", () => {
        const drawn = runs.map((run) => drawFault(6, run, [{ verb: "update", type: POOL, name: "gpu-t4" }]));
        const passing = drawn.filter(({ fault }) => fault.kind === "error" && fault.code === "OperationNotAllowed");
        expect(passing.length).toBeGreaterThan(10);
        expect(new Set(passing.map(({ times }) => times))).toEqual(new Set([1]));
    });

    it("says that there is nothing to draw from", () => {
        expect(() => drawFault(1, 1, [])).toThrow("nothing to draw from");
    });
});

it("every fault of the table is one that a fault file can have", () => {
    for (const { fault, verbs = ["delete"] } of faultTable) {
        const [read] = parseFaults(stringify([{ match: { verb: verbs[0] }, fault: faultEntry(fault) }]));
        expect(read?.fault).toEqual(fault);
    }
});

describe("options of a campaign", () => {
    const nothing = { seed: undefined, runs: 20, run: undefined, stacks: [], edits: undefined, jobs: undefined, persists: false };

    it.each([
        [[], nothing],
        [["--seed", "7", "--runs=500"], { ...nothing, seed: 7, runs: 500 }],
        [["--seed", "0", "--run", "3", "--jobs", "1"], { ...nothing, seed: 0, run: 3, jobs: 1 }],
        [
            ["--stack", "dev", "examples/Pulumi.x.yaml", "--edits", "e.yaml"],
            { ...nothing, stacks: ["dev", "examples/Pulumi.x.yaml"], edits: "e.yaml" },
        ],
        [["-s", "dev", "--stack=prod", "--fault-persists"], { ...nothing, stacks: ["dev", "prod"], persists: true }],
    ])("%j", (args, expected) => {
        expect(parseCampaignOptions(args)).toEqual(expected);
    });

    it.each([
        [["--seed"], "--seed is without a value: use a whole number of at least 0"],
        [["--runs", "0"], "--runs is 0: use a whole number of at least 1"],
        [["--seed", "-1"], "--seed is -1: use a whole number of at least 0"],
        [["--run", "3"], "--run 3 needs the --seed of the campaign that it is a run of"],
        [["--stack"], "--stack needs a value: a file, or the name of a stack"],
        [["--stack", "--runs"], "--stack needs a value"],
        [["--edits", ""], "--edits needs a value: a file"],
        [["dev"], 'campaign does not take "dev": campaign [--seed N] [--runs N] [--stack FILE]...'],
    ])("%j is refused: %s", (args, message) => {
        expect(() => parseCampaignOptions(args)).toThrow(message);
    });

    it("come back in the command that repeats one run", () => {
        const given = ["--runs", "50", "--jobs", "2", "--stack", "dev", "--stack", "x.yaml", "--edits", "e.yaml", "--fault-persists"];
        const options = { ...parseCampaignOptions(given), seed: 12 };
        const command = repeatingCommand(options, 7);
        expect(command).toBe("npm run rehearse -- campaign --seed 12 --run 7 --stack dev --stack x.yaml --edits e.yaml --fault-persists");
        const again = parseCampaignOptions(command.split(" ").slice(5));
        expect(again).toEqual({ ...options, runs: 20, run: 7, jobs: undefined });
    });
});

describe("stacks of a campaign", () => {
    it("are those at the root and the examples, each by a name that can be given", () => {
        const stacks = campaignStacks();
        expect(stacks.map(({ label }) => label)).toEqual(expect.arrayContaining(["dev", "prod", "examples/Pulumi.private-azure.yaml"]));
        expect(stacks.map(({ label }) => namedStack(label, checkout))).toEqual(stacks.map((stack) => ({ ...stack, asked: true })));
    });

    it("may be any file, wherever the user stands", () => {
        const file = path.join(checkout, "tests", "stacks", "files", "Pulumi.sai.yaml");
        expect(namedStack("files/Pulumi.sai.yaml", path.join(checkout, "tests", "stacks"))).toEqual({
            name: "sai",
            configFile: file,
            label: path.join("tests", "stacks", "files", "Pulumi.sai.yaml"),
            asked: true,
        });
        expect(() => namedStack("nowhere", checkout)).toThrow(/--stack nowhere: no such file, and no stack file of this name.*dev.*prod/);
    });
});

describe("edits of a campaign", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "edits-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    const written = (text: string): string => {
        const file = path.join(folder, "edits.yaml");
        writeFileSync(file, text);
        return file;
    };

    it("of this project have something for every stack", () => {
        const edits = readEdits(path.join(checkout, "campaign.yaml"));
        for (const { name } of campaignStacks()) {
            expect(editsOf(name, edits).length).toBeGreaterThan(0);
        }
    });

    it("merge maps, replace the rest, and leave what is encrypted", () => {
        const file = path.join(folder, "Pulumi.x.yaml");
        writeFileSync(file, 'encryptionsalt: v1:abc\nconfig:\n  p:a: { b: [1, 2], c: { secure: v1:xyz } }\n  p:d: "1.30" # kept\n');
        editStackFile(file, { title: "t", set: { "p:a": { b: [3], e: { f: 1 } }, "p:g": true } });
        expect(readFileSync(file, "utf8")).toBe(
            'encryptionsalt: v1:abc\nconfig:\n  p:a: { b: [ 3 ], c: { secure: v1:xyz }, e: { f: 1 } }\n  p:d: "1.30" # kept\n  p:g: true\n',
        );
    });

    it.each([
        ["edits: []", 'has no list "edits"'],
        ["- title: x", 'has no list "edits"'],
        ["edits: [{ title: x }]", 'edits[0] needs a title, and under "set" a map of what it changes below "config"'],
        ["edits: [{ title: x, set: {} }, { set: {} }]", "edits[1] needs a title"],
        ["edits: [{ title: x, set: {}, stack: dev }]", "edits[0].stack is not known: use title, set, stacks"],
        ["edits: [{ title: x, set: {}, stacks: dev }]", 'edits[0].stacks is "dev": use a list of names of stacks'],
    ])("%s is refused: %s", (text, message) => {
        expect(() => readEdits(written(text))).toThrow(message);
    });

    it("that do not exist are asked for", () => {
        expect(() => readEdits(path.join(folder, "none.yaml"))).toThrow(/none\.yaml does not exist: it lists the edits of a campaign/);
    });
});

it("compares what stands as often as it stands", () => {
    expect(differencesOf(["a", "b", "b"], ["b", "c", "a", "b"])).toEqual(["+ c"]);
    expect(differencesOf(["a", "a", "b"], ["a"])).toEqual(["- a", "- b"]);
    expect(differencesOf([], [])).toEqual([]);
});
