import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import type * as checking from "../../stacks/config/check";
import { checkConfig } from "../../stacks/config/check";
import { reportFaults } from "../../stacks/config/report";
import { sharedFilesIn } from "../../stacks/config/files/shared-files";
import { describeOrigin } from "../../stacks/config/files/sources";
import { type Edit, edited, readStackFile, SHARED_FILES, stackFileAsWritten, STACKS, toRaw } from "./support/stack-config";
import { EXTENDS_FAULTS, gone, type Texts } from "./extends-data";
import { filesOf } from "./support/shared-files";

/** The stack dev, complete in itself, with some edits, on some files. */
function check(names: unknown, texts: Texts, edits: readonly Edit[] = []): ReturnType<typeof checkConfig> {
    return checkConfig(toRaw(edited("dev", [...edits, [["extends"], names]])), "dev", filesOf(texts));
}

/** Path, rule and place of every error. */
function errorsOf({ findings }: ReturnType<typeof checkConfig>): string[] {
    const errors = findings.filter(({ severity }) => severity === "error");
    return errors.map(({ path: at, rule, from }) => `${at} ${rule}${from === undefined ? "" : ` from ${describeOrigin(from)}`}`);
}

describe("the stack files of the checkout", () => {
    it.each(STACKS)("%s means with its shared files what it means when they are written into it", (stack) => {
        const layered = checkConfig(toRaw(stackFileAsWritten(stack).config), stack, SHARED_FILES);
        const whole = checkConfig(toRaw(readStackFile(stack).config), stack);
        expect(layered.config).toBeDefined();
        expect(layered.config).toEqual(whole.config);
    });
});

