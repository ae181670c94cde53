import type { Session } from "../session";
import { type StateResource, stateResources } from "./backend";
import { editState } from "./pending";

/**
 * Whether an entry is of an object that went with its cluster and waits for the next one: the cluster is being replaced, the old one is gone,
 * and the new one could not be made.
 *
 * The engine (3.248.0) deletes such an object once more when the replacement goes on, and no longer sees that its cluster was deleted with it,
 * so the kubernetes provider refuses: nothing answers where the cluster was.
 */
export function isWithoutCluster({ type, pendingReplacement }: StateResource): boolean {
    return pendingReplacement === true && type.startsWith("kubernetes:");
}

/**
 * Forgets the objects that went with their cluster, so that the next `up` makes them in the new one.
 *
 * @returns their URNs
 */
export function forgetWithoutCluster(session: Session, stack: string): string[] {
    const gone = new Set(
        stateResources(session.paths, session.project, stack)
            .filter(isWithoutCluster)
            .map(({ urn }) => urn),
    );
    if (gone.size > 0) {
        editState(session, stack, (deployment) => ({
            ...deployment,
            resources: (deployment.resources ?? [])
                .filter(({ urn }) => !gone.has(urn))
                .map(({ dependencies, ...resource }) =>
                    dependencies === undefined ? resource : { ...resource, dependencies: dependencies.filter((urn) => !gone.has(urn)) },
                ),
        }));
    }
    return [...gone];
}
