import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

const checkout = path.join(__dirname, "..", "..");

/** What a script prints in a process that loads the SDK as the program does; Jest has a module cache of its own. */
function printed(script: string): unknown {
    const loader = pathToFileURL(require.resolve("tsx")).href;
    const prelude =
        'require("./stacks/sdk-loading"); const pulumi = require("@pulumi/pulumi"); const show = (value) => console.log(JSON.stringify(value));';
    const args = ["--import", loader, "--eval", `${prelude}\n${script}`];
    return JSON.parse(execFileSync(process.execPath, args, { cwd: checkout, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}

describe("parts of Pulumi's SDK that a program of resources does not use", () => {
    it("are not loaded with it", () => {
        const loaded = "Object.values(require.cache).filter(({ children }) => children.length > 0).map(({ filename }) => filename)";
        const files = printed(`show(${loaded}.filter((file) => /arborist|pulumi.automation/.test(file)))`);
        expect(files).toEqual([]);
    });

    it("are there as soon as something of them is used: the Automation API, and functions as text", () => {
        expect(printed("show([typeof pulumi.automation.LocalWorkspace.create, Object.keys(pulumi.automation).length > 10])")).toEqual([
            "function",
            true,
        ]);
        expect(printed('show(typeof require("@npmcli/arborist").Arborist)')).toBe("function");
        const text = printed("const seven = 7; pulumi.runtime.serializeFunction(() => seven).then(({ text }) => show(text))");
        expect(text).toContain("seven: 7");
    });
});
