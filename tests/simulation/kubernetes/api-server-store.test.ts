import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { ApiRequest, ApiResponse } from "../../../rehearsal/control-plane/rest-client";
import { ApiServerStore } from "../../../rehearsal/kubernetes/api-server-store";
import { Ledger } from "../../../rehearsal/kubernetes/ledger";
import type { Properties } from "../../../rehearsal/provider/values";

const OWNER = { fieldManager: "pulumi-kubernetes-1" };
const MAP: Properties = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" }, data: { a: "1" } };
const ALL = ["create", "get", "list"];
const CORE: Properties = {
    resources: [
        { name: "configmaps", kind: "ConfigMap", namespaced: true, verbs: ALL },
        { name: "namespaces", kind: "Namespace", namespaced: false, verbs: ALL },
        { name: "namespaces/status", kind: "Namespace", namespaced: false, verbs: ["get"] },
        { name: "secrets", kind: "Secret", namespaced: true, verbs: ALL },
        { name: "bindings", kind: "Binding", namespaced: true, verbs: ["create"] },
    ],
};
const MISSING: Properties = {
    kind: "Status",
    reason: "NotFound",
    message: "the server could not find the requested resource",
    details: {},
};

/** An API server that answers as it is told to, and notes what it was asked. */
class ScriptedServer {
    readonly asked: string[] = [];
    readonly requests: ApiRequest[] = [];
    readonly levels: string[] = [];
    private readonly answers = new Map<string, ApiResponse[]>();

    /** The last answer of several is repeated. */
    answer(request: string, ...answers: (readonly [status: number, body: Properties, warnings?: string[]])[]): this {
        this.answers.set(
            request,
            answers.map(([status, body, warnings = []]) => ({ status, body, warnings })),
        );
        return this;
    }

    send(request: ApiRequest): Promise<ApiResponse> {
        const query = Object.entries(request.query ?? {}).map(([key, value]) => `${key}=${value ?? ""}`);
        const line = `${request.method} ${request.path}`;
        this.asked.push([line, query.join("&")].filter((part) => part !== "").join("?"));
        this.requests.push(request);
        const scripted = this.answers.get(line) ?? [];
        const answer = scripted.length > 1 ? scripted.shift() : scripted[0];
        return Promise.resolve(answer ?? { status: 404, body: { value: "404 page not found\n" }, warnings: [] });
    }
}

