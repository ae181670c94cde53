import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { DiffRequest, type DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import { listObjects, removeCluster } from "../../../rehearsal/kubernetes/inventory";
import { kubernetesProvider } from "../../../rehearsal/kubernetes/provider";
import { serveProviders, type ProviderServers } from "../../../rehearsal/provider/server";
import { toStruct } from "../../../rehearsal/provider/struct";
import { isSecret, plain, secret, UNKNOWN, type Properties, type Value } from "../../../rehearsal/provider/values";
import { TestEngine } from "../provider/client";

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const SECRET = "kubernetes:core/v1:Secret";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
const KEY = "/subscriptions/s/managedClusters/demo";

const kubeconfig = (host: string) => `
apiVersion: v1
kind: Config
current-context: demo
contexts: [{ name: demo, context: { cluster: c, user: u } }, { name: elsewhere, context: { cluster: gone, user: u, namespace: team } }]
clusters: [{ name: c, cluster: { server: "https://${host}:443" } }, { name: gone, cluster: { server: "https://gone:443" } }]
users: [{ name: u, user: { token: hunter2 } }]
`;

describe("the kubernetes provider", () => {
    let directory: string;
    let servers: ProviderServers;
    let engine: TestEngine;
    const standing = new Set<string>();

    beforeEach(async () => {
        directory = mkdtempSync(path.join(tmpdir(), "rehearsal-kubernetes-"));
        standing.clear();
        standing.add("https://demo:443");
        servers = await serveProviders([
            kubernetesProvider({ directory, clusters: { lookup: (server) => (standing.has(server) ? { key: KEY } : undefined) } }),
        ]);
        engine = new TestEngine(servers.ports["kubernetes"] ?? 0);
        await engine.start({ kubeconfig: secret(kubeconfig("demo")) });
    });
    afterEach(async () => {
        engine.close();
        await servers.close();
        rmSync(directory, { recursive: true });
    });

    async function make(type: string, name: string, news: Properties) {
        const { inputs } = await engine.check(type, name, news, {}, new Uint8Array(32).fill(0xab));
        return { inputs, ...(await engine.create(type, name, inputs)) };
    }
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
        ["kubernetes:helm.sh/v3:Release", { chart: "x" }, "rehearsal/kubernetes/object-resources.ts"],
        ["kubernetes:core/v1:ConfigMapPatch", { metadata: { name: "x" } }, "use ConfigMap, or extend"],
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

    it("hides the contents of a Secret wherever they appear, and stays clean on refresh", async () => {
        const { id, inputs, state } = await make(SECRET, "s", {
            metadata: { name: "s" },
            stringData: { password: secret("hunter2"), user: "me" },
        });
        expect([isSecret(state["data"]), isSecret((state["__inputs"] as Properties)["stringData"])]).toEqual([true, true]);
        expect(plain(state)["data"]).toEqual({
            password: Buffer.from("hunter2").toString("base64"),
            user: Buffer.from("me").toString("base64"),
        });
        const read = await engine.read(SECRET, "s", id, inputs, state);
        expect(plain(read.inputs)).toEqual(plain(inputs));
        expect(isSecret(read.inputs["stringData"])).toBe(true);
        expect(revealed(read.state)).not.toMatch(/hunter2|aHVudGVyMg/);
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

    it.each([
        ["label of anything", CONFIG_MAP, { metadata: { labels: { a: "1" } } }, [], false],
        ["data of a ConfigMap", CONFIG_MAP, { data: { a: "2" } }, ["data"], true],
        ["name", CONFIG_MAP, { metadata: { name: "other" } }, ["metadata.name"], false],
        ["image of a Deployment", DEPLOYMENT, { spec: { template: { image: "b" } } }, [], false],
        ["selector of a Deployment", DEPLOYMENT, { spec: { selector: { matchLabels: { app: "y" } } } }, ["spec.selector"], true],
        ["template of a Job", "kubernetes:batch/v1:Job", { spec: { template: { image: "b" } } }, ["spec.template"], true],
        ["clusterIP of a Service", "kubernetes:core/v1:Service", { spec: { clusterIP: "10.0.0.9" } }, ["spec.clusterIP"], true],
        [
            "parameters of a StorageClass",
            "kubernetes:storage.k8s.io/v1:StorageClass",
            { parameters: { skuName: "x" } },
            ["parameters"],
            true,
        ],
        ["provisioning of a StorageClass", "kubernetes:storage.k8s.io/v1:StorageClass", { allowVolumeExpansion: true }, [], false],
    ])("change of the %s", async (_what, type, change, replaces, deleteFirst) => {
        const [, apiVersion = "", kind = ""] = type.split(":");
        const base: Properties = {
            apiVersion: apiVersion.replace("core/", ""),
            kind,
            metadata: { name: "it", labels: {} },
            spec: { selector: {}, template: {} },
            data: {},
            parameters: {},
        };
        const answer = await engine.diff(type, base, merged(base, change));
        expect(answer.getReplacesList().map((found) => replaces.find((root) => found.startsWith(root)) ?? found)).toEqual(replaces);
        expect([answer.getChanges(), answer.getDeletebeforereplace()]).toEqual([2, deleteFirst]);
    });

    it("replaces an autonamed object before the old one goes, and not at all where ConfigMaps may change", async () => {
        const { inputs } = await make(CONFIG_MAP, "a", { data: { a: "1" } });
        const news = { ...inputs, data: { a: "2" } };
        const before = await engine.diff(CONFIG_MAP, inputs, news);
        expect([before.getReplacesList(), before.getDeletebeforereplace()]).toEqual([["data.a"], false]);
        await engine.start({ kubeconfig: kubeconfig("demo"), enableConfigMapMutable: "true" });
        expect((await engine.diff(CONFIG_MAP, inputs, news)).getReplacesList()).toEqual([]);
        expect((await engine.diff(CONFIG_MAP, { ...inputs, immutable: true }, news)).getReplacesList()).toEqual(["data.a"]);
    });

    it("reports an unreachable cluster in the words of the real provider, and forgets it only when told to", async () => {
        const { id, inputs, state } = await make(CONFIG_MAP, "a", { metadata: { name: "a" } });
        standing.clear();
        await expect(make(CONFIG_MAP, "b", {})).rejects.toMatchObject({
            details: expect.stringMatching(/^configured Kubernetes cluster is unreachable: .*https:\/\/demo:443/) as string,
        });
        await expect(engine.delete(CONFIG_MAP, "a", id, state)).rejects.toMatchObject({
            details: expect.stringContaining("configured Kubernetes cluster is unreachable") as string,
        });
        await expect(engine.read(CONFIG_MAP, "a", id, inputs, state)).rejects.toMatchObject({
            details: expect.stringContaining("unreachable cluster") as string,
        });
        await engine.start({ kubeconfig: kubeconfig("demo"), deleteUnreachable: "true" });
        await engine.delete(CONFIG_MAP, "a", id, state);
        expect((await engine.read(CONFIG_MAP, "a", id, inputs, state)).id).toBe("");
    });

    it("follows the context, and tells nobody what is in a broken kubeconfig", async () => {
        await engine.start({ kubeconfig: kubeconfig("demo"), context: "elsewhere" });
        await expect(make(CONFIG_MAP, "b", {})).rejects.toMatchObject({ details: expect.stringContaining("https://gone:443") as string });
        await engine.start({ kubeconfig: "token: [hunter2" });
        const error: unknown = await make(CONFIG_MAP, "b", {}).catch((caught: unknown) => caught);
        expect(String(error)).toContain("neither YAML nor the path of a file");
        expect(String(error)).not.toContain("hunter2");
    });

    it.each([
        ["another kubeconfig, same identifier", { kubeconfig: UNKNOWN, clusterIdentifier: "id" }, []],
        ["another identifier", { kubeconfig: kubeconfig("demo"), clusterIdentifier: "other" }, ["clusterIdentifier"]],
        ["an identifier not known yet", { kubeconfig: kubeconfig("demo"), clusterIdentifier: UNKNOWN }, ["clusterIdentifier"]],
        ["no identifier, another server", { kubeconfig: kubeconfig("other") }, ["kubeconfig"]],
        ["no identifier, same server", { kubeconfig: kubeconfig("demo").replace("hunter2", "other") }, []],
        ["no identifier, unknown kubeconfig", { kubeconfig: UNKNOWN }, ["kubeconfig"]],
    ])("a provider with %s", async (_what, news, replaces) => {
        const request = new DiffRequest();
        request.setOldInputs(toStruct({ kubeconfig: secret(kubeconfig("demo")), clusterIdentifier: "id" }));
        request.setNews(toStruct(news));
        const answer = await engine.raw<DiffResponse>((client, done) => client.diffConfig(request, done));
        expect([answer.getChanges(), answer.getReplacesList()]).toEqual([2, replaces]);
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

    it("decodes YAML for the older components", async () => {
        const text = "kind: A\n---\nkind: B\nmetadata: {namespace: own}\n---\n";
        expect(await engine.invoke("kubernetes:yaml:decode", { text, defaultNamespace: "team" })).toEqual({
            result: [
                { kind: "A", metadata: { namespace: "team" } },
                { kind: "B", metadata: { namespace: "own" } },
            ],
        });
        await expect(engine.invoke("kubernetes:helm:template", {})).rejects.toMatchObject({
            details: expect.stringContaining("rehearsal/kubernetes/functions.ts") as string,
        });
    });

    it("forgets a cluster with all that is in it", async () => {
        await make(NAMESPACE, "ns", { metadata: { name: "studio" } });
        expect(listObjects(directory)).toEqual([{ cluster: KEY, apiVersion: "v1", kind: "Namespace", name: "studio" }]);
        removeCluster(directory, KEY);
        removeCluster(directory, "never there");
        expect([listObjects(directory), readdirSync(directory)]).toEqual([[], []]);
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

function merged(base: Properties, change: Properties): Properties {
    const result: Properties = { ...base };
    for (const [key, value] of Object.entries(change)) {
        const old = result[key];
        const both = [old, value].every((one) => typeof one === "object" && one !== null && !Array.isArray(one));
        result[key] = both ? merged(old as Properties, value as Properties) : value;
    }
    return result;
}

/** What is left to see when every secret is hidden. */
function revealed(value: Value): string {
    return JSON.stringify(value, (_key, element: Value) => (isSecret(element) ? "[secret]" : element));
}
