import { plain, type Properties } from "../../../rehearsal/provider/values";
import { CONFIG_MAP, DCGM, DEPLOYMENT, merged, RELEASE } from "../../simulation/kubernetes/cluster";
import type { ApiCluster } from "../../support/api-cluster";
import { NAMESPACE, SERVICE, JOB, DEFINITION, WIDGET, details, deployment, job, widgets } from "../../support/kubernetes-objects";
import { until } from "../../support/until";

/** What the provider waits for, and what the controllers of the cluster make of objects. */
export function waitTests(started: () => ApiCluster): void {
    let cluster: ApiCluster;
    let engine: ApiCluster["engine"];
    let make: ApiCluster["make"];
    beforeAll(() => {
        cluster = started();
        ({ engine, make } = cluster);
    });

    it("waits for the pods of a Deployment, and keeps one that does not get them as unfinished", async () => {
        const namespace = await cluster.newNamespace();
        const waiting = make(DEPLOYMENT, "app", deployment(namespace));
        const running = setInterval(() => void cluster.runPods(namespace, "Running"), 200);
        const { id, inputs, state } = await waiting.finally(() => clearInterval(running));
        expect([id, plain(state)["status"]]).toEqual([`${namespace}/app`, expect.objectContaining({ readyReplicas: 2 })]);
        // amounts that the server writes in its own way are no drift
        expect((await engine.read(DEPLOYMENT, "app", id, inputs, state)).inputs).toEqual(inputs);
        const short = merged(inputs, { metadata: { name: "short", annotations: { "pulumi.com/timeoutSeconds": "60" } } });
        await expect(engine.create(DEPLOYMENT, "short", short)).rejects.toMatchObject(
            details(/'short' timed out waiting to be Ready after 60 s; .*Minimum number of live Pods was not attained: 0 of 2 are ready/),
        );
        expect((await cluster.store.get("demo", { apiVersion: "apps/v1", kind: "Deployment", namespace, name: "short" }))["kind"]).toBe(
            "Deployment",
        );
        const skipped = merged(inputs, { metadata: { name: "skipped", annotations: { "pulumi.com/skipAwait": "true" } } });
        expect((await engine.create(DEPLOYMENT, "skipped", skipped)).id).toBe(`${namespace}/skipped`);
    });

    it("waits for a Job to succeed, and not for one that failed", async () => {
        const namespace = await cluster.newNamespace();
        const succeeding = setInterval(() => void cluster.runPods(namespace, "Succeeded"), 200);
        const done = await make(JOB, "run", job(namespace)).finally(() => clearInterval(succeeding));
        expect(plain(done.state)["status"]).toMatchObject({ succeeded: 1 });
        const other = await cluster.newNamespace();
        const failing = setInterval(() => void cluster.runPods(other, "Failed"), 200);
        await expect(make(JOB, "run", job(other)).finally(() => clearInterval(failing))).rejects.toMatchObject(
            details(/Resource 'run' was created but failed to initialize; Job run failed: \[BackoffLimitExceeded\]/),
        );
    });

    it("S3-15 keeps as unfinished what a fault file never lets get ready, and a refresh finds it ready", async () => {
        const faulted = await cluster.withFaults(`- match: { type: "${DEPLOYMENT}" }\n  fault: { neverReady: true }\n`);
        try {
            const namespace = await cluster.newNamespace();
            const running = setInterval(() => void cluster.runPods(namespace, "Running"), 200);
            const making = faulted.make(DEPLOYMENT, "app", deployment(namespace)).finally(() => clearInterval(running));
            await expect(making).rejects.toMatchObject(
                details(/'app' timed out waiting to be Ready after 600 s; the rehearsal was told that this never becomes ready/),
            );
            const { inputs } = await engine.check(DEPLOYMENT, "app", deployment(namespace));
            const { state } = await engine.read(DEPLOYMENT, "app", `${namespace}/app`, inputs);
            expect(plain(state)["status"]).toMatchObject({ readyReplicas: 2 });
        } finally {
            await faulted.close();
        }
    });

    it("waits for a Service to find pods", async () => {
        const namespace = await cluster.newNamespace();
        const service = { metadata: { name: "s", namespace }, spec: { selector: { app: "a" }, ports: [{ port: 80 }] } };
        await expect(make(SERVICE, "s", service)).rejects.toMatchObject(details("Service does not target any Pods"));
        const headless = merged(service, { metadata: { name: "h" }, spec: { clusterIP: "None" } });
        expect((await make(SERVICE, "h", headless)).id).toBe(`${namespace}/h`);
    });

    it("says that a volume claim names a storage class which is not there", async () => {
        const namespace = await cluster.newNamespace();
        const claim = {
            metadata: { name: "data", namespace, annotations: { "pulumi.com/timeoutSeconds": "60" } },
            spec: { storageClassName: "fast", accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        };
        await expect(make("kubernetes:core/v1:PersistentVolumeClaim", "data", claim)).rejects.toMatchObject(
            details(/'data' timed out .*PersistentVolumeClaim data is not bound \(Pending\): there is no StorageClass "fast"/),
        );
    });

    it("takes a custom resource once its definition stands, checks it, and waits for what the program waits for", async () => {
        await expect(make(WIDGET, "w", { metadata: { name: "w" }, spec: { size: 1 } })).rejects.toMatchObject(
            details('Verify that any required CRDs have been created: no matches for kind "Widget" in version "example.org/v1"'),
        );
        const definition = await make(DEFINITION, "widgets", widgets);
        expect(JSON.stringify(definition.state)).toContain("x_kubernetes_int_or_string");
        await expect(make(WIDGET, "w", { metadata: { name: "w" }, spec: { sise: 1 } })).rejects.toMatchObject(
            details('unknown field "spec.sise"'),
        );
        await expect(make(WIDGET, "w", { metadata: { name: "w" }, spec: { size: 11 } })).rejects.toMatchObject(
            details("spec.size: Invalid value: 11"),
        );
        const waitFor = { "pulumi.com/waitFor": '["condition=Ready", "jsonpath={.status.phase}=Running"]' };
        const inputs = {
            metadata: { name: "w", annotations: { ...waitFor, "pulumi.com/timeoutSeconds": "100" } },
            spec: { size: 1, port: "http" },
        };
        const waiting = make(WIDGET, "w", inputs);
        await new Promise((resolve) => setTimeout(resolve, 300));
        const status = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
        await cluster.patch("/apis/example.org/v1/namespaces/default/widgets/w/status", { status });
        expect((await waiting).state["status"]).toEqual(status);
        const never = merged(inputs, { metadata: { name: "never" } });
        await expect(make(WIDGET, "never", never)).rejects.toMatchObject(
            details(
                /'never' timed out .*Waiting for condition Ready to be True: it has no such condition; Waiting for \{\.status\.phase\}/,
            ),
        );
        const grown = merged(definition.inputs, { spec: { names: { shortNames: ["wd"] } } });
        const updated = await engine.update(DEFINITION, "widgets", definition.id, definition.state, grown);
        expect(plain(updated)["spec"]).toMatchObject({ names: { shortNames: ["wd"] } });
        await engine.delete(DEFINITION, "widgets", definition.id, definition.state);
        expect((await engine.read(WIDGET, "w", "default/w", {}, {})).id).toBe("");
    });

    it("imports an object, shows drift of its own fields, and says on refresh what is not ready any more", async () => {
        const namespace = await cluster.newNamespace();
        const { inputs, id, state } = await make(CONFIG_MAP, "m", { metadata: { name: "m", namespace }, data: { a: "1" } });
        await cluster.patch(`/api/v1/namespaces/${namespace}/configmaps/m`, { data: { a: "2", other: "1" } });
        expect((await engine.read(CONFIG_MAP, "m", id, inputs, state)).inputs["data"]).toEqual({ a: "2" });
        const imported = await engine.read(CONFIG_MAP, "m", id);
        expect(imported.inputs).toEqual({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "m", namespace },
            data: { a: "2", other: "1" },
        });
        const skipped = deployment(namespace, { metadata: { annotations: { "pulumi.com/skipAwait": "true" } } });
        const app = await make(DEPLOYMENT, "app", skipped);
        const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace, name: "app" };
        // the controller says so when it gets to it
        await until(async () => JSON.stringify(await cluster.store.get("demo", reference)).includes("MinimumReplicasUnavailable"));
        const awaited = merged(app.inputs, { metadata: { annotations: { "pulumi.com/skipAwait": "false" } } });
        await expect(engine.read(DEPLOYMENT, "app", app.id, awaited, app.state)).rejects.toMatchObject(
            details(/Resource 'app' was created but failed to initialize; .*Minimum number of live Pods/),
        );
    });

    it("deletes an object with what it owns, and says what holds one that does not go", async () => {
        const namespace = await cluster.newNamespace();
        const skipped = deployment(namespace, { metadata: { annotations: { "pulumi.com/skipAwait": "true" } } });
        const app = await make(DEPLOYMENT, "app", skipped);
        const awaited = { ...app.state, __inputs: deployment(namespace) };
        await engine.delete(DEPLOYMENT, "app", app.id, awaited);
        expect(await cluster.store.listKind("demo", "apps/v1", "ReplicaSet", namespace)).toEqual([]);
        const held = await make(CONFIG_MAP, "held", { metadata: { name: "held", namespace, finalizers: ["example.org/hold"] } });
        await expect(engine.delete(CONFIG_MAP, "held", held.id, held.state)).rejects.toMatchObject(
            details(
                /ConfigMap held still exists 300 s after it was deleted: finalizers might be preventing deletion \(.*example\.org\/hold.*\)/,
            ),
        );
        await cluster.patch(`/api/v1/namespaces/${namespace}/configmaps/held`, { metadata: { finalizers: null } });
        // the controller of namespaces takes five real seconds before it begins
        const patient = { metadata: { annotations: { "pulumi.com/timeoutSeconds": "6000" } } };
        await engine.delete(NAMESPACE, "ns", namespace, { __inputs: patient });
        expect((await engine.read(NAMESPACE, "ns", namespace)).id).toBe("");
    });

    it("records a release as Helm does, installs its definitions, and removes both", async () => {
        const namespace = await cluster.newNamespace();
        const news: Properties = { ...DCGM, namespace, values: { hostPID: true } };
        const { inputs, id, state } = await make(RELEASE, "dcgm", news);
        expect(await engine.read(RELEASE, "dcgm", id, inputs, state)).toEqual({ id, inputs, state });
        expect(await cluster.store.isNamespaced("demo", "example.org/v1", "Gadget")).toBe(true);
        const upgraded = await engine.update(RELEASE, "dcgm", id, state, { ...inputs, values: { hostNetwork: true } });
        expect(upgraded["status"]).toMatchObject({ revision: 2, status: "deployed" });
        const secrets = await cluster.store.listKind("demo", "v1", "Secret", namespace);
        const labels = (secret: Properties) => (secret["metadata"] as Properties)["labels"];
        expect(secrets.map((secret) => [(secret["metadata"] as Properties)["name"], labels(secret)])).toEqual([
            ["sh.helm.release.v1.dcgm.v1", { name: "dcgm", owner: "helm", status: "superseded", version: "1" }],
            ["sh.helm.release.v1.dcgm.v2", { name: "dcgm", owner: "helm", status: "deployed", version: "2" }],
        ]);
        await engine.delete(RELEASE, "dcgm", id, upgraded);
        expect(await cluster.store.listKind("demo", "v1", "Secret", namespace)).toEqual([]);
        expect(await cluster.store.listKind("demo", "apiextensions.k8s.io/v1", "CustomResourceDefinition")).not.toContainEqual(
            expect.objectContaining({ metadata: expect.objectContaining({ name: "gadgets.example.org" }) as unknown }),
        );
        await expect(engine.delete(RELEASE, "dcgm", id, upgraded)).rejects.toMatchObject(details("release: not found"));
    });
}
