import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../stacks";
import { checkConfig, examine } from "../../stacks/config/check";
import { CONFIG_JSON_SCHEMA, type JsonSchema } from "../../stacks/config/json-schema/json-schema";
import { formatPath } from "../../stacks/config/form/paths";
import { reportFaults, reportWarning } from "../../stacks/config/report";
import { canHoldSecret, SECRET_KEYS, secretPathsIn, secretsIn, withSecrets } from "../../stacks/config/secrets/secrets";
import { filesOf } from "./support/shared-files";
import { setConfig } from "./support/set-config";
import { type Edit, edited, toRaw } from "./support/stack-config";

type Texts = Readonly<Record<string, string>>;

const TOKEN = "ghp-made-up-4711";
const registry = (password?: unknown, server = "ghcr.io"): unknown => ({
    server,
    username: "bot",
    ...(password === undefined ? {} : { password }),
});
const registries = (password?: unknown): Edit => [["imageRegistries"], { ghcr: registry(password) }];
const alerts = (given: unknown): Edit => [["monitoring"], { kind: "kube-prometheus-stack", alerts: given }];

function check(edits: readonly Edit[], secretKeys: readonly string[] = [], texts: Texts = {}): ReturnType<typeof checkConfig> {
    return checkConfig(toRaw(edited("dev", edits), secretKeys), "dev", filesOf(texts));
}

/** What is found, without what this version does not build. */
function found(checked: ReturnType<typeof checkConfig>): string[] {
    return checked.findings.filter(({ rule }) => rule !== "config/not-built").map(({ path, rule }) => `${path} ${rule}`);
}

function reportOf({ findings, hidden }: ReturnType<typeof checkConfig>): string {
    return [reportFaults(findings, "dev", hidden), ...findings.map((one) => reportWarning(one, hidden))].join("\n");
}

describe("where secrets are", () => {
    const text: JsonSchema = { type: "string" };
    const secret: JsonSchema = { type: "string", writeOnly: true };
    const kind = (name: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
        properties: { kind: { const: name }, ...properties },
    });
    const schema: JsonSchema = {
        properties: {
            token: secret,
            plain: text,
            users: { additionalProperties: { properties: { name: text, password: secret } } },
            keys: { items: secret },
            sso: {
                oneOf: [
                    kind("none", {}),
                    kind("oidc", { clientId: text, clientSecret: secret }),
                    kind("github", { clientSecret: secret, hint: text }),
                ],
            },
        },
    };
    const paths = (value: unknown): string[] => secretPathsIn(value, schema).map(formatPath);

    it.each([
        [{}, []],
        [{ token: "x", plain: "y" }, ["token"]],
        [{ token: null, keys: [] }, []],
        [{ token: { a: "not even a text" } }, ["token"]],
        [{ users: { ann: { name: "a", password: "b" }, "b.c": { password: 7 } } }, ["users.ann.password", 'users["b.c"].password']],
        [{ keys: ["a", "b"] }, ["keys[0]", "keys[1]"]],
        [{ sso: { kind: "none", clientSecret: "x" } }, []],
        [{ sso: { kind: "oidc", clientId: "x", clientSecret: "y" } }, ["sso.clientSecret"]],
        // Whatever kind is meant, some have a secret there.
        [{ sso: { kind: "odic", clientId: "x", clientSecret: "y" } }, ["sso.clientSecret"]],
        [{ sso: { clientSecret: "y" } }, ["sso.clientSecret"]],
        ["a text", []],
    ])("%j", (value, expected) => expect(paths(value)).toEqual(expected));

    it("is known of a place without a value, too", () => {
        const { properties = {} } = schema;
        const holding = Object.keys(properties).filter((key) => canHoldSecret(properties[key] ?? {}));
        expect(holding).toEqual(["token", "users", "keys", "sso"]);
    });

    it("marks exactly these, and leaves the rest and the input as they are", () => {
        const value = {
            region: "eastus",
            imageRegistries: { ghcr: { server: "ghcr.io", username: "a", password: "b" } },
            sso: { kind: "oidc", clientId: "x", clientSecret: "y" },
        };
        const before = structuredClone(value);
        const marked: unknown = withSecrets(value, (clear) => pulumi.secret(`marked ${clear}`));
        const { password: _password, ...registry } = value.imageRegistries.ghcr;
        expect(marked).toMatchObject({ region: "eastus", imageRegistries: { ghcr: registry }, sso: { kind: "oidc", clientId: "x" } });
        expect(JSON.stringify(value)).toBe(JSON.stringify(before));
        expect(pulumi.Output.isInstance((marked as typeof value).imageRegistries.ghcr.password)).toBe(true);
        expect(pulumi.Output.isInstance((marked as typeof value).sso.clientSecret)).toBe(true);
    });

    it("is told by the configuration's own schema", () => {
        const value = {
            imageRegistries: { ghcr: registry("x") },
            monitoring: { kind: "kube-prometheus-stack", alerts: { kind: "webhook", url: "u" } },
        };
        const expected = ["imageRegistries.ghcr.password", "monitoring.alerts.url"];
        expect(secretsIn(value).map(formatPath)).toEqual(expected);
        expect(secretPathsIn(value, CONFIG_JSON_SCHEMA).map(formatPath)).toEqual(expected);
    });

    it("is looked for in exactly the keys that can hold one, which need not be asked where they say only that they are not used", () => {
        const { properties = {} } = CONFIG_JSON_SCHEMA;
        expect(SECRET_KEYS).toEqual(Object.keys(properties).filter((key) => canHoldSecret(properties[key] ?? {})));
        expect(secretsIn({ sso: { kind: "none" }, ingress: { kind: "gateway", tls: { kind: "supplied" } }, monitoring: null })).toEqual([]);
        expect(
            secretsIn({ sso: { kind: "odic", clientSecret: 7 }, imageRegistries: { a: { password: { x: "y" } } } }).map(formatPath),
        ).toEqual(["sso.clientSecret", "imageRegistries.a.password"]);
    });
});

