import { readdirSync, readFileSync, existsSync } from "node:fs";
import * as path from "node:path";
import type { ControlPlanes } from "../control-plane/control-planes";
import type { RehearsalPaths } from "../home";
import type { Session } from "../session";
import { type StateResource, stateResources } from "./backend";
import { editState } from "./pending";
import { keyOf, standingKeys } from "./standing-keys";

/** A resource as an earlier state had it, with all that a state says of it. */
interface EarlierResource extends StateResource {
    readonly parent?: string;
    /** `<urn>::<id>` of the provider instance. */
    readonly provider?: string;
    readonly dependencies?: readonly string[];
    readonly replaceWith?: readonly string[];
}

/**
 * Takes back what the state lost although it stands.
 *
 * A resource that is `deletedWith` another leaves the state as soon as its own turn in a `destroy` or a replacement has come, before the
 * other is deleted. When that delete then fails, or the engine dies, the resource stands and nobody knows it (seen with 3.248.0). The
 * backend keeps the state of every run, so the entry is found there, with the providers and components that it needs.
 *
 * @returns the URN and the id of each that was taken back
 */
export async function takeBackLost(
    session: Session,
    stack: string,
    planes: ControlPlanes,
): Promise<{ readonly urn: string; readonly id: string }[]> {
    const { paths, project } = session;
    const strays = await straysOf(paths, stack, stateResources(paths, project, stack), planes);
    if (strays.size === 0) {
        return [];
    }
    const known = new Set(stateResources(paths, project, stack).map(({ urn }) => urn));
    const lost = new Map<string, EarlierResource>();
    const found: { urn: string; id: string }[] = [];
    for (const earlier of earlierStates(paths, project, stack)) {
        const wanted = earlier.filter((resource) => strays.has(keyOf(resource) ?? "") && !known.has(resource.urn));
        for (const resource of wanted) {
            strays.delete(keyOf(resource) ?? "");
            found.push({ urn: resource.urn, id: resource.id ?? "" });
        }
        const needed = withNeeds(wanted, earlier);
        for (const resource of earlier.filter(({ urn }) => needed.has(urn) && !known.has(urn))) {
            known.add(resource.urn);
            lost.set(resource.urn, resource);
        }
        if (strays.size === 0) {
            break;
        }
    }
    if (lost.size > 0) {
        // what an entry needs stands before it in every state, and nothing that was kept needs what was lost
        editState(session, stack, (deployment) => ({
            ...deployment,
            resources: [...(deployment.resources ?? []), ...lost.values()],
        }));
    }
    return found;
}

/** Keys of what stands for a stack without being in its state. */
async function straysOf(
    paths: RehearsalPaths,
    stack: string,
    state: readonly StateResource[],
    planes: ControlPlanes,
): Promise<Set<string>> {
    const known = new Set(state.map(keyOf));
    return new Set([...(await standingKeys(stack, paths, planes))].filter((key) => !known.has(key)));
}

/** The states that earlier runs ended with, the last one first. */
function* earlierStates(paths: RehearsalPaths, project: string, stack: string): Generator<readonly EarlierResource[]> {
    const folder = path.join(paths.state, ".pulumi", "history", project, stack);
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".checkpoint.json")) : [];
    for (const file of files.sort().reverse()) {
        const { checkpoint } = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as {
            readonly checkpoint?: { readonly latest?: { readonly resources?: readonly EarlierResource[] } };
        };
        yield checkpoint?.latest?.resources ?? [];
    }
}

/** URNs of resources and of all that their entries refer to. */
function withNeeds(wanted: readonly EarlierResource[], state: readonly EarlierResource[]): Set<string> {
    const byUrn = new Map(state.map((resource) => [resource.urn, resource]));
    const needed = new Set<string>();
    const visit = (urn: string | undefined): void => {
        const resource = byUrn.get(urn ?? "");
        if (resource === undefined || needed.has(resource.urn)) {
            return;
        }
        needed.add(resource.urn);
        const { parent, provider = "", dependencies = [], deletedWith, replaceWith = [] } = resource;
        [parent, provider.slice(0, provider.lastIndexOf("::")), ...dependencies, deletedWith, ...replaceWith].forEach(visit);
    };
    wanted.forEach(({ urn }) => {
        visit(urn);
    });
    return needed;
}
