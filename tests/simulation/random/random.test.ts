import { bcrypt } from "../../../rehearsal/random/bcrypt";
import { randomProvider } from "../../../rehearsal/random/provider";
import { serveProviders, type ProviderServers } from "../../../rehearsal/provider/server";
import { isSecret, plain, UNKNOWN, type Properties } from "../../../rehearsal/provider/values";
import { TestEngine } from "../provider/client";

const type = (name: string) => `random:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

describe("the random provider", () => {
    let servers: ProviderServers;
    let engine: TestEngine;

    beforeAll(async () => {
        servers = await serveProviders([randomProvider()]);
        engine = new TestEngine(servers.ports["random"] ?? 0);
        await engine.start();
    });
    afterAll(async () => {
        engine.close();
        await servers.close();
    });

    async function make(name: string, news: Properties) {
        const { inputs, failures } = await engine.check(type(name), "it", news);
        expect(failures).toEqual([]);
        const { id, state } = await engine.create(type(name), "it", inputs);
        return { id, state, known: plain(state) };
    }

    it("draws a string of the characters asked for", async () => {
        const { id, known } = await make("RandomString", { length: 8, special: false, upper: false });
        expect(known["result"]).toMatch(/^[a-z0-9]{8}$/);
        expect(id).toBe(known["result"]);
        expect((await make("RandomString", { length: 8, special: false, upper: false })).id).not.toBe(id);
    });

    it("keeps the minimum of each kind of character", async () => {
        const rules = { length: 10, minLower: 2, minUpper: 3, minNumeric: 2, minSpecial: 3, overrideSpecial: "_" };
        const { known } = await make("RandomString", rules);
        expect(
            [...(known["result"] as string)]
                .map((c) => c.replace(/[a-z]/, "a").replace(/[A-Z]/, "A").replace(/\d/, "0"))
                .sort()
                .join(""),
        ).toBe("00AAA___aa");
    });

    it("marks a password and its hash as secret, and the hash is of the password", async () => {
        const { id, state, known } = await make("RandomPassword", { length: 20 });
        expect(id).toBe("none");
        expect([isSecret(state["result"]), isSecret(state["bcryptHash"])]).toEqual([true, true]);
        expect(known["result"]).toHaveLength(20);
        const hash = known["bcryptHash"] as string;
        expect(bcrypt(known["result"] as string, saltOf(hash))).toBe(hash);
    });

    it("hashes as bcrypt does", () => {
        // Vectors of the original implementation (crypt_blowfish, jBCrypt).
        for (const [password, hash] of [
            ["", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s."],
            ["a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe"],
        ] as const) {
            expect(bcrypt(password, saltOf(hash), 6)).toBe(hash);
        }
    });

    it("writes the bytes of an id in four forms, each with the prefix", async () => {
        const { id, known } = await make("RandomId", { byteLength: 5, prefix: "ml-" });
        const bytes = Buffer.from(id, "base64url");
        expect(bytes).toHaveLength(5);
        expect([known["b64Url"], known["b64Std"], known["hex"], known["dec"]]).toEqual([
            `ml-${id}`,
            `ml-${bytes.toString("base64")}`,
            `ml-${bytes.toString("hex")}`,
            `ml-${String(bytes.readUIntBE(0, 5))}`,
        ]);
    });

    it("draws bytes, integers, pets, shuffles and UUIDs", async () => {
        const bytes = await make("RandomBytes", { length: 16 });
        expect(isSecret(bytes.state["hex"])).toBe(true);
        expect(Buffer.from(bytes.known["base64"] as string, "base64").toString("hex")).toBe(bytes.known["hex"]);
        const { known, id } = await make("RandomInteger", { min: 5, max: 7 });
        expect([5, 6, 7]).toContain(known["result"]);
        expect(id).toBe(JSON.stringify(known["result"]));
        expect((await make("RandomPet", { length: 3, separator: "_", prefix: "my" })).id).toMatch(/^my_[a-z]+_[a-z]+_[a-z]+$/);
        const shuffle = await make("RandomShuffle", { inputs: ["a", "b", "c"], resultCount: 5 });
        const results = shuffle.known["results"] as string[];
        expect(results).toHaveLength(5);
        expect(results.slice(0, 3).sort()).toEqual(["a", "b", "c"]);
        expect((await make("RandomUuid", {})).id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect((await make("RandomUuid7", {})).id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });

    it("draws the same for the same seed", async () => {
        const draw = async (seed: string) =>
            (await make("RandomShuffle", { inputs: ["a", "b", "c", "d", "e", "f", "g"], seed })).known["results"];
        expect(await draw("s1")).toEqual(await draw("s1"));
        expect(await draw("s1")).not.toEqual(await draw("s2"));
    });

    it("leaves in a preview unknown what is drawn", async () => {
        const { inputs } = await engine.check(type("RandomPassword"), "it", { length: 4 });
        expect(await engine.create(type("RandomPassword"), "it", inputs, true)).toEqual({
            id: "",
            state: { ...inputs, result: UNKNOWN, bcryptHash: UNKNOWN },
        });
    });

    it.each([
        ["RandomString", {}, "length", "missing required property length"],
        ["RandomString", { length: 0 }, "length", "length is 0: use a whole number of at least 1"],
        ["RandomString", { length: 2, minUpper: 3 }, "length", "minLower + minUpper + minNumeric + minSpecial is 3"],
        ["RandomString", { length: 2, upper: false, lower: false, numeric: false, special: false }, "length", "allow at least one"],
        ["RandomInteger", { min: 3, max: 1 }, "max", "max is 1, below min 3"],
        ["RandomId", { byteLength: 0 }, "byteLength", "byteLength is 0"],
    ])("refuses %s %j", async (name, news, property, reason) => {
        const { failures } = await engine.check(type(name), "it", news);
        expect(failures).toEqual([{ property, reason: expect.stringContaining(reason) as string }]);
    });

    it("draws anew when a keeper or any other input changes, and not when nothing does", async () => {
        const { inputs } = await engine.check(type("RandomString"), "it", { length: 8, keepers: { a: "1" } });
        const replaces = async (news: Properties) =>
            (await engine.diff(type("RandomString"), inputs, { ...inputs, ...news })).getReplacesList();
        expect(await replaces({})).toEqual([]);
        expect(await replaces({ keepers: { a: "2" } })).toEqual(["keepers.a"]);
        expect(await replaces({ length: 9, special: false })).toEqual(["length", "special"]);
        expect(await replaces({ keepers: { a: "1", b: null } })).toEqual([]);
    });

    it("keeps its result on refresh", async () => {
        const { id, state } = await make("RandomPassword", { length: 8 });
        expect(await engine.read(type("RandomPassword"), "it", id, { length: 8 }, state)).toEqual({ id, inputs: { length: 8 }, state });
    });

    it("imports what can be told from an id, and refuses the rest", async () => {
        const id = await engine.read(type("RandomId"), "it", "ml-,p-9hUg");
        expect(id.inputs).toEqual({ byteLength: 4, prefix: "ml-" });
        expect(id.state["hex"]).toBe("ml-a7ef6152");
        expect((await engine.read(type("RandomInteger"), "it", "5,1,9")).state).toEqual({ min: 1, max: 9, result: 5 });
        await expect(engine.read(type("RandomShuffle"), "it", "x")).rejects.toMatchObject({
            details: expect.stringContaining("cannot be imported") as string,
        });
    });

    it("names the file to extend for a type that it does not know", async () => {
        await expect(engine.check(type("RandomDuck"), "it", {})).rejects.toMatchObject({
            details: expect.stringContaining("rehearsal/random/resources.ts") as string,
        });
    });
});

function saltOf(hash: string): Buffer {
    const own = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return Buffer.from([...hash.slice(7, 29)].map((character) => standard.charAt(own.indexOf(character))).join(""), "base64");
}
