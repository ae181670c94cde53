import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(600_000);

const POOL = "azure-native:containerservice:AgentPool";

/** A fault file for the GPU pool. */
function faults(rehearsal: Rehearsal, verb: string, code: string, message: string, times: number): string {
    const file = path.join(rehearsal.home, `faults-${verb}-${code}.yaml`);
    const rule = { match: { type: POOL, verb, name: "gpu-t4" }, times, fault: { error: code, status: 409, message } };
    writeFileSync(file, JSON.stringify([rule]));
    return file;
}

describe("an operation on a GPU pool that Azure refuses", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());

    it("fails at once when waiting does not help", async () => {
        const file = faults(rehearsal, "create", "AllocationFailed", "no machines today", 1);
        const refused = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev", "--faults", file);
        expect(refused.code).not.toBe(0);
        expect(refused.output).toContain("AllocationFailed");
        expect(refused.output).not.toContain("trying the");
    });

    it("is tried again while another operation is in progress, and then succeeds", async () => {
        const file = faults(rehearsal, "create", "OperationNotAllowed", "there is an in progress updating operation", 2);
        const { output } = await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--faults", file);
        expect(output).toContain("gpu-t4: Azure is busy with another operation; trying the create again in 15 s");
        expect(output).toContain("gpu-t4: Azure is busy with another operation; trying the create again in 30 s");
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
    });

    it("is tried again in an update", async () => {
        const file = faults(rehearsal, "update", "EtagMismatch", "the etag has changed", 1);
        const tagged = rehearsal.edited("dev", [[["ml-platform:environment", "tags", "cost-center"], "elsewhere"]]);
        const { output } = await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", tagged, "--faults", file);
        expect(output).toContain("trying the update again in 15 s");
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
    });
});
