import { manifestObjects } from "../../../rehearsal/kubernetes/definitions/status/manifests";
import type { KubernetesObject } from "../../../rehearsal/kubernetes/object-store";
import type { Properties } from "../../../rehearsal/provider/values";

const FOLDER = { repository: "https://github.com/rabbitmq/cluster-operator", path: "./config/installation" };

const applied = (patches: Properties[]): KubernetesObject[] | Error =>
    manifestObjects(
        { kind: "Kustomization", metadata: { name: "rabbitmq-operator", namespace: "flux-sources" }, spec: { patches } },
        FOLDER,
    );

const patch = (...operations: Properties[]): Properties => ({ target: { kind: "Deployment" }, patch: JSON.stringify(operations) });
const image = "/spec/template/spec/containers/0/image";

describe("what a Kustomization applies", () => {
    it("S1-15 is the definition and the operator, with labels by which they are found again", () => {
        const objects = applied([]);
        expect(objects).toMatchObject([
            { kind: "CustomResourceDefinition", metadata: { name: "rabbitmqclusters.rabbitmq.com" } },
            { kind: "Namespace", metadata: { name: "rabbitmq-system" } },
            { kind: "Deployment", metadata: { name: "rabbitmq-cluster-operator", namespace: "rabbitmq-system" } },
        ]);
        for (const { metadata } of objects instanceof Error ? [] : objects) {
            expect((metadata as Properties)["labels"]).toMatchObject({
                "kustomize.toolkit.fluxcd.io/name": "rabbitmq-operator",
                "kustomize.toolkit.fluxcd.io/namespace": "flux-sources",
            });
        }
    });

    it("is changed by patches: replaced, added and removed", () => {
        const objects = applied([
            patch(
                { op: "replace", path: image, value: "ghcr.io/rabbitmq/cluster-operator:2.21.1" },
                { op: "add", path: "/spec/template/spec/tolerations", value: [{ key: "a", operator: "Exists" }] },
                { op: "add", path: "/spec/template/spec/containers/-", value: { name: "second" } },
                { op: "remove", path: "/spec/template/spec/containers/0/resources" },
            ),
            { target: { kind: "Deployment", name: "another" }, patch: '[{"op":"remove","path":"/spec"}]' },
        ]);
        expect(objects instanceof Error ? objects : objects[2]).toMatchObject({
            spec: {
                template: {
                    spec: {
                        containers: [{ name: "operator", image: "ghcr.io/rabbitmq/cluster-operator:2.21.1" }, { name: "second" }],
                        tolerations: [{ key: "a", operator: "Exists" }],
                    },
                },
            },
        });
        expect(JSON.stringify(objects)).not.toContain('"resources":{"limits":{"cpu":"200m"');
    });

    it.each(["/spec/template/spec/containers/3/image", "/spec/template/spec/container/0/image"])(
        "is nothing with a patch of %s, which is not there",
        (path) => {
            expect(applied([patch({ op: "replace", path, value: "x" })])).toEqual(new Error(`the patch's path ${path} does not exist`));
        },
    );
});
