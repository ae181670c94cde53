import type { ControlPlanes } from "../control-plane/control-planes";
import type { Session } from "../session";
import { type StateResource, stateResources } from "./backend";
import { editState, type ExportedResource } from "./pending";
import { keyOf, standingKeys } from "./standing-keys";

/**
 * URNs of the objects that wait for the next cluster, since their own is being replaced, and of what dies with them. Where the cluster is gone
 * and the new one could not be made, so are they.
 *
 * The engine (3.248.0) deletes such an object once more when the replacement goes on, and no longer sees that its cluster was deleted with it,
 * so the kubernetes provider refuses: nothing answers where the cluster was.
 */
export function awaitingCluster(state: readonly StateResource[]): Set<string> {
    const waiting = new Set<string>();
    // what dies with another stands after it in every state
    for (const { urn, type, pendingReplacement, deletedWith = "" } of state) {
        if (type.startsWith("kubernetes:") && (pendingReplacement === true || waiting.has(deletedWith))) {
            waiting.add(urn);
        }
    }
    return waiting;
}

/**
 * Forgets the objects that went with their cluster, so that the next `up` makes them in the new one. What stands is kept: the replacement was
 * broken off before the cluster's own turn had come.
 *
 * @returns their URNs
 */
export async function forgetWithoutCluster(session: Session, stack: string, planes: ControlPlanes): Promise<string[]> {
    const state = stateResources(session.paths, session.project, stack);
    const waiting = awaitingCluster(state);
    if (waiting.size === 0) {
        return [];
    }
    const standing = await standingKeys(stack, session.paths, planes);
    const gone = new Set(
        state.flatMap((resource) => (waiting.has(resource.urn) && !standing.has(keyOf(resource) ?? "") ? resource.urn : [])),
    );
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

function withoutReferences(resource: ExportedResource, gone: ReadonlySet<string>): ExportedResource {
    const { dependencies, replaceWith, propertyDependencies, ...rest } = resource;
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
    };
}
