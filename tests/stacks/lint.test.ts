import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import * as path from "node:path";
import { Checkout } from "../../stacks/config/cli/checkout";
import { lint, type LintResult } from "../../stacks/config/cli/lint";
import { describeOrigin } from "../../stacks/config/files/sources";
import { makeCheckout, stackFileText } from "./support/checkout";
import { CHECKOUT } from "./support/stack-config";

type Files = Readonly<Record<string, string>>;

let removals: (() => void)[];
beforeEach(() => (removals = []));
afterEach(() => removals.forEach((remove) => remove()));

function make(files: Files): string {
    const { root, remove } = makeCheckout(files);
    removals.push(remove);
    return root;
}

/** Lints a checkout of some files, all but the search for credentials, which has its own tests. */
function lintOf(files: Files): Promise<LintResult> {
    return lint(new Checkout(make(files)), () => Promise.resolve([]));
}

/** Place, severity and rule of every problem, without what this version does not build. */
async function problemsOf(files: Files): Promise<string[]> {
    const { problems } = await lintOf(files);
    const told = problems.filter(({ rule }) => rule !== "config/not-built");
    return told.map(({ at, severity, rule }) => `${describeOrigin(at)} ${severity} ${rule}`);
}

/** The lines of a stack file that is good, and where more lines go. */
const good = stackFileText([]).trimEnd().split("\n");
const withLines = (...lines: string[]): string => [...good, ...lines.map((line) => `  ${line}`), ""].join("\n");
const line = (index: number): string => `Pulumi.dev.yaml:${good.length + index}`;

