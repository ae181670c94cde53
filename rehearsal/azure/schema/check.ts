import type { Properties, Value } from "../../provider/values";
import { isObject, UNKNOWN } from "../../provider/values";
import { unwrapped } from "./markers";
import type { PathStep } from "./paths";
import { formatPath } from "./paths";
import type { NameRule, PropertyNode, TypeTable } from "./tables";

export interface CheckFailure {
    readonly property: string;
    readonly reason: string;
}

/** Everything that is wrong with the inputs as far as the provider itself can see. Values not known yet are never wrong. */
export function failuresOf(table: TypeTable, inputs: Properties): CheckFailure[] {
    const failures: CheckFailure[] = [];
    checkObject(table.root, inputs, [], failures);
    const name = inputs[table.name.property];
    if (typeof name === "string" && name !== UNKNOWN) {
        const reason = nameFault(table.name, name);
        if (reason !== undefined && !failures.some((failure) => failure.property === table.name.property)) {
            failures.push({ property: table.name.property, reason });
        }
    }
    return failures;
}

/** Why a name is refused by Azure's naming rules. */
export function nameFault(rule: NameRule, name: string): string | undefined {
    if (rule.special?.includes(name) === true) {
        return undefined;
    }
    if (rule.minLength !== undefined && name.length < rule.minLength) {
        return `'${name}' has ${name.length} characters, ${rule.minLength} to ${rule.maxLength ?? "any number of"} are allowed`;
    }
    if (rule.maxLength !== undefined && name.length > rule.maxLength) {
        return `'${name}' has ${name.length} characters, ${rule.minLength ?? 1} to ${rule.maxLength} are allowed`;
    }
    if (rule.pattern !== undefined && !new RegExp(rule.pattern).test(name)) {
        return `'${name}' does not match the naming rule ${rule.pattern}`;
    }
    return undefined;
}

function checkObject(node: PropertyNode, value: Readonly<Record<string, Value>>, path: PathStep[], failures: CheckFailure[]): void {
    for (const [name, element] of Object.entries(value)) {
        if (path.length === 0 && name.startsWith("__")) {
            continue;
        }
        const child = node.children.get(name);
        if (child === undefined || child.readOnly === true) {
            const allowed = [...node.children].filter(([, row]) => row.readOnly !== true).map(([key]) => key);
            const near = allowed.filter((key) => key.toLowerCase() === name.toLowerCase());
            const reason = child === undefined ? "unknown property" : "is set by Azure and cannot be given";
            failures.push({
                property: formatPath([...path, name]),
                reason: `${reason}; ${near.length > 0 ? `did you mean '${near.join("', '")}'` : `allowed are ${allowed.sort().join(", ")}`}`,
            });
            continue;
        }
        checkValue(child, element, [...path, name], failures);
    }
    for (const [name, child] of node.children) {
        if (child.required === true && child.readOnly !== true && (value[name] === undefined || value[name] === null)) {
            failures.push({ property: formatPath([...path, name]), reason: `missing required property '${name}'` });
        }
    }
}

function checkValue(node: PropertyNode, marked: Value, path: PathStep[], failures: CheckFailure[]): void {
    const value = unwrapped(marked);
    if (value === UNKNOWN || value === null) {
        return;
    }
    const fail = (reason: string): void => {
        failures.push({ property: formatPath(path), reason });
    };
    switch (node.type) {
        case "object":
            if (!isObject(value)) {
                fail(`must be an object, is ${describe(value)}`);
            } else if (node.children.size > 0) {
                checkObject(node, value, path, failures);
            }
            return;
        case "map":
            if (!isObject(value)) {
                fail(`must be a map, is ${describe(value)}`);
            } else if (node.values !== undefined) {
                for (const [key, element] of Object.entries(value)) {
                    checkValue(node.values, element, [...path, key], failures);
                }
            }
            return;
        case "array":
            if (!Array.isArray(value)) {
                fail(`must be a list, is ${describe(value)}`);
                return;
            }
            if (node.maxItems !== undefined && value.length > node.maxItems) {
                fail(`has ${value.length} elements, at most ${node.maxItems} are allowed`);
            }
            for (const [index, element] of value.entries()) {
                if (node.item !== undefined) {
                    checkValue(node.item, element, [...path, index], failures);
                }
            }
            return;
        case "string":
            checkString(node, value, fail);
            return;
        case "integer":
        case "number":
            checkNumber(node, value, fail);
            return;
        case "boolean":
            if (typeof value !== "boolean") {
                fail(`must be true or false, is ${describe(value)}`);
            }
            return;
        default:
            return;
    }
}

function checkString(node: PropertyNode, value: Value, fail: (reason: string) => void): void {
    if (typeof value !== "string") {
        fail(`must be a string, is ${describe(value)}`);
        return;
    }
    const shown = node.secret === true ? "the value" : `'${value}'`;
    if (node.enum !== undefined && node.open !== true && !node.enum.includes(value)) {
        fail(`${shown} is not allowed, allowed are ${node.enum.join(", ")}`);
    } else if (node.minLength !== undefined && value.length < node.minLength) {
        fail(`${shown} is too short (${value.length}): at least ${node.minLength} characters are required`);
    } else if (node.maxLength !== undefined && value.length > node.maxLength) {
        fail(`${shown} is too long (${value.length}): at most ${node.maxLength} characters are allowed`);
    } else if (node.pattern !== undefined && !new RegExp(node.pattern).test(value)) {
        fail(`${shown} does not match the regular expression ${node.pattern}`);
    }
}

function checkNumber(node: PropertyNode, value: Value, fail: (reason: string) => void): void {
    if (typeof value !== "number" || (node.type === "integer" && !Number.isInteger(value))) {
        fail(`must be ${node.type === "integer" ? "a whole number" : "a number"}, is ${describe(value)}`);
    } else if ((node.min !== undefined && value < node.min) || (node.max !== undefined && value > node.max)) {
        fail(`${value} is out of range, allowed is ${node.min ?? "any number"} to ${node.max ?? "any number"}`);
    }
}

function describe(value: Value): string {
    if (Array.isArray(value)) {
        return "a list";
    }
    return isObject(value) ? "an object" : `${typeof value} ${JSON.stringify(value)}`;
}
