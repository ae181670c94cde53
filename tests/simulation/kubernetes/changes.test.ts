import { DiffRequest, type DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import { toStruct } from "../../../rehearsal/provider/struct";
import { isSecret, plain, secret, UNKNOWN, type Properties } from "../../../rehearsal/provider/values";
import type { TestEngine } from "../provider/client";
import { CONFIG_MAP, DEPLOYMENT, kubeconfig, merged, revealed, SECRET, startCluster, type TestCluster } from "./cluster";

describe("the kubernetes provider", () => {
    let cluster: TestCluster;
    let engine: TestEngine;
    let make: TestCluster["make"];

    beforeEach(async () => {
        cluster = await startCluster();
        ({ engine, make } = cluster);
    });
    afterEach(async () => cluster.close());

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

    it("reports an unreachable cluster in the words of the real provider, and forgets it only when told to", async () => {
        const { id, inputs, state } = await make(CONFIG_MAP, "a", { metadata: { name: "a" } });
        cluster.standing.clear();
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
});
