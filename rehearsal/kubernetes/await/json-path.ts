import { isObject, type Value } from "../../provider/values";

/** One step of a path: a key, an index, everything, or the elements whose field has a value. */
type Step =
    | { readonly key: string }
    | { readonly index: number }
    | "all"
    | { readonly field: readonly string[]; readonly isEqual: boolean; readonly value: string };

/**
 * A path into an object, in the form that `kubectl get -o jsonpath` takes: `{.status.phase}`, `{.spec['a.b']}`, `{.items[0].name}`,
 * `{.items[*]}`, `{.status.conditions[?(@.type=="Ready")].status}`.
 */
export class JsonPath {
    private constructor(
        readonly text: string,
        private readonly steps: readonly Step[],
    ) {}

    /** @throws Error that says what it does not understand */
    static parse(text: string): JsonPath {
        const inner = /^\{(.*)\}$/s.exec(text.trim())?.[1] ?? text.trim();
        const steps: Step[] = [];
        const token =
            /^(?:\.?\[\?\(\s*@((?:\.[\w-]+)+)\s*(==|!=)\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*\)\]|\.?\['([^']*)'\]|\.?\["([^"]*)"\]|\.?\[(-?\d+)\]|\.?\[\*\]|\.\*|\.((?:[\w$/-]|\\.)+))/;
        for (let rest = inner.replace(/^\$/, ""); rest !== "";) {
            const match = token.exec(rest);
            if (match === null) {
                throw new Error(`jsonpath ${JSON.stringify(text)} is not understood from ${JSON.stringify(rest)} on`);
            }
            steps.push(stepOf(match));
            rest = rest.slice(match[0].length);
        }
        if (steps.length === 0) {
            throw new Error(`jsonpath ${JSON.stringify(text)} names no field`);
        }
        return new JsonPath(text, steps);
    }

    /** Everything that the path leads to; nothing where a part of it is missing. */
    find(root: Value): Value[] {
        return this.steps.reduce<Value[]>((found, step) => found.flatMap((value) => follow(value, step)), [root]);
    }
}

function stepOf(match: RegExpExecArray): Step {
    const [, field, operator, doubleQuoted, singleQuoted, bare, keyInSingle, keyInDouble, index, name] = match;
    if (field !== undefined) {
        return { field: field.slice(1).split("."), isEqual: operator === "==", value: doubleQuoted ?? singleQuoted ?? bare ?? "" };
    }
    const key = keyInSingle ?? keyInDouble ?? name?.replace(/\\(.)/g, "$1");
    return key !== undefined ? { key } : index !== undefined ? { index: Number(index) } : "all";
}

function follow(value: Value, step: Step): Value[] {
    if (step === "all") {
        return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    }
    if ("key" in step) {
        const found = isObject(value) ? value[step.key] : undefined;
        return found === undefined ? [] : [found];
    }
    if (!Array.isArray(value)) {
        return [];
    }
    if ("index" in step) {
        const found = value.at(step.index);
        return found === undefined ? [] : [found];
    }
    return value.filter((element) => {
        const found = step.field.reduce<Value | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), element);
        return found !== undefined && (textOf(found) === step.value) === step.isEqual;
    });
}

/** How kubectl writes a value that it compares. */
export function textOf(value: Value): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
