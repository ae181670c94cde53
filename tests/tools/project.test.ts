import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, parseDocument } from "yaml";
import { checkout, type RehearsalPaths, rehearsalPaths } from "../../rehearsal/home";
import { GeneratedProject, projectName, type SecretWriter, trackedStacks } from "../../rehearsal/project/project";
import { configPathText, encryptionSalt } from "../../rehearsal/project/stack-file";

/** A home of its own; the tracked files are those of the checkout, which nothing here may write. */
let paths: RehearsalPaths;
let said: string;

beforeEach(() => {
    paths = rehearsalPaths(realpathSync(mkdtempSync(path.join(os.tmpdir(), "project-"))));
    said = "";
    jest.spyOn(process.stderr, "write").mockImplementation((text) => ((said += String(text)), true));
});
afterEach(() => {
    jest.restoreAllMocks();
    rmSync(paths.home, { recursive: true, force: true });
});

const read = (file: string): string => readFileSync(file, "utf8");
const config = (file: string): Record<string, unknown> => (parse(read(file)) as { config: Record<string, unknown> }).config;
const tracked = (stack: string): string => path.join(checkout, `Pulumi.${stack}.yaml`);

/** Writes as the engine does: the value encrypted, and the file's salt when it has none. */
function fakeSecrets(): { writer: SecretWriter; asked: string[][] } {
    const asked: string[][] = [];
    const writer: SecretWriter = (file, _stack, secretPaths) => {
        asked.push(secretPaths.map(configPathText));
        const document = parseDocument(read(file));
        if (!document.has("encryptionsalt")) {
            document.set("encryptionsalt", "v1:made-here");
        }
        secretPaths.forEach((at, index) => document.setIn(["config", ...at], { secure: `v1:made-up-${asked.length}-${index}` }));
        writeFileSync(file, document.toString());
    };
    return { writer, asked };
}

const noSecrets: SecretWriter = (_file, _stack, secretPaths) => {
    throw new Error(`nobody should ask for ${secretPaths.map(configPathText).join(", ")}`);
};