describe("npm run config -- lint", () => {
    it("finds nothing wrong in good files", async () => {
        const files = {
            "Pulumi.yaml": "name: ml-platform\n",
            "Pulumi.dev.yaml": withLines(),
            "examples/Pulumi.b.yaml": withLines(),
            "config/a.yaml": "",
        };
        expect(await lintOf(files)).toEqual({ problems: [], stackFiles: 2, sharedFiles: 1, allFiles: 4 });
    });

    it("names every fault of every stack file with its line", async () => {
        const files = {
            "Pulumi.dev.yaml": withLines("ml-platform:regoin: eastus", "ml_platform:region: eastus"),
            "Pulumi.other.yaml": withLines("ml-platform:keepSdkAliases: 'yes'"),
            "examples/Pulumi.b.yaml": "config: [\n",
        };
        expect(await problemsOf(files)).toEqual([
            `${line(1)} error config/unknown-key`,
            `${line(2)} error config/unknown-namespace`,
            `Pulumi.other.yaml:${good.length + 1} error config/wrong-type`,
            "examples/Pulumi.b.yaml:2 error config/unreadable-file",
        ]);
    });

    it("names a fault of a shared file once, where it is, however many stacks extend it", async () => {
        const extending = withLines("ml-platform:extends: [a.yaml]");
        const files = { "Pulumi.dev.yaml": extending, "Pulumi.two.yaml": extending, "config/a.yaml": "# base\nnaming: {prefx: abc}\n" };
        expect(await problemsOf(files)).toEqual(["config/a.yaml:2 error config/unknown-key"]);
    });

    it("names a shared file that cannot be read once, by its place alone, wherever stacks name it", async () => {
        const files = {
            "Pulumi.dev.yaml": withLines("ml-platform:extends: [a.yaml]"),
            "Pulumi.two.yaml": withLines("ml-platform:extends: [b.yaml, a.yaml]"),
            "config/a.yaml": "region: [\n",
            "config/b.yaml": "",
        };
        const { problems } = await lintOf(files);
        expect(problems.map(({ at, text }) => `${describeOrigin(at)}: ${text}`)).toEqual([
            expect.stringMatching(/^config\/a\.yaml:2: is not YAML: /),
        ]);
    });

    it("checks a shared file that no stack extends, for what it says itself and for nothing that others may say", async () => {
        const files = {
            "config/a.yaml": 'cluster:\n  tier: Fre\n  logs: {retentionDays: "90"}\n',
            "config/team/b.yaml":
                "extends: [nowhere.yaml]\nregion: estaus\ngpuPools:\n  t4: {minCount: 3, maxCount: 2}\n  big: {minCount: 3}\n",
            // Alone it seems to overlap with the default of the network, which whoever extends it may change.
            "config/c.yaml": "cluster: {serviceCidr: 10.224.0.0/20}\n",
            "config/d.yaml": "region: [\n",
            "config/e.yaml": "extends: [f.yaml]\n",
            "config/f.yaml": "extends: [e.yaml]\n",
        };
        expect(await problemsOf(files)).toEqual([
            "config/a.yaml:2 error config/not-allowed",
            "config/a.yaml:3 error config/wrong-type",
            "config/d.yaml:2 error config/unreadable-file",
            "config/e.yaml:1 error config/extends-cycle",
            "config/f.yaml:1 error config/extends-cycle",
            "config/team/b.yaml:1 error config/extends-missing",
            "config/team/b.yaml:2 error region/unknown",
            "config/team/b.yaml:4 error pool/min-above-max",
        ]);
    });

    it("finds a secret in clear text beside an encrypted one, and does not show it", async () => {
        const lines = [
            "ml-platform:imageRegistries:",
            "  a: { server: ghcr.io, username: x, password: { secure: v1:abc } }",
            "  b:",
            "    server: quay.io",
            "    username: x",
            "    password: hunter22",
        ];
        const { problems } = await lintOf({ "Pulumi.dev.yaml": withLines(...lines) });
        expect(await problemsOf({ "Pulumi.dev.yaml": withLines(...lines) })).toEqual([`${line(6)} error config/secret-in-clear`]);
        expect(JSON.stringify(problems)).not.toContain("hunter22");
        expect(problems.find(({ rule }) => rule === "config/secret-in-clear")?.fix).toContain(
            "pulumi config set --stack dev --secret --path 'ml-platform:imageRegistries.b.password'",
        );
    });

    it("finds a secret in a shared file, encrypted or not: nobody could decrypt it there", async () => {
        const file = (password: string): string =>
            `imageRegistries:\n  a:\n    server: ghcr.io\n    username: x\n    password: ${password}\n`;
        expect(await problemsOf({ "config/a.yaml": file("hunter22") })).toEqual(["config/a.yaml:5 error config/secret-in-clear"]);
        expect((await problemsOf({ "config/a.yaml": file("{ secure: v1:x }") }))[0]).toBe("config/a.yaml:5 error config/wrong-type");
    });

    it("warns of encryption at a place that holds no secret, by its line", async () => {
        const lines = [
            "ml-platform:imageRegistries:",
            "  a:",
            "    server: { secure: v1:x }",
            "    username: x",
            "    password: { secure: v1:y }",
        ];
        expect(await problemsOf({ "Pulumi.dev.yaml": withLines(...lines) })).toEqual([`${line(3)} warning config/needless-secret`]);
    });

    it("takes a key that is encrypted as a whole for what it may be", async () => {
        expect(await problemsOf({ "Pulumi.dev.yaml": withLines("ml-platform:imageRegistries: { secure: v1:x }") })).toEqual([]);
        expect(await problemsOf({ "Pulumi.dev.yaml": withLines("ml-platform:resourceGroup: { secure: v1:x }") })).toEqual([
            `${line(1)} warning config/needless-secret`,
        ]);
    });

    it("looks at what git tracks or would add, and no further", async () => {
        const bad = withLines("ml-platform:regoin: eastus");
        const root = make({
            "Pulumi.dev.yaml": bad,
            "Pulumi.new.yaml": bad,
            "Pulumi.ignored.yaml": bad,
            ".gitignore": "Pulumi.ignored.yaml\n",
        });
        const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
        git("init", "--quiet");
        git("add", "Pulumi.dev.yaml", ".gitignore");
        const { problems } = await lint(new Checkout(root), () => Promise.resolve([]));
        expect(problems.map(({ at }) => at.file)).toEqual(["Pulumi.dev.yaml", "Pulumi.new.yaml"]);
    });

    it("looks at all files where there is no git, but for those of other packages", () => {
        const root = make({ "a.txt": "", "deep/b.txt": "", "node_modules/c/d.js": "", ".rehearsal/e": "" });
        expect(new Checkout(root).files()).toEqual(["a.txt", "deep/b.txt"]);
    });
});

