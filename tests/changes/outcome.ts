import { changesOf, diffOf } from "../../rehearsal/azure/schema/diff";
import { formatPath, liesWithin, parsePath, type PathStep } from "../../rehearsal/azure/schema/paths";
import { isSimulated, tableOf } from "../../rehearsal/azure/schema/tables";
import type { Properties } from "../../rehearsal/provider/values";
import type { Recording, Registration } from "../support/mocks";

/** What one property of one resource meets when a configuration changes. */
export interface PropertyChange {
    readonly path: string;
    /** `ignored`: nothing happens to a resource that stands. `refused`: an update is sent, and Azure refuses it. */
    readonly outcome: "updated" | "replaces" | "ignored" | "refused";
}

/** What becomes of one resource, by its logical name. */
export interface ResourceOutcome {
    readonly name: string;
    readonly type: string;
    readonly outcome: "created" | "deleted" | "updated" | "replaced" | "replaced with" | "ignored" | "refused";
    /** What changed in it; nothing, where it is replaced only because another resource is. */
    readonly properties: readonly PropertyChange[];
}

const isAzure = (type: string): boolean => type.startsWith("azure-native:") && isSimulated(type);

/**
 * What the next `up` does to each resource, when the program registers `after` where `before` stands.
 *
 * The engine decides this by the provider's answers and the options of a resource, in the same way: what changed and replaces; with it
 * whatever is named in `replaceWith`; and whatever takes a value that is known no more where a change of it replaces.
 */
export function outcomesOf(before: Recording<unknown>, after: Recording<unknown>): ResourceOutcome[] {
    const old = new Map(before.resources.map((resource) => [resource.urn, resource]));
    const now = new Map(after.resources.map((resource) => [resource.urn, resource]));
    const changed = [...now.values()].filter(({ custom }) => custom).flatMap((resource) => changeOf(old.get(resource.urn), resource));
    const gone = [...old.values()].filter(({ urn, custom }) => custom && !now.has(urn));
    const replaced = new Set(changed.filter(({ outcome }) => outcome === "replaced").map(({ name }) => name));
    const standing = [...now.values()].filter(({ urn, custom }) => custom && old.has(urn));
    spread(standing, replaced);
    const followers = standing.filter(({ name }) => replaced.has(name) && !changed.some((one) => one.name === name));
    return [
        ...changed.map((one): ResourceOutcome => (one.outcome !== "created" && replaced.has(one.name) ? asReplaced(one) : one)),
        ...followers.map(({ name, type }): ResourceOutcome => ({ name, type, outcome: "replaced with", properties: [] })),
        ...gone.map(({ name, type }): ResourceOutcome => ({ name, type, outcome: "deleted", properties: [] })),
    ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A replaced resource gets all its properties anew: nothing is sent as an update. */
function asReplaced(one: ResourceOutcome): ResourceOutcome {
    const properties = one.properties.map(({ path, outcome }) => ({
        path,
        outcome: outcome === "ignored" ? outcome : ("replaces" as const),
    }));
    return one.outcome === "replaced" ? one : { ...one, outcome: "replaced with", properties };
}

function changeOf(old: Registration | undefined, now: Registration): ResourceOutcome[] {
    const { name, type } = now;
    if (old === undefined) {
        return [{ name, type, outcome: "created", properties: [] }];
    }
    const properties = isAzure(type) ? azureChanges(old, now) : otherChanges(old, now);
    const triggered =
        old.options.replacementTrigger !== undefined && differ(old.options.replacementTrigger, now.options.replacementTrigger);
    const outcomes = new Set(properties.map(({ outcome }) => outcome));
    const outcome =
        triggered || outcomes.has("replaces") ? "replaced" : (["refused", "updated", "ignored"] as const).find((one) => outcomes.has(one));
    return outcome === undefined ? [] : [{ name, type, outcome, properties }];
}

function azureChanges(old: Registration, now: Registration): PropertyChange[] {
    const table = tableOf(now.type);
    const [before, after] = [old.inputs as Properties, now.inputs as Properties];
    const { changes } = diffOf(table, before, after, []);
    return changesOf(table, before, after).map(({ path, nodes }) => {
        const shown = formatPath(path);
        if (within(path, now.options.ignoreChanges)) {
            return { path: shown, outcome: "ignored" };
        }
        const replaces = changes[shown]?.replace === true || within(path, now.options.replaceOnChanges);
        const fixed = nodes.some((node) => node.fixed !== undefined);
        return { path: shown, outcome: replaces ? "replaces" : fixed ? "refused" : "updated" };
    });
}

/** Objects in the cluster and what has no type table: a name replaces, anything else is an update. */
function otherChanges(old: Registration, now: Registration): PropertyChange[] {
    return [...new Set([...Object.keys(old.inputs), ...Object.keys(now.inputs)])]
        .filter((key) => differ(old.inputs[key], now.inputs[key]))
        .map((key) => {
            const [before, after] = [old, now].map(({ inputs }) => inputs[key] as { name?: unknown; namespace?: unknown } | undefined);
            const renamed = key === "metadata" && (before?.name !== after?.name || before?.namespace !== after?.namespace);
            return { path: renamed ? "metadata.name" : key, outcome: renamed ? "replaces" : "updated" };
        });
}

/** Adds to the replaced what is replaced with them, until nothing more is. */
function spread(resources: readonly Registration[], replaced: Set<string>): void {
    const follows = ({ name, options, propertyDependencies, type }: Registration): boolean =>
        !replaced.has(name) &&
        ((options.replaceWith ?? []).some((other) => replaced.has(other)) ||
            Object.entries(propertyDependencies).some(
                ([property, on]) => on.some((other) => replaced.has(other)) && replacesWhenUnknown(type, property, options),
            ));
    for (let found = resources.find(follows); found !== undefined; found = resources.find(follows)) {
        replaced.add(found.name);
    }
}

function replacesWhenUnknown(type: string, property: string, { ignoreChanges, replaceOnChanges }: Registration["options"]): boolean {
    const byProvider = isAzure(type) && tableOf(type).root.children.get(property)?.replaces !== undefined;
    return !within([property], ignoreChanges) && (byProvider || within([property], replaceOnChanges));
}

export function within(path: readonly PathStep[], prefixes: readonly string[] = []): boolean {
    return prefixes.some((prefix) => liesWithin(path, parsePath(prefix)));
}

function differ(one: unknown, other: unknown): boolean {
    return JSON.stringify(one) !== JSON.stringify(other);
}
