import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { expectAll, expectNothingLeft, undisturbedRun, type Undisturbed } from "../support/convergence";
import { Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(600_000);

const CLUSTER = "azure-native:containerservice:ManagedCluster";

let undisturbed: Undisturbed;
beforeAll(async () => {
    undisturbed = await undisturbedRun();
});
afterAll(() => {
    undisturbed.home.remove();
});

/** Pools and namespaces are deleted with their cluster, so the state forgets them before the cluster goes. */
describe.each([
    ["is refused", "{ error: OperationNotAllowed, status: 409 }", 1],
    ["is cut short", "{ crash: before-request }", 137],
])("when the delete of the cluster %s", (_, fault, code) => {
    it("recover takes back what the state lost, and `up` goes on", async () => {
        const rehearsal = new Rehearsal("files", { from: undisturbed.home });
        const faults = path.join(rehearsal.home, "faults.yaml");
        writeFileSync(faults, `- match: { type: "${CLUSTER}", verb: delete }\n  fault: ${fault}\n`);
        const failed = await rehearsal.run("destroy", "--yes", "--skip-preview", "-s", "dev", "--faults", faults);
        expect([failed.code, failed.output]).toEqual([code, expect.stringContaining("ManagedCluster")]);
        const { inCloud, inState } = await standing(rehearsal, "dev");
        const lost = inCloud.filter((id) => !inState.includes(id));
        expect(lost).toEqual(expect.arrayContaining([expect.stringMatching(/\/agentpools\/t4d1$/), "namespace:studioml"]));

        const { output } = await rehearsal.ok("recover", "-s", "dev");
        expect([...output.matchAll(/^lost: +(\S+)$/gm)]).toHaveLength(lost.length);
        const recovered = await standing(rehearsal, "dev");
        expect(recovered.inState).toEqual(recovered.inCloud);
        await expectAll(rehearsal, undisturbed);
        await expectNothingLeft(rehearsal);
        rehearsal.remove();
    });
});

/** A cluster is deleted before its successor is made: both have the same name. */
it("when a cluster is replaced and the new one cannot be made, recover forgets what went with the old one, and `up` goes on", async () => {
    const rehearsal = new Rehearsal("files", { from: undisturbed.home });
    const faults = path.join(rehearsal.home, "faults.yaml");
    writeFileSync(faults, `- match: { type: "${CLUSTER}", verb: create }\n  fault: { error: SkuNotAvailable, status: 409 }\n`);
    const otherServices = rehearsal.edited("dev", [[["ml-platform:cluster", "serviceCidr"], "172.21.0.0/16"]]);
    const replace = ["up", "--yes", "--skip-preview", "-s", "dev", "--config-file", otherServices];
    const failed = await rehearsal.run(...replace, "--faults", faults);
    expect([failed.code, failed.output]).toEqual([1, expect.stringContaining("SkuNotAvailable")]);
    expect((await rehearsal.inventory("dev")).objects).toEqual([]);
    // as on a real stack, where this has to be said by hand
    const again = await rehearsal.run(...replace);
    expect([again.code, again.output]).toEqual([1, expect.stringContaining("PULUMI_K8S_DELETE_UNREACHABLE=true")]);

    const { output } = await rehearsal.ok("recover", "-s", "dev");
    expect(output).toMatch(/^gone: +\S+::studioml-namespace$/m);
    await rehearsal.ok(...replace);
    await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev", "--config-file", otherServices);
    const { inCloud, inState } = await standing(rehearsal, "dev");
    expect(inState).toEqual(inCloud);
    await expectNothingLeft(rehearsal);
    rehearsal.remove();
});

/** Which objects go before the pool's delete is refused, the engine decides each time anew. */
it("when a cluster is replaced and one of its pools cannot be deleted, recover keeps what stands, and `up` goes on", async () => {
    const rehearsal = new Rehearsal("files", { from: undisturbed.home });
    const faults = path.join(rehearsal.home, "faults.yaml");
    writeFileSync(faults, "- match: { name: gpu-t4, verb: delete }\n  times: 1000\n  fault: { error: TooManyRequests, status: 429 }\n");
    const otherServices = rehearsal.edited("dev", [[["ml-platform:cluster", "serviceCidr"], "172.21.0.0/16"]]);
    const replace = ["up", "--yes", "--skip-preview", "-s", "dev", "--config-file", otherServices];
    const failed = await rehearsal.run(...replace, "--faults", faults);
    expect([failed.code, failed.output]).toEqual([1, expect.stringContaining("TooManyRequests")]);

    await rehearsal.ok("recover", "-s", "dev");
    const { inCloud, inState } = await standing(rehearsal, "dev");
    expect(inCloud).toContainEqual(expect.stringMatching(/\/managedclusters\/[^/]+$/));
    expect(inState).toEqual(expect.arrayContaining(inCloud));
    await rehearsal.ok(...replace);
    await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev", "--config-file", otherServices);
    const replaced = await standing(rehearsal, "dev");
    expect(replaced.inState).toEqual(replaced.inCloud);
    await expectNothingLeft(rehearsal);
    rehearsal.remove();
});
