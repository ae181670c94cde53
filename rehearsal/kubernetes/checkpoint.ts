import { isObject, isSecret, plain, secret, type Properties, type Value } from "../provider/values";
import { objectAt, textAt } from "./fields";
import { SERVER_METADATA } from "./file-objects";
import { fromObject } from "./object-form";
import type { KubernetesObject } from "./object-store";
import { holdsAmounts, isStoredAs } from "./stored-form";

/**
 * The state of a resource as the real provider keeps it: the live object at the top, the inputs under `__inputs`. What was secret in the inputs is
 * secret in the live object, and the contents of a Secret always are.
 */
export function stateOf(inputs: Properties, live: KubernetesObject, fieldManager: string, initialApiVersion: string): Properties {
    return {
        ...withSecrets(fromObject(live), inputs),
        __inputs: withSecrets(plain(inputs), inputs),
        __initialApiVersion: initialApiVersion,
        __fieldManager: fieldManager,
    };
}

/** Marks what is secret in a copy of the inputs. A list with a secret in it is secret as a whole, since the server may reorder it. */
export function withSecrets(object: Properties, inputs: Properties): Properties {
    const marked = Object.fromEntries(
        Object.entries(object).map(([key, value]): [string, Value] => {
            const input = inputs[key];
            if (isObject(value) && isObject(input) && !isSecret(input)) {
                return [key, withSecrets(value, input)];
            }
            return [key, input !== undefined && containsSecret(input) ? secret(value) : value];
        }),
    );
    return object["kind"] === "Secret" && object["apiVersion"] === "v1" ? withSecretContents(marked) : marked;
}

/** The live object cut down to what the inputs say, so that only a difference in the user's own fields shows after a refresh. */
export function liveInputs(live: KubernetesObject, inputs: Properties): Properties {
    const pruned = prune(fromObject(live), inputs, false);
    const stringData = inputs["stringData"];
    if (!isObject(stringData)) {
        return pruned;
    }
    const stored = objectAt(live, "data");
    const decoded = Object.keys(stringData).flatMap((key) => {
        const value = stored[key];
        return typeof value === "string" ? [[key, Buffer.from(value, "base64").toString()] as const] : [];
    });
    return { ...pruned, stringData: Object.fromEntries(decoded) };
}

/** The inputs of an object that Pulumi did not make: everything but what the server wrote. */
export function importedInputs(live: KubernetesObject): Properties {
    const { status: _status, metadata, ...rest } = fromObject(live);
    const own = Object.entries(isObject(metadata) ? metadata : {}).filter(([key]) => !SERVER_METADATA.includes(key));
    return { ...rest, metadata: Object.fromEntries(own) };
}

/** `namespace/name`, or the name alone. */
export function idOf(object: KubernetesObject): string {
    const metadata = objectAt(object, "metadata");
    const namespace = textAt(metadata, "namespace");
    return namespace === "" ? textAt(metadata, "name") : `${namespace}/${textAt(metadata, "name")}`;
}

export function parseId(id: string): { readonly namespace?: string; readonly name: string } {
    const slash = id.indexOf("/");
    return slash === -1 ? { name: id } : { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}

function prune(live: Properties, shape: Properties, isAmount: boolean): Properties {
    return Object.fromEntries(
        Object.entries(shape).flatMap(([key, wanted]) => {
            const value = live[key];
            const below = isAmount || holdsAmounts(key);
            if (isStoredAs(wanted, value, below)) {
                return [[key, wanted] as const];
            }
            return value === undefined ? [] : [[key, pruneValue(value, wanted, below)] as const];
        }),
    );
}

function pruneValue(live: Value, shape: Value, isAmount: boolean): Value {
    if (isStoredAs(shape, live, isAmount)) {
        return shape;
    }
    if (isObject(live) && isObject(shape)) {
        return prune(live, shape, isAmount);
    }
    if (Array.isArray(live) && Array.isArray(shape)) {
        return live.map((element, index) => (shape[index] === undefined ? element : pruneValue(element, shape[index], isAmount)));
    }
    return live;
}

function withSecretContents(object: Properties): Properties {
    const { data, stringData } = object;
    return {
        ...object,
        ...(data === undefined ? {} : { data: isSecret(data) ? data : secret(plain(data)) }),
        ...(stringData === undefined ? {} : { stringData: isSecret(stringData) ? stringData : secret(plain(stringData)) }),
    };
}

function containsSecret(value: Value): boolean {
    if (Array.isArray(value)) {
        return value.some(containsSecret);
    }
    return isSecret(value) || (isObject(value) && Object.values(value).some(containsSecret));
}