describe("extends", () => {
    it("merges files in order, the stack file last: maps merge, lists replace, null removes", () => {
        const { config, findings } = check(
            ["base.yaml", "team/vision.yaml"],
            {
                "base.yaml":
                    "region: westeurope\nenvironment:\n  tags: {a: base, b: base, c: base}\ncluster:\n  systemPool: {zones: [1, 2]}\n",
                "team/vision.yaml": "environment:\n  tags: {b: vision, c: null}\ncluster:\n  systemPool: {zones: [3]}\n",
            },
            [gone("region"), [["environment", "tags"], { d: "dev" }]],
        );
        expect(findings).toEqual([]);
        expect(config?.region).toBe("westeurope");
        expect(config?.environment.tags).toEqual({ a: "base", b: "vision", d: "dev" });
        expect(config?.cluster.systemPool.zones).toEqual(["3"]);
        expect(config?.environment.owner).toBe("ml-platform-team");
    });

    it("blames the stack file for a key that was set there without --path, whatever a shared file says inside the map", () => {
        const values = { ...edited("dev", [[["extends"], ["base.yaml"]]]), "ml-platform:cluster.tier": "Standard" };
        const checked = checkConfig(toRaw(values), "dev", filesOf({ "base.yaml": "cluster: {tier: Premium}\n" }));
        expect(errorsOf(checked)).toEqual(["cluster.tier config/unknown-key"]);
    });

    it("reads each file before the one that names it, and one that two files name once, where it comes first", () => {
        const { config, findings } = check(["b.yaml", "c.yaml"], {
            "a.yaml": "environment: {tags: {x: a, y: a, z: a}}",
            "b.yaml": "extends: [a.yaml]\nenvironment: {tags: {x: b, y: b}}",
            "c.yaml": "extends: [a.yaml]\nenvironment: {tags: {y: c}}",
        });
        expect(findings).toEqual([]);
        expect(config?.environment.tags).toEqual({ x: "b", y: "c", z: "a", "cost-center": "research" });
    });

    it("takes a value away with null, in the stack file too, also as a key without a value", () => {
        const texts = { "base.yaml": "cluster: {logs: {retentionDays: 90, auditReads: true}}\nregistry: {sku: Premium}\n" };
        const { config, findings } = check(["base.yaml"], texts, [
            [["cluster", "logs"], { auditReads: null }],
            [["registry"], null],
        ]);
        expect(findings).toEqual([]);
        expect(config?.cluster.logs).toEqual({ retentionDays: 90, auditReads: false });
        expect(config?.registry.sku).toBe("Basic");
    });

    it("refuses a null of the stack file that takes nothing away, and lets one of a shared file pass, which serves several stacks", () => {
        expect(errorsOf(check(["base.yaml"], { "base.yaml": "cluster: {logs: null}" }))).toEqual([]);
        expect(errorsOf(check(["base.yaml"], { "base.yaml": "" }, [[["cluster", "logs"], null]]))).toEqual([
            "cluster.logs config/wrong-type",
        ]);
    });

    it("reads days and zones without quotes as a stack file does", () => {
        const text = "environment:\n  lifetime: {kind: ephemeral, expiresOn: 2027-01-31}\ncluster: {systemPool: {zones: [1, 3]}}\n";
        const { config, findings } = check(["base.yaml"], { "base.yaml": text }, [gone("environment", "lifetime")]);
        expect(findings).toEqual([]);
        expect(config?.environment.lifetime).toEqual({ kind: "ephemeral", expiresOn: "2027-01-31" });
        expect(config?.cluster.systemPool.zones).toEqual(["1", "3"]);
    });

    it("reads a file that begins with a folder or ends in .yml, and an empty one", () => {
        expect(errorsOf(check(["a/b/c.yml", "empty.yaml"], { "a/b/c.yml": "{}", "empty.yaml": "# nothing yet\n" }))).toEqual([]);
    });

    it.each([undefined, [], null])("with %j reads no file", (names) => {
        const never = (): never => {
            throw new Error("a file was read");
        };
        const values = edited("dev", names === undefined ? [] : [[["extends"], names]]);
        expect(checkConfig(toRaw(values), "dev", { read: never, names: never }).config).toBeDefined();
    });

    it("loads the YAML library only for a file", () => {
        const [alone, extending] = [toRaw(edited("dev", [])), toRaw(edited("dev", [[["extends"], ["base.yaml"]]]))];
        jest.isolateModules(() => {
            jest.doMock("yaml", () => {
                throw new Error("the library was loaded");
            });
            const isolated = jest.requireActual<typeof checking>("../../stacks/config/check");
            const on = (raw: ReturnType<typeof toRaw>): unknown => isolated.checkConfig(raw, "dev", filesOf({ "base.yaml": "" })).config;
            expect(on(alone)).toBeDefined();
            expect(() => on(extending)).toThrow("the library was loaded");
            jest.dontMock("yaml");
        });
    });
});

