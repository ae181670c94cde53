import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { withExtendedFiles } from "../../rehearsal/project/extended-files";
import { missingSecrets } from "../../rehearsal/project/required-secrets";
import { configPathText, encryptionSalt, prepareStackFile, secureValues } from "../../rehearsal/project/stack-file";

describe("copying a tracked stack file", () => {
    const tracked = `# yaml-language-server: $schema=./schema/stack.schema.json
secretsprovider: azurekeyvault://vault.example/keys/k
encryptedkey: abc
encryptionsalt: v1:real
config:
  ml-platform:platform: studioml
  ml-platform:token:
    secure: v1:cannot-decrypt
  ml-platform:sso:
    providers:
      - name: google
        clientSecret: {secure: v1:neither}
      - {secure: v1:whole-element}
`;

    it("takes out what only the real stack's keys can read, and says where it was", () => {
        const { document, secretPaths } = prepareStackFile(tracked, "Pulumi.x.yaml");
        expect(secretPaths.map(configPathText)).toEqual([
            "ml-platform:token",
            "ml-platform:sso.providers[0].clientSecret",
            "ml-platform:sso.providers[1]",
        ]);
        expect(document.toJS()).toEqual({
            config: { "ml-platform:platform": "studioml", "ml-platform:sso": { providers: [{ name: "google" }, ""] } },
        });
    });

    it("never lets an encrypted value through to the copy", () => {
        expect(prepareStackFile(tracked, "x").document.toString()).not.toMatch(/secure|cannot-decrypt|neither|v1:real/);
    });

    it.each([
        ["config: [", /Pulumi\.x\.yaml is not valid YAML/],
        ["- a\n- b\n", /Pulumi\.x\.yaml must be a map/],
    ])("refuses %j", (text, message) => expect(() => prepareStackFile(text, "Pulumi.x.yaml")).toThrow(message));

    it("accepts an empty file", () => expect(prepareStackFile("", "x").document.toJS()).toEqual({}));

    it("finds the secrets and the salt of an earlier copy, so that they stay the same", () => {
        const copy = "encryptionsalt: v1:mine\nconfig:\n  p:a:\n    secure: v1:one\n  p:b:\n    list: [{key: {secure: v1:two}}]\n";
        expect([...secureValues(copy)]).toEqual([
            ["p:a", "v1:one"],
            ["p:b.list[0].key", "v1:two"],
        ]);
        expect(encryptionSalt(copy)).toBe("v1:mine");
        expect(encryptionSalt("config: {}")).toBeUndefined();
    });
});

describe("required secrets that a stack lacks", () => {
    const secret = { type: "string", writeOnly: true };
    const schema = {
        properties: {
            config: {
                properties: {
                    "p:token": secret,
                    "p:sso": { $ref: "#/$defs/Sso" },
                    "p:users": { additionalProperties: { properties: { password: secret }, required: ["password"] } },
                },
                required: ["p:token"],
            },
        },
        $defs: {
            Sso: {
                oneOf: [
                    { properties: { kind: { const: "none" } }, required: ["kind"] },
                    { properties: { kind: { const: "google" }, clientSecret: secret, hint: secret }, required: ["kind", "clientSecret"] },
                ],
            },
        },
    };
    it.each([
        [{}, ["p:token"]],
        [{ "p:token": "x" }, []],
        [{ "p:token": "x", "p:sso": { kind: "none" } }, []],
        [{ "p:token": "x", "p:sso": { kind: "google" } }, ["p:sso.clientSecret"]],
        [{ "p:token": "x", "p:sso": { kind: "google", clientSecret: "s" } }, []],
        [{ "p:token": "x", "p:users": { ann: {}, bob: { password: "b" } } }, ["p:users.ann.password"]],
    ])("%j", (config, expected) => expect(missingSecrets(schema, config).map(configPathText)).toEqual(expected));

    it("are found in choices in maps in choices, in lists, and where only a condition requires them", () => {
        const choice = (kind: string, properties: object, required: string[]): object => ({
            properties: { kind: { const: kind }, ...properties },
            required: ["kind", ...required],
        });
        const providers = {
            additionalProperties: { oneOf: [choice("google", { clientSecret: secret }, ["clientSecret"]), choice("saml", {}, [])] },
        };
        const deep = {
            properties: {
                config: {
                    if: { required: ["p:extends"] },
                    then: { properties: { "p:token": secret } },
                    else: {
                        properties: {
                            "p:token": secret,
                            "p:sso": { oneOf: [choice("none", {}, []), choice("keycloak", { providers }, [])] },
                            "p:peers": { items: { properties: { key: secret }, required: ["key"] } },
                        },
                        required: ["p:token"],
                    },
                },
            },
        };
        const config = {
            "p:sso": {
                kind: "keycloak",
                providers: { a: { kind: "google" }, b: { kind: "saml" }, c: { kind: "google", clientSecret: "x" } },
            },
            "p:peers": [{ key: "x" }, {}],
        };
        expect(missingSecrets(deep, config).map(configPathText)).toEqual(["p:token", "p:sso.providers.a.clientSecret", "p:peers[1].key"]);
        expect(missingSecrets(deep, { "p:extends": [] }).map(configPathText)).toEqual([]);
    });
});

describe("files that a stack file extends", () => {
    const schema = { properties: { config: { properties: { "p:extends": { type: "array", "x-extends": "shared" }, "p:a": {} } } } };
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(path.join(os.tmpdir(), "extended-"));
        mkdirSync(path.join(root, "shared", "team"), { recursive: true });
    });
    afterEach(() => rmSync(root, { recursive: true }));
    const write = (name: string, text: string): void => writeFileSync(path.join(root, name), text);

    it("are merged below it in order, each before the file that names it: maps merge, lists replace, null removes", () => {
        write("shared/base.yaml", "a: {x: 1, y: [1, 2], z: {p: 1}}\nb: 1\n");
        write("shared/team/vision.yaml", "extends: [base.yaml]\na: {y: [3], z: null}\n");
        write("shared/last.yaml", "extends: [base.yaml]\nc: 1\n");
        const config = { "p:extends": ["team/vision.yaml", "last.yaml"], "p:a": { w: 0 }, "p:b": null, "q:other": true };
        expect(withExtendedFiles(schema, config, root)).toEqual({ "p:a": { x: 1, y: [3], w: 0 }, "p:c": 1, "q:other": true });
    });

    it("that are missing, broken, in a circle or elsewhere are the program's to refuse", () => {
        write("outside.yaml", "a: 1\n");
        write("shared/broken.yaml", "a: [\n");
        write("shared/circle.yaml", "extends: [circle.yaml]\nd: 1\n");
        const config = { "p:extends": ["nowhere.yaml", "../outside.yaml", "broken.yaml", "circle.yaml", 7], "p:e": 1 };
        expect(withExtendedFiles(schema, config, root)).toEqual({ "p:d": 1, "p:e": 1 });
        expect(withExtendedFiles(schema, { "p:extends": "base.yaml" }, root)).toEqual({});
    });

    it("are none where the project's schema marks no key", () => {
        const config = { "p:extends": ["base.yaml"] };
        expect(withExtendedFiles({ properties: {} }, config, root)).toEqual(config);
    });
});
