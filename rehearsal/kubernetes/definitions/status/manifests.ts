import { parse } from "yaml";
import { isObject, type Properties, type Value } from "../../../provider/values";
import { definitionFrom } from "../definition";
import { definitionsOfManifests, workloadsOfManifests } from "../installers";
import { objectAt, objectsAt, textAt } from "../../fields";
import type { KubernetesObject } from "../../object-store";

/** Labels with which Flux marks what it applied. */
export const FLUX_NAME = "kustomize.toolkit.fluxcd.io/name";
export const FLUX_NAMESPACE = "kustomize.toolkit.fluxcd.io/namespace";

/** A folder of a Git repository. */
export interface ManifestFolder {
    readonly repository: string;
    readonly path: string;
}

/**
 * What a Kustomization applies of a folder: definitions first, then what is known to run, with the Kustomization's labels and patches.
 *
 * @returns an Error for a patch that does not fit, with which Flux would not build anything
 */
export function manifestObjects(kustomization: KubernetesObject, { repository, path }: ManifestFolder): KubernetesObject[] | Error {
    const { name = "", namespace = "" } = objectAt(kustomization, "metadata");
    const labels = { [FLUX_NAME]: name, [FLUX_NAMESPACE]: namespace };
    const objects = [
        ...definitionsOfManifests(repository, path).map((facts) => definitionFrom(facts)),
        ...workloadsOfManifests(repository, path),
    ];
    try {
        return objects.map((object) => {
            const metadata = objectAt(object, "metadata");
            return patched({ ...object, metadata: { ...metadata, labels: { ...objectAt(metadata, "labels"), ...labels } } }, kustomization);
        });
    } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
    }
}

/** @throws Error for a patch that does not fit */
function patched(object: KubernetesObject, kustomization: KubernetesObject): KubernetesObject {
    let result: Properties = object;
    for (const { target, patch } of objectsAt(objectAt(kustomization, "spec"), "patches")) {
        const { kind, name } = isObject(target) ? target : {};
        const isMeant = kind === object["kind"] && (name === undefined || name === textAt(objectAt(object, "metadata"), "name"));
        const operations: unknown = isMeant && typeof patch === "string" ? parse(patch) : [];
        for (const operation of Array.isArray(operations) ? operations : []) {
            const changed = isObject(operation) ? changedAt(result, stepsOf(textAt(operation, "path")), operation) : result;
            result = isObject(changed) ? changed : result;
        }
    }
    return result;
}

/** The steps of a JSON pointer (RFC 6901). */
function stepsOf(pointer: string): string[] {
    return pointer
        .split("/")
        .slice(1)
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** One operation of RFC 6902: add, replace or remove. */
function changedAt(value: Value | undefined, [step, ...rest]: readonly string[], operation: Properties): Value {
    const { op, value: given } = operation;
    const path = textAt(operation, "path");
    if (step === undefined || (!isObject(value) && !Array.isArray(value))) {
        throw new Error(`the patch's path ${path} does not exist`);
    }
    const known: Value | undefined = Array.isArray(value) ? value[Number(step)] : value[step];
    if (known === undefined && (rest.length > 0 || op !== "add")) {
        throw new Error(`the patch's path ${path} does not exist`);
    }
    if (Array.isArray(value)) {
        const index = step === "-" ? value.length : Number(step);
        if (rest.length > 0) {
            return value.with(index, changedAt(known, rest, operation));
        }
        return op === "replace"
            ? value.with(index, given ?? null)
            : value.toSpliced(index, op === "remove" ? 1 : 0, ...(op === "add" ? [given ?? null] : []));
    }
    if (rest.length === 0 && op === "remove") {
        return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step));
    }
    return { ...value, [step]: rest.length === 0 ? (given ?? null) : changedAt(known, rest, operation) };
}
