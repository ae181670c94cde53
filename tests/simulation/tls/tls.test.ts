import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { serveProviders, type ProviderServers } from "../../../rehearsal/provider/server";
import { isSecret, plain, UNKNOWN, type Properties } from "../../../rehearsal/provider/values";
import { tlsProvider } from "../../../rehearsal/tls/provider";
import { TestEngine } from "../provider/client";

const KEY = "tls:index/privateKey:PrivateKey";

describe("the tls provider", () => {
    let servers: ProviderServers;
    let engine: TestEngine;

    beforeAll(async () => {
        servers = await serveProviders([tlsProvider()]);
        engine = new TestEngine(servers.ports["tls"] ?? 0);
        await engine.start();
    });
    afterAll(async () => {
        engine.close();
        await servers.close();
    });

    async function make(news: Properties) {
        const { inputs, failures } = await engine.check(KEY, "key", news);
        expect(failures).toEqual([]);
        const { id, state } = await engine.create(KEY, "key", inputs);
        return { id, state, known: plain(state) as Record<string, string> };
    }

    it.each([
        [{ algorithm: "RSA" }, "BEGIN RSA PRIVATE KEY", "ssh-rsa"],
        [{ algorithm: "ECDSA", ecdsaCurve: "P256" }, "BEGIN EC PRIVATE KEY", "ecdsa-sha2-nistp256"],
        [{ algorithm: "ECDSA", ecdsaCurve: "P521" }, "BEGIN EC PRIVATE KEY", "ecdsa-sha2-nistp521"],
        [{ algorithm: "ED25519" }, "BEGIN PRIVATE KEY", "ssh-ed25519"],
    ])("makes a real key for %j, the same in every form", async (news, header, sshType) => {
        const { id, known } = await make(news);
        const { privateKeyPem = "", privateKeyPemPkcs8 = "", publicKeyPem = "", publicKeyOpenssh = "", privateKeyOpenssh = "" } = known;
        expect(privateKeyPem).toContain(header);
        for (const pem of [privateKeyPem, privateKeyPemPkcs8]) {
            expect(createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "pem" })).toBe(publicKeyPem);
        }
        const [type, blob = ""] = publicKeyOpenssh.trimEnd().split(" ");
        expect(type).toBe(sshType);
        const bytes = Buffer.from(blob, "base64");
        expect(known["publicKeyFingerprintSha256"]).toBe(
            `SHA256:${createHash("sha256").update(bytes).digest("base64").replaceAll("=", "")}`,
        );
        expect(known["publicKeyFingerprintMd5"]?.replaceAll(":", "")).toBe(createHash("md5").update(bytes).digest("hex"));
        const file = Buffer.from(privateKeyOpenssh.split("\n").slice(1, -2).join(""), "base64");
        expect(file.subarray(0, 15).toString()).toBe("openssh-key-v1\0");
        expect(file.includes(bytes)).toBe(true);
        expect(id).toBe(createHash("sha1").update(publicKeyPem.trim()).digest("hex"));
    });

    it("writes the public forms of a known key", async () => {
        // The pair of RFC 8410, sections 10.1 and 10.3.
        const privateKeyPem =
            // secretlint-disable-next-line -- published there, so it is no secret
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        const { publicKeyOpenssh, publicKeyPem, algorithm } = await engine.invoke("tls:index/getPublicKey:getPublicKey", { privateKeyPem });
        expect(publicKeyPem).toContain("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
        expect(publicKeyOpenssh).toBe("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBm/RAlphM3+hUG6wWfcO5bIUIaqMLa2ywxcOK1wMWbh\n");
        expect(algorithm).toBe("ED25519");
    });

    it("has no SSH form for P224, which OpenSSH does not know", async () => {
        const { known } = await make({ algorithm: "ECDSA" });
        expect([known["ecdsaCurve"], known["publicKeyOpenssh"], known["privateKeyOpenssh"]]).toEqual(["P224", "", ""]);
    });

    it("keeps every private form secret and every public one open", async () => {
        const { state } = await make({ algorithm: "ED25519" });
        const secrets = Object.keys(state).filter((key) => isSecret(state[key]));
        expect(secrets.sort()).toEqual(["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"]);
        expect(JSON.stringify(Object.entries(state).filter(([key]) => !secrets.includes(key)))).not.toContain("PRIVATE");
    });

    it("leaves the key unknown in a preview", async () => {
        const { state } = await engine.create(KEY, "key", { algorithm: "RSA" }, true);
        expect([state["algorithm"], state["privateKeyPem"], state["publicKeyOpenssh"]]).toEqual(["RSA", UNKNOWN, UNKNOWN]);
    });

    it.each([
        [{}, "algorithm", "use one of RSA, ECDSA, ED25519"],
        [{ algorithm: "DSA" }, "algorithm", 'algorithm is "DSA"'],
        [{ algorithm: "ECDSA", ecdsaCurve: "P999" }, "ecdsaCurve", "use one of P224, P256, P384, P521"],
        [{ algorithm: "RSA", rsaBits: 12 }, "rsaBits", "at least 1024"],
    ])("refuses %j", async (news, property, reason) => {
        expect((await engine.check(KEY, "key", news)).failures).toEqual([{ property, reason: expect.stringContaining(reason) as string }]);
    });

    it("makes another key when an input changes", async () => {
        const inputs = { algorithm: "RSA", ecdsaCurve: "P224", rsaBits: 2048 };
        expect((await engine.diff(KEY, inputs, { ...inputs, rsaBits: 4096 })).getReplacesList()).toEqual(["rsaBits"]);
        expect((await engine.diff(KEY, inputs, inputs)).getChanges()).toBe(1);
    });

    it("says which types it has, and where to add one", async () => {
        await expect(engine.check("tls:index/pkcs12:Pkcs12", "it", {})).rejects.toMatchObject({
            details: expect.stringContaining("add the type to rehearsal/tls/resources.ts") as string,
        });
    });

    it("does not repeat a key that it cannot read", async () => {
        const broken = engine.invoke("tls:index/getPublicKey:getPublicKey", { privateKeyPem: "-----BEGIN hunter2" });
        await expect(broken).rejects.toMatchObject({ details: "privateKeyPem is not a private key in PEM form" });
    });
});
