import { FileObjectStore } from "../../../rehearsal/kubernetes/file-store";
import type { ObjectStore } from "../../../rehearsal/kubernetes/object-store";
import { UNKNOWN, type Properties } from "../../../rehearsal/provider/values";
import { CONFIG_MAP, DEPLOYMENT, merged } from "../../simulation/kubernetes/cluster";
import type { ApiCluster } from "../../support/api-cluster";
import { NAMESPACE, SERVICE, CLASS, details, deployment } from "../../support/kubernetes-objects";
import { describeStore } from "../../support/store-contract";

/** What an API server alone does with objects: dry runs, refusals, server-side apply, patches. */
export function objectTests(started: () => ApiCluster): void {
    let cluster: ApiCluster;
    let engine: ApiCluster["engine"];
    let make: ApiCluster["make"];
    beforeAll(() => {
        cluster = started();
        ({ engine, make } = cluster);
    });

    describe.each<[string, () => ObjectStore]>([
        ["files", () => new FileObjectStore(cluster.directory)],
        ["an API server", () => cluster.store],
    ])("objects kept by %s", (_name, store) => {
        describeStore("are kept alike", () => ({ store: store(), cluster: "demo" }));
    });

    it("fails a preview, and a create, for what only the server sees: a misspelt field, a value that is none", async () => {
        const namespace = await cluster.newNamespace();
        const misspelt = deployment(namespace, {
            spec: { template: { spec: { containers: [{ name: "c", image: "i", resorces: {} }] } } },
        });
        const { inputs } = await engine.check(DEPLOYMENT, "app", misspelt);
        const unknownField = details('strict decoding error: unknown field "spec.template.spec.containers[0].resorces"');
        await expect(engine.create(DEPLOYMENT, "app", inputs, true)).rejects.toMatchObject(unknownField);
        await expect(engine.create(DEPLOYMENT, "app", inputs)).rejects.toMatchObject(unknownField);
        const invalid = { metadata: { name: "s", namespace }, spec: { ports: [{ port: 99999 }] } };
        const checked = await engine.check(SERVICE, "s", invalid);
        await expect(engine.create(SERVICE, "s", checked.inputs, true)).rejects.toMatchObject(
            details(/Service "s" is invalid: \[spec\.ports\[0\]\.port: Invalid value: 99999: must be between 1 and 65535, inclusive, /),
        );
    });

    it("shows in a preview what the server would make of an object, and leaves no trace", async () => {
        const namespace = await cluster.newNamespace();
        const { inputs } = await engine.check(CONFIG_MAP, "m", { metadata: { name: "m", namespace }, data: { a: "1" } });
        const { id, state } = await engine.create(CONFIG_MAP, "m", inputs, true);
        expect([id, state["data"], state["__inputs"]]).toEqual(["", { a: "1" }, inputs]);
        expect((await engine.read(CONFIG_MAP, "m", `${namespace}/m`, inputs, state)).id).toBe("");
    });

    it.each<[string, string, Properties]>([
        ["a namespace that is only planned", CONFIG_MAP, { metadata: { name: "m", namespace: "planned" } }],
        ["a value that is not known yet", CONFIG_MAP, { metadata: { name: "m", namespace: "default" }, data: { a: UNKNOWN } }],
        ["a kind that is not there yet", "kubernetes:example.org/v1:Later", { metadata: { name: "l", namespace: "default" }, spec: {} }],
        ["an object that is there, since it may be replaced", NAMESPACE, { metadata: { name: "default" } }],
    ])("previews as they are the inputs with %s", async (_what, type, news) => {
        const { inputs } = await engine.check(type, "m", news);
        expect(await engine.create(type, "m", inputs, true)).toEqual({ id: "", state: inputs });
    });

    it("refuses what stands already and what has no namespace, after it waited for one", async () => {
        await expect(make(NAMESPACE, "default", { metadata: { name: "default" } })).rejects.toMatchObject(
            details('namespaces "default" already exists'),
        );
        await expect(make(CONFIG_MAP, "m", { metadata: { name: "m", namespace: "late" } })).rejects.toMatchObject(
            details('namespaces "late" not found'),
        );
        const [made] = await Promise.all([
            make(CONFIG_MAP, "m", { metadata: { name: "m", namespace: "late" } }),
            make(NAMESPACE, "late", { metadata: { name: "late" } }),
        ]);
        expect(made.id).toBe("late/m");
    });

    it("updates by server-side apply under the name that it made the object with, and respects what others wrote", async () => {
        const namespace = await cluster.newNamespace();
        const { inputs, id, state } = await make(CONFIG_MAP, "m", { metadata: { name: "m", namespace }, data: { a: "1", b: "1" } });
        const manager = state["__fieldManager"];
        const theirs: Properties = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m", namespace }, data: { theirs: "1" } };
        await cluster.store.apply("demo", theirs, { fieldManager: "somebody" });
        const news: Properties = { ...inputs, data: { a: "2" } };
        expect((await engine.update(CONFIG_MAP, "m", id, state, news, true))["data"]).toMatchObject({ a: "2", theirs: "1" });
        const updated = await engine.update(CONFIG_MAP, "m", id, state, news);
        expect([updated["data"], updated["__fieldManager"]]).toEqual([{ a: "2", theirs: "1" }, manager]);
        await cluster.store.apply("demo", { ...theirs, data: { a: "3" } }, { fieldManager: "somebody", force: true });
        await expect(engine.update(CONFIG_MAP, "m", id, updated, { ...news, data: { a: "4" } })).rejects.toMatchObject(
            details(/conflict with "somebody": \.data\.a\. Server-Side Apply field conflict detected.*pulumi\.com\/patchForce/),
        );
        const forced = merged(news, { metadata: { annotations: { "pulumi.com/patchForce": "true" } }, data: { a: "4" } });
        expect((await engine.update(CONFIG_MAP, "m", id, updated, forced))["data"]).toEqual({ a: "4" });
    });

    it("replaces for what cannot change, and fails the preview of a change that the server refuses", async () => {
        const namespace = await cluster.newNamespace();
        const { inputs } = await engine.check(DEPLOYMENT, "app", deployment(namespace));
        const other = merged(inputs, { spec: { selector: { matchLabels: { app: "b" } } } });
        expect((await engine.diff(DEPLOYMENT, inputs, other)).getReplacesList()).toEqual(["spec.selector.matchLabels.app"]);
        const { id, inputs: old, state } = await make(CLASS, "disks", { metadata: { name: "disks" }, provisioner: "disk.csi.azure.com" });
        const changed = { ...old, reclaimPolicy: "Retain" };
        await expect(engine.update(CLASS, "disks", id, state, changed, true)).rejects.toMatchObject(
            details(/update of resource disks failed .*reclaimPolicy.*(immutable|forbidden)/i),
        );
        await engine.delete(CLASS, "disks", id, state);
    });

    it("patches what others made, and takes back only that", async () => {
        const namespace = await cluster.newNamespace();
        await make(CONFIG_MAP, "m", { metadata: { name: "m", namespace }, data: { a: "1" } });
        const { failures } = await engine.check("kubernetes:core/v1:ConfigMapPatch", "p", { data: { b: "1" } });
        expect(failures).toEqual([
            { property: "metadata.name", reason: "patch resources require the resource `.metadata.name` to be set" },
        ]);
        const patched = await make("kubernetes:core/v1:ConfigMapPatch", "p", {
            kind: "ConfigMap",
            metadata: { name: "m", namespace },
            data: { b: "1" },
        });
        expect(patched.state["data"]).toEqual({ a: "1", b: "1" });
        await engine.delete("kubernetes:core/v1:ConfigMapPatch", "p", patched.id, patched.state);
        const left = await engine.read(CONFIG_MAP, "m", `${namespace}/m`);
        expect(left.inputs["data"]).toEqual({ a: "1" });
    });
}