/** A file for `--config-file`. */
function configFile(text: string, folder = "given", name = "other.yaml"): string {
    const file = path.join(paths.home, folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
}

describe("the generated Pulumi.yaml", () => {
    it("is the tracked one, with a main that leads back to the checkout", () => {
        new GeneratedProject(paths);
        const { main, ...rest } = parse(read(path.join(paths.project, "Pulumi.yaml"))) as Record<string, unknown>;
        const { main: trackedMain, ...expected } = parse(read(path.join(checkout, "Pulumi.yaml"))) as Record<string, unknown>;
        expect(rest).toEqual(expected);
        expect(path.resolve(paths.project, String(main))).toBe(path.resolve(checkout, String(trackedMain)));
        expect(existsSync(path.resolve(paths.project, String(main), "index.ts"))).toBe(true);
        expect(projectName()).toBe(rest["name"]);
    });
});

describe("stacks", () => {
    it("are named by the files of the checkout, Pulumi.yaml not being one", () => {
        const files = readdirSync(checkout).filter((file) => file.startsWith("Pulumi.") && file !== "Pulumi.yaml");
        expect(trackedStacks()).toEqual(files.map((file) => file.slice("Pulumi.".length, -".yaml".length)).sort());
        expect(trackedStacks()).toEqual(expect.arrayContaining(["dev", "prod"]));
    });
});

describe("the copy of a stack file", () => {
    it("has the configuration of the tracked file, which stays as it is", () => {
        const before = read(tracked("dev"));
        const project = new GeneratedProject(paths);
        project.useStackFile("dev", fakeSecrets().writer);
        expect(project.stackFile("dev")).toBe(path.join(paths.project, "Pulumi.dev.yaml"));
        expect(config(project.stackFile("dev"))).toMatchObject(config(tracked("dev")));
        expect(read(tracked("dev"))).toBe(before);
        expect(said).toBe("");
    });

    it("is not made again while the tracked file stays the same: what `config set` wrote stays", () => {
        const project = new GeneratedProject(paths);
        project.useStackFile("dev", fakeSecrets().writer);
        writeFileSync(project.stackFile("dev"), "config:\n  ml-platform:region: westeurope\n");
        new GeneratedProject(paths).useStackFile("dev", noSecrets);
        expect(config(project.stackFile("dev"))).toEqual({ "ml-platform:region": "westeurope" });
        expect(said).toBe("");
    });

    it("is made again for a stack that was removed and is made anew, from Pulumi's first file for it", () => {
        const project = new GeneratedProject(paths);
        project.useStackFile("dev", fakeSecrets().writer);
        writeFileSync(project.stackFile("dev"), "encryptionsalt: v1:of-the-new-stack\n");
        project.forgetStackFile("dev");
        project.useStackFile("dev", fakeSecrets().writer);
        expect(config(project.stackFile("dev"))).toMatchObject(config(tracked("dev")));
        expect(encryptionSalt(read(project.stackFile("dev")))).toBe("v1:of-the-new-stack");
        expect(said).toBe("");
    });

    it("of a stack that extends shared files gets the secrets that it lacks all the same, and nothing of those files", () => {
        const project = new GeneratedProject(paths);
        const own =
            "config:\n  ml-platform:extends: [defaults.yaml]\n  ml-platform:imageRegistries: { ghcr: { server: ghcr.io, username: x } }\n";
        const { writer, asked } = fakeSecrets();
        const copy = project.useConfigFile(configFile(own), "dev", writer);
        expect(asked).toEqual([["ml-platform:imageRegistries.ghcr.password"]]);
        expect(config(copy)["ml-platform:extends"]).toEqual(["defaults.yaml"]);
        expect(Object.keys(config(copy)).sort()).toEqual(["ml-platform:extends", "ml-platform:imageRegistries"]);
    });

    it("of a stack without a file is left to Pulumi", () => {
        const project = new GeneratedProject(paths);
        project.useStackFile("nobody", noSecrets);
        expect(readdirSync(paths.project)).toEqual(["Pulumi.yaml"]);
    });
});

describe("the copy of a file given with --config-file", () => {
    const text = "config:\n  p:size: small # a comment\n  other:token:\n    secure: v1:for-the-real-key\n";

    it("is a file of its own for each stack, and the given one stays as it is", () => {
        const project = new GeneratedProject(paths);
        const given = configFile(text);
        const copies = ["dev", "prod"].map((stack) => project.useConfigFile(given, stack, fakeSecrets().writer));
        expect(copies.map((copy) => path.relative(paths.project, copy))).toEqual([
            "config-file.dev.other.yaml",
            "config-file.prod.other.yaml",
        ]);
        expect(copies.map((copy) => config(copy)["p:size"])).toEqual(["small", "small"]);
        expect(read(given)).toBe(text);
        expect(existsSync(project.stackFile("dev"))).toBe(false);
    });

    it("is made again when the given file changed, and says so by name", () => {
        const project = new GeneratedProject(paths);
        const given = configFile("config:\n  p:size: small\n");
        const copy = project.useConfigFile(given, "dev", noSecrets);
        writeFileSync(copy, "config:\n  p:size: set-by-hand\n");
        project.useConfigFile(given, "dev", noSecrets);
        expect(config(copy)).toEqual({ "p:size": "set-by-hand" });
        configFile("config:\n  p:size: large\n");
        project.useConfigFile(given, "dev", noSecrets);
        expect(config(copy)).toEqual({ "p:size": "large" });
        expect(said).toBe(
            'other.yaml changed: the rehearsal\'s copy of it is made again (what "config set" changed in the copy is dropped).\n',
        );
    });

    it("is made again when another file has the same name", () => {
        const project = new GeneratedProject(paths);
        const copy = project.useConfigFile(configFile("config: { p:size: small }\n"), "dev", noSecrets);
        expect(project.useConfigFile(configFile("config: { p:size: large }\n", "elsewhere"), "dev", noSecrets)).toBe(copy);
        expect(config(copy)).toEqual({ "p:size": "large" });
        expect(said).toMatch(/^other\.yaml is another file now: /);
    });

    it("takes the salt of its stack, so that one passphrase opens both, and keeps it", () => {
        const project = new GeneratedProject(paths);
        writeFileSync(project.stackFile("dev"), "encryptionsalt: v1:of-the-stack\n");
        const given = configFile("encryptionsalt: v1:of-the-real-stack\nconfig:\n  p:size: small\n");
        const copy = project.useConfigFile(given, "dev", noSecrets);
        configFile("config:\n  p:size: large\n");
        project.useConfigFile(given, "dev", noSecrets);
        expect(parse(read(copy))).toEqual({ encryptionsalt: "v1:of-the-stack", config: { "p:size": "large" } });
    });

    it("has a secret made up for each encrypted value, once: an edit elsewhere in the file keeps it", () => {
        const project = new GeneratedProject(paths);
        const given = configFile(text);
        const { writer, asked } = fakeSecrets();
        const copy = project.useConfigFile(given, "dev", writer);
        configFile(text.replace("small", "large"));
        project.useConfigFile(given, "dev", writer);
        configFile(`${text}  other:second:\n    list:\n      - key: {secure: v1:neither}\n`);
        project.useConfigFile(given, "dev", writer);
        expect(asked).toEqual([["other:token"], ["other:second.list[0].key"]]);
        expect(config(copy)).toEqual({
            "p:size": "small",
            "other:token": { secure: "v1:made-up-1-0" },
            "other:second": { list: [{ key: { secure: "v1:made-up-2-0" } }] },
        });
        expect(encryptionSalt(read(copy))).toBe("v1:made-here");
    });

    it("is made again when a run was killed before its secrets were written", () => {
        const project = new GeneratedProject(paths);
        const given = configFile(text);
        const killed: SecretWriter = () => {
            throw new Error("killed");
        };
        expect(() => project.useConfigFile(given, "dev", killed)).toThrow("killed");
        const { writer, asked } = fakeSecrets();
        expect(config(project.useConfigFile(given, "dev", writer))["other:token"]).toEqual({ secure: "v1:made-up-1-0" });
        expect(asked).toEqual([["other:token"]]);
    });

    it("that does not exist is refused by its path", () => {
        expect(() => new GeneratedProject(paths).useConfigFile("/nowhere/x.yaml", "dev", noSecrets)).toThrow(
            "--config-file: /nowhere/x.yaml does not exist",
        );
    });

    it("that is no YAML is refused, and leaves no copy behind", () => {
        const project = new GeneratedProject(paths);
        expect(() => project.useConfigFile(configFile("config: ["), "dev", noSecrets)).toThrow(/other\.yaml is not valid YAML/);
        expect(readdirSync(paths.project)).toEqual(["Pulumi.yaml"]);
    });
});
