import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { AZURE, CLUSTER, stackOf, UNREACHABLE, withVariable } from "../support/layers";
import { Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(600_000);

const up = ["up", "--yes", "--skip-preview"] as const;
const destroy = ["destroy", "--yes", "--skip-preview"] as const;

const PASSWORD = "hunter2-of-github";
const ENCODED = Buffer.from(`bot:${PASSWORD}`).toString("base64");
/** In every form in which it could stand somewhere. */
const CLEAR = [PASSWORD, ENCODED, Buffer.from(PASSWORD).toString("base64"), Buffer.from(ENCODED).toString("base64").slice(0, 20)];
const registries = { imageRegistries: { github: { server: "ghcr.io", username: "bot" } } };

/** All text below a folder. */
function textIn(folder: string): string {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), "utf8")).join("\n");
}

/** The cluster layer by itself: what only it has, what it survives, and its end when the other layer goes first. Chapters, in order. */
describe("the cluster layer", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());
    // Written once: a file that changed would take the password out of the rehearsal's copy.
    const azure = stackOf(rehearsal, AZURE);
    const cluster = stackOf(rehearsal, CLUSTER, registries);
    const logs: string[] = [];
    const ok = async (...args: string[]): Promise<void> => {
        logs.push((await rehearsal.ok(...args)).output);
    };

    it("S1-9 loses nothing when the engine is killed while it makes the Secret: recover finds it in the other stack's cluster", async () => {
        await ok(...up, ...azure);
        const faults = path.join(rehearsal.home, "faults.yaml");
        writeFileSync(faults, '- match: { type: "kubernetes:core/v1:Secret", verb: create }\n  fault: { crash: after-answer }\n');
        await rehearsal.ok("config", "set", "--secret", "--path", "ml-platform:imageRegistries.github.password", PASSWORD, ...cluster);
        const killed = await rehearsal.run(...up, ...cluster, "--faults", faults);
        logs.push(killed.output);
        expect(killed.code).toBe(137);
        const recovered = await rehearsal.ok("recover", "-s", CLUSTER);
        logs.push(recovered.output);
        expect(recovered.output).toContain("stands as studioml/image-registries: taking it into the state");
        await ok(...up, ...cluster);
        await ok("preview", "--expect-no-changes", "--diff", ...cluster);
        const { inCloud, inState } = await standing(rehearsal, CLUSTER);
        expect(inCloud).toEqual(inState);
        expect(inCloud).toEqual([
            "namespace:gpu-resources",
            "namespace:studioml",
            "release:gpu-resources/dcgm-exporter",
            "release:gpu-resources/nvidia-device-plugin",
            "secret:studioml/image-registries",
        ]);
    });

    it("S1-9 keeps the passwords of registries out of logs, outputs and state, and puts them into the Secret", async () => {
        const exported = (await rehearsal.ok("stack", "export", "-s", CLUSTER)).stdout;
        const outputs = (await rehearsal.ok("stack", "output", "--json", "-s", CLUSTER)).stdout;
        const kept = [...logs, exported, outputs, textIn(path.join(rehearsal.home, "state"))].join("\n");
        expect(CLEAR.filter((secret) => kept.includes(secret))).toEqual([]);
        expect(outputs).toContain('"imagePullSecret": "image-registries"');

        const stored = /"\.dockerconfigjson": "([^"]+)"/.exec(textIn(path.join(rehearsal.home, "clusters")))?.[1] ?? "";
        expect(JSON.parse(Buffer.from(stored, "base64").toString())).toEqual({
            auths: { "ghcr.io": { username: "bot", password: PASSWORD, auth: ENCODED } },
        });
    });

    it("cannot be destroyed by its program once the Azure layer is gone, and says why", async () => {
        await ok(...destroy, ...azure);
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
        const { code, output } = await rehearsal.run(...destroy, ...cluster);
        expect([code === 0, output.includes(`nothing stands of stack "organization/ml-platform/${AZURE}"`)]).toEqual([false, true]);
    });

    it("is not forgotten by mistake: without its program too, destroy stops at the cluster that does not answer", async () => {
        const { code, output } = await rehearsal.run(...destroy, "--run-program=false", "-s", CLUSTER);
        expect([code === 0, output.includes(`${UNREACHABLE}=true`)]).toEqual([false, true]);
        expect((await rehearsal.state(CLUSTER)).length).toBeGreaterThan(0);
    });

    it("is forgotten once someone has said that the cluster is gone, as docs/layers.md says", async () => {
        await withVariable(UNREACHABLE, () => rehearsal.ok(...destroy, "--run-program=false", "-s", CLUSTER));
        expect(await rehearsal.state(CLUSTER)).toEqual([]);
    });
});
