import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { listObjects, sweepClusters } from "../../../rehearsal/kubernetes/inventory";
import { UNKNOWN, type Properties } from "../../../rehearsal/provider/values";
import type { TestEngine } from "../provider/client";
import { CONFIG_MAP, KEY, kubeconfig, merged, startCluster, type TestCluster } from "./cluster";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

describe("the kubernetes provider", () => {
    let cluster: TestCluster;
    let directory: string;
    let engine: TestEngine;
    let make: TestCluster["make"];

    beforeEach(async () => {
        cluster = await startCluster();
        ({ directory, engine, make } = cluster);
    });
    afterEach(async () => cluster.close());

    const names = () =>
        listObjects(directory).map(({ kind, namespace, name }) => [kind, ...(namespace === undefined ? [] : [namespace]), name].join("/"));

    it("names, places and types an object that does not say itself", async () => {
        const { inputs } = await make(CONFIG_MAP, "settings", { data: { a: "1" } });
        const metadata = { name: "settings-abababab", namespace: "default", annotations: { "pulumi.com/autonamed": "true" } };
        expect(inputs).toEqual({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } });
        const again = await engine.check(CONFIG_MAP, "settings", { data: { a: "2" } }, inputs);
        expect(again.inputs["metadata"]).toEqual(metadata);
    });

    it("gives a kind without namespaces none, and keeps a name that is unknown", async () => {
        const { inputs } = await engine.check(NAMESPACE, "ns", { metadata: { name: UNKNOWN } });
        expect(inputs["metadata"]).toEqual({ name: UNKNOWN });
    });

    it("labels what it manages only where server-side apply does not say so", async () => {
        await engine.start({ kubeconfig: kubeconfig("demo"), enableServerSideApply: "false" });
        const { inputs } = await engine.check(NAMESPACE, "ns", { metadata: { name: "ns" } });
        expect(inputs["metadata"]).toEqual({ name: "ns", labels: { "app.kubernetes.io/managed-by": "pulumi" } });
    });

    it("keeps the state in the shape of the real provider", async () => {
        const { id, state } = await make(NAMESPACE, "ns", { metadata: { name: "studio" } });
        expect(id).toBe("studio");
        expect(Object.keys(state).sort()).toEqual([
            "__fieldManager",
            "__initialApiVersion",
            "__inputs",
            "apiVersion",
            "kind",
            "metadata",
            "spec",
            "status",
        ]);
        expect(state["__inputs"]).toEqual({ apiVersion: "v1", kind: "Namespace", metadata: { name: "studio" } });
        expect(state["__fieldManager"]).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
        expect(state["status"]).toEqual({ phase: "Active" });
        expect(state["metadata"]).toEqual({
            name: "studio",
            labels: { "kubernetes.io/metadata.name": "studio" },
            uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
            generation: 1,
            resourceVersion: expect.stringMatching(/^\d+$/) as string,
        });
    });

    it("refuses a second object of the same name, as a POST does", async () => {
        await make(CONFIG_MAP, "a", { metadata: { name: "a" } });
        await expect(make(CONFIG_MAP, "b", { metadata: { name: "a" } })).rejects.toMatchObject({
            details: 'resource default/a was not successfully created by the Kubernetes API server: configmaps "a" already exists',
        });
        await engine.start({ kubeconfig: kubeconfig("demo"), upsertExistingObjects: "true" });
        expect((await make(CONFIG_MAP, "b", { metadata: { name: "a" } })).id).toBe("default/a");
    });

    it.each([
        [CONFIG_MAP, { metadata: { name: "a", namespace: "nowhere" } }, 'namespaces "nowhere" not found'],
        [CONFIG_MAP, { metadata: { name: "Upper_Case" } }, 'metadata.name: Invalid value: "Upper_Case"'],
        [NAMESPACE, { metadata: { name: "kube-system" } }, 'namespaces "kube-system" already exists'],
        [
            "kubernetes:karpenter.sh/v1:NodePool",
            { metadata: { name: "gpu" } },
            'no matches for kind "NodePool" in version "karpenter.sh/v1"',
        ],
        ["kubernetes:apps/v1:Deploiment", { metadata: { name: "x" } }, 'no matches for kind "Deploiment" in version "apps/v1"'],
        ["kubernetes:helm.sh/v4:Chart", { chart: "x" }, "rehearsal/kubernetes/object-resources.ts"],
        ["kubernetes:core/v1:ConfigMapList", { items: [] }, "register each ConfigMap by itself"],
    ])("refuses %s %j", async (type, news, message) => {
        await expect(make(type, "x", news)).rejects.toMatchObject({ details: expect.stringContaining(message) as string });
        expect(names()).toEqual([]);
    });

    it("accepts a custom resource once its definition stands, and drops it with the definition", async () => {
        const spec = {
            group: "karpenter.sh",
            scope: "Cluster",
            names: { kind: "NodePool", plural: "nodepools" },
            versions: [{ name: "v1", served: true }],
        };
        const definition = await make(DEFINITION, "crd", { metadata: { name: "nodepools.karpenter.sh" }, spec });
        const pool = await make("kubernetes:karpenter.sh/v1:NodePool", "gpu", { metadata: { name: "gpu" }, spec: { weight: 1 } });
        expect([pool.id, pool.inputs["metadata"]]).toEqual(["gpu", { name: "gpu" }]);
        expect(names()).toEqual(["CustomResourceDefinition/nodepools.karpenter.sh", "NodePool/gpu"]);
        await engine.delete(DEFINITION, "crd", definition.id, definition.state);
        expect(names()).toEqual([]);
        expect((await engine.read("kubernetes:karpenter.sh/v1:NodePool", "gpu", "gpu", pool.inputs, pool.state)).id).toBe("");
    });

    it("removes the objects of a namespace with it, and deletes twice without complaint", async () => {
        const { id, state } = await make(NAMESPACE, "ns", { metadata: { name: "studio" } });
        const map = await make(CONFIG_MAP, "a", { metadata: { name: "a", namespace: "studio" } });
        await make(CONFIG_MAP, "b", { metadata: { name: "b" } });
        await engine.delete(NAMESPACE, "ns", id, state);
        expect(names()).toEqual(["ConfigMap/default/b"]);
        await engine.delete(NAMESPACE, "ns", id, state);
        await engine.delete(CONFIG_MAP, "a", map.id, map.state);
    });

    it("applies an update to the live object: foreign fields stay, dropped ones go", async () => {
        const { id, inputs, state } = await make(CONFIG_MAP, "a", {
            metadata: { name: "a", labels: { keep: "1", drop: "1" } },
            data: { a: "1" },
        });
        edit((object) => {
            (object["metadata"] as { labels: Properties }).labels["theirs"] = "x";
        });
        const news = { ...inputs, metadata: { name: "a", namespace: "default", labels: { keep: "2" } } };
        const updated = await engine.update(CONFIG_MAP, "a", id, state, news);
        expect((updated["metadata"] as Properties)["labels"]).toEqual({ keep: "2", theirs: "x" });
        expect((updated["metadata"] as Properties)["uid"]).toBe((state["metadata"] as Properties)["uid"]);
        expect((updated["metadata"] as Properties)["resourceVersion"]).not.toBe((state["metadata"] as Properties)["resourceVersion"]);
        expect(updated["__fieldManager"]).toBe(state["__fieldManager"]);
    });

    it("shows drift of the user's own fields on refresh, and no other", async () => {
        const { id, inputs, state } = await make(CONFIG_MAP, "a", { metadata: { name: "a" }, data: { a: "1" } });
        edit((object) => {
            object["data"] = { a: "changed", b: "added" };
        });
        const read = await engine.read(CONFIG_MAP, "a", id, inputs, state);
        expect(read.inputs).toEqual({ ...inputs, data: { a: "changed" } });
        expect(read.state["data"]).toEqual({ a: "changed", b: "added" });
    });

    it("imports an object by namespace and name", async () => {
        await make(CONFIG_MAP, "a", { metadata: { name: "a" }, data: { a: "1" } });
        const read = await engine.read(CONFIG_MAP, "a", "default/a");
        expect(read.inputs).toEqual({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "a", namespace: "default" },
            data: { a: "1" },
        });
        expect((await engine.read(CONFIG_MAP, "a", "default/none")).id).toBe("");
    });

    it("leaves a preview without a trace", async () => {
        const { inputs } = await engine.check(NAMESPACE, "ns", { metadata: { name: "studio" } });
        expect(await engine.create(NAMESPACE, "ns", inputs, true)).toEqual({ id: "", state: inputs });
        const { id, state } = await make(NAMESPACE, "ns", { metadata: { name: "studio" } });
        const file = readFileSync(onlyFile(), "utf8");
        const preview = await engine.update(NAMESPACE, "ns", id, state, merged(inputs, { metadata: { labels: { a: "1" } } }), true);
        expect((preview["metadata"] as Properties)["uid"]).toBe((state["metadata"] as Properties)["uid"]);
        expect(readFileSync(onlyFile(), "utf8")).toBe(file);
    });

    it("forgets a deleted cluster with all that is in it, also an empty one, and no other", async () => {
        await make(NAMESPACE, "ns", { metadata: { name: "studio" } });
        mkdirSync(path.join(directory, "empty.hcp.example", "objects"), { recursive: true });
        sweepClusters(directory, () => [KEY, "never there"]);
        expect(listObjects(directory)).toEqual([{ cluster: KEY, apiVersion: "v1", kind: "Namespace", name: "studio", stack: "dev" }]);
        expect(readdirSync(directory)).toHaveLength(1);
        sweepClusters(directory, () => []);
        expect([listObjects(directory), readdirSync(directory)]).toEqual([[], []]);
        expect(() => sweepClusters(path.join(directory, "nowhere"), () => [])).not.toThrow();
    });

    function onlyFile(): string {
        const [file = "", ...others] = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
            name.endsWith(".json"),
        );
        expect(others).toEqual([]);
        return path.join(directory, file);
    }

    function edit(change: (object: Properties) => void): void {
        const stored = JSON.parse(readFileSync(onlyFile(), "utf8")) as { object: Properties };
        change(stored.object);
        writeFileSync(onlyFile(), JSON.stringify(stored));
    }
});
