import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { isMap, put, valueAt, type ValuePath } from "../form/paths";
import { CONFIG_JSON_SCHEMA, type JsonSchema } from "../json-schema/json-schema";
import type { SecretText } from "../keys/secret-text";

/** A configuration as programs see it: each secret (`secretText`) is an Output that Pulumi keeps secret, and nothing else can read. */
export type WithSecrets<T> =
    T extends z.output<SecretText> ? pulumi.Output<string> : T extends object ? { [Key in keyof T]: WithSecrets<T[Key]> } : T;

/** Keys whose values can hold a secret: to look into the others would make their JSON schemas for nothing. A test compares. */
export const SECRET_KEYS = ["imageRegistries", "mesh", "ingress", "sso", "monitoring", "studioml", "shakudo", "kubeflow"];

/** Places of a configuration that hold a secret, whatever stands there. */
export function secretsIn(config: object): ValuePath[] {
    const schemas = CONFIG_JSON_SCHEMA.properties ?? {};
    const keys = Object.entries(config).filter(([key, value]) => SECRET_KEYS.includes(key) && saysMoreThanKinds(value));
    return keys.flatMap(([key, value]) => secretPathsIn(value, schemas[key] ?? {}, [key]));
}

/** A service that is not used is `{ kind: none }`. */
function saysMoreThanKinds(value: unknown): boolean {
    return isMap(value) ? Object.entries(value).some(([key, inner]) => key !== "kind" && saysMoreThanKinds(inner)) : value !== undefined;
}

/**
 * Places of a value that hold a secret, by the schema (`writeOnly`), whatever stands there.
 *
 * Of a choice whose `kind` the value does not say, or says wrongly, every kind counts: better a plain text hidden than a secret shown.
 */
export function secretPathsIn(value: unknown, schema: JsonSchema, place: ValuePath = []): ValuePath[] {
    if (value === undefined || value === null) {
        return [];
    }
    if (schema["writeOnly"] === true) {
        return [place];
    }
    const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : isMap(value) ? Object.entries(value) : [];
    return entries.flatMap(([step, inner]) => {
        const found = schemasOf(schema, value, step).flatMap((next) => secretPathsIn(inner, next, [...place, step]));
        return found.filter((one, index) => found.findIndex((other) => String(other) === String(one)) === index);
    });
}

/** Whether a place can hold a secret, or something that holds one. */
export function canHoldSecret(schema: JsonSchema): boolean {
    const inner = [
        ...(schema.oneOf ?? []),
        ...Object.values(schema.properties ?? {}),
        ...(typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : []),
        ...(schema.items === undefined ? [] : [schema.items]),
    ];
    return schema["writeOnly"] === true || inner.some(canHoldSecret);
}

/**
 * A copy of a configuration in which each secret is what `mark` makes of its text. It is the door's: behind it, nobody has the text.
 */
export function withSecrets<T extends object>(config: T, mark: (text: string) => pulumi.Output<string>): WithSecrets<T> {
    const copy: unknown = structuredClone(config);
    for (const place of secretsIn(config)) {
        put(copy, place, mark(String(valueAt(config, place))));
    }
    return copy as WithSecrets<T>;
}

/** The schemas that a part of a value may have. */
function schemasOf(schema: JsonSchema, value: unknown, step: string | number): JsonSchema[] {
    const kind = valueAt(value, ["kind"]);
    const chosen = schema.oneOf?.filter((choice) => choice.properties?.["kind"]?.const === kind) ?? [];
    const possible = schema.oneOf === undefined ? [schema] : chosen.length > 0 ? chosen : schema.oneOf;
    return possible.flatMap(({ items, properties, additionalProperties }) => {
        const further = typeof additionalProperties === "object" ? additionalProperties : undefined;
        const named = properties !== undefined && Object.hasOwn(properties, step) ? properties[step] : undefined;
        const next = typeof step === "number" ? items : (named ?? further);
        return next === undefined ? [] : [next];
    });
}
