import { textAt } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import { extensionObjects, type StandingExtension } from "../extensions/extension-objects";
import type { Action } from "./actions";

const COLLECTIONS: Readonly<Record<string, string>> = {
    Namespace: "/api/v1/namespaces",
    CustomResourceDefinition: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
};

/**
 * The definitions and namespaces that extensions bring: made while an extension is being installed, so that they are there when Azure says
 * that it is. When it goes, its definitions go, and with them every object of them; the namespace stays, as it does in AKS.
 *
 * @param standing what was made for extensions
 */
export function planExtensions(extensions: readonly StandingExtension[], standing: readonly KubernetesObject[]): Action[] {
    const wanted = extensions.flatMap(extensionObjects);
    return [
        ...wanted
            .filter((object) => !standing.some((other) => isSame(object, other)))
            .map((object): Action => {
                return { do: "create-object", path: pathOf(object), object };
            }),
        ...standing
            .filter(({ kind }) => kind === "CustomResourceDefinition")
            .filter((object) => !wanted.some((other) => isSame(object, other)))
            .map((object): Action => ({ do: "delete-object", path: `${pathOf(object)}/${textAt(object, "metadata", "name") ?? ""}` })),
    ];
}

function pathOf(object: KubernetesObject): string {
    return COLLECTIONS[textAt(object, "kind") ?? ""] ?? "";
}

function isSame(one: KubernetesObject, other: KubernetesObject): boolean {
    return one["kind"] === other["kind"] && textAt(one, "metadata", "name") === textAt(other, "metadata", "name");
}
