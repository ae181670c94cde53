import { existsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expectAll, expectConvergence, expectNothingLeft, expectRecovery, undisturbedRun, type Undisturbed } from "../support/convergence";
import { Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(600_000);

const types = {
    group: "azure-native:resources:ResourceGroup",
    cluster: "azure-native:containerservice:ManagedCluster",
    pool: "azure-native:containerservice:AgentPool",
    namespace: "kubernetes:core/v1:Namespace",
};

let undisturbed: Undisturbed;
beforeAll(async () => {
    undisturbed = await undisturbedRun();
});
afterAll(() => {
    undisturbed.home.remove();
});

/** One crash after the other on the way to a stack that stands. Pool and namespace are made side by side, so each has a way of its own. */
const ways: readonly (readonly (keyof typeof types)[])[] = [["group", "cluster", "pool"], ["namespace"]];

describe.each(["before-request", "after-accept", "after-answer"])("the engine dies %s", (point) => {
    describe.each(ways.map((way) => [way.join(", "), way] as const))("on the way to %s", (_, way) => {
        const rehearsal = new Rehearsal();
        const faults = path.join(rehearsal.home, "faults.yaml");
        afterAll(() => {
            rehearsal.remove();
        });

        it.each(way)("while it creates the %s: an `up` is refused until the stack is recovered", async (name) => {
            const type = types[name];
            writeFileSync(faults, `- match: { type: "${type}", verb: create }\n  fault: { crash: ${point} }\n`);
            const crashed = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev", "--faults", faults);
            expect([crashed.code, crashed.output]).toEqual([
                137,
                expect.stringContaining(`the engine was killed ${point}: create of urn:`),
            ]);
            expect(await isMade(rehearsal, type)).toBe(point !== "before-request");

            const refused = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev");
            expect([refused.code, refused.output]).toEqual([1, expect.stringMatching(/was killed.*recover -s dev/s)]);
            await expectRecovery(rehearsal);
            const { inCloud, inState } = await standing(rehearsal, "dev");
            expect(inCloud).toEqual(inState);
        });

        it("and the next `up` makes the rest, nothing twice, and `destroy` leaves nothing", async () => {
            await expectAll(rehearsal, undisturbed);
            await expectNothingLeft(rehearsal);
        });
    });
});

it("a state whose attributes were torn by the kill can be recovered", async () => {
    const rehearsal = new Rehearsal("files", { from: undisturbed.home });
    const attributes = path.join(rehearsal.home, "state", ".pulumi", "stacks", "ml-platform", "dev.json.attrs");
    expect(existsSync(attributes)).toBe(true);
    writeFileSync(attributes, "");
    const broken = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev");
    expect([broken.code === 0, broken.output]).toEqual([false, expect.stringContaining("EOF")]);
    await expectConvergence(rehearsal, undisturbed);
    await expectNothingLeft(rehearsal);
    rehearsal.remove();
});

async function isMade(rehearsal: Rehearsal, type: string): Promise<boolean> {
    const { resources, objects } = await rehearsal.inventory();
    return type === types.namespace
        ? objects.length > 0
        : resources.some((resource) => resource.type === type && resource.managedBy === undefined);
}
