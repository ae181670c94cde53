import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { parseDocument, type Document } from "yaml";
import { Rehearsal, standing, typeOf } from "../support/rehearsal";

jest.setTimeout(600_000);

const EXAMPLE = path.join(__dirname, "..", "..", "examples", "Pulumi.sharing.yaml");
const RELEASE = "kubernetes:helm.sh/v3:Release";
const POOL = "azure-native:containerservice:AgentPool";

/** The example for sharing, with the real engine: what it makes, and what changes of it do. Chapters, in order. */
describe("software for GPUs", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());
    /** What was edited so far: each chapter goes on from the one before. */
    const edits: (readonly [path: readonly string[], value: unknown])[] = [];
    const edit = (path: readonly string[], value: unknown): void => void edits.push([path, value]);
    const file = (): string => {
        const document: Document = parseDocument(readFileSync(EXAMPLE, "utf8"));
        for (const [keys, value] of edits) {
            document.setIn(["config", ...keys], value);
        }
        const edited = path.join(rehearsal.home, "edited.yaml");
        writeFileSync(edited, document.toString());
        return edited;
    };
    const up = async () => rehearsal.ok("up", "--yes", "--skip-preview", "-s", "sharing", "--config-file", file());
    /** Values of a release, as Helm would keep them. */
    const valuesOf = (name: string): unknown => {
        const folder = path.join(rehearsal.home, "clusters");
        const found = readdirSync(folder, { recursive: true, withFileTypes: true }).find((entry) => entry.name === `${name}.json`);
        const text = readFileSync(path.join(found?.parentPath ?? "", found?.name ?? ""), "utf8");
        const { object } = JSON.parse(text) as { object: { spec: { values: string } } };
        return JSON.parse(object.spec.values);
    };
    const steps = async (): Promise<string[]> => {
        const found = await rehearsal.previewSteps("sharing", "--config-file", file());
        return found.map((step) => `${step.op} ${typeOf(step)}`).sort();
    };

    it("S0-47 S1-12 S3-15 stands as the example asks for it, and nothing changes after a refresh", async () => {
        await up();
        await rehearsal.ok("refresh", "--yes", "--skip-preview", "-s", "sharing", "--config-file", file());
        await rehearsal.ok("preview", "--expect-no-changes", "--diff", "-s", "sharing", "--config-file", file());
        const { inCloud, inState } = await standing(rehearsal, "sharing");
        expect(inCloud).toEqual(inState);
        const { objects } = await rehearsal.inventory("sharing");
        expect(objects.map(({ kind, namespace = "-", name }) => `${kind} ${namespace}/${name}`).sort()).toEqual([
            "Namespace -/gpu-resources",
            "Namespace -/studioml",
            "Release gpu-resources/dcgm-exporter",
            "Release gpu-resources/nvidia-device-plugin",
        ]);
        expect(valuesOf("nvidia-device-plugin")).toMatchObject({
            config: { map: { "time-slicing-4": expect.stringContaining("replicas: 4") as string } },
            gfd: { enabled: true },
        });
    });

    it("S0-47 shares a GPU among more pods without replacing a node: label and configuration change", async () => {
        edit(["ml-platform:gpuPools", "t4", "sharing", "replicas"], 8);
        expect(await steps()).toEqual([`update ${POOL}`, `update ${RELEASE}`]);
        await up();
        expect(valuesOf("nvidia-device-plugin")).toMatchObject({
            config: { map: { "time-slicing-8": expect.stringContaining("replicas: 8") as string } },
        });
    });

    it("S0-47 offers MIG instances by their profile without replacing a node, and says what pods ask for", async () => {
        edit(["ml-platform:gpuPools", "a100", "sharing", "strategy"], "mixed");
        expect(await steps()).toEqual([`update ${POOL}`, `update ${RELEASE}`]);
        await up();
        expect(valuesOf("nvidia-device-plugin")).toMatchObject({
            config: { map: { "mig-mixed": expect.stringContaining("migStrategy: mixed") as string } },
        });
        const { stdout } = await rehearsal.ok("stack", "output", "gpuPools", "--json", "-s", "sharing");
        expect(JSON.parse(stdout)).toMatchObject({
            a100: { gpuResource: "nvidia.com/mig-1g.10gb", gpusPerNode: 7 },
            t4: { gpuResource: "nvidia.com/gpu", gpusPerNode: 8 },
        });
    });

    it("S1-12 takes what is not wanted any more out of the cluster", async () => {
        edit(["ml-platform:gpuSoftware", "metrics"], false);
        await up();
        const { objects } = await rehearsal.inventory("sharing");
        expect(objects.filter(({ kind }) => kind === "Release").map(({ name }) => name)).toEqual(["nvidia-device-plugin"]);
    });

    it("S1-12 loses no release when the engine is killed while it makes one: recover finds it", async () => {
        edit(["ml-platform:gpuSoftware", "metrics"], true);
        const faults = path.join(rehearsal.home, "faults.yaml");
        writeFileSync(faults, `- match: { type: "${RELEASE}", verb: create }\n  fault: { crash: after-answer }\n`);
        const killed = await rehearsal.run("up", "--yes", "--skip-preview", "-s", "sharing", "--config-file", file(), "--faults", faults);
        expect(killed.code).toBe(137);
        const recovered = await rehearsal.ok("recover", "-s", "sharing");
        expect(recovered.output).toContain("stands as gpu-resources/dcgm-exporter: taking it into the state");
        await up();
        await rehearsal.ok("preview", "--expect-no-changes", "--diff", "-s", "sharing", "--config-file", file());
        const { inCloud, inState } = await standing(rehearsal, "sharing");
        expect(inCloud).toEqual(inState);
    });

    it("S3-14 B15 changes to the GPU Operator with AKS's driver, and installs no second one", async () => {
        edit(["ml-platform:gpuSoftware"], { kind: "gpu-operator", driver: "aks" });
        await up();
        expect(valuesOf("gpu-operator")).toMatchObject({
            driver: { enabled: false },
            toolkit: { enabled: false },
            mig: { strategy: "mixed" },
        });
        const { inCloud, inState } = await standing(rehearsal, "sharing");
        expect(inCloud).toEqual(inState);
    });

    it("leaves nothing after `destroy`", async () => {
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "sharing", "--config-file", file());
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect(await rehearsal.state("sharing")).toEqual([]);
    });
});
