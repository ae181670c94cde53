import { isObject, type Value } from "../../provider/values";
import { conditionOf, textAt } from "../fields";
import type { KubernetesObject } from "../object-store";
import { JsonPath, textOf } from "./json-path";
import { READY, unless, type Verdict } from "./verdict";

/** What a program waits for, instead of what the provider would. */
export type Expectation = (object: KubernetesObject) => Verdict;

/**
 * What the annotation `pulumi.com/waitFor` asks for: `condition=Type`, `condition=Type=Status`, `jsonpath={.path}`, `jsonpath={.path}=value`, a
 * JSON list of these that must all hold, or `{"operator": "any", "conditions": [...]}` of which one must.
 *
 * @throws Error that says what it does not understand
 */
export function parseWaitFor(annotation: string): Expectation {
    return expectation(structured(annotation) ?? annotation);
}

function structured(annotation: string): Value | undefined {
    try {
        const value: unknown = JSON.parse(annotation);
        return Array.isArray(value) || isObject(value) ? (value as Value) : undefined;
    } catch {
        return undefined;
    }
}

function expectation(expression: Value): Expectation {
    if (typeof expression === "string") {
        return single(expression);
    }
    if (Array.isArray(expression)) {
        return all(expression);
    }
    const { operator, conditions } = isObject(expression) ? expression : {};
    const word = typeof operator === "string" ? operator.toLowerCase() : "";
    if (!Array.isArray(conditions) || !["all", "and", "any", "or"].includes(word)) {
        throw new Error('pulumi.com/waitFor: an object has an "operator", "all" or "any", and a list of "conditions"');
    }
    return word === "all" || word === "and" ? all(conditions) : any(conditions);
}

function all(expressions: readonly Value[]): Expectation {
    const parts = atLeastOne(expressions).map(expectation);
    return (object) => unless(parts.flatMap((part) => part(object).reasons));
}

function any(expressions: readonly Value[]): Expectation {
    const parts = atLeastOne(expressions).map(expectation);
    return (object) => {
        const verdicts = parts.map((part) => part(object));
        return verdicts.some(({ isReady }) => isReady) ? READY : unless(verdicts.flatMap(({ reasons }) => reasons));
    };
}

function atLeastOne(expressions: readonly Value[]): readonly Value[] {
    if (expressions.length === 0) {
        throw new Error("pulumi.com/waitFor: at least one condition must be specified");
    }
    return expressions;
}

function single(expression: string): Expectation {
    if (expression.startsWith("jsonpath=")) {
        return jsonPath(expression.slice("jsonpath=".length));
    }
    if (expression.startsWith("condition=")) {
        const [type = "", status = "True"] = expression.slice("condition=".length).split("=", 2);
        return (object) => {
            const found = conditionOf(object, type);
            const isMet = found !== undefined && textAt(found, "status").toLowerCase() === status.toLowerCase();
            const what = found === undefined ? "it has no such condition" : `it is ${described(found)}`;
            return isMet ? READY : unless([`Waiting for condition ${type} to be ${status}: ${what}`]);
        };
    }
    throw new Error(`pulumi.com/waitFor: expected a "jsonpath=" or "condition=" prefix, got ${JSON.stringify(expression)}`);
}

function described(condition: { [key: string]: Value }): string {
    const [status, reason, message] = [textAt(condition, "status"), textAt(condition, "reason"), textAt(condition, "message")];
    return [status, reason === "" ? "" : `(${reason})`, message].filter((part) => part !== "").join(" ");
}

function jsonPath(expression: string): Expectation {
    const match = /^'?(\{.*\})'?(?:={1,2}(.*))?$/s.exec(expression);
    if (match === null) {
        throw new Error(`pulumi.com/waitFor: jsonpath=${expression} is not of the form jsonpath={.path} or jsonpath={.path}=value`);
    }
    const path = JsonPath.parse(match[1] ?? "");
    const wanted = match[2]?.replace(/^(["'])(.*)\1$/s, "$2");
    return (object) => {
        const found = path.find(object);
        const [first] = found;
        if (wanted === undefined ? found.length > 0 : found.length === 1 && first !== undefined && textOf(first) === wanted) {
            return READY;
        }
        const seen = found.length === 0 ? "it is not there" : `it is ${found.map(textOf).join(", ")}`;
        return unless([`Waiting for ${path.text}${wanted === undefined ? "" : ` to be ${wanted}`}: ${seen}`]);
    };
}
