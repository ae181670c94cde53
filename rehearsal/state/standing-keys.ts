import type { ControlPlanes } from "../control-plane/control-planes";
import type { RehearsalPaths } from "../home";
import { takeInventory } from "../standing";
import type { StateResource } from "./backend";

/** Keys of what stands for a stack in the subscription and in its clusters. */
export async function standingKeys(stack: string, paths: RehearsalPaths, planes: ControlPlanes): Promise<Set<string>> {
    const { resources, objects } = await takeInventory(stack, paths, planes);
    return new Set([
        ...resources.filter(({ managedBy }) => managedBy === undefined).map(({ id }) => azureKey(id)),
        ...objects.map(({ kind, namespace, name }) => objectKey(kind, namespace === undefined ? name : `${namespace}/${name}`)),
    ]);
}

/** How a resource is told in the subscription and in the clusters; undefined for what stands nowhere outside the state. */
export function keyOf({ type, id, custom, delete: replaced }: StateResource): string | undefined {
    if (id === undefined || custom !== true || replaced === true) {
        return undefined;
    }
    return type.startsWith("azure-native:")
        ? azureKey(id)
        : type.startsWith("kubernetes:")
          ? objectKey(type.split(":").at(-1) ?? "", id)
          : undefined;
}

/** Azure does not keep the case of ids. */
function azureKey(id: string): string {
    return id.toLowerCase();
}

function objectKey(kind: string, id: string): string {
    return `${kind} ${id}`;
}
