import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { trackedStacks } from "../../rehearsal/project/project";
import type { Inventory } from "../../rehearsal/standing";
import { checkout, type Finished, Rehearsal } from "../support/rehearsal";

jest.setTimeout(300_000);

const up = ["up", "--yes", "--skip-preview"] as const;

/** The stack files and Pulumi.yaml as git sees them, new ones too. */
const gitStatus = (): string => execFileSync("git", ["status", "--porcelain", "--", "Pulumi*"], { cwd: checkout, encoding: "utf8" });
const tracked = (stack: string): string => readFileSync(path.join(checkout, `Pulumi.${stack}.yaml`), "utf8");

function write(rehearsal: Rehearsal, name: string, text: string): string {
    const file = path.join(rehearsal.home, name);
    writeFileSync(file, text);
    return file;
}

/** Every file below a folder, relative to it. */
function filesBelow(folder: string): string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** How a text looks within a longer one in base64: that depends on where it begins, so there are three forms. */
function inBase64(text: string): string[] {
    return [0, 1, 2].map((offset) =>
        Buffer.from(" ".repeat(offset) + text)
            .toString("base64")
            .slice(offset === 0 ? 0 : 4, -4),
    );
}

/** A refusal of the rehearsal's own: one sentence and no stack trace. */
function expectRefusal({ code, stdout, stderr }: Finished, ...sentences: string[]): void {
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toMatch(/^\s+at /m);
    for (const sentence of sentences) {
        expect(stderr).toContain(sentence);
    }
}

describe("what is refused", () => {
    const rehearsal = new Rehearsal("files", { separately: true });
    afterAll(() => rehearsal.remove());

    it("a stack without a file, with the files that there are", async () => {
        expectRefusal(
            await rehearsal.run(...up, "-s", "nobody"),
            'there is no stack "nobody" and no file Pulumi.nobody.yaml to make it from',
            `Stack files here: ${trackedStacks().join(", ")}.`,
            "--config-file",
        );
    });

    it.each([["destroy", "--yes"], ["refresh", "--yes"], ["cancel", "--yes"], ["stack", "output"], ["recover"], ["summary"]])(
        "`%s` of a stack that was never rehearsed",
        async (...command) => {
            expectRefusal(
                await rehearsal.run(...command, "-s", "nobody"),
                'there is no stack "nobody" in the rehearsal',
                `Stacks: none. Stack files that "up -s" can make one from: ${trackedStacks().join(", ")}`,
            );
        },
    );

    it("the same for one that has a file, with the way to make it", async () => {
        expectRefusal(await rehearsal.run("recover", "-s", "prod"), "nothing to recover", '"npm run rehearse -- up -s prod" makes it');
    });

    it("a --config-file that does not exist, by its path", async () => {
        expectRefusal(
            await rehearsal.run("config", "-s", "dev", "--config-file", "/nowhere/x.yaml"),
            "--config-file: /nowhere/x.yaml does not exist",
        );
        await rehearsal.ok("stack", "rm", "--yes", "dev");
    });

    it("a fault file with mistakes, by its path and theirs", async () => {
        const file = write(rehearsal, "faults.yaml", "- match: { verb: read }\n  fault: { crash: sometime }\n");
        expectRefusal(
            await rehearsal.run(...up, "-s", "dev", "--faults", file),
            `fault file ${file}: [0].match.verb is "read": use create or update or delete`,
            '[0].fault.crash is "sometime": use before-request or after-accept or after-answer',
            "rehearsal/faults/README.md",
        );
        expectRefusal(await rehearsal.run(...up, "-s", "dev", "--faults", "/nowhere/f.yaml"), "fault file /nowhere/f.yaml: ");
    });

    it("and nothing was made by any of it, nor by asking for help", async () => {
        await rehearsal.ok("up", "--help");
        const { stdout } = await rehearsal.ok("stack", "ls", "--json");
        expect(JSON.parse(stdout)).toEqual([]);
        expect(existsSync(path.join(rehearsal.home, "subscription"))).toBe(false);
    });

    it("a command that Pulumi does not know, by Pulumi", async () => {
        const { code, output } = await rehearsal.run("frobnicate");
        expect(code).not.toBe(0);
        expect(output).toContain('unknown command "frobnicate"');
    });
});

