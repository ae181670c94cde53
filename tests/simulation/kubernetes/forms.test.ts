import { gunzipSync } from "node:zlib";
import { importedInputs, liveInputs, stateOf } from "../../../rehearsal/kubernetes/checkpoint";
import { withIgnoredFields } from "../../../rehearsal/kubernetes/ignored-fields";
import { takenOver } from "../../../rehearsal/kubernetes/managed-fields";
import { fromObject, toObject } from "../../../rehearsal/kubernetes/object-form";
import { kindOfType } from "../../../rehearsal/kubernetes/patches";
import { isReleaseSecret, recordIn, releaseIn, secretOf } from "../../../rehearsal/kubernetes/releases/release-secrets";
import { replacingProperties } from "../../../rehearsal/kubernetes/replacement";
import { amountOf } from "../../../rehearsal/kubernetes/stored-form";
import { secret, type Properties } from "../../../rehearsal/provider/values";

describe("an object between program, state and server", () => {
    it("is sent without markers, nulls and the SDK's underscores, and read back with them", () => {
        const inputs: Properties = {
            __inputs: {},
            spec: { a: null, list: [{ x_kubernetes_int_or_string: true, b: null }], password: secret("hunter2") },
        };
        const object = { spec: { list: [{ "x-kubernetes-int-or-string": true }], password: "hunter2" } };
        expect(toObject(inputs)).toEqual(object);
        expect(fromObject(object)).toEqual({ spec: { list: [{ x_kubernetes_int_or_string: true }], password: "hunter2" } });
        const state = stateOf({ spec: inputs["spec"] ?? {} }, object, "m", "v1");
        expect((state["spec"] as Properties)["password"]).toEqual(secret("hunter2"));
    });

    it("has not drifted when the server only writes it in its own way", () => {
        const inputs: Properties = {
            metadata: { name: "a", labels: {} },
            spec: {
                hostNetwork: false,
                nodeSelector: {},
                replicas: 0,
                containers: [{ resources: { requests: { cpu: 1, memory: "1024Mi" }, limits: { cpu: "1500m", "nvidia.com/gpu": "1" } } }],
            },
        };
        const live: Properties = {
            metadata: { name: "a", uid: "u" },
            spec: {
                dnsPolicy: "ClusterFirst",
                containers: [{ resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1500m", "nvidia.com/gpu": "1" } } }],
            },
        };
        expect(liveInputs(live, inputs)).toEqual(inputs);
        const drifted = JSON.parse(JSON.stringify(live).replace('"1Gi"', '"2Gi"')) as Properties;
        expect(JSON.stringify(liveInputs(drifted, inputs))).toContain('"memory":"2Gi"');
        // what looks like an amount elsewhere is a text
        expect(liveInputs({ data: { version: "1" } }, { data: { version: "1.0" } })).toEqual({ data: { version: "1" } });
        // what was taken away is drift
        expect(liveInputs({ spec: {} }, { spec: { hostNetwork: true } })).toEqual({ spec: {} });
    });

    it("is imported without what only the server writes", () => {
        const metadata = { name: "a", uid: "u", resourceVersion: "1", managedFields: [], generation: 1, labels: { a: "b" } };
        expect(importedInputs({ kind: "ConfigMap", metadata, status: {} })).toEqual({
            kind: "ConfigMap",
            metadata: { name: "a", labels: { a: "b" } },
        });
    });

    it.each<[string | number, number | undefined]>([
        ["1500m", 1.5],
        ["1Ki", 1024],
        ["2G", 2e9],
        ["1e3", 1000],
        [4, 4],
        ["4x", undefined],
        ["", undefined],
    ])("the amount %s is %s", (text, amount) => {
        expect(amountOf(text)).toBe(amount);
    });
});

describe("fields that a program ignores", () => {
    const live: Properties = {
        metadata: {
            managedFields: [
                { manager: "autoscaler", operation: "Update", fieldsV1: { "f:spec": { "f:replicas": {} } } },
                { manager: "me", operation: "Apply", fieldsV1: { "f:spec": { "f:paused": {} } } },
            ],
        },
        spec: { replicas: 7, paused: true },
    };

    it("stay with whoever owns them, and go back as they stand when nobody else does", () => {
        const object: Properties = { spec: { replicas: 1, paused: false, template: {} } };
        const ignored = (...paths: string[]) => withIgnoredFields(object, live, paths, "me")["spec"];
        expect(ignored("spec.replicas")).toEqual({ paused: false, template: {} });
        expect(ignored("spec.paused")).toEqual({ replicas: 1, paused: true, template: {} });
        expect(ignored("spec.nothing", "metadata.labels.a")).toEqual(object["spec"]);
    });

    it("of the provider's own client-side writes become those that it applies", () => {
        const entry = (manager: string, operation: string, field: string, subresource?: string): Properties => ({
            manager,
            operation,
            fieldsV1: { "f:data": { [`f:${field}`]: {} } },
            ...(subresource === undefined ? {} : { subresource }),
        });
        const object = (...entries: Properties[]): Properties => ({ metadata: { managedFields: entries } });
        const taken = takenOver(
            object(entry("me", "Apply", "a"), entry("me", "Update", "b"), entry("kubectl", "Update", "c"), entry("you", "Apply", "d")),
            "me",
        );
        expect(taken).toEqual([
            { manager: "me", operation: "Apply", fieldsV1: { "f:data": { "f:a": {}, "f:b": {}, "f:c": {} } } },
            entry("you", "Apply", "d"),
        ]);
        const status = entry("me", "Update", "a", "status");
        expect(takenOver(object(status), "me")).toEqual([status]);
    });
});

describe("what a type is for", () => {
    it.each<[string, Properties, string, boolean]>([
        ["kubernetes:apps/v1:Deployment", {}, "apps/v1 Deployment", false],
        ["kubernetes:apps/v1:DeploymentPatch", {}, "apps/v1 Deployment", true],
        ["kubernetes:core/v1:ConfigMapPatch", { kind: "ConfigMap", apiVersion: "v1" }, "v1 ConfigMap", true],
        ["kubernetes:example.org/v1:EnvoyPatch", { kind: "EnvoyPatch" }, "example.org/v1 EnvoyPatch", false],
        ["kubernetes:example.org/v1:WidgetPatch", { kind: "Widget" }, "example.org/v1 Widget", true],
    ])("%s %j", (type, inputs, expected, isPatch) => {
        const found = kindOfType(type, inputs);
        expect([`${found.apiVersion} ${found.kind}`, found.isPatch]).toEqual([expected, isPatch]);
    });

    it("says what replaces an object, as the provider's table does", () => {
        expect(replacingProperties("v1", "PersistentVolumeClaim", false)).toEqual([
            "metadata.name",
            "metadata.namespace",
            "kind",
            "spec.accessModes",
            "spec.selector",
            "spec.storageClassName",
            "spec.volumeName",
        ]);
        expect(replacingProperties("v1", "Pod", false)).toEqual(expect.arrayContaining(["spec.nodeSelector", "spec.containers[*].image"]));
        expect(replacingProperties("v1", "Pod", false)).not.toContain("spec.tolerations");
        expect(replacingProperties("v1", "Secret", true)).toEqual(["metadata.name", "metadata.namespace", "kind", "type"]);
    });
});

describe("a release in a Secret", () => {
    const record: Properties = {
        apiVersion: "helm.sh/v3",
        kind: "Release",
        metadata: { name: "dcgm", namespace: "gpu" },
        spec: {
            revision: 3,
            status: "deployed",
            chart: "dcgm-exporter",
            version: "4.8.2",
            appVersion: "4.8.2",
            values: '{"hostPID":true}',
        },
    };

    it("is what Helm itself writes and reads", () => {
        const stored = secretOf(record);
        expect(stored["metadata"]).toEqual({
            name: "sh.helm.release.v1.dcgm.v3",
            namespace: "gpu",
            labels: { name: "dcgm", owner: "helm", status: "deployed", version: "3" },
        });
        const text = Buffer.from((stored["data"] as { release: string }).release, "base64").toString();
        expect(JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString())).toMatchObject({
            name: "dcgm",
            version: 3,
            info: { status: "deployed" },
            chart: { metadata: { name: "dcgm-exporter" } },
            config: { hostPID: true },
        });
        expect(recordIn(stored)).toEqual(record);
        expect([isReleaseSecret(stored), isReleaseSecret(stored, "other"), isReleaseSecret({ kind: "Secret", type: "Opaque" })]).toEqual([
            true,
            false,
            false,
        ]);
    });

    it("is shown as one release, by its newest revision", () => {
        const uid = (status: "deployed" | "superseded"): Properties => {
            const stored = secretOf(record, status === "superseded");
            return { ...stored, metadata: { ...(stored["metadata"] as Properties), uid: "u" } };
        };
        expect(releaseIn(uid("deployed"))).toEqual({
            apiVersion: "helm.sh/v3",
            kind: "Release",
            metadata: { name: "dcgm", namespace: "gpu", uid: "u" },
        });
        expect(releaseIn(uid("superseded"))).toBeUndefined();
    });
});