describe("a store over an API server", () => {
    const directory = mkdtempSync(path.join(tmpdir(), "rehearsal-ledger-"));
    let server: ScriptedServer;
    let store: ApiServerStore;

    beforeEach(() => {
        server = new ScriptedServer().answer("GET /api/v1", [200, CORE]);
        store = new ApiServerStore({
            connect: (_cluster, level) => {
                server.levels.push(level);
                return Promise.resolve(server);
            },
            ledger: () => new Ledger(directory),
        });
    });
    afterAll(() => rmSync(directory, { recursive: true }));

    const created = { ...MAP, metadata: { name: "m", namespace: "default", uid: "u-1" } };

    it("creates by a POST that refuses unknown fields, with the name of the manager, and passes on what the server remarks", async () => {
        const remarks: string[] = [];
        server.answer("POST /api/v1/namespaces/default/configmaps", [201, created, ["v1 is old"]]);
        const made = await store.create("c", MAP, { ...OWNER, warn: (message) => remarks.push(message) });
        expect(made).toEqual(created);
        expect(remarks).toEqual(["v1 is old"]);
        expect(server.asked).toEqual([
            "GET /api/v1",
            "POST /api/v1/namespaces/default/configmaps?fieldManager=pulumi-kubernetes-1&fieldValidation=Strict",
        ]);
        expect(server.requests[1]?.body).toEqual({ ...MAP, metadata: { name: "m", namespace: "default" } });
        expect(server.levels).toEqual(["full"]);
    });

    it("only looks in a dry run, for which controllers need not run", async () => {
        server.answer("POST /api/v1/namespaces", [201, { kind: "Namespace" }]);
        const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "n", namespace: "ignored" } };
        await store.create("c", namespace, { ...OWNER, dryRun: true, stack: "dev" });
        expect(server.asked[1]).toBe("POST /api/v1/namespaces?fieldManager=pulumi-kubernetes-1&fieldValidation=Strict&dryRun=All");
        expect(server.requests[1]?.body?.["metadata"]).toEqual({ name: "n" });
        expect(server.levels).toEqual(["api"]);
    });

    it("says in the server's words why it refused, with each cause", async () => {
        server.answer("POST /api/v1/namespaces/default/configmaps", [
            422,
            {
                kind: "Status",
                reason: "Invalid",
                message: 'ConfigMap "m" is invalid',
                details: { kind: "ConfigMap", causes: [{ field: "data", message: "Too long" }, { message: "no" }] },
            },
        ]);
        await expect(store.create("c", MAP, OWNER)).rejects.toMatchObject({
            reason: "Invalid",
            code: 422,
            message: 'ConfigMap "m" is invalid',
            causes: ["data: Too long", "no"],
        });
        server.answer("GET /api/v1/namespaces/default/configmaps/m", [503, { value: "etcd is gone\n" }]);
        await expect(store.get("c", { apiVersion: "v1", kind: "ConfigMap", name: "m" })).rejects.toMatchObject({
            reason: "Unknown",
            code: 503,
            message: "etcd is gone",
        });
    });

    it("asks once for the kinds of a version, again for one that it does not know, and forgets a version that went", async () => {
        const widget = { apiVersion: "example.org/v1", kind: "Widget", metadata: { name: "w" } };
        await expect(store.create("c", widget, OWNER)).rejects.toThrow('no matches for kind "Widget" in version "example.org/v1"');
        server.answer("GET /apis/example.org/v1", [
            200,
            { resources: [{ name: "widgets", kind: "Widget", namespaced: true, verbs: ALL }] },
        ]);
        server.answer("POST /apis/example.org/v1/namespaces/default/widgets", [201, widget], [404, MISSING]);
        await store.create("c", widget, OWNER);
        await expect(store.create("c", widget, OWNER)).rejects.toThrow("no matches for kind");
        expect(await store.isNamespaced("c", "v1", "ConfigMap")).toBe(true);
        expect(await store.isNamespaced("c", "v1", "Namespace")).toBe(false);
        expect(await store.isNamespaced("c", "v1", "Status")).toBeUndefined();
        expect(server.asked.filter((line) => line.startsWith("GET "))).toEqual([
            "GET /apis/example.org/v1",
            "GET /apis/example.org/v1",
            "GET /api/v1",
            "GET /api/v1",
        ]);
    });

    it("applies with force only when told to, and makes fields its own that it wrote by another way before", async () => {
        const live = (manager: string, operation: string): Properties => ({
            ...created,
            metadata: {
                name: "m",
                namespace: "default",
                resourceVersion: "7",
                managedFields: [
                    { manager, operation, fieldsV1: { "f:data": { "f:a": {} } } },
                    { manager: "other", operation: "Apply", fieldsV1: { "f:data": { "f:b": {} } } },
                ],
            },
        });
        const object = "/api/v1/namespaces/default/configmaps/m";
        server.answer(`GET ${object}`, [200, live("pulumi-kubernetes-1", "Update")]).answer(`PATCH ${object}`, [200, created]);
        await store.apply("c", MAP, { ...OWNER, dryRun: true });
        await store.apply("c", MAP, OWNER);
        server.answer(`GET ${object}`, [200, live("pulumi-kubernetes-1", "Apply")]);
        await store.apply("c", MAP, OWNER);
        const patches = server.requests.filter(({ method }) => method === "PATCH");
        expect(patches.map(({ contentType, query }) => [contentType, query?.["force"]])).toEqual([
            ["application/apply-patch+yaml", "true"],
            ["application/merge-patch+json", undefined],
            ["application/apply-patch+yaml", "false"],
            ["application/apply-patch+yaml", "false"],
        ]);
        expect(patches[1]?.body).toEqual({
            metadata: {
                resourceVersion: "7",
                managedFields: [
                    { manager: "pulumi-kubernetes-1", operation: "Apply", fieldsV1: { "f:data": { "f:a": {} } } },
                    { manager: "other", operation: "Apply", fieldsV1: { "f:data": { "f:b": {} } } },
                ],
            },
        });
    });

    it("replaces the version that stands, and deletes with what an object owns going first unless told otherwise", async () => {
        const object = "/api/v1/namespaces/default/configmaps/m";
        server.answer(`GET ${object}`, [200, { ...created, metadata: { resourceVersion: "9" } }]);
        server.answer(`PUT ${object}`, [200, created]).answer(`DELETE ${object}`, [200, { kind: "Status", details: { uid: "u-1" } }]);
        await store.replace("c", MAP, OWNER);
        expect(server.requests.at(-1)?.body?.["metadata"]).toEqual({ name: "m", namespace: "default", resourceVersion: "9" });
        const reference = { apiVersion: "v1", kind: "ConfigMap", name: "m", namespace: "default" };
        await store.delete("c", reference);
        await store.delete("c", reference, "Orphan");
        expect(server.requests.slice(-2).map(({ body }) => body?.["propagationPolicy"])).toEqual(["Foreground", "Orphan"]);
    });

    it("lists what people made with whose program made it, each release once, and nothing of the cluster's own", async () => {
        server.answer("POST /api/v1/namespaces/default/configmaps", [201, created]);
        await store.create("c", MAP, { ...OWNER, stack: "dev" });
        const by = (manager: string): Properties => ({ managedFields: [{ manager, operation: "Update" }] });
        const release = (version: string, status: string): Properties => ({
            type: "helm.sh/release.v1",
            metadata: {
                name: `v${version}`,
                namespace: "gpu",
                uid: `r-${version}`,
                labels: { owner: "helm", name: "dcgm", version, status },
                ...by("helm"),
            },
        });
        const items = (...elements: Properties[]): readonly [number, Properties] => [200, { items: elements }];
        server.answer("GET /apis", [200, { groups: [{ preferredVersion: { groupVersion: "example.org/v1" } }] }]);
        server.answer("GET /apis/example.org/v1", [200, { resources: [] }]);
        server.answer(
            "GET /api/v1/configmaps",
            items(
                { metadata: { name: "m", uid: "u-1", ...by("pulumi-kubernetes-1") } },
                { metadata: { name: "kube-root-ca.crt", uid: "u-2", ...by("kube-controller-manager") } },
                { metadata: { name: "empty", uid: "u-3" } },
                { metadata: { name: "owned", uid: "u-4", ownerReferences: [{ controller: true }], ...by("someone") } },
                { metadata: { name: "of-release", uid: "u-5", annotations: { "meta.helm.sh/release-name": "dcgm" }, ...by("helm") } },
            ),
        );
        server.answer("GET /api/v1/namespaces", items({ metadata: { name: "default", uid: "n-1", ...by("kube-apiserver") } }));
        server.answer("GET /api/v1/secrets", items(release("1", "superseded"), release("2", "deployed")));
        const listed = (await store.list("c")).map(({ object, stack }) => [
            object["kind"],
            (object["metadata"] as Properties)["name"],
            stack,
        ]);
        expect(listed).toEqual([
            ["ConfigMap", "m", "dev"],
            ["ConfigMap", "empty", undefined],
            ["Release", "dcgm", undefined],
        ]);
    });
});
