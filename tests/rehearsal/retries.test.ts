import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { nameOf, Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(600_000);

const POOL = "azure-native:containerservice:AgentPool";

/** A fault file with one rule. */
function faultFile(rehearsal: Rehearsal, verb: string, name: string, fault: Record<string, unknown>, times = 1): string {
    const file = path.join(rehearsal.home, `faults-${verb}-${name}.yaml`);
    writeFileSync(file, JSON.stringify([{ match: { type: "azure-native:*", verb, name }, times, fault }]));
    return file;
}

/** A fault file for the GPU pool. */
function faults(rehearsal: Rehearsal, verb: string, code: string, message: string, times: number): string {
    return faultFile(rehearsal, verb, "gpu-t4", { error: code, status: 409, message }, times);
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
        const file = faults(rehearsal, "create", "OperationNotAllowed", "there is an in progress updating operation", 1);
        const { output } = await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--faults", file);
        expect(output).toContain("gpu-t4: Azure is busy with another operation; trying the create again in 15 s");
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
    });

    it("is tried again in an update", async () => {
        const file = faults(rehearsal, "update", "EtagMismatch", "the etag has changed", 1);
        const tagged = rehearsal.edited("dev", [[["ml-platform:environment", "tags", "cost-center"], "elsewhere"]]);
        const { output } = await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", tagged, "--faults", file);
        expect(output).toContain("trying the update again in 15 s");
    });

    it("is not tried again once Azure has made the pool: it stands in the state, and the next `up` repairs it", async () => {
        const another = rehearsal.edited("dev", [[["ml-platform:gpuPools", "t4", "generation"], 2]]);
        const fault = { fails: "ReferencedResourceNotProvisioned", message: "the subnet is being written" };
        const file = faultFile(rehearsal, "create", "gpu-t4-2", fault);
        const up = ["up", "--yes", "--skip-preview", "-s", "dev", "--config-file", another];
        const failed = await rehearsal.run(...up, "--faults", file);
        expect(failed.code).not.toBe(0);
        expect(failed.output).toContain("ReferencedResourceNotProvisioned");
        expect(failed.output).not.toMatch(/trying the|already existing/);
        const pools = (await rehearsal.state("dev")).filter(({ type }) => type === POOL).map(nameOf);
        expect(pools).toContain("gpu-t4-2");
        await rehearsal.ok(...up);
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev", "--config-file", another);
    });
});

describe("a subnet that machines are still in", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());

    it("goes when they have gone: its delete is tried again, in a destroy too", async () => {
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
        const message = "Subnet nodes is in use by a network interface and cannot be deleted";
        const fault = { error: "InUseSubnetCannotBeDeleted", status: 400, message };
        const file = faultFile(rehearsal, "delete", "network-node-subnet", fault, 1);
        const { output } = await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev", "--faults", file);
        expect(output).toContain("network-node-subnet: something is still in the subnet; trying the delete again in 15 s");
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
    });
});