describe("the door", () => {
    it("hands a secret on as an Output that Pulumi keeps secret, and nothing of it in clear text", async () => {
        jest.spyOn(pulumi.log, "warn").mockResolvedValue();
        await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "ml-platform", "dev");
        const raw = toRaw(edited("dev", [registries(TOKEN)]), ["ml-platform:imageRegistries"]);
        const config = withSecrets(examine(raw, "dev", filesOf({})).config, (text) => pulumi.secret(text));
        const password = config.imageRegistries["ghcr"]?.password ?? pulumi.output("");
        expect(await pulumi.isSecret(password)).toBe(true);
        expect(await new Promise((resolve) => password.apply(resolve))).toBe(TOKEN);
        expect(config.imageRegistries["ghcr"]?.username).toBe("bot");
        jest.restoreAllMocks();
    });

    it("ends the run on a secret in clear text, and does not show it", async () => {
        await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "ml-platform", "dev");
        setConfig(toRaw(edited("dev", [registries(TOKEN)])));
        let message = "";
        try {
            loadConfig();
        } catch (error) {
            message = (error as Error).message;
        }
        expect(message).toContain("rule: config/secret-in-clear");
        expect(message).not.toContain(TOKEN);
    });
});

describe("a secret in clear text", () => {
    it("is refused in the stack file, with the command that sets it", () => {
        const checked = check([registries(TOKEN)]);
        expect(found(checked)).toEqual(["imageRegistries.ghcr.password config/secret-in-clear"]);
        const [one] = checked.findings.filter(({ rule }) => rule === "config/secret-in-clear");
        expect(one).toMatchObject({ severity: "error", message: "is a secret in clear text" });
        expect(one?.value).toBeUndefined();
        expect(one?.fix).toBe(
            "issue a new one, since this one has leaked, and run: pulumi config set --stack dev --secret --path 'ml-platform:imageRegistries.ghcr.password'",
        );
        expect(reportOf(checked)).not.toContain(TOKEN);
    });

    it("is refused in a shared file by its line, even where the stack file lays an encrypted one over it", () => {
        const shared = { "base.yaml": `imageRegistries:\n  ghcr:\n    server: ghcr.io\n    username: bot\n    password: ${TOKEN}\n` };
        const extending: Edit = [["extends"], ["base.yaml"]];
        for (const edits of [[extending], [extending, registries({ secure: "v1:x" })]]) {
            const checked = check(edits, [], shared);
            expect(found(checked)).toEqual(["imageRegistries.ghcr.password config/secret-in-clear"]);
            const [one] = checked.findings.filter(({ rule }) => rule === "config/secret-in-clear");
            expect(one?.from).toEqual({ file: "config/base.yaml", line: 5 });
            expect(one?.message).toBe("is a secret in clear text in config/base.yaml:5, which every stack can read");
            expect(one?.fix).toMatch(/^take it out there, issue a new one/);
            expect(reportOf(checked)).not.toContain(TOKEN);
        }
    });

    it("beside an encrypted one goes unseen by the program, which knows of whole keys only; the lint of the file sees it", () => {
        const both: Edit = [["imageRegistries"], { ghcr: registry({ secure: "v1:x" }), quay: registry(TOKEN, "quay.io") }];
        expect(found(check([both]))).toEqual([]);
    });

    it.each([
        ["of another type", registries(4711471), "4711471"],
        ["in a choice whose kind does not exist", alerts({ kind: "slak", webhookUrl: TOKEN, channel: "#a" }), TOKEN],
        ["in a list where a map should be", [["imageRegistries"], { ghcr: [{ password: TOKEN }, TOKEN] }] satisfies Edit, TOKEN],
        ["in a text where a map should be", [["imageRegistries", "ghcr"], `bot:${TOKEN}@ghcr.io`] satisfies Edit, TOKEN],
        ["with quotes in it", registries('say "hunter22" twice'), "hunter22"],
    ])("%s is not shown in the report either", (_title, edit, hidden) => {
        const checked = check([edit]);
        expect(checked.findings.length).toBeGreaterThan(0);
        expect(reportOf(checked)).not.toContain(hidden);
    });

    it("is taken out of the texts of other findings", () => {
        const checked = check([registries(TOKEN), [["region"], TOKEN]]);
        expect(found(checked)).toContain("region region/unknown");
        expect(reportOf(checked)).not.toContain(TOKEN);
    });
});

