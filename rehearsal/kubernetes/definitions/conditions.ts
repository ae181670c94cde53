import { isObject, type Properties, type Value } from "../../provider/values";

/** A question to a tree of values: the path of a value that counts as true in a Helm template, `always`, or a combination. */
export type Condition =
    | string
    | { readonly any: readonly Condition[] }
    | { readonly all: readonly Condition[] }
    /** The first path that the values or the chart have decides, as the condition of a subchart does. */
    | { readonly first: readonly string[] }
    | { readonly path: string; readonly in: readonly Value[] };

/** Values with defaults, for example those of a release before those of its chart. */
export class AskedValues {
    /** @param defaults by path, those that conditions ask for */
    constructor(
        private readonly given: Properties,
        private readonly defaults: Properties = {},
    ) {}

    /** The value at a path, in which a dot inside a key is written `\.`; undefined where there is none, and no default. */
    at(path: string): Value | undefined {
        let value: Value = this.given;
        for (const key of path.split(/(?<!\\)\./).map((part) => part.replaceAll("\\.", "."))) {
            if (value === null) {
                return null;
            }
            const next: Value | undefined = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
            if (next === undefined) {
                return this.defaults[path];
            }
            value = next;
        }
        return value;
    }

    meets(condition: Condition): boolean {
        if (typeof condition === "string") {
            return condition === "always" || isTrue(this.at(condition));
        }
        if ("any" in condition) {
            return condition.any.some((one) => this.meets(one));
        }
        if ("all" in condition) {
            return condition.all.every((one) => this.meets(one));
        }
        if ("first" in condition) {
            return isTrue(condition.first.map((path) => this.at(path)).find((value) => value !== undefined));
        }
        const value = this.at(condition.path);
        return value !== undefined && condition.in.includes(value);
    }
}

/** What a template's `if` takes for true. */
function isTrue(value: Value | undefined): boolean {
    if (Array.isArray(value)) {
        return value.length > 0;
    }
    return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}