/** The command in a process of its own: the library that knows credentials is an ES module, which Jest's sandbox cannot load. */
function runLint(root: string): { readonly code: number | null; readonly lines: readonly string[] } {
    const script = `
        const { run } = require(${JSON.stringify(path.join(CHECKOUT, "stacks", "config", "cli", "command.ts"))});
        const out = (line) => console.log(line);
        run(["lint"], { root: ${JSON.stringify(root)}, cwd: ".", out, err: out }).then((code) => { process.exitCode = code; });`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], { cwd: CHECKOUT, encoding: "utf8" });
    expect(stderr).toBe("");
    return { code: status, lines: stdout.trimEnd().split("\n") };
}

describe("the search for credentials", () => {
    // Put together here, so that no file holds one.
    const digits = (count: number): string => "0123456789abcdef".repeat(8).slice(0, count);
    const base64 = (count: number): string => "AbCdEfGh+/0123456789xYzW".repeat(8).slice(0, count);
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    const ed25519 = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const found: Files = {
        "a-private-key.pem": rsa,
        "a-short-key.pem": ed25519,
        "a-key.yaml": `key: "${ed25519.replaceAll("\n", "\\n")}"`,
        "b-github.ts": `const token = "ghp_${"wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx".slice(0, 36)}";`,
        "c-storage.env": `\nCONNECTION=AccountName=x;AccountKey=${base64(86)}==;EndpointSuffix=core.windows.net`,
        "d-storage.txt": `${base64(76).replaceAll(/[^A-Za-z0-9]/g, "0")}+ASt${digits(5)}A==`,
        "e-sas.md": `https://x.blob.core.windows.net/c?sv=2024&sig=${digits(43)}%3D`,
        "f-bus.json": `{"c": "SharedAccessKey=${base64(43)}="}`,
        "g-pulumi.sh": `export PULUMI_ACCESS_TOKEN=pul-${digits(40)}`,
        "h-entra.yaml": `secret: abc8Q~${digits(34)}`,
    };
    const good: Files = {
        "README.md": "AccountKey=<key>, sig=%3D, pul-something, -----BEGIN PUBLIC KEY-----\n",
        "made-up.ts": `const token = "pul-${digits(40)}"; // secretlint-disable-line -- an example of a token\n`,
        "binary.bin": `\0AccountKey=${base64(86)}==`,
    };

    it("finds each kind by file and line, shows none of them, and ends with 1", () => {
        const { code, lines } = runLint(make({ ...found, ...good }));
        const places = lines.flatMap((text) => /^(\S+:\d+): error: holds what looks like a credential/.exec(text)?.[1] ?? []);
        expect([...new Set(places)]).toEqual([
            "a-key.yaml:1",
            "a-private-key.pem:1",
            "a-short-key.pem:1",
            "b-github.ts:1",
            "c-storage.env:2",
            "d-storage.txt:1",
            "e-sas.md:1",
            "f-bus.json:1",
            "g-pulumi.sh:1",
            "h-entra.yaml:1",
        ]);
        expect(lines.at(-1)).toBe(`0 stack files, 0 shared files, 13 files searched for credentials: ${places.length} errors, 0 warnings`);
        for (const text of [
            rsa.split("\n")[1] ?? "",
            ed25519.split("\n")[1] ?? "",
            digits(34),
            base64(43),
            "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx",
        ]) {
            expect(lines.join("\n")).not.toContain(text);
        }
        expect(code).toBe(1);
    });

    it("finds none in the checkout, whose files have no error at all", () => {
        const { code, lines } = runLint(CHECKOUT);
        expect(lines.filter((text) => text.includes(" error: "))).toEqual([]);
        expect(lines.at(-1)).toMatch(/^\d+ stack files, \d+ shared files, \d{3,} files searched for credentials: 0 errors, \d+ warnings$/);
        expect(code).toBe(0);
    }, 60_000);
});
