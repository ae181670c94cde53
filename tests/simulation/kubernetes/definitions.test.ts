import { definitionFrom } from "../../../rehearsal/kubernetes/definitions/definition";
import {
    definitionFacts,
    definitionsOfRelease,
    knownReleases,
    type DefinitionFacts,
} from "../../../rehearsal/kubernetes/definitions/facts";
import { schemaOfShape } from "../../../rehearsal/kubernetes/definitions/schema";
import { isObject, type Properties } from "../../../rehearsal/provider/values";

const all = knownReleases().flatMap((release) => definitionsOfRelease(release));

/** The fields of the first version of a definition. */
function schema(facts: DefinitionFacts): Properties {
    const { spec } = definitionFrom(facts);
    const [version] = (spec as { versions: [{ schema: { openAPIV3Schema: Properties } }] }).versions;
    return version.schema.openAPIV3Schema;
}

/** Every schema within a schema, with its path. */
function nodes(node: Properties, path = ""): [string, Properties][] {
    const fields = isObject(node["properties"]) ? Object.entries(node["properties"]) : [];
    const inner = [
        ...fields.map(([name, field]) => [`${path}.${name}`, field] as const),
        [`${path}[]`, node["items"]] as const,
        [`${path}.*`, node["additionalProperties"]] as const,
    ];
    return [[path, node], ...inner.flatMap(([at, field]) => (isObject(field) ? nodes(field, at) : []))];
}

describe("the definitions of custom resources", () => {
    it("are known for every release that the platforms install", () => {
        expect(knownReleases()).toEqual([
            "cert-manager-1.21.1",
            "cloudnative-pg-1.30.0",
            "external-dns-chart-1.21.1",
            "external-secrets-2.9.0",
            "external-snapshotter-8.6.0",
            "flux-kustomize-controller-2026-07",
            "flux-source-controller-2026-08",
            "gateway-api-1.6.1",
            "gpu-operator-26.7.0",
            "istio-1.31.1",
            "karpenter-1.10.2",
            "karpenter-1.14.2",
            "keycloak-operator-26.6.3",
            "knative-serving-of-kubeflow-26.03",
            "kserve-0.16.0",
            "kubeflow-26.03",
            "node-feature-discovery-0.19.0",
            "prometheus-operator-0.93.1",
            "rabbitmq-cluster-operator-2.22.3",
            "velero-chart-12.1.0",
        ]);
        expect([all.length, all.filter(({ fields }) => fields !== undefined).length]).toEqual([135, 58]);
    });

    it("have a structural schema: a type at every place, and keys of lists that every element has", () => {
        for (const facts of all) {
            for (const [path, node] of nodes(schema(facts))) {
                const isTyped = ["type", "x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields"].some((key) => key in node);
                expect([facts.name, path, isTyped]).toEqual([facts.name, path, true]);
                const keys = (node["x-kubernetes-list-map-keys"] ?? []) as string[];
                const { required = [], properties = {} } = (node["items"] ?? {}) as {
                    required?: string[];
                    properties?: Record<string, Properties>;
                };
                const absent = keys.filter((key) => !required.includes(key) && properties[key]?.["default"] === undefined);
                expect([facts.name, path, absent]).toEqual([facts.name, path, []]);
            }
        }
    });

    it("say name, names, scope and versions as the published ones do", () => {
        const { metadata, spec } = definitionFrom(definitionFacts("karpenter-1.14.2", "aksnodeclasses.karpenter.azure.com"));
        expect(metadata).toEqual({
            name: "aksnodeclasses.karpenter.azure.com",
            annotations: { "ml-platform.dev/definition-of": "karpenter-1.14.2" },
        });
        expect(spec).toMatchObject({
            group: "karpenter.azure.com",
            names: {
                kind: "AKSNodeClass",
                listKind: "AKSNodeClassList",
                plural: "aksnodeclasses",
                singular: "aksnodeclass",
                shortNames: ["aksnc", "aksncs"],
            },
            scope: "Cluster",
            versions: [
                { name: "v1alpha2", served: true, storage: false, subresources: { status: {} } },
                { name: "v1beta1", served: true, storage: true, subresources: { status: {} } },
            ],
        });
    });

    it("in a group of Kubernetes say that nobody approved them, which the API server requires", () => {
        const annotations = (name: string, release: string) => definitionFrom(definitionFacts(release, name))["metadata"];
        expect(annotations("gateways.gateway.networking.k8s.io", "gateway-api-1.6.1")).toMatchObject({
            annotations: { "api-approved.kubernetes.io": "unapproved, made for a rehearsal" },
        });
        expect(annotations("keycloaks.k8s.keycloak.org", "keycloak-operator-26.6.3")).toEqual({
            name: "keycloaks.k8s.keycloak.org",
            annotations: { "ml-platform.dev/definition-of": "keycloak-operator-26.6.3" },
        });
    });

    it("whose fields are not known take any, and say so", () => {
        const facts = definitionFacts("velero-chart-12.1.0", "schedules.velero.io");
        expect(schema(facts)).toEqual({ type: "object", "x-kubernetes-preserve-unknown-fields": true });
        expect(definitionFrom(facts)["metadata"]).toMatchObject({ annotations: { "ml-platform.dev/definition-fields": "names-only" } });
    });

    it("can be left without fields for a store that does not check them", () => {
        const facts = definitionFacts("cert-manager-1.21.1", "certificates.cert-manager.io");
        const small = definitionFrom(facts, { namesOnly: true });
        expect(JSON.stringify(small).length).toBeLessThan(900);
        expect(small["metadata"]).toMatchObject({ annotations: { "ml-platform.dev/definition-fields": "names-only" } });
    });

    it("keep what is required, allowed, bounded, defaulted and ruled", () => {
        const gateway = schema(definitionFacts("gateway-api-1.6.1", "gateways.gateway.networking.k8s.io"));
        const at = Object.fromEntries(nodes(gateway));
        expect(gateway["required"]).toEqual(["spec"]);
        expect(at[".spec"]?.["required"]).toEqual(["gatewayClassName", "listeners"]);
        expect(at[".spec.listeners[].port"]).toEqual({ type: "integer", format: "int32", minimum: 1, maximum: 65535 });
        expect(at[".spec.listeners"]).toMatchObject({
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
            minItems: 1,
            maxItems: 64,
        });
        expect(at[".spec.listeners[].allowedRoutes"]?.["default"]).toEqual({ namespaces: { from: "Same" } });
        expect(at[".status"]).toEqual({ type: "object", "x-kubernetes-preserve-unknown-fields": true });
        const rule = "self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true";
        expect(at[".spec.listeners[].tls"]?.["x-kubernetes-validations"]).toContainEqual({ rule, message: `failed rule: ${rule}` });
    });

    it("name releases and definitions that are not known, and the file to add them to", () => {
        expect(() => definitionsOfRelease("dex-2.45")).toThrow(
            "the definitions of dex-2.45 are not known; add rehearsal/kubernetes/definitions/facts/dex-2.45.json",
        );
        expect(() => definitionFacts("istio-1.31.1", "wasms.extensions.istio.io")).toThrow(
            "istio-1.31.1 has no definition wasms.extensions.istio.io; add it to rehearsal/kubernetes/definitions/facts/istio-1.31.1.json",
        );
    });
});

