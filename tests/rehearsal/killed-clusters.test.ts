import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { kill } from "../../rehearsal/control-plane/processes";
import { livingRecord } from "../../rehearsal/control-plane/record";
import { describeReal, planesIn, runningIn } from "../support/real-control-plane";
import { Rehearsal, standing } from "../support/rehearsal";
import { until } from "../support/until";

jest.setTimeout(600_000);

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const SECRET = "kubernetes:core/v1:Secret";

const up = ["up", "--yes", "--skip-preview", "-s", "dev"];

/** Supervisors of control planes that live in a home. */
const supervisors = (home: string): number[] => planesIn(home).flatMap((plane) => livingRecord(plane)?.pid ?? []);

/** The dev platform on a real control plane, killed again and again on its way, and given another cluster in the end. Chapters, in order. */
describeReal("kill -9 of everything while a control plane runs", () => {
    const rehearsal = new Rehearsal("real");
    afterAll(async () => {
        await rehearsal.run("reset");
        rehearsal.remove();
    });
    let before: string[];
    const registries = { github: { server: "ghcr.io", username: "bot" } };
    const withSecret = ["--config-file", rehearsal.edited("dev", [[["ml-platform:imageRegistries"], registries]])];

    /** Every object that stands, without the cluster that it stands in. */
    async function objects(): Promise<string[]> {
        const found = (await rehearsal.inventory("dev")).objects;
        return found.map(({ kind, namespace = "-", name }) => `${kind} ${namespace}/${name}`).sort();
    }

    /**
     * Lets the engine die at a point of a create, and kills the rest at once: the command with its process group, and the supervisor with its
     * group, which the programs are in.
     */
    async function killAll(point: string, type: string, ...args: string[]): Promise<void> {
        const faults = path.join(rehearsal.home, "faults.yaml");
        writeFileSync(faults, `- match: { type: "${type}", verb: create }\n  fault: { crash: ${point} }\n`);
        const { child, finished } = rehearsal.start(...up, ...args, "--faults", faults);
        let output = "";
        child.stderr?.on("data", (data: Buffer) => {
            output += data.toString();
            if (output.includes("the engine was killed")) {
                [child.pid ?? 0, ...supervisors(rehearsal.home)].filter((pid) => pid > 1).forEach((group) => kill(-group));
            }
        });
        expect((await finished).output).toContain(`the engine was killed ${point}: create of urn:`);
        await until(() => runningIn(rehearsal.home).length === 0);
    }

    async function recovered(): Promise<string> {
        const { output } = await rehearsal.ok("recover", "-s", "dev");
        expect(runningIn(rehearsal.home)).toEqual([]);
        return output;
    }

    it("after Azure accepted the cluster: recover finds it", async () => {
        await killAll("after-accept", CLUSTER);
        expect(await recovered()).toMatch(/found: .*ManagedCluster/);
    });

    it("after the API server made the first object, before the state knew: recover finds it in the cluster", async () => {
        await killAll("after-answer", NAMESPACE);
        expect(await recovered()).toMatch(/found: .*Namespace::\S+\n +stands as studioml: taking it into the state/);
    });

    it("before the API server was asked for an object: recover forgets the attempt", async () => {
        await killAll("before-request", SECRET, ...withSecret);
        expect(await recovered()).toMatch(/missing: .*Secret::\S+\n +was never made/);
    });

    it("after all of that `up` converges: the state holds what stands, nothing is there twice, and nothing runs", async () => {
        await rehearsal.ok(...up, ...withSecret);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev", ...withSecret);
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
        before = await objects();
        expect(before).toEqual(expect.arrayContaining(["Namespace -/studioml", "Secret studioml/image-registries"]));
        expect(runningIn(rehearsal.home)).toEqual([]);
    });

    it("a cluster that is replaced holds every object again, and the control plane of the old one ended with it", async () => {
        const [old] = planesIn(rehearsal.home);
        const edits = [
            [["ml-platform:imageRegistries"], registries],
            [["ml-platform:cluster", "serviceCidr"], "172.21.0.0/16"],
        ] as const;
        const another = ["--config-file", rehearsal.edited("dev", edits)];
        const { finished } = rehearsal.start(...up, ...another);
        let [most, hasBothLived] = [0, new Set<number>()];
        const look = setInterval(() => {
            const living = supervisors(rehearsal.home);
            most = Math.max(most, living.length);
            hasBothLived = new Set([...hasBothLived, ...living]);
        }, 50);
        const { code, output } = await finished;
        clearInterval(look);
        expect([code, output]).toEqual([0, output]);
        // never both at once, though the new one runs until the command ends
        expect([most, hasBothLived.size]).toEqual([1, 2]);
        expect(planesIn(rehearsal.home).map(({ root }) => root)).not.toContain(old?.root);
        expect(await objects()).toEqual(before);
        expect(runningIn(rehearsal.home)).toEqual([]);
    });
});
