import type { Properties, Value } from "../../provider/values";
import type { Shape, ShapeFacts, ShapeFields } from "./facts";

/** Marks a required field, after its name. */
const REQUIRED = "!";

/** Facts and the words of OpenAPI for them, as the API server takes them in a structural schema. */
const PLAIN_FACTS: Readonly<Partial<Record<keyof ShapeFacts, string>>> = {
    format: "format",
    enum: "enum",
    pattern: "pattern",
    min: "minimum",
    max: "maximum",
    minLength: "minLength",
    maxLength: "maxLength",
    minItems: "minItems",
    maxItems: "maxItems",
    minProperties: "minProperties",
    maxProperties: "maxProperties",
    nullable: "nullable",
    default: "default",
    open: "x-kubernetes-preserve-unknown-fields",
    embedded: "x-kubernetes-embedded-resource",
    listType: "x-kubernetes-list-type",
    listKeys: "x-kubernetes-list-map-keys",
    mapType: "x-kubernetes-map-type",
    oneOf: "oneOf",
    anyOf: "anyOf",
    allOf: "allOf",
    not: "not",
};

/** What is not listed is refused. */
function schemaOfFields(fields: ShapeFields, shapes: ShapeFields): Properties {
    const properties = Object.entries(fields).map(([key, shape]) => [nameOf(key), schemaOfShape(shape, shapes)] as const);
    const required = Object.keys(fields).filter((key) => key.endsWith(REQUIRED));
    return {
        type: "object",
        properties: Object.fromEntries(properties),
        ...(required.length === 0 ? {} : { required: required.map(nameOf) }),
    };
}

/**
 * A structural schema (apiextensions.k8s.io/v1) of a shape.
 *
 * @throws Error for the name of a shape that is not there
 */
export function schemaOfShape(shape: Shape, shapes: ShapeFields): Properties {
    if (typeof shape !== "string") {
        return { ...schemaOfStructure(shape, shapes), ...plainFacts(shape), ...rulesOf(shape) };
    }
    if (!shape.startsWith("#")) {
        return schemaOfType(shape);
    }
    const named = shapes[shape.slice(1)];
    if (named === undefined) {
        throw new Error(`no shape is named ${shape.slice(1)}`);
    }
    return schemaOfShape(named, shapes);
}

function schemaOfStructure({ type, fields, items, values }: ShapeFacts, shapes: ShapeFields): Properties {
    if (fields !== undefined) {
        return schemaOfFields(fields, shapes);
    }
    if (items !== undefined) {
        return { type: "array", items: schemaOfShape(items, shapes) };
    }
    if (values !== undefined) {
        return { type: "object", additionalProperties: schemaOfShape(values, shapes) };
    }
    return type === undefined ? {} : schemaOfType(type);
}

function schemaOfType(type: string): Properties {
    switch (type) {
        case "intOrString":
            return { "x-kubernetes-int-or-string": true };
        case "open":
            return { "x-kubernetes-preserve-unknown-fields": true };
        default:
            return { type };
    }
}

function plainFacts(shape: ShapeFacts): Properties {
    const known = Object.entries(PLAIN_FACTS) as [keyof ShapeFacts, string][];
    return Object.fromEntries(known.filter(([fact]) => shape[fact] !== undefined).map(([fact, word]) => [word, shape[fact] as Value]));
}

/** A rule that is broken is named in the refusal: the facts have no words for it but the rule itself. */
function rulesOf({ rules = [] }: ShapeFacts): Properties {
    if (rules.length === 0) {
        return {};
    }
    return { "x-kubernetes-validations": rules.map((rule) => ({ rule, message: `failed rule: ${rule.replace(/\s+/g, " ").trim()}` })) };
}

function nameOf(key: string): string {
    return key.endsWith(REQUIRED) ? key.slice(0, -REQUIRED.length) : key;
}
