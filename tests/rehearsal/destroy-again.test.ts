import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { nameOf, Rehearsal } from "../support/rehearsal";

jest.setTimeout(600_000);

const DESTROY = ["destroy", "--yes", "--skip-preview", "-s", "dev"];

/** What Azure and the other providers are asked to delete; what dies with the cluster is not asked for. */
const DELETED = [
    "cluster-cluster",
    "cluster-control-plane-identity",
    "cluster-control-plane-logs",
    "cluster-kubelet-identity",
    "cluster-kubelet-role",
    "cluster-logs",
    "cluster-subnet-role",
    "network-node-subnet",
    "network-security-group",
    "network-vnet",
    "platform-id",
    "platform-resource-group",
    "registry-kubelet-pull-role",
    "registry-registry",
];

describe("a destroy that stops", () => {
    const rehearsal = new Rehearsal();
    const faults = path.join(rehearsal.home, "faults.yaml");
    beforeAll(() => rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev"));
    afterAll(() => rehearsal.remove());

    /** Destroys, with one refusal for each of these resources; what was refused. */
    const destroyRefusing = async (names: readonly string[]): Promise<string[]> => {
        const fault = { error: "OperationNotAllowed", status: 409 };
        writeFileSync(faults, stringify(names.map((name) => ({ match: { name, verb: "delete" }, fault }))));
        const { code, output } = await rehearsal.run(...DESTROY, "--faults", faults);
        const refused = [...output.matchAll(/ (\S+) \*\*deleting failed\*\*/g)].map(([, name = ""]) => name);
        // Nothing but what was refused is wrong: no error of the program, no value that it had not reckoned with.
        expect([code, output]).toEqual([refused.length === 0 ? 0 : 1, expect.not.stringMatching(/unhandled exception|warning:/)]);
        return refused;
    };

    it("at any of its resources can be run again until nothing is left, and its outputs stay until then", async () => {
        const outputs = await rehearsal.ok("stack", "output", "--json", "--show-secrets", "-s", "dev");
        const stops: string[][] = [];
        for (let left = DELETED; left.length > 0;) {
            const refused = await destroyRefusing(left);
            expect(refused).not.toEqual([]);
            stops.push(refused);
            left = left.filter((name) => !refused.includes(name));
            expect((await rehearsal.ok("stack", "output", "--json", "--show-secrets", "-s", "dev")).stdout).toBe(outputs.stdout);
        }
        expect(stops.flat().sort()).toEqual(DELETED);
        // The cluster alone holds up what it uses: after it, the program runs without one.
        const after = stops.slice(stops.findIndex((names) => names.includes("cluster-cluster")) + 1);
        expect(after.length).toBeGreaterThan(3);
        const known = (await rehearsal.state("dev")).filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"));
        expect(known.map(nameOf)).toEqual(["platform-id"]);

        expect(await destroyRefusing([])).toEqual([]);
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect(await rehearsal.state("dev")).toEqual([]);
    });
});

describe("a cluster that Azure returns without its OIDC issuer", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());

    it("is reported by `up`, at once and with what to do", async () => {
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
        const start = Date.now();
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
        const undisturbed = Date.now() - start;
        const file = path.join(rehearsal.home, "state.json");
        await rehearsal.ok("stack", "export", "-s", "dev", "--file", file);
        const state = readFileSync(file, "utf8").replace(/^\s*"issuerURL": .*\n/m, "");
        writeFileSync(file, state.replace(/("oidcIssuerProfile": \{\s*"enabled": true),(\s*\})/g, "$1$2"));
        await rehearsal.ok("stack", "import", "-s", "dev", "--file", file);

        const again = Date.now();
        const { code, output } = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev");
        const elapsed = Date.now() - again;
        expect([code, output]).toEqual([
            1,
            expect.stringContaining("Azure returned the cluster without its OIDC issuer; run `pulumi refresh` and try again"),
        ]);
        expect(output).toMatch(/components[\\/]aks-cluster[\\/]aks-cluster\.ts:\d+/);
        // Printing it took Node a minute and more.
        expect(elapsed).toBeLessThan(2 * undisturbed + 10_000);

        await rehearsal.ok("refresh", "--yes", "--skip-preview", "-s", "dev");
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
    });

    it("leaves nothing when it is destroyed twice, not even components in the state", async () => {
        for (const time of ["first", "second"]) {
            await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
            expect([time, await rehearsal.state("dev")]).toEqual([time, []]);
        }
    });
});
