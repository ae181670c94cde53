import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { Rehearsal } from "../support/rehearsal";

jest.setTimeout(600_000);

/** The dev platform as it is, on a real control plane, driven as a person would: what becomes of GPU jobs. Chapters, in order. */
describe("GPU jobs on the dev platform", () => {
    const rehearsal = new Rehearsal("real", { separately: false });
    afterAll(async () => {
        await rehearsal.run("stop");
        rehearsal.remove();
    });
    /** A file with a job that asks for GPUs of the pool. */
    const jobFile = (name: string, gpus: number): string => {
        const file = path.join(rehearsal.home, `${name}.yaml`);
        const text = [
            "apiVersion: batch/v1",
            "kind: Job",
            `metadata: { name: ${name}, namespace: studioml }`,
            "spec:",
            "  template:",
            '    metadata: { annotations: { ml-platform.rehearsal/runs-for: "5m" } }',
            "    spec:",
            "      restartPolicy: Never",
            "      nodeSelector: { ml-platform/pool: t4 }",
            `      containers: [{ name: main, image: "train:1", resources: { limits: { nvidia.com/gpu: ${gpus} } } }]`,
        ];
        writeFileSync(file, text.join("\n"));
        return file;
    };

    it("S3-17 S4-20 a job applied by hand runs on the node that the autoscaler adds, and that changes nothing of the stack", async () => {
        await rehearsal.ok("up", "--yes", "--skip-preview", "--keep-cluster", "-s", "dev");
        await rehearsal.ok("-s", "dev", "kubectl", "apply", "-f", jobFile("train", 1));
        const { stdout } = await rehearsal.ok("why", "train", "-s", "dev");
        expect(stdout).toMatch(/runs on aks-t4d1-\d{8}-vmss000000 of pool t4d1 \(Standard_NC4as_T4_v3\)/);
        expect(stdout).toContain("because it selects ml-platform/pool=t4; tolerates nvidia.com/gpu=present:NoSchedule");
        await rehearsal.ok("refresh", "--yes", "--skip-preview", "--expect-no-changes", "-s", "dev");
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
        const summary = await rehearsal.ok("summary", "-s", "dev");
        expect(summary.stdout).toMatch(/Job studioml\/train +1 nvidia\.com\/gpu +1 +t4d1 +aks-t4d1-/);
        expect(summary.stdout).toMatch(/t4d1 +1 +1 +1 nvidia\.com\/gpu +1 nvidia\.com\/gpu +0\.00/);
    });

    it("S1-21 a job that can never run fails the rehearsal, with what to change", async () => {
        await rehearsal.ok("-s", "dev", "kubectl", "apply", "-f", jobFile("many", 4));
        const up = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "dev");
        expect(up.code).toBe(1);
        const reason =
            "pool t4d1: the pod asks for 4 nvidia.com/gpu, and a Standard_NC4as_T4_v3 offers 1: ask for less, or take a size with more GPUs";
        expect(up.stderr).toContain(reason);
        expect(up.stderr).toContain("The stack stands, and the rehearsal failed: Job studioml/many can never run.");
        const why = await rehearsal.run("why", "many", "-s", "dev");
        expect([why.code, why.stdout.includes(reason)]).toEqual([1, true]);
        const nobody = await rehearsal.run("why", "nobody", "-s", "dev");
        expect(nobody.stderr).toContain('no pod, and nothing that makes pods, is named "nobody"; there are ');
    });

    it("destroy takes nodes, jobs and all", async () => {
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        const why = await rehearsal.run("why", "train", "-s", "dev");
        expect(why.stderr).toContain("no cluster with nodes stands");
    });
});