describe("a missing secret", () => {
    it("is named with the command that sets it, which asks for the value", () => {
        const checked = check([registries()]);
        expect(found(checked)).toEqual(["imageRegistries.ghcr.password config/missing-secret"]);
        const [one] = checked.findings.filter(({ rule }) => rule === "config/missing-secret");
        expect(one?.message).toMatch(/^is a required secret: Password or token/);
        expect(one?.fix).toBe("run: pulumi config set --stack dev --secret --path 'ml-platform:imageRegistries.ghcr.password'");
    });

    it("is named in a choice in a choice, and not where the kind has none", () => {
        expect(found(check([alerts({ kind: "slack", channel: "#a" })]))).toEqual(["monitoring.alerts.webhookUrl config/missing-secret"]);
        expect(found(check([alerts({ kind: "none" })]))).toEqual([]);
    });

    it("is not missing where a file that cannot be read may choose another kind", () => {
        const unread = check([alerts({ kind: "slack", channel: "#a" }), [["extends"], ["nowhere.yaml"]]]);
        expect(found(unread)).toEqual(["extends[0] config/extends-missing"]);
    });
});

describe("encryption", () => {
    it("of a key that holds a secret is right, of another it is needless", () => {
        expect(found(check([registries({ secure: "v1:x" })]))).toEqual([]);
        expect(found(check([], ["ml-platform:registry", "ml-platform:imageRegistries"]))).toEqual([
            "registry config/needless-secret",
            "imageRegistries config/needless-secret",
        ]);
    });

    it("keeps every value of the key out of the report, and takes no sentence apart for what is no secret", () => {
        const checked = check(
            [
                [
                    ["monitoring"],
                    { kind: "kube-prometheus-stack", retentionDays: 16, storageGiB: 0, alerts: { kind: "webhook", url: TOKEN } },
                ],
            ],
            ["ml-platform:monitoring"],
        );
        const report = reportOf({
            ...checked,
            findings: [...checked.findings, ...check([[["region"], "16-kube-prometheus-stack"]]).findings],
        });
        expect(report).not.toContain(TOKEN);
        expect(report).toContain("ml-platform:monitoring.storageGiB = [secret]");
        expect(report).toContain('ml-platform:region = "16-kube-prometheus-stack"');
    });
});
