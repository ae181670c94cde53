import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { rehearsalPaths } from "../../rehearsal/home";
import { dropTornAttributes, isAlive, locksOf, pendingCreates, selectedStack, stackNames } from "../../rehearsal/state/backend";

let home: string;
beforeEach(() => (home = mkdtempSync(path.join(os.tmpdir(), "backend-"))));
afterEach(() => rmSync(home, { recursive: true }));

function put(file: string, content: unknown): void {
    const target = path.join(home, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, typeof content === "string" ? content : JSON.stringify(content));
}

it("a fresh machine has no stacks, locks or selection", () => {
    const paths = rehearsalPaths(home);
    expect(stackNames(paths, "p")).toEqual([]);
    expect(locksOf(paths, "p", "dev")).toEqual([]);
    expect(pendingCreates(paths, "p", "dev")).toEqual([]);
    expect(selectedStack(paths)).toBeUndefined();
});

it("stacks are those with a state, not their backups", () => {
    for (const file of ["dev.json", "dev.json.bak", "prod.json"]) {
        put(`state/.pulumi/stacks/p/${file}`, {});
    }
    expect(stackNames(rehearsalPaths(home), "p")).toEqual(["dev", "prod"]);
});

it("a lock says whether its owner still runs, and a torn one counts as dead", () => {
    put("state/.pulumi/locks/organization/p/dev/a.json", { pid: process.ppid, timestamp: "2026-01-01T00:00:00Z" });
    put("state/.pulumi/locks/organization/p/dev/b.json", { pid: 4194304, timestamp: "2026-01-02T00:00:00Z" });
    put("state/.pulumi/locks/organization/p/dev/c.json", "{");
    const locks = locksOf(rehearsalPaths(home), "p", "dev").map(({ pid, since, alive }) => [pid, since, alive]);
    // the parent of a test is no Pulumi engine, so its number counts as one that was given away again (Linux knows; elsewhere it counts as alive)
    expect(locks).toEqual([
        [process.ppid, "2026-01-01T00:00:00Z", process.platform !== "linux"],
        [4194304, "2026-01-02T00:00:00Z", false],
        [0, "an unknown time", false],
    ]);
});

it("no process has number 0 or below", () => expect([isAlive(0), isAlive(-1)]).toEqual([false, false]));

it("only creates are pending in a way that matters", () => {
    const resource = { urn: "urn:x", type: "azure-native:resources:ResourceGroup" };
    const operations = ["creating", "updating", "deleting"].map((type) => ({ type, resource }));
    put("state/.pulumi/stacks/p/dev.json", { version: 3, checkpoint: { latest: { pending_operations: operations } } });
    expect(pendingCreates(rehearsalPaths(home), "p", "dev")).toEqual([{ type: "creating", resource }]);
});

it("the selected stack is read from Pulumi's workspace file", () => {
    put("pulumi/workspaces/ml-platform-abc-workspace.json", { stack: "organization/p/prod" });
    expect(selectedStack(rehearsalPaths(home))).toBe("prod");
    put("pulumi/workspaces/ml-platform-abc-workspace.json", '{"stack": "organ');
    expect(selectedStack(rehearsalPaths(home))).toBeUndefined();
});

it("attributes that a killed engine left torn are removed, whole ones stay", () => {
    const stacks = "state/.pulumi/stacks/p";
    put(`${stacks}/dev.json`, {});
    put(`${stacks}/dev.json.attrs`, "");
    put(`${stacks}/dev.json.bak.attrs`, '{"user.content_type": "appli');
    put(`${stacks}/prod.json.attrs`, { "user.content_type": "application/octet-stream" });
    put("state/.pulumi/locks/organization/p/dev/a.json.attrs", "");
    dropTornAttributes(rehearsalPaths(home));
    const left = readdirSync(path.join(home, "state"), { recursive: true, encoding: "utf8" }).filter((file) => file.includes(".json"));
    expect(left.map((file) => path.basename(file)).sort()).toEqual(["dev.json", "prod.json.attrs"]);
});

it("a home without any state has no attributes to remove", () => {
    expect(() => {
        dropTornAttributes(rehearsalPaths(home));
    }).not.toThrow();
});
