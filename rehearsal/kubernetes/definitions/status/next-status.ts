import { isObject, type Properties, type Value } from "../../../provider/values";
import { AskedValues } from "../conditions";
import { conditionOf, objectAt, objectsAt, textAt } from "../../fields";
import type { KubernetesObject } from "../../object-store";
import type { Made, Need, Stage, StatusScript } from "./scripts";
import { filled, scopesOfEach, textOf, type Scope } from "./template";

/** An object by its resource, `<group>/<version>/<plural>`. */
export interface RelatedReference {
    readonly resource: string;
    readonly namespace?: string;
    readonly name: string;
}

/** Finds an object that another one needs. */
export type FindRelated = (reference: RelatedReference) => KubernetesObject | undefined;

/** What the controller of a kind does with one object now. */
export interface StatusStep {
    /** Merge patch of the status; absent where the status is right already. */
    readonly status?: Properties;
    /** Objects that there should be. */
    readonly makes: readonly KubernetesObject[];
    /** A folder of a Git repository whose definitions there should be. */
    readonly definitions?: { readonly repository: string; readonly path: string };
    /** The controller has nothing left to do until the object or what it needs changes. */
    readonly isSettled: boolean;
}

/** On an object: its condition is never reached. */
export const HOLD_ANNOTATION = "ml-platform.dev/rehearsal";
export const NEVER_READY = "never-ready";

/** Who writes what the controllers write. */
export const STATUS_MANAGER = "rehearsal-controllers";

/** Stands for any moment while a status is compared. */
const ANY_TIME = "\u0000any time";

/**
 * What the controller of a kind would do with an object at a moment.
 *
 * Ready comes some seconds after the last change, when everything that the object needs is there; what is ready stays so until the object
 * changes. An object that is annotated with `ml-platform.dev/rehearsal: never-ready` stays as it is in the beginning.
 *
 * @param isHeld the object is never to become ready, for another reason than its annotation
 */
export function nextStatus(script: StatusScript, object: KubernetesObject, now: Date, find: FindRelated, isHeld = false): StatusStep {
    const scope = scopeOf(script, object, now, find);
    const ready = { ...script.ready, makes: allMade(script) };
    const hasOne = ready.status !== undefined;
    if (hasOne && hasStatus(ready, object, scope)) {
        return { ...stepOf(ready, object, scope), isSettled: true };
    }
    const reason = whyNotReady(script, object, now, find, isHeld);
    if (reason === undefined) {
        return { ...stepOf(ready, object, scope), isSettled: !hasOne };
    }
    return { ...stepOf(script.pending ?? {}, object, { ...scope, message: reason }), isSettled: false };
}

/** What an object needs before it is ready. */
export function needsOf(script: StatusScript, object: KubernetesObject): { readonly need: Need; readonly reference: RelatedReference }[] {
    return (script.needs ?? []).flatMap((need) => {
        const scope: Scope = { values: object, time: () => "", message: "" };
        const scopes = need.each === undefined ? [scope] : scopesOfEach(need.each, scope);
        return scopes.filter(({ values }) => isMeant(need, values)).map((one) => ({ need, reference: referenceOf(need, one) }));
    });
}

/** When somebody else than a controller last wrote the object. */
export function changedAt(object: KubernetesObject): Date {
    const metadata = objectAt(object, "metadata");
    const fields = objectsAt(metadata, "managedFields");
    const times = fields
        .filter((entry) => entry["subresource"] === undefined && entry["manager"] !== STATUS_MANAGER)
        .map((entry) => Date.parse(textAt(entry, "time")));
    return new Date(Math.max(Date.parse(textAt(metadata, "creationTimestamp")) || 0, ...times.filter((time) => !Number.isNaN(time))));
}

/** What a script makes with an object that is ready, to be removed again when the controller cleans up. */
export function madeWith(script: StatusScript, object: KubernetesObject, now: Date, find: FindRelated): readonly KubernetesObject[] {
    const scope = scopeOf(script, object, now, find);
    return allMade(script).flatMap((made) => madeObject(made, object, scope));
}

function allMade(script: StatusScript): readonly Made[] {
    return [...(script.pending?.makes ?? []), ...(script.ready.makes ?? [])];
}

function stepOf(stage: Stage, object: KubernetesObject, scope: Scope): Omit<StatusStep, "isSettled"> {
    const makes = (stage.makes ?? []).flatMap((made) => madeObject(made, object, scope));
    const status = hasStatus(stage, object, scope) ? undefined : statusOf(stage, scope);
    const { repository, path } = objectFilled(stage.definitions ?? {}, scope);
    return {
        makes,
        ...(status === undefined ? {} : { status: withKeptTimes(status, objectAt(object, "status")) }),
        ...(typeof repository === "string" && typeof path === "string" ? { definitions: { repository, path } } : {}),
    };
}

