import type { Properties, Value } from "../../provider/values";
import { isObject, UNKNOWN } from "../../provider/values";
import { unwrapped, within } from "./markers";
import type { PropertyNode, TypeTable } from "./tables";

/** The outputs that a preview can promise: what the inputs say, and unknown for everything that Azure decides, nested too. */
export function previewOutputs(table: TypeTable, inputs: Properties): Properties {
    const outputs: Properties = {};
    for (const name of table.outputs) {
        const node = table.root.children.get(name);
        const value = inputs[name];
        outputs[name] =
            name === "azureApiVersion" ? table.apiVersion : value === undefined || node?.path === true ? UNKNOWN : previewOf(node, value);
    }
    return outputs;
}

function previewOf(node: PropertyNode | undefined, value: Value): Value {
    if (node?.map === true) {
        return UNKNOWN;
    }
    return within(value, (inner) => {
        if (Array.isArray(inner)) {
            return inner.map((element) => previewOf(node?.item, element));
        }
        if (!isObject(inner) || node === undefined) {
            return inner;
        }
        if (node.values !== undefined) {
            return Object.fromEntries(Object.entries(inner).map(([key, element]) => [key, previewOf(node.values, element)]));
        }
        if (node.children.size === 0) {
            return inner;
        }
        const result: Record<string, Value> = {};
        for (const [name, child] of node.children) {
            const given = inner[name];
            if (child.secret !== true && child.writeOnly !== true) {
                result[name] = given === undefined || child.readOnly === true ? UNKNOWN : previewOf(child, given);
            }
        }
        return result;
    });
}

/** Outputs in the shape of inputs: without what only Azure sets, and with maps of identities as the lists that the SDK takes. */
export function inputShape(table: TypeTable, outputs: Properties): Properties {
    const result: Properties = {};
    for (const [name, node] of table.root.children) {
        const value = outputs[name];
        if (value !== undefined && value !== null && node.readOnly !== true && node.path !== true && table.outputs.includes(name)) {
            const shaped = shapeOf(node, value);
            if (shaped !== undefined) {
                result[name] = shaped;
            }
        }
    }
    return result;
}

function shapeOf(node: PropertyNode | undefined, marked: Value): Value | undefined {
    const value = unwrapped(marked);
    if (node?.map === true && isObject(value)) {
        return Object.keys(value);
    }
    if (Array.isArray(value)) {
        return value.map((element) => shapeOf(node?.item, element) ?? null);
    }
    if (!isObject(value)) {
        return value;
    }
    const result: Record<string, Value> = {};
    for (const [name, element] of Object.entries(value)) {
        const child = node?.children.get(name) ?? node?.values;
        const isSet = node?.children.size === 0 || child !== undefined;
        if (isSet && child?.readOnly !== true && child?.ignored !== true && element !== null) {
            const shaped = shapeOf(child, element);
            if (shaped !== undefined) {
                result[name] = shaped;
            }
        }
    }
    return result;
}

/** `value` without secrets and write-only properties: Azure never gives them back, so nothing keeps them. */
export function withoutSecrets(table: TypeTable, value: Properties): Properties {
    const result = stripped(table.root, value);
    return isObject(result) ? result : {};
}

function stripped(node: PropertyNode | undefined, value: Value): Value {
    if (Array.isArray(value)) {
        return value.map((element) => stripped(node?.item, element));
    }
    if (!isObject(value)) {
        return value;
    }
    const result: Record<string, Value> = {};
    for (const [name, element] of Object.entries(value)) {
        const child = node?.children.get(name) ?? node?.values;
        if (child?.secret !== true && child?.writeOnly !== true) {
            result[name] = stripped(child, element);
        }
    }
    return result;
}

/** The parts of `value` that `model` names, at any depth: drops what Azure filled in by itself, keeps what it changed. */
export function restrictedTo(value: Value, model: Value): Value {
    if (isObject(value) && isObject(model)) {
        const kept = Object.entries(value).filter(([key]) => model[key] !== undefined);
        return Object.fromEntries(kept.map(([key, element]) => [key, restrictedTo(element, model[key] ?? null)]));
    }
    if (Array.isArray(value) && Array.isArray(model)) {
        return value.map((element, index) => (model[index] === undefined ? element : restrictedTo(element, model[index])));
    }
    return value;
}

/** `given` over `defaults`, objects merged at every depth, lists taken whole. */
export function merged(defaults: Properties, given: Properties): Properties {
    const result: Properties = { ...defaults };
    for (const [name, value] of Object.entries(given)) {
        const base = result[name];
        if (value !== null) {
            result[name] = isObject(base) && isObject(value) ? merged(base, value) : value;
        }
    }
    return result;
}
