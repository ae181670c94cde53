import { definitionsOfRelease, knownReleases } from "../../../rehearsal/kubernetes/definitions/facts";
import { changedAt } from "../../../rehearsal/kubernetes/definitions/status/next-status";
import { scriptOf, STATUS_SCRIPTS } from "../../../rehearsal/kubernetes/definitions/status/scripts";
import { filled } from "../../../rehearsal/kubernetes/definitions/status/template";
import { textAt } from "../../../rehearsal/kubernetes/fields";
import { isNamespacedKind } from "../../../rehearsal/kubernetes/kinds";
import type { Properties } from "../../../rehearsal/provider/values";
import { after, conditions, CREATED, object, READY, step } from "./status-objects";

const certificate = object("cert-manager.io/v1", "Certificate", "portal", {
    spec: { secretName: "portal-tls", issuerRef: { name: "letsencrypt", kind: "ClusterIssuer" } },
});
const ISSUER = "/apis/cert-manager.io/v1/clusterissuers/letsencrypt";

describe("a certificate", () => {
    it("says what it waits for when there is no such issuer, or it is not ready", () => {
        const missing = step(certificate, 100);
        expect(conditions(missing.status)).toEqual([
            'Ready False DoesNotExist waits for clusterissuers "letsencrypt", which does not exist',
            "Issuing True DoesNotExist",
        ]);
        expect([missing.makes, missing.isSettled]).toEqual([[], false]);
        expect(conditions(step(certificate, 100, { [ISSUER]: {} }).status)[0]).toBe(
            'Ready False DoesNotExist waits for clusterissuers "letsencrypt", which is not Ready',
        );
    });

    it("is ready some seconds after its last change, and makes its Secret", () => {
        expect(conditions(step(certificate, 1, { [ISSUER]: READY }).status)[0]).toBe("Ready False DoesNotExist in progress");
        const { status, makes, isSettled } = step(certificate, 2, { [ISSUER]: READY });
        expect(status).toEqual({
            conditions: [
                {
                    type: "Ready",
                    status: "True",
                    reason: "Ready",
                    message: "",
                    observedGeneration: 1,
                    lastTransitionTime: "2026-11-21T10:00:02Z",
                },
            ],
            notBefore: "2026-11-21T10:00:02Z",
            notAfter: "2027-02-19T10:00:02Z",
            renewalTime: "2027-01-20T10:00:02Z",
            revision: 1,
        });
        expect(isSettled).toBe(false);
        expect(makes).toEqual([
            {
                apiVersion: "v1",
                kind: "Secret",
                type: "kubernetes.io/tls",
                metadata: {
                    name: "portal-tls",
                    namespace: "team",
                    annotations: {
                        "cert-manager.io/certificate-name": "portal",
                        "cert-manager.io/issuer-name": "letsencrypt",
                        "cert-manager.io/issuer-kind": "ClusterIssuer",
                    },
                    labels: { "controller.cert-manager.io/fao": "true" },
                },
                stringData: { "ca.crt": "", "tls.crt": "no certificate: made by a rehearsal", "tls.key": "no key: made by a rehearsal" },
            },
        ]);
    });

    it("stays as it is once it is ready, even without its issuer, until it changes", () => {
        const ready = after(certificate, step(certificate, 2, { [ISSUER]: READY }));
        expect(step(ready, 500)).toMatchObject({ isSettled: true });
        expect(step(ready, 500).status).toBeUndefined();
        const changed = { ...ready, metadata: { ...(ready["metadata"] as Properties), generation: 2 } };
        expect(step(changed, 500).isSettled).toBe(false);
        const again = step(changed, 500, { [ISSUER]: READY }).status as { conditions: Properties[] };
        // it was true before, and since then
        expect(again.conditions[0]).toMatchObject({ observedGeneration: 2, lastTransitionTime: "2026-11-21T10:00:02Z" });
    });

    it("writes nothing twice while it waits", () => {
        const waiting = after(certificate, step(certificate, 10));
        expect(step(waiting, 20).status).toBeUndefined();
        expect(step(waiting, 20).isSettled).toBe(false);
    });
});

describe("a condition that is never reached", () => {
    it.each(["annotation", "argument"])("stays false when an %s says so", (how) => {
        const annotations = { "ml-platform.dev/rehearsal": "never-ready" };
        const held =
            how === "annotation"
                ? object("cert-manager.io/v1", "Issuer", "own", { metadata: { annotations } })
                : object("cert-manager.io/v1", "Issuer", "own");
        const { status, makes, isSettled } = step(held, 5000, {}, how === "argument");
        expect(conditions(status)).toEqual(["Ready False Pending the rehearsal was told that this never becomes ready"]);
        expect([makes, isSettled]).toEqual([[], false]);
    });
});

