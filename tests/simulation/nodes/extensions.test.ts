import { textAt } from "../../../rehearsal/azure/request";
import type { KubernetesObject } from "../../../rehearsal/kubernetes/object-store";
import { extensionObjects, extensionWorkloads } from "../../../rehearsal/nodes/extensions/extension-objects";
import type { Action } from "../../../rehearsal/nodes/loop/actions";
import { planExtensions } from "../../../rehearsal/nodes/loop/plan-extensions";

const FLUX = { type: "microsoft.flux", settings: {} };
const nameOf = (object: KubernetesObject): string => textAt(object, "metadata", "name") ?? "";
const said = (actions: readonly Action[]): string[] =>
    actions.map(
        (action) => `${action.do} ${"object" in action ? nameOf(action.object) : "path" in action ? action.path.replace(/^.*\//, "") : ""}`,
    );

describe("the extension of Flux", () => {
    it("S1-15 brings Flux's definitions and its namespace, once, and takes the definitions along", () => {
        const made = planExtensions([FLUX], []);
        expect(said(made)).toEqual([
            "create-object flux-system",
            "create-object kustomizations.kustomize.toolkit.fluxcd.io",
            "create-object gitrepositories.source.toolkit.fluxcd.io",
        ]);
        const standing = extensionObjects(FLUX);
        expect(planExtensions([FLUX], standing)).toEqual([]);
        expect(said(planExtensions([], standing))).toEqual([
            "delete-object kustomizations.kustomize.toolkit.fluxcd.io",
            "delete-object gitrepositories.source.toolkit.fluxcd.io",
        ]);
    });

    it("S1-15 runs the controllers that its settings leave on, where its settings let them", () => {
        expect(extensionWorkloads(FLUX).map(nameOf)).toEqual([
            "fluxconfig-agent",
            "fluxconfig-controller",
            "source-controller",
            "kustomize-controller",
            "helm-controller",
            "notification-controller",
        ]);
        const settings = {
            "helm-controller.enabled": "false",
            "notification-controller.enabled": "false",
            "toleration-keys": "CriticalAddonsOnly=true:NoSchedule",
        };
        const workloads = extensionWorkloads({ ...FLUX, settings });
        expect(workloads.map(nameOf)).toEqual(["fluxconfig-agent", "fluxconfig-controller", "source-controller", "kustomize-controller"]);
        expect(workloads[0]).toMatchObject({
            metadata: { namespace: "flux-system" },
            spec: {
                template: {
                    spec: { tolerations: [{ key: "CriticalAddonsOnly", operator: "Equal", value: "true", effect: "NoSchedule" }] },
                },
            },
        });
    });
});
