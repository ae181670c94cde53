import { isWithin } from "../../rehearsal/provider/difference";
import type { Recording, Registration } from "../support/mocks";
import { changesIn, isDrawn, type PropertyChange, replacesWhenUnknown, withOtherValue } from "./provider-diff";

/** What becomes of one resource, by its logical name. */
export interface ResourceOutcome {
    readonly name: string;
    readonly type: string;
    readonly outcome: "created" | "deleted" | "updated" | "replaced" | "replaced with" | "ignored" | "refused";
    /** What changed in it; nothing, where it is replaced only because another resource is. */
    readonly properties: readonly PropertyChange[];
}

/** Resources that stand before and after, what changes in them, and which are made anew. */
interface Standing {
    readonly resources: readonly Registration[];
    readonly changes: Map<string, PropertyChange[]>;
    /** Those for their own sake, and those with another one. */
    readonly replaced: Map<string, "replaced" | "replaced with">;
}

/**
 * What the next `up` does to each resource, when the program registers `after` where `before` stands.
 *
 * The engine decides this by the provider's answers and the options of a resource, in the same way: what changed and replaces; with it
 * whatever is named in `replaceWith`; whatever takes a value that is known no more where a change of it replaces; and what takes a value
 * that was drawn anew, a password or a name for new contents, changes itself.
 */
export function outcomesOf(before: Recording<unknown>, after: Recording<unknown>): ResourceOutcome[] {
    const [old, now] = [madeIn(before), madeIn(after)];
    const standing = standingOf(old, now);
    spread(standing);
    const all: ResourceOutcome[] = [
        ...standing.resources.flatMap((resource) => outcomeOf(resource, standing)),
        ...missing(now, old).map(({ name, type }) => ({ name, type, outcome: "created" as const, properties: [] })),
        ...missing(old, now).map(({ name, type }) => ({ name, type, outcome: "deleted" as const, properties: [] })),
    ];
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

type ByUrn = ReadonlyMap<string, Registration>;

/** What is made somewhere: neither components nor the providers themselves. */
function madeIn({ resources }: Recording<unknown>): ByUrn {
    return new Map(resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:")).map((one) => [one.urn, one]));
}

const missing = (from: ByUrn, other: ByUrn): Registration[] => [...from.values()].filter(({ urn }) => !other.has(urn));

function standingOf(before: ByUrn, after: ByUrn): Standing {
    const resources = [...after.values()].filter(({ urn }) => before.has(urn));
    const standing: Standing = { resources, changes: new Map(), replaced: new Map() };
    for (const now of resources) {
        const old = before.get(now.urn) ?? now;
        const changes = changesIn(old, now);
        const { replacementTrigger } = old.options;
        const triggered = replacementTrigger !== undefined && differ(replacementTrigger, now.options.replacementTrigger);
        standing.changes.set(now.name, changes);
        if (triggered || changes.some(({ outcome }) => outcome === "replaces")) {
            standing.replaced.set(now.name, "replaced");
        }
    }
    return standing;
}

function outcomeOf({ name, type }: Registration, { changes, replaced }: Standing): ResourceOutcome[] {
    const properties = changes.get(name) ?? [];
    const outcome = replaced.get(name);
    if (outcome === undefined) {
        const kinds = new Set(properties.map((one) => one.outcome));
        const found = (["refused", "updated", "ignored"] as const).find((one) => kinds.has(one));
        return found === undefined ? [] : [{ name, type, outcome: found, properties }];
    }
    // A replaced resource gets all its properties anew: nothing is sent as an update.
    const anew = properties.map((one) => ({ path: one.path, outcome: one.outcome === "ignored" ? one.outcome : ("replaces" as const) }));
    return [{ name, type, outcome, properties: outcome === "replaced" ? properties : anew }];
}

/** Adds to the replaced what is replaced with them, and to the changes what takes other values then, until nothing more is. */
function spread(standing: Standing): void {
    const { resources, replaced } = standing;
    const byName = new Map(resources.map((resource) => [resource.name, resource]));
    const takesAnother = (name: string): Registration | undefined => (replaced.has(name) ? byName.get(name) : undefined);
    let changed = true;
    while (changed) {
        changed = false;
        for (const resource of resources.filter(({ name }) => !replaced.has(name))) {
            if (follows(resource, replaced, takesAnother)) {
                replaced.set(resource.name, "replaced with");
                changed = true;
            } else {
                changed = takeOtherValues(resource, standing, takesAnother) || changed;
            }
        }
    }
}

type Lookup = (name: string) => Registration | undefined;

/** Whether it is made anew with another: by its own options, or since the other goes first and leaves one of its inputs unknown. */
function follows(resource: Registration, replaced: Standing["replaced"], replacedNamed: Lookup): boolean {
    return (
        (resource.options.replaceWith ?? []).some((other) => replaced.has(other)) ||
        inputsFrom(resource, replacedNamed).some(([property, other]) => !isRenewed(other) && replacesWhenUnknown(resource, property))
    );
}

/** @returns whether anything is new */
function takeOtherValues(resource: Registration, { changes, replaced }: Standing, replacedNamed: Lookup): boolean {
    const known = changes.get(resource.name) ?? [];
    // Where parts of the property are known to change, these say more.
    const taken = inputsFrom(resource, replacedNamed).filter(
        ([property, other]) => isRenewed(other) && !known.some(({ path }) => isWithin(path, [property])),
    );
    const fresh = [...new Set(taken.map(([property]) => property))].map((path) => ({ path, outcome: withOtherValue(resource, path) }));
    changes.set(resource.name, [...known, ...fresh]);
    if (fresh.some(({ outcome }) => outcome === "replaces")) {
        replaced.set(resource.name, "replaced");
    }
    return fresh.length > 0;
}

/** Properties that take a value of a replaced resource, with that resource. */
function inputsFrom({ propertyDependencies }: Registration, replacedNamed: Lookup): [property: string, other: Registration][] {
    return Object.entries(propertyDependencies).flatMap(([property, on]) =>
        on.flatMap((name): [string, Registration][] => {
            const other = replacedNamed(name);
            return other === undefined ? [] : [[property, other]];
        }),
    );
}

/** Whether the new one stands before the old one goes, with another value or name: what is drawn, and objects that Pulumi names. */
function isRenewed({ type, inputs, options }: Registration): boolean {
    const named = (inputs["metadata"] as { readonly name?: unknown } | undefined)?.name !== undefined;
    return options.deleteBeforeReplace !== true && (isDrawn(type) || (type.startsWith("kubernetes:core/v1:") && !named));
}

function differ(one: unknown, other: unknown): boolean {
    return JSON.stringify(one) !== JSON.stringify(other);
}