function whyNotReady(script: StatusScript, object: KubernetesObject, now: Date, find: FindRelated, isHeld: boolean): string | undefined {
    if (isHeld || objectAt(objectAt(object, "metadata"), "annotations")[HOLD_ANNOTATION] === NEVER_READY) {
        return "the rehearsal was told that this never becomes ready";
    }
    for (const { need, reference } of needsOf(script, object)) {
        const found = find(reference);
        const [plural = ""] = need.resource.split("/").slice(-1);
        const name = reference.namespace === undefined ? reference.name : `${reference.namespace}/${reference.name}`;
        if (found === undefined) {
            return `waits for ${plural} "${name}", which does not exist`;
        }
        if (need.condition !== undefined && !isTrue(found, need.condition)) {
            return `waits for ${plural} "${name}", which is not ${need.condition}`;
        }
    }
    const seconds = (now.getTime() - changedAt(object).getTime()) / 1000;
    return seconds < script.afterSeconds ? "in progress" : undefined;
}

function scopeOf(script: StatusScript, object: KubernetesObject, now: Date, find: FindRelated): Scope {
    const named = needsOf(script, object).flatMap(({ need, reference }): [string, Properties][] => {
        const found = need.as === undefined ? undefined : find(reference);
        return need.as === undefined || found === undefined ? [] : [[need.as, found]];
    });
    const time = (seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
    return { values: { ...object, ...Object.fromEntries(named) }, time, message: "" };
}

function referenceOf({ resource, namespace, name }: Need, scope: Scope): RelatedReference {
    const text = (template: string): string => textOf(filled(template, scope));
    return { resource, ...(namespace === undefined ? {} : { namespace: text(namespace) }), name: text(name) };
}

function madeObject(made: Made, owner: KubernetesObject, scope: Scope): KubernetesObject[] {
    if (!isMeant(made, scope.values)) {
        return [];
    }
    const object = objectFilled(made.object, scope);
    if (made.owned !== true) {
        return [object];
    }
    const { name = "", uid = "" } = objectAt(owner, "metadata");
    const reference = {
        apiVersion: owner["apiVersion"] ?? "",
        kind: owner["kind"] ?? "",
        name,
        uid,
        controller: true,
        blockOwnerDeletion: true,
    };
    return [{ ...object, metadata: { ...objectAt(object, "metadata"), ownerReferences: [reference] } }];
}

function isMeant({ when, unless }: Pick<Made, "when" | "unless">, values: Properties): boolean {
    const asked = new AskedValues(values);
    return (when === undefined || asked.meets(when)) && (unless === undefined || !asked.meets(unless));
}

function statusOf(stage: Stage, scope: Scope): Properties {
    return objectFilled(stage.status ?? {}, scope);
}

function objectFilled(template: Properties, scope: Scope): Properties {
    const value = filled(template, scope);
    return isObject(value) ? value : {};
}

/** Whether the object has the status of a stage, whatever the times in it. */
function hasStatus(stage: Stage, object: KubernetesObject, scope: Scope): boolean {
    return covers(object["status"], statusOf(stage, { ...scope, time: () => ANY_TIME }));
}

function covers(actual: Value | undefined, wanted: Value): boolean {
    if (wanted === ANY_TIME) {
        return typeof actual === "string";
    }
    if (Array.isArray(wanted)) {
        return Array.isArray(actual) && actual.length === wanted.length && wanted.every((one, index) => covers(actual[index], one));
    }
    if (isObject(wanted)) {
        return Object.entries(wanted).every(([key, value]) => covers(isObject(actual) ? actual[key] : undefined, value));
    }
    return actual === wanted;
}

/** A condition that was so before keeps the time since when. */
function withKeptTimes(status: Properties, old: Properties): Properties {
    if (status["conditions"] === undefined) {
        return status;
    }
    const before = objectsAt(old, "conditions");
    const kept = objectsAt(status, "conditions").map((condition) => {
        const same = before.find((one) => one["type"] === condition["type"] && one["status"] === condition["status"]);
        return { ...condition, ...(same?.["lastTransitionTime"] === undefined ? {} : { lastTransitionTime: same["lastTransitionTime"] }) };
    });
    return { ...status, conditions: kept };
}

function isTrue(object: KubernetesObject, type: string): boolean {
    return conditionOf(object, type)?.["status"] === "True";
}
