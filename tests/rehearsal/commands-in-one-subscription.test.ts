import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(300_000);

const POOL = "azure-native:containerservice:AgentPool";
const up = ["up", "--yes", "--skip-preview"] as const;

function write(rehearsal: Rehearsal, name: string, text: string): string {
    const file = path.join(rehearsal.home, name);
    writeFileSync(file, text);
    return file;
}

describe("a fault on one resource", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());
    const pools = async (): Promise<string[]> =>
        (await rehearsal.inventory("dev")).resources.filter(({ type }) => type === POOL).map(({ name }) => name);
    const faults = (fault: string): string =>
        write(rehearsal, "faults.yaml", `- match: { type: "${POOL}", verb: create, name: "*-t4" }\n  fault: ${fault}\n`);

    it("S0-3 refused by Azure: `up` fails with that code, and the rest stands", async () => {
        const file = faults("{ error: AllocationFailed, status: 409, message: no machines today }");
        const { code, output } = await rehearsal.run(...up, "-s", "dev", "--faults", file);
        expect(code).not.toBe(0);
        expect(output).toContain('Status=409 Code="AllocationFailed" Message="no machines today"');
        expect(await pools()).toEqual(["systempool"]);
    });

    it("made, but not as it was asked for: `up` fails with the reason, and the resource is in the state", async () => {
        const file = faults("{ partial: true, reasons: [the nodes did not become ready in time] }");
        const { code, output } = await rehearsal.run(...up, "-s", "dev", "--faults", file);
        expect(code).not.toBe(0);
        expect(output).toContain("the nodes did not become ready in time");
        expect(await pools()).toEqual(["systempool", "t4d1"]);
        expect((await rehearsal.state("dev")).filter(({ type }) => type === POOL)).toHaveLength(1);
    });

    it("the next `up` converges", async () => {
        await rehearsal.ok(...up, "-s", "dev");
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
        expect(await pools()).toEqual(["systempool", "t4d1"]);
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
    });
});

describe("two stacks in one subscription", () => {
    const rehearsal = new Rehearsal();
    // what a user may have set for real stacks: it must not lead the rehearsal astray
    const variables = { PULUMI_STACK: "organization/ml-platform/second", PULUMI_SELF_MANAGED_STATE_GZIP: "true" };
    beforeAll(() => void Object.assign(process.env, variables));
    afterAll(() => {
        Object.keys(variables).forEach((name) => delete process.env[name]);
        rehearsal.remove();
    });

    it("stand up at the same time, and the inventory tells them apart", async () => {
        const second = rehearsal.edited("dev", [[["ml-platform:studioml", "namespace"], "second"]]);
        const gpuSoftware = ["gpu-resources", "dcgm-exporter", "nvidia-device-plugin"];
        const objectsOf = (stack: string, namespace: string): string[] =>
            [...gpuSoftware, namespace].map((name) => `${stack} ${name}`).sort();
        const [one, other] = [rehearsal.start(...up, "-s", "dev"), rehearsal.start(...up, "-s", "second", "--config-file", second)];
        expect([await one.finished, await other.finished].map(({ code, output }) => (code === 0 ? 0 : output))).toEqual([0, 0]);

        const [ofDev, ofSecond, all] = [await rehearsal.inventory("dev"), await rehearsal.inventory("second"), await rehearsal.inventory()];
        const named = ({ objects }: typeof all): string[] => objects.map(({ stack, name }) => `${stack} ${name}`).sort();
        expect([named(ofDev), named(ofSecond), named(all)]).toEqual([
            objectsOf("dev", "studioml"),
            objectsOf("second", "second"),
            [...objectsOf("dev", "studioml"), ...objectsOf("second", "second")],
        ]);
        expect(ofDev.resources).toHaveLength(ofSecond.resources.length);
        const ids = (inventory: typeof all): string[] => inventory.resources.map(({ id }) => id);
        expect([...ids(ofDev), ...ids(ofSecond)].sort()).toEqual(ids(all).sort());
        expect(new Set(ids(all)).size).toBe(all.resources.length);
        for (const stack of ["dev", "second"]) {
            const { inCloud, inState } = await standing(rehearsal, stack);
            expect([stack, inCloud]).toEqual([stack, inState]);
        }
    });

    it("PULUMI_STACK says which one is meant, and `-s` goes before it", async () => {
        expect((await rehearsal.ok("stack", "output", "namespace")).stdout.trim()).toBe("second");
        expect((await rehearsal.ok("stack", "output", "namespace", "-s", "dev")).stdout.trim()).toBe("studioml");
    });

    it("the end of one leaves the other alone", async () => {
        const before = await rehearsal.inventory("dev");
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "second");
        expect(await rehearsal.inventory()).toEqual(before);
    });
});
