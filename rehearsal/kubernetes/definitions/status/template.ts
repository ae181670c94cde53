import { createHash } from "node:crypto";
import { isObject, type Properties, type Value } from "../../../provider/values";
import { AskedValues } from "../conditions";

/** What a template is filled with. */
export interface Scope {
    /** The object, and what else has a name: `item`, or an object that was needed. */
    readonly values: Properties;
    /** The moment so many seconds from now, as Kubernetes writes it. */
    readonly time: (secondsFromNow: number) => string;
    /** Why the object is not ready, for the conditions that are not true. */
    readonly message: string;
}

/**
 * A template filled in; undefined where it is one expression that has no value. `README.md` has the form.
 *
 * Deterministic: generated passwords are made of the object's uid, so that what is made twice is the same.
 */
export function filled(template: Value, scope: Scope): Value | undefined {
    if (typeof template === "string") {
        return filledText(template, scope);
    }
    if (Array.isArray(template)) {
        return template.map((element) => filled(element, scope)).filter((element) => element !== undefined);
    }
    if (!isObject(template)) {
        return template;
    }
    const { each, as, pairs, key, value } = template;
    if (typeof each === "string" && as !== undefined) {
        return scopesOfEach(each, scope).map((one) => filled(as, one) ?? null);
    }
    if (typeof pairs === "string" && typeof key === "string" && value !== undefined) {
        return Object.fromEntries(scopesOfEach(pairs, scope).map((one) => [textOf(filled(key, one)), filled(value, one) ?? null]));
    }
    const entries = Object.entries(template).flatMap(([name, inner]): [string, Value][] => {
        const content = filled(name === "conditions" ? conditionList(inner, scope) : inner, scope);
        return content === undefined ? [] : [[name, content]];
    });
    return Object.fromEntries(entries);
}

/** The scope once for each element of a list, with the element as `item`. */
export function scopesOfEach(path: string, scope: Scope): Scope[] {
    const list = new AskedValues(scope.values).at(path);
    return Array.isArray(list) ? list.map((item) => ({ ...scope, values: { ...scope.values, item } })) : [];
}

/** Conditions are written as a map from their type. */
function conditionList(conditions: Value, { values, message }: Scope): Value {
    if (!isObject(conditions)) {
        return conditions;
    }
    const { generation = 1 } = isObject(values["metadata"]) ? values["metadata"] : {};
    return Object.entries(conditions).map(([type, given]) => {
        const condition = isObject(given) ? given : {};
        const isTrue = condition["status"] === "True";
        return { type, ...condition, message: isTrue ? "" : literal(message), observedGeneration: generation, lastTransitionTime: "{now}" };
    });
}

/** A text that stays as it is when it is filled in. */
function literal(text: string): string {
    return text.replace(/[{}]/g, "");
}

function filledText(template: string, scope: Scope): Value | undefined {
    const whole = /^\{([^{}]+)\}$/.exec(template)?.[1];
    if (whole !== undefined) {
        return valueOf(whole, scope);
    }
    return template.replace(/\{([^{}]+)\}/g, (_match, expression: string) => {
        return textOf(valueOf(expression, scope));
    });
}

/** A value within a text; nothing where there is none. */
export function textOf(value: Value | undefined): string {
    if (value === undefined || value === null) {
        return "";
    }
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The first alternative that has a value: a path, `now`, `now+<seconds>`, `digest:<key>`, a number, or a text in quotes. */
function valueOf(expression: string, scope: Scope): Value | undefined {
    for (const alternative of expression.split("|")) {
        const moment = /^now(?:\+(\d+))?$/.exec(alternative);
        const quoted = /^'(.*)'$/.exec(alternative)?.[1];
        const key = /^digest:(.+)$/.exec(alternative)?.[1];
        if (moment !== null) {
            return scope.time(Number(alternative.slice("now+".length)));
        }
        if (quoted !== undefined || /^\d+$/.test(alternative)) {
            return quoted ?? Number(alternative);
        }
        if (key !== undefined) {
            return digest(scope.values, key);
        }
        const value = new AskedValues(scope.values).at(alternative);
        if (value !== undefined && value !== null && value !== "") {
            return value;
        }
    }
    return undefined;
}

function digest({ metadata = {} }: Properties, key: string): string {
    const uid = isObject(metadata) && typeof metadata["uid"] === "string" ? metadata["uid"] : "";
    return createHash("sha256").update(`${uid}/${key}`).digest("hex").slice(0, 32);
}
