import { parsePulumiArguments } from "../../rehearsal/arguments";
import { atLeast } from "../../rehearsal/engine/pinned";
import { table } from "../../rehearsal/screen";

describe("reading a Pulumi command line", () => {
    it.each([
        [["up"], { verb: "up", stack: undefined, rest: ["up"] }],
        [["up", "-s", "prod", "--yes"], { verb: "up", stack: "prod", rest: ["up", "-s", "prod", "--yes"] }],
        [["-s", "prod", "preview"], { verb: "preview", stack: "prod", rest: ["-s", "prod", "preview"] }],
        [["-sprod", "preview"], { verb: "preview", stack: "prod", rest: ["-s=prod", "preview"] }],
        [["--color", "never", "destroy"], { verb: "destroy", stack: undefined, rest: ["--color", "never", "destroy"] }],
        [
            ["preview", "--stack=organization/ml-platform/dev"],
            { verb: "preview", stack: "dev", rest: ["preview", "--stack=organization/ml-platform/dev"] },
        ],
        [
            ["stack", "export", "--file", "out.json"],
            { verb: "stack", stack: undefined, rest: ["stack", "export", "--file", "/here/out.json"] },
        ],
        [["up", "--plan=p.json"], { verb: "up", stack: undefined, rest: ["up", "--plan=/here/p.json"] }],
        [
            ["config", "set", "--path", "a.b", "--", "-s"],
            { verb: "config", stack: undefined, rest: ["config", "set", "--path", "a.b", "--", "-s"] },
        ],
    ])("%j", (args, expected) => {
        const { verb, stack, rest } = parsePulumiArguments(args, "/here");
        expect({ verb, stack, rest }).toEqual(expected);
    });

    it("keeps its own options from Pulumi and finds their files where the user stands", () => {
        expect(parsePulumiArguments(["up", "--config-file", "../x.yaml", "--faults=f.yaml", "-y"], "/here/below")).toEqual({
            verb: "up",
            subcommand: undefined,
            stack: undefined,
            configFile: "/here/x.yaml",
            faults: "/here/below/f.yaml",
            rest: ["up", "-y"],
        });
    });

    it("does not take a target's value for the verb", () => {
        expect(parsePulumiArguments(["--target", "urn:x", "up"], "/").verb).toBe("up");
    });
});

describe("comparing versions of the engine", () => {
    it.each([
        ["3.248.0", "3.248.0", true],
        ["v3.270.1", "3.248.0", true],
        ["3.99.9", "3.248.0", false],
        ["4.0.0-alpha.1", "3.248.0", true],
        ["20.19.0", "20.19", true],
        ["20.18.3", "20.19", false],
    ])("%s is at least %s: %s", (version, floor, expected) => expect(atLeast(version, floor)).toBe(expected));
});

it("tables line up and carry no trailing blanks", () => {
    expect(
        table([
            ["pool", "size"],
            ["t4", "Standard_NC4as_T4_v3"],
            ["cpu-long-name", ""],
        ]),
    ).toEqual(["pool           size", "t4             Standard_NC4as_T4_v3", "cpu-long-name"]);
});
