import { isMap } from "../form/paths";
import type { JsonSchema } from "./json-schema";

/** Parts shorter than this stay where they are: a reference to them would save nothing, and be harder to read. */
const LEAST_LENGTH = 300;

/**
 * The same schema with every part that occurs more than once written once, under `$defs`: the list of sizes alone is 7 KB, in a dozen
 * places. A part moves as a whole, since in this draft nothing counts beside a `$ref`.
 */
export function withDefinitions(schema: JsonSchema): JsonSchema {
    const counts = new Map<string, number>();
    const count = (part: JsonSchema): JsonSchema => {
        const text = JSON.stringify(part);
        counts.set(text, (counts.get(text) ?? 0) + 1);
        return mapParts(part, count, "");
    };
    count(schema);
    const names = new Map<string, string>();
    const definitions: Record<string, JsonSchema> = {};
    const refer = (part: JsonSchema, about: string): JsonSchema => {
        const text = JSON.stringify(part);
        if (text.length < LEAST_LENGTH || (counts.get(text) ?? 0) < 2) {
            return mapParts(part, refer, about);
        }
        const known = names.get(text);
        const name = known ?? freeName(about, definitions);
        if (known === undefined) {
            names.set(text, name);
            // The name is taken before the part is looked into, which may need names too.
            definitions[name] = {};
            definitions[name] = mapParts(part, refer, about);
        }
        return { $ref: `#/$defs/${name}` };
    };
    const whole = mapParts(schema, refer, "schema");
    return Object.keys(definitions).length === 0 ? whole : { ...whole, $defs: definitions };
}

function freeName(about: string, taken: Readonly<Record<string, JsonSchema>>): string {
    for (let number = 1; ; number++) {
        const name = number === 1 ? about : `${about}-${number}`;
        if (!Object.hasOwn(taken, name)) {
            return name;
        }
    }
}

/** The words of JSON Schema that hold schemas by name, in a list, and one. */
const BY_NAME = ["properties", "patternProperties"];
const IN_LIST = ["oneOf", "anyOf", "allOf"];
const SINGLE = ["additionalProperties", "items", "propertyNames", "if", "then", "else"];

/** Changes the schemas directly inside a schema; each is told the name of the key that it is about. */
function mapParts(schema: JsonSchema, change: (part: JsonSchema, about: string) => JsonSchema, about: string): JsonSchema {
    const changed = Object.entries(schema).map(([word, value]): [string, unknown] => {
        if (BY_NAME.includes(word) && isMap(value)) {
            const parts = Object.entries(value).map(([name, part]) => [name, change(part as JsonSchema, name.replace(/^.*:/, ""))]);
            return [word, Object.fromEntries(parts)];
        }
        if (IN_LIST.includes(word) && Array.isArray(value)) {
            return [word, (value as JsonSchema[]).map((part) => change(part, about))];
        }
        return [word, SINGLE.includes(word) && isMap(value) ? change(value, about) : value];
    });
    return Object.fromEntries(changed);
}