describe("a fault of what a stack extends", () => {
    it.each(EXTENDS_FAULTS)("%s", (_title, names, texts, edits, errors) => {
        const checked = check(names, texts, edits);
        expect(errorsOf(checked)).toEqual(errors);
        expect(checked.config === undefined).toBe(errors.length > 0);
    });

    it("has a title of its own in every row", () =>
        expect(new Set(EXTENDS_FAULTS.map(([title]) => title)).size).toBe(EXTENDS_FAULTS.length));

    const only = (names: unknown, texts: Texts, edits: readonly Edit[] = []): { message: string; fix: string } => {
        const [found, ...more] = check(names, texts, edits).findings;
        expect(more).toEqual([]);
        return { message: found?.message ?? "", fix: found?.fix ?? "" };
    };

    it("names the whole circle", () => {
        const { message } = only(["a.yaml"], {
            "a.yaml": "extends: [b.yaml]",
            "b.yaml": "extends: [c.yaml]",
            "c.yaml": "extends: [a.yaml]",
        });
        expect(message).toBe("extends itself: config/a.yaml -> config/b.yaml -> config/c.yaml -> config/a.yaml");
    });

    it.each([
        ["bse.yaml", "did you mean base.yaml?"],
        ["base", "did you mean base.yaml?"],
        ["config/base.yaml", "did you mean base.yaml?"],
        ["base.yml", "did you mean base.yaml?"],
        ["nothing-like-it.yaml", "correct the name, or add config/nothing-like-it.yaml"],
    ])("says of %s: %s", (name, fix) => expect(only([name], { "base.yaml": "" }).fix).toBe(fix));

    it("names the null that took a required key away, and what it took away", () => {
        const texts = { "a.yaml": "environment:\n  owner: team-a\n", "b.yaml": "environment:\n  owner: null\n" };
        const { message, fix } = only(["a.yaml", "b.yaml"], texts, [gone("environment", "owner")]);
        expect(message).toMatch(/^is required.*; the null in config\/b\.yaml:2 takes away what config\/a\.yaml:2 gives$/);
        expect(fix).toBe("take the null out, or write a value there");
    });

    it("says how to get rid of a key that is left over from another kind", () => {
        const texts = {
            "a.yaml": "resourceGroup:\n  kind: existing\n  name: rg-research\n",
            "b.yaml": "resourceGroup:\n  kind: create\n",
        };
        const { message, fix } = only(["a.yaml", "b.yaml"], texts);
        expect(message).toBe("belongs to kind existing, and config/b.yaml:2 chose kind create; maps merge, so it is still there");
        expect(fix).toBe("write name: null beside kind: create");
        expect(check(["a.yaml", "b.yaml"], { ...texts, "b.yaml": "resourceGroup: {kind: create, name: null}" }).findings).toEqual([]);
    });

    it("never ends but in a report, whatever the shared files and the stack file hold", () => {
        const { config } = readStackFile("prod");
        const keys = Object.keys(config).map((key) => key.slice("ml-platform:".length));
        const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), ...Object.values(config).map((one) => fc.constant(one)));
        const edits = fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 3 });
        fc.assert(
            fc.property(edits, edits, edits, (a, b, own) => {
                const texts = { "a.yaml": JSON.stringify(Object.fromEntries(a)), "b.yaml": JSON.stringify(Object.fromEntries(b)) };
                const values = own.map(([key, given]) => [`ml-platform:${key}`, given] as const);
                const raw = toRaw({ ...Object.fromEntries(values), "ml-platform:extends": ["a.yaml", "b.yaml"] });
                const checked = checkConfig(raw, "prod", filesOf(texts));
                expect(checked.config === undefined).toBe(errorsOf(checked).length > 0);
                expect(typeof reportFaults(checked.findings, "prod", checked.hidden)).toBe("string");
            }),
            { numRuns: 200, seed: 20261121 },
        );
    });

    it("shows in the report where the value is written", () => {
        const { findings, hidden } = check(["a.yaml"], { "a.yaml": "\nregion: estaus\n" }, [gone("region")]);
        expect(reportFaults(findings, "dev", hidden)).toContain(
            ['  1. ml-platform:region = "estaus"', "     from config/a.yaml:2", "     is not a region"].join("\n"),
        );
    });
});

describe("files under config/", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), "shared-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    it("are read by their names relative to it, and listed with those in folders", () => {
        mkdirSync(path.join(folder, "team.yaml", "deep"), { recursive: true });
        writeFileSync(path.join(folder, "base.yaml"), "region: eastus\n");
        writeFileSync(path.join(folder, "team.yaml", "deep", "a.yml"), "{}\n");
        writeFileSync(path.join(folder, "README.md"), "#\n");
        const files = sharedFilesIn(folder);
        expect(files.names()).toEqual(["base.yaml", "team.yaml/deep/a.yml"]);
        expect([files.read("base.yaml"), files.read("team.yaml"), files.read("none.yaml")]).toEqual([
            "region: eastus\n",
            undefined,
            undefined,
        ]);
    });

    it("are none where there is no folder", () => expect(sharedFilesIn(path.join(folder, "none")).names()).toEqual([]));
});
