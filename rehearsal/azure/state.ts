import type { Properties, Value } from "../provider/values";
import { isObject } from "../provider/values";
import type { Cloud } from "./cloud";
import { inputShape, merged, restrictedTo } from "./schema/project";
import { changesOf } from "./schema/diff";
import type { PropertyNode, TypeTable } from "./schema/tables";
import { tableOf } from "./schema/tables";
import type { ResourceRecord } from "./subscription/store";

/** The outputs of a resource as azure-native reads them. */
export function outputsOf(record: ResourceRecord, cloud: Cloud): Properties {
    const table = tableOf(record.type);
    const own = cloud.behaviour(record).outputs?.(record, cloud) ?? {};
    const all: Properties = {
        ...merged(withMaps(table.root, record.body), record.computed),
        ...own,
        name: record.name,
        type: record.armType,
        provisioningState: record.provisioningState,
        azureApiVersion: table.apiVersion,
    };
    const outputs: Properties = {};
    for (const name of table.outputs) {
        const value = all[name];
        if (value !== undefined && value !== null) {
            outputs[name] = value;
        }
    }
    return outputs;
}

/** Azure answers with a map of identities where the SDK takes a list of their ids. */
function withMaps(node: PropertyNode, value: Properties): Properties {
    const result: Properties = {};
    for (const [name, element] of Object.entries(value)) {
        const child = node.children.get(name);
        if (child?.map === true && Array.isArray(element)) {
            result[name] = Object.fromEntries(
                element.filter((key): key is string => typeof key === "string").map((key): [string, Value] => [key, {}]),
            );
        } else {
            result[name] = child !== undefined && isObject(element) ? withMaps(child, element) : element;
        }
    }
    return result;
}

/**
 * The inputs after a refresh: what Azure changed since the last deployment is put into the old inputs; what it filled in at that time
 * already stays out of them, as azure-native does.
 */
export function refreshedInputs(table: TypeTable, inputs: Properties, oldOutputs: Properties, newOutputs: Properties): Properties {
    const before = inputShape(table, oldOutputs);
    const after = inputShape(table, newOutputs);
    const result: Properties = { ...inputs };
    for (const name of new Set(changesOf(table, before, after).map((change) => String(change.path[0])))) {
        const value = after[name];
        if (value === undefined) {
            delete result[name];
        } else {
            result[name] = value;
        }
    }
    return result;
}

/**
 * Inputs of a resource that is imported. Of a resource that a request of this program made, only what the request named: Azure's own
 * defaults would show as changes otherwise.
 */
export function importedInputs(record: ResourceRecord): Properties {
    const table = tableOf(record.type);
    const shape = inputShape(table, record.body);
    const known = record.sent === undefined ? shape : restrictedTo(shape, record.sent);
    return { ...(isObject(known) ? known : shape), ...record.path };
}
