import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { listObjects } from "../../../rehearsal/kubernetes/inventory";
import { secret, type Properties } from "../../../rehearsal/provider/values";
import type { TestEngine } from "../provider/client";
import { DCGM, kubeconfig, RELEASE, revealed, startCluster, type TestCluster } from "./cluster";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const CHECKSUM = expect.stringMatching(/^[0-9a-f]{64}$/) as string;

describe("a Helm release", () => {
    let cluster: TestCluster;
    let engine: TestEngine;
    let make: TestCluster["make"];

    beforeEach(async () => {
        cluster = await startCluster();
        ({ engine, make } = cluster);
    });
    afterEach(async () => cluster.close());

    const names = () => listObjects(cluster.directory).map(({ kind, namespace = "-", name }) => `${kind} ${namespace}/${name}`);
    const makeNamespace = () => make(NAMESPACE, "ns", { metadata: { name: "gpu-resources" } });

    it("gets the inputs and outputs that the real provider gives it", async () => {
        await makeNamespace();
        const { inputs, id, state } = await make(RELEASE, "dcgm", { ...DCGM, compat: "true", values: { hostNetwork: true } });
        expect(inputs).toEqual({
            ...DCGM,
            values: { hostNetwork: true },
            timeout: 300,
            checksum: CHECKSUM,
            resourceNames: {},
            allowNullValues: false,
            atomic: false,
            cleanupOnFail: false,
            createNamespace: false,
            dependencyUpdate: false,
            description: "",
            devel: false,
            disableCRDHooks: false,
            disableOpenapiValidation: false,
            disableWebhooks: false,
            forceUpdate: false,
            keyring: "",
            lint: false,
            postrender: "",
            recreatePods: false,
            renderSubchartNotes: false,
            replace: false,
            resetValues: false,
            reuseValues: false,
            skipAwait: false,
            skipCrds: false,
            verify: false,
            waitForJobs: false,
        });
        expect(id).toBe("gpu-resources/dcgm");
        const status = {
            appVersion: "4.8.2",
            chart: "dcgm-exporter",
            name: "dcgm",
            namespace: "gpu-resources",
            revision: 1,
            status: "deployed",
            version: "4.8.2",
        };
        expect(state).toEqual({ ...inputs, status, __inputs: secret(inputs) });
        expect(names()).toEqual(["Namespace -/gpu-resources", "Release gpu-resources/dcgm"]);
    });

    it("is named by Pulumi where the program does not, and keeps that name; it goes into the provider's namespace", async () => {
        const { name: _name, namespace: _namespace, ...unnamed } = DCGM;
        const { inputs } = await make(RELEASE, "dcgm", { ...unnamed, skipAwait: true });
        expect([inputs["name"], inputs["namespace"], inputs["timeout"]]).toEqual(["dcgm-abababab", "default", undefined]);
        const again = await engine.check(RELEASE, "dcgm", { ...unnamed, skipAwait: true }, inputs);
        expect(again.inputs).toEqual(inputs);
    });

    it("needs its namespace, or makes it", async () => {
        await expect(make(RELEASE, "dcgm", DCGM)).rejects.toMatchObject({
            details: 'create: failed to create: namespaces "gpu-resources" not found',
        });
        expect(names()).toEqual([]);
        await make(RELEASE, "dcgm", { ...DCGM, createNamespace: true });
        expect(names()).toEqual(["Namespace -/gpu-resources", "Release gpu-resources/dcgm"]);
        await make(RELEASE, "second", { ...DCGM, name: "second", createNamespace: true });
        expect(names()).toHaveLength(3);
    });

    it("has a name of its own in its namespace, and goes with the namespace", async () => {
        const namespace = await makeNamespace();
        await make(RELEASE, "dcgm", DCGM);
        await expect(make(RELEASE, "twin", DCGM)).rejects.toMatchObject({ details: "cannot re-use a name that is still in use" });
        await make(RELEASE, "elsewhere", { ...DCGM, namespace: "default" });
        await engine.delete(NAMESPACE, "ns", namespace.id, namespace.state);
        expect(names()).toEqual(["Release default/dcgm"]);
    });

    it("is upgraded in place, one revision after the other, and replaced under another name or in another namespace", async () => {
        await makeNamespace();
        const { inputs, id, state } = await make(RELEASE, "dcgm", { ...DCGM, values: { hostPID: true } });
        const { inputs: news } = await engine.check(RELEASE, "dcgm", { ...DCGM, values: { hostNetwork: true } }, inputs);
        const difference = await engine.diff(RELEASE, inputs, news);
        expect(difference.getReplacesList()).toEqual([]);
        expect([...difference.getDetaileddiffMap().keys()].sort()).toEqual(["checksum", "values.hostNetwork", "values.hostPID"]);
        const preview = await engine.update(RELEASE, "dcgm", id, state, news, true);
        expect(preview["status"]).toBeUndefined();
        const updated = await engine.update(RELEASE, "dcgm", id, state, news);
        expect(updated["status"]).toMatchObject({ revision: 2, status: "deployed" });
        expect((await engine.read(RELEASE, "dcgm", id)).inputs["values"]).toEqual({ hostNetwork: true });
        for (const [key, value] of Object.entries({ name: "other", namespace: "default" })) {
            const replaced = await engine.diff(RELEASE, inputs, { ...inputs, [key]: value });
            expect([replaced.getReplacesList(), replaced.getDeletebeforereplace()]).toEqual([[key], false]);
        }
        expect((await engine.diff(RELEASE, inputs, news, ["checksum", "values"])).getChanges()).toBe(1);
    });

    it("has the same checksum whatever the order of its values", async () => {
        const checksum = async (values: Properties) => (await engine.check(RELEASE, "dcgm", { ...DCGM, values })).inputs["checksum"];
        const one = await checksum({ hostPID: true, image: { tag: "1", repository: "r" } });
        expect(await checksum({ image: { repository: "r", tag: "1" }, hostPID: true })).toBe(one);
        expect(await checksum({ image: { repository: "r", tag: "2" }, hostPID: true })).not.toBe(one);
    });

    it("shows on refresh what somebody upgraded by hand, and that it is gone", async () => {
        await makeNamespace();
        const { inputs, id, state } = await make(RELEASE, "dcgm", { ...DCGM, values: { hostPID: true } });
        expect(await engine.read(RELEASE, "dcgm", id, inputs, state)).toEqual({ id, inputs, state });
        const record = recordFile(cluster.directory);
        writeFileSync(record, readFileSync(record, "utf8").replace('{\\"hostPID\\":true}', '{\\"hostPID\\":false}'));
        const refreshed = await engine.read(RELEASE, "dcgm", id, inputs, state);
        expect(refreshed.inputs).toEqual({ ...inputs, values: { hostPID: false } });
        await engine.delete(RELEASE, "dcgm", id, state);
        expect((await engine.read(RELEASE, "dcgm", id, inputs, state)).id).toBe("");
        expect(names()).toEqual(["Namespace -/gpu-resources"]);
    });

    it("can be imported: of where its chart came from, Helm knows nothing", async () => {
        await makeNamespace();
        const { inputs, id } = await make(RELEASE, "dcgm", { ...DCGM, values: { hostPID: true } });
        const imported = await engine.read(RELEASE, "dcgm", id);
        const { repositoryOpts: _repository, ...known } = inputs;
        expect(imported.inputs).toEqual(known);
        expect(imported.state["status"]).toMatchObject({ name: "dcgm", revision: 1, status: "deployed" });
    });

    it("cannot be upgraded or uninstalled when it is not there", async () => {
        await makeNamespace();
        const { inputs, id, state } = await make(RELEASE, "dcgm", DCGM);
        await engine.delete(RELEASE, "dcgm", id, state);
        await expect(engine.update(RELEASE, "dcgm", id, state, inputs)).rejects.toMatchObject({
            details: '"dcgm" has no deployed releases',
        });
        await expect(engine.delete(RELEASE, "dcgm", id, state)).rejects.toMatchObject({
            details: "uninstall: Release not loaded: dcgm: release: not found",
        });
    });

    it("cannot be reached in a cluster that does not answer, and is forgotten only when asked", async () => {
        await makeNamespace();
        const { inputs, id, state } = await make(RELEASE, "dcgm", DCGM);
        cluster.standing.clear();
        const unreachable = (details: string) => ({ details: expect.stringContaining(details) as string });
        await expect(engine.create(RELEASE, "dcgm", inputs)).rejects.toMatchObject(
            unreachable("can't create Helm Release with unreachable cluster: "),
        );
        await expect(engine.update(RELEASE, "dcgm", id, state, inputs)).rejects.toMatchObject(
            unreachable("can't update Helm Release with unreachable cluster: "),
        );
        await expect(engine.delete(RELEASE, "dcgm", id, state)).rejects.toMatchObject(unreachable("PULUMI_K8S_DELETE_UNREACHABLE=true"));
        await expect(engine.read(RELEASE, "dcgm", id, inputs, state)).rejects.toMatchObject(unreachable("unreachable cluster"));
        await engine.start({ kubeconfig: kubeconfig("demo"), deleteUnreachable: "true" });
        await engine.delete(RELEASE, "dcgm", id, state);
        expect((await engine.read(RELEASE, "dcgm", id, inputs, state)).id).toBe("");
    });

    it("keeps secret values secret in its inputs and its state", async () => {
        await makeNamespace();
        const { state, inputs, id } = await make(RELEASE, "dcgm", { ...DCGM, values: { tlsServerConfig: { key: secret("hunter2") } } });
        const read = await engine.read(RELEASE, "dcgm", id, inputs, state);
        expect(revealed([state, inputs, read.state, read.inputs])).not.toContain("hunter2");
        expect(state["values"]).toEqual({ tlsServerConfig: { key: secret("hunter2") } });
    });
});

/** The file that holds the one release of a cluster. */
function recordFile(directory: string): string {
    const files = readdirSync(directory, { recursive: true, withFileTypes: true });
    const found = files.find(({ parentPath, name }) => parentPath.includes("Release") && name.endsWith(".json"));
    return path.join(found?.parentPath ?? "", found?.name ?? "");
}
