import type { Properties } from "../../provider/values";
import { objectAt, objectsAt, textAt } from "../fields";
import type { KubernetesObject } from "../object-store";

/** Whether an object is as it should be. */
export interface Verdict {
    readonly isReady: boolean;
    /** It never will be: there is nothing to wait for. */
    readonly hasFailed?: boolean;
    /** What is missing, a sentence each, in the order in which a person should look at them. */
    readonly reasons: readonly string[];
}

export const READY: Verdict = { isReady: true, reasons: [] };

/** Ready when there is no reason why not. */
export function unless(reasons: readonly string[]): Verdict {
    return reasons.length === 0 ? READY : { isReady: false, reasons };
}

/** `[Reason] message` of a condition, as far as it has them. */
export function sentenceOf(condition: Properties): string {
    const reason = textAt(condition, "reason");
    return [reason === "" ? "" : `[${reason}]`, textAt(condition, "message")].filter((part) => part !== "").join(" ");
}

export function nameOf(object: KubernetesObject): string {
    return textAt(objectAt(object, "metadata"), "name");
}

/** A number of a status, which leaves out what is zero. */
export function countAt(object: Properties, key: string): number {
    const value = object[key];
    return typeof value === "number" ? value : 0;
}

/** Whether the controllers of a kind have seen the object as it is now. */
export function isObserved(object: KubernetesObject): boolean {
    const observed = objectAt(object, "status")["observedGeneration"];
    return typeof observed === "number" && observed >= countAt(objectAt(object, "metadata"), "generation");
}

export function isOwnedBy(object: KubernetesObject, owner: KubernetesObject): boolean {
    const uid = objectAt(owner, "metadata")["uid"];
    return objectsAt(objectAt(object, "metadata"), "ownerReferences").some((reference) => reference["uid"] === uid);
}
