import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { parseDocument, type Document } from "yaml";
import { Rehearsal, standing, typeOf } from "../support/rehearsal";

jest.setTimeout(600_000);

const EXAMPLE = path.join(__dirname, "..", "..", "examples", "Pulumi.sharing.yaml");
const RELEASE = "kubernetes:helm.sh/v3:Release";
const POOL = "azure-native:containerservice:AgentPool";

type Edits = readonly (readonly [path: readonly string[], value: unknown])[];

/** The example for sharing, with the real engine: what it makes, and what changes of it do. Chapters, in order. */
describe("software for GPUs", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());
    const file = (...edits: Edits): string => {
        const document: Document = parseDocument(readFileSync(EXAMPLE, "utf8"));
        for (const [keys, value] of edits) {
            document.setIn(["config", ...keys], value);
        }
        const edited = path.join(rehearsal.home, "edited.yaml");
        writeFileSync(edited, document.toString());
        return edited;
    };
    const up = async (...edits: Edits) => rehearsal.ok("up", "--yes", "--skip-preview", "-s", "sharing", "--config-file", file(...edits));
    /** Values of a release, as Helm would keep them. */
    const valuesOf = (name: string): unknown => {
        const folder = path.join(rehearsal.home, "clusters");
        const found = readdirSync(folder, { recursive: true, withFileTypes: true }).find((entry) => entry.name === `${name}.json`);
        const text = readFileSync(path.join(found?.parentPath ?? "", found?.name ?? ""), "utf8");
        const { object } = JSON.parse(text) as { object: { spec: { values: string } } };
        return JSON.parse(object.spec.values);
    };
    const steps = async (...edits: Edits): Promise<string[]> => {
        const found = await rehearsal.previewSteps("sharing", "--config-file", file(...edits));
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
        const more = [["ml-platform:gpuPools", "t4", "sharing", "replicas"], 8] as const;
        expect(await steps(more)).toEqual([`update ${POOL}`, `update ${RELEASE}`]);
        await up(more);
        expect(valuesOf("nvidia-device-plugin")).toMatchObject({
            config: { map: { "time-slicing-8": expect.stringContaining("replicas: 8") as string } },
        });
        await up();
    });

    it("S0-47 offers MIG instances by their profile without replacing a node, and says what pods ask for", async () => {
        const mixed = [["ml-platform:gpuPools", "a100", "sharing", "strategy"], "mixed"] as const;
        expect(await steps(mixed)).toEqual([`update ${POOL}`, `update ${RELEASE}`]);
        await up(mixed);
        expect(valuesOf("nvidia-device-plugin")).toMatchObject({
            config: { map: { "mig-mixed": expect.stringContaining("migStrategy: mixed") as string } },
        });
        const { stdout } = await rehearsal.ok("stack", "output", "gpuPools", "--json", "-s", "sharing");
        expect(JSON.parse(stdout)).toMatchObject({
            a100: { gpuResource: "nvidia.com/mig-1g.10gb", gpusPerNode: 7 },
            t4: { gpuResource: "nvidia.com/gpu", gpusPerNode: 4 },
        });
        await up();
    });

    it("S1-12 takes what is not wanted any more out of the cluster", async () => {
        await up([["ml-platform:gpuSoftware", "metrics"], false]);
        const { objects } = await rehearsal.inventory("sharing");
        expect(objects.filter(({ kind }) => kind === "Release").map(({ name }) => name)).toEqual(["nvidia-device-plugin"]);
        await up();
    });

    it("S3-14 B15 changes to the GPU Operator with AKS's driver, and installs no second one", async () => {
        const operator = [["ml-platform:gpuSoftware"], { kind: "gpu-operator", driver: "aks" }] as const;
        await up(operator);
        expect(valuesOf("gpu-operator")).toMatchObject({
            driver: { enabled: false },
            toolkit: { enabled: false },
            mig: { strategy: "single" },
        });
        const { inCloud, inState } = await standing(rehearsal, "sharing");
        expect(inCloud).toEqual(inState);
        await up();
    });

    it("S1-12 loses no release when the engine is killed while it makes one: recover finds it", async () => {
        const bare = [["ml-platform:gpuSoftware", "metrics"], false] as const;
        await up(bare);
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

    it("leaves nothing after `destroy`", async () => {
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "sharing", "--config-file", file());
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        expect(await rehearsal.state("sharing")).toEqual([]);
    });
});
