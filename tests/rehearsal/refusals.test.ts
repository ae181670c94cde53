import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(300_000);

type Path = readonly (string | number)[];
const withPool = (pool: object): readonly (readonly [Path, unknown])[] => [[["ml-platform:gpuPools", "more"], pool]];

/** What only Azure can know is refused by the simulated subscription, through the engine, with Azure's codes. */
describe("the subscription refuses", () => {
    const rehearsal = new Rehearsal();
    const limits = path.join(rehearsal.home, "subscription", "subscription.json");
    afterAll(() => rehearsal.remove());

    function change(edit: (settings: Record<string, unknown>) => void): void {
        const settings = JSON.parse(readFileSync(limits, "utf8")) as Record<string, unknown>;
        edit(settings);
        writeFileSync(limits, JSON.stringify(settings, null, 2));
    }

    it("stands first, and the file with the limits explains itself", async () => {
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
        expect(existsSync(limits)).toBe(true);
        expect(readFileSync(limits, "utf8")).toContain('"_about"');
    });

    it("S0-29 nothing when a minimum rises above the nodes that run: the autoscaler owns the count", async () => {
        const raised = rehearsal.edited("dev", [[["ml-platform:gpuPools", "t4", "minCount"], 1]]);
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", raised);
        await rehearsal.ok("refresh", "--yes", "--skip-preview", "-s", "dev", "--config-file", raised);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev", "--config-file", raised);
    });

    it("S0-14 a pool beyond the quota of its family", async () => {
        change((settings) => (settings["quotas"] = { default: { standardDDSv5Family: 100, "Standard NCASv3_T4 Family": 4, cores: 200 } }));
        const two = rehearsal.edited("dev", withPool({ sizes: ["Standard_NC4as_T4_v3"], minCount: 2, maxCount: 2 }));
        const refused = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", two);
        expect([refused.code, refused.output]).toEqual([1, expect.stringMatching(/Code="ErrCode_InsufficientVCPUQuota".*NCASv3_T4/s)]);
    });

    it("S0-42 a spot pool beyond the region's spot quota", async () => {
        change((settings) => (settings["quotas"] = { default: { standardDDSv5Family: 100, cores: 200, lowPriorityCores: 3 } }));
        const spot = rehearsal.edited("dev", withPool({ sizes: ["Standard_NC4as_T4_v3"], capacity: ["spot"], minCount: 1, maxCount: 1 }));
        const refused = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", spot);
        expect([refused.code, refused.output]).toEqual([1, expect.stringMatching(/Code="\w*Quota\w*".*([Ll]ow ?[Pp]riority|spot)/s)]);
    });

    it("S0-46 a size that the region does not offer", async () => {
        change((settings) => (settings["sizesNotOffered"] = { eastus: ["Standard_NC8as_T4_v3"] }));
        const file = rehearsal.edited("dev", [[["ml-platform:gpuPools", "t4", "sizes", 0], "Standard_NC8as_T4_v3"]]);
        const refused = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", file);
        expect([refused.code, refused.output]).toEqual([1, expect.stringMatching(/Standard_NC8as_T4_v3.*eastus/s)]);
    });

    it("and after each the stack goes on as if nothing had been", async () => {
        change((settings) => (settings["sizesNotOffered"] = {}));
        change((settings) => (settings["quotas"] = { default: { standardDDSv5Family: 100, "Standard NCASv3_T4 Family": 64, cores: 200 } }));
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev");
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
    });
});