/** One stack, made from a file whose secret only the real stack's key can open: the tests are its chapters, in order. */
describe("a stack whose file holds an encrypted value", () => {
    const rehearsal = new Rehearsal("files", { separately: true });
    const statusBefore = gitStatus();
    const file = write(rehearsal, "with-secret.yaml", `${tracked("dev")}\n  other:token:\n    secure: v1:bm90:ZW5jcnlwdGVkIGhlcmU=\n`);
    const withFile = ["-s", "dev", "--config-file", file] as const;
    let madeUp: string;
    let stands: Inventory;
    afterAll(() => rehearsal.remove());

    const getToken = async (): Promise<string> => (await rehearsal.ok("config", "get", "other:token", ...withFile)).stdout.trim();

    it("stands without the real key: a secret is made up, and not shown", async () => {
        const { stderr, output } = await rehearsal.ok(...up, ...withFile);
        madeUp = await getToken();
        stands = await rehearsal.inventory("dev");
        expect(madeUp).toMatch(/^[\w-]{24}$/);
        expect(stderr.match(/Made up for the rehearsal.*/g)).toEqual([
            'Made up for the rehearsal of "dev" (real values are never needed): other:token',
        ]);
        expect(output).not.toContain(madeUp);
    });

    it("keeps the made-up secret, and has nothing to do", async () => {
        const { output } = await rehearsal.ok("preview", "--expect-no-changes", ...withFile);
        expect(output).not.toContain("Made up");
        expect(await getToken()).toBe(madeUp);
    });

    it("shows its kubeconfig only on request, and keeps neither it nor the secret in clear", async () => {
        const { stdout: json } = await rehearsal.ok("stack", "output", "--json", "-s", "dev");
        expect(JSON.parse(json)).toMatchObject({ kubeconfig: "[secret]" });
        const { stdout: kubeconfig } = await rehearsal.ok("stack", "output", "kubeconfig", "--show-secrets", "-s", "dev");
        const { users } = parse(kubeconfig) as { users: { user: Record<string, string> }[] };
        const credentials = Object.entries(users[0]?.user ?? {});
        expect(credentials.map(([key]) => key)).toEqual(["client-certificate-data", "client-key-data", "token"]);
        const [, key = ""] = credentials.find(([name]) => name === "client-key-data") ?? [];
        const [, token = ""] = credentials.find(([name]) => name === "token") ?? [];
        const decoded = Buffer.from(key, "base64").toString();
        expect(decoded).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);

        // in the forms in which they could lie about: as such, in base64, and the second line of the key's own text
        const plain = [madeUp, key.slice(0, 60), token.slice(0, 60), decoded.split("\n")[1] ?? ""];
        expect(plain.filter((marker) => marker.length < 24)).toEqual([]);
        const markers = [...plain, ...plain.flatMap(inBase64)];
        const { stdout: asked } = await rehearsal.ok("stack", "export", "--show-secrets", "-s", "dev");
        expect(plain.filter((marker) => asked.includes(marker))).toEqual([key.slice(0, 60), token.slice(0, 60)]);
        const files = filesBelow(rehearsal.home);
        expect(files).toEqual(expect.arrayContaining([path.join("state", ".pulumi", "stacks", "ml-platform", "dev.json")]));
        const inClear = files.filter((name) => {
            const text = readFileSync(path.join(rehearsal.home, name), "utf8");
            return markers.some((marker) => text.includes(marker));
        });
        expect(inClear).toEqual([]);
        for (const command of [["summary"], ["inventory", "--json"], ["stack", "export"], ["config"], ["stack", "history"]]) {
            const { output } = await rehearsal.ok(...command, "-s", "dev");
            expect([command, markers.filter((marker) => output.includes(marker))]).toEqual([command, []]);
        }
    });

    it("`config set --path` changes the rehearsal's copy alone, until the tracked file changes", async () => {
        const key = ["--path", "ml-platform:gpuPools.t4.sizes[0]"] as const;
        await rehearsal.ok("config", "set", ...key, "Standard_NC8as_T4_v3", "-s", "dev");
        const edited = await rehearsal.run("preview", "--expect-no-changes", "-s", "dev");
        expect([edited.code === 0, edited.output]).toEqual([false, expect.stringContaining("no changes were expected")]);
        expect((await rehearsal.previewSteps("dev")).filter(({ op }) => op === "replace").map(({ urn }) => urn.split("::").at(-1))).toEqual(
            ["gpu-t4"],
        );
        expect((await rehearsal.ok("config", "get", ...key, "-s", "dev")).stdout.trim()).toBe("Standard_NC8as_T4_v3");
        expect(gitStatus()).toBe(statusBefore);
        await rehearsal.ok("config", "set", ...key, "Standard_NC4as_T4_v3", "-s", "dev");
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
    });

    it("`config set --config-file` leaves the given file as it is, also with a value that begins with a dash", async () => {
        const before = readFileSync(file, "utf8");
        await rehearsal.ok("config", "set", ...withFile, "--", "other:offset", "-5");
        expect((await rehearsal.ok("config", "get", "other:offset", ...withFile)).stdout.trim()).toBe("-5");
        expect(readFileSync(file, "utf8")).toBe(before);
    });

    it.each([
        [["stack", "ls"], "dev"],
        [["stack", "history", "-s", "dev"], "UpdateKind: update"],
        [["refresh", "--preview-only", "-s", "dev"], "31 unchanged"],
        [["destroy", "--preview-only", "-s", "dev"], "31 to delete"],
        [["cancel", "--yes", "-s", "dev"], "has been canceled"],
        [["stack", "output", "platform", "-s", "dev"], "studioml"],
    ])("hands %j to Pulumi, and all stands as before", async (command, expected) => {
        expect((await rehearsal.ok(...command)).output).toContain(expected);
        expect(await rehearsal.inventory("dev")).toEqual(stands);
    });

    it("hands Pulumi's exit code back", async () => {
        const { code } = await rehearsal.run("stack", "output", "nothing-of-that-name", "-s", "dev");
        expect(code).not.toBe(0);
    });

    it("once unprotected by hand it can be destroyed, also after a look at what that would delete", async () => {
        const protectedFile = rehearsal.edited("dev", [[["ml-platform:environment", "protect"], true]]);
        await rehearsal.ok(...up, "-s", "dev", "--config-file", protectedFile);
        const options = ["-s", "dev", "--config-file", protectedFile] as const;
        expect((await rehearsal.run("destroy", "--yes", ...options)).code).not.toBe(0);
        await rehearsal.ok("state", "unprotect", "--all", "--yes", "-s", "dev");
        await rehearsal.ok("destroy", "--preview-only", ...options);
        await rehearsal.ok("destroy", "--yes", "--skip-preview", ...options);
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect((await rehearsal.ok("summary", "-s", "dev")).stdout).toBe(
            'Nothing stands of stack "dev": "npm run rehearse -- up -s dev" makes it.\n',
        );
    });

    it("removed, it is made anew from its file", async () => {
        await rehearsal.ok("stack", "rm", "--yes", "dev");
        expect((await rehearsal.previewSteps("dev")).filter(({ op }) => op !== "create")).toEqual([]);
        expect(gitStatus()).toBe(statusBefore);
    });
});