describe("a shape", () => {
    const shapes = { port: { type: "integer", min: 1, max: 65535 }, ports: { items: "#port", listType: "set", maxItems: 3 } };

    it.each([
        ["string", { type: "string" }],
        ["object", { type: "object" }],
        ["intOrString", { "x-kubernetes-int-or-string": true }],
        ["open", { "x-kubernetes-preserve-unknown-fields": true }],
        ["#port", { type: "integer", minimum: 1, maximum: 65535 }],
    ])("that is the word %s", (word, expected) => {
        expect(schemaOfShape(word, shapes)).toEqual(expected);
    });

    it("of a list, a map and an object with required and open parts", () => {
        const shape = {
            fields: { "from!": "#ports", labels: { values: "string", mapType: "atomic" }, any: { type: "object", open: true } },
            nullable: true,
        };
        expect(schemaOfShape(shape, shapes)).toEqual({
            type: "object",
            nullable: true,
            required: ["from"],
            properties: {
                from: {
                    type: "array",
                    items: { type: "integer", minimum: 1, maximum: 65535 },
                    "x-kubernetes-list-type": "set",
                    maxItems: 3,
                },
                labels: { type: "object", additionalProperties: { type: "string" }, "x-kubernetes-map-type": "atomic" },
                any: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
        });
    });

    it("of a whole object within an object, with combined rules", () => {
        const shape = {
            fields: {},
            embedded: true,
            open: true,
            oneOf: [{ required: ["a"] }, { required: ["b"] }],
            not: { required: ["c"] },
            rules: ["has(self.a)\n  || has(self.b)"],
        };
        expect(schemaOfShape(shape, shapes)).toEqual({
            type: "object",
            properties: {},
            "x-kubernetes-embedded-resource": true,
            "x-kubernetes-preserve-unknown-fields": true,
            oneOf: [{ required: ["a"] }, { required: ["b"] }],
            not: { required: ["c"] },
            "x-kubernetes-validations": [{ rule: "has(self.a)\n  || has(self.b)", message: "failed rule: has(self.a) || has(self.b)" }],
        });
    });

    it("that is not there is an error", () => {
        expect(() => schemaOfShape({ items: "#prot" }, shapes)).toThrow("no shape is named prot");
    });
});
