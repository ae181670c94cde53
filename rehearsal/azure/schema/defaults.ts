import type { Properties, Value } from "../../provider/values";
import { isObject } from "../../provider/values";
import { within } from "./markers";
import type { PropertyNode, TypeTable } from "./tables";

/** Fills in what the SDK itself sends when the enclosing object is given (`networkProfile.serviceCidr`, `principalType`). */
export function withSdkDefaults(table: TypeTable, inputs: Properties): Properties {
    const filled = fill(table.root, inputs);
    return isObject(filled) ? filled : inputs;
}

function fill(node: PropertyNode, value: Value): Value {
    return within(value, (inner) => {
        if (Array.isArray(inner)) {
            const item = node.item;
            return item === undefined ? inner : inner.map((element) => fill(item, element));
        }
        if (!isObject(inner)) {
            return inner;
        }
        const result: Record<string, Value> = { ...inner };
        for (const [name, child] of node.children) {
            const given = result[name];
            if (given !== undefined) {
                result[name] = fill(child, given);
            } else if (child.default !== undefined && child.readOnly !== true) {
                result[name] = child.default;
            }
        }
        const values = node.values;
        if (values !== undefined) {
            for (const [key, element] of Object.entries(inner)) {
                result[key] = fill(values, element);
            }
        }
        return result;
    });
}