describe("since when an object is as it is", () => {
    it("is known by what others than controllers wrote", () => {
        const fields = [
            { manager: "pulumi-kubernetes", time: "2026-11-21T10:05:00Z" },
            { manager: "pulumi-kubernetes", subresource: "status", time: "2026-11-21T10:06:00Z" },
            { manager: "rehearsal-controllers", time: "2026-11-21T10:07:00Z" },
        ];
        expect(changedAt(object("v1", "X", "x", { metadata: { managedFields: fields } }))).toEqual(new Date("2026-11-21T10:05:00Z"));
        expect(changedAt(object("v1", "X", "x"))).toEqual(new Date(CREATED));
    });
});

describe("status scripts", () => {
    const known = knownReleases().flatMap((release) => definitionsOfRelease(release));

    const builtIn = ["v1/secrets", "v1/pods", "v1/persistentvolumeclaims"];

    /** The kind of a resource, where its version is served. */
    const kindOf = (resource: string): string | undefined => {
        const [group, version = "", plural] = resource.split("/");
        const facts = known.find(({ name }) => name === `${String(plural)}.${String(group)}`);
        return facts?.versions.includes(version) === true ? facts.kind : undefined;
    };

    it.each(STATUS_SCRIPTS.map((one) => [one.resource, one] as const))(
        "of %s are about a custom resource that is known, and make built-in ones",
        (resource, one) => {
            expect(kindOf(resource)).toBe(one.kind);
            for (const { object: made } of [...(one.pending?.makes ?? []), ...(one.ready.makes ?? [])]) {
                expect(isNamespacedKind(textAt(made, "apiVersion"), textAt(made, "kind"))).toBeDefined();
            }
            const needs = (one.needs ?? []).map((need) => need.resource);
            expect(needs.filter((need) => !builtIn.includes(need) && kindOf(need) === undefined)).toEqual([]);
        },
    );

    it("are for the kinds that the platforms wait for", () => {
        expect(STATUS_SCRIPTS.map(({ kind }) => kind)).toEqual(
            expect.arrayContaining(
                "Certificate ClusterIssuer Issuer Cluster RabbitmqCluster Keycloak KeycloakRealmImport ExternalSecret Gateway HTTPRoute Kustomization GitRepository NodePool AKSNodeClass ClusterPolicy Notebook Profile".split(
                    " ",
                ),
            ),
        );
        expect(scriptOf(object("v1", "ConfigMap", "x"))).toBeUndefined();
    });
});

describe("a template", () => {
    const scope = {
        values: {
            metadata: { name: "db", uid: "u", labels: { "a.b/c": "label" } },
            spec: { replicas: 3, off: false, list: [{ name: "x" }, { name: "y" }] },
        },
        time: (seconds: number) => `T+${String(seconds)}`,
        message: "why",
    };

    it.each([
        ["{spec.replicas}", 3],
        ["{spec.off}", false],
        ["{spec.missing}", undefined],
        ["{spec.missing|metadata.name}", "db"],
        ["{spec.missing|'text'}", "text"],
        ["{spec.missing|7}", 7],
        ["{metadata.labels.a\\.b/c}", "label"],
        ["{now}", "T+0"],
        ["{now+60}", "T+60"],
        ["{metadata.name}-{spec.replicas}{spec.missing}", "db-3"],
        [{ each: "spec.list", as: "{item.name}!" }, ["x!", "y!"]],
        [{ each: "spec.missing", as: "{item.name}" }, []],
        [
            { pairs: "spec.list", key: "{item.name}", value: "{metadata.name}" },
            { x: "db", y: "db" },
        ],
        [
            { kept: 1, dropped: "{spec.missing}", list: ["{spec.missing}", "a"] },
            { kept: 1, list: ["a"] },
        ],
    ])("%j becomes %j", (template, expected) => {
        expect(filled(template, scope)).toEqual(expected);
    });

    it("makes a password of the object that is the same each time, and another for each key and object", () => {
        const one = filled("{digest:a}", scope);
        const other = { ...scope, values: { metadata: { uid: "v" } } };
        expect(filled("{digest:a}", scope)).toBe(one);
        expect(new Set([one, filled("{digest:b}", scope), filled("{digest:a}", other)]).size).toBe(3);
    });
});
