import type { ControlPlanes } from "../control-plane/control-planes";
import type { Session } from "../session";
import { type StateResource, stateResources } from "./backend";
import { editState, type ExportedResource } from "./pending";
import { keyOf, standingKeys } from "./standing-keys";

/**
 * Whether an entry is of an object that waits for the next cluster: its own is being replaced. Where that is gone and the new one could not be
 * made, so is the object.
 *
 * The engine (3.248.0) deletes such an object once more when the replacement goes on, and no longer sees that its cluster was deleted with it,
 * so the kubernetes provider refuses: nothing answers where the cluster was.
 */
export function awaitsCluster({ type, pendingReplacement }: StateResource): boolean {
    return pendingReplacement === true && type.startsWith("kubernetes:");
}

/**
 * Forgets the objects that went with their cluster, so that the next `up` makes them in the new one. What stands is kept: the replacement was
 * broken off before the cluster's own turn had come.
 *
 * @returns their URNs
 */
export async function forgetWithoutCluster(session: Session, stack: string, planes: ControlPlanes): Promise<string[]> {
    const waiting = stateResources(session.paths, session.project, stack).filter(awaitsCluster);
    if (waiting.length === 0) {
        return [];
    }
    const standing = await standingKeys(stack, session.paths, planes);
    const gone = new Set(waiting.filter((resource) => !standing.has(keyOf(resource) ?? "")).map(({ urn }) => urn));
    if (gone.size > 0) {
        editState(session, stack, (deployment) => ({
            ...deployment,
            resources: (deployment.resources ?? [])
                .filter(({ urn }) => !gone.has(urn))
                .map((resource) => withoutReferences(resource, gone)),
        }));
    }
    return [...gone];
}

/** What died with something gone is still there, if only until the refresh, and must not name it. */
function withoutReferences(resource: ExportedResource, gone: ReadonlySet<string>): ExportedResource {
    const { dependencies, replaceWith, propertyDependencies, deletedWith, ...rest } = resource;
    const kept = (urns: readonly string[]): string[] => urns.filter((urn) => !gone.has(urn));
    const properties = Object.entries(propertyDependencies ?? {}).map(([property, urns]): [string, string[]] => [
        property,
        kept(urns ?? []),
    ]);
    return {
        ...rest,
        ...(dependencies === undefined ? {} : { dependencies: kept(dependencies) }),
        ...(replaceWith === undefined ? {} : { replaceWith: kept(replaceWith) }),
        ...(propertyDependencies === undefined ? {} : { propertyDependencies: Object.fromEntries(properties) }),
        ...(deletedWith === undefined || gone.has(deletedWith) ? {} : { deletedWith }),
    };
}
