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
});
