import type { ConfigPath } from "./stack-file";

interface Schema {
    readonly $ref?: string;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: boolean | Schema;
    readonly items?: Schema;
    readonly required?: readonly string[];
    readonly writeOnly?: boolean;
    readonly const?: unknown;
    readonly oneOf?: readonly Schema[];
    readonly anyOf?: readonly Schema[];
    readonly allOf?: readonly Schema[];
    /** Only which keys are there is looked at. */
    readonly if?: Schema;
    readonly then?: Schema;
    readonly else?: Schema;
    readonly $defs?: Readonly<Record<string, Schema>>;
}

/**
 * The required secrets that a stack's configuration lacks, by the JSON schema of the project's stack files: a secret is what the schema
 * marks `writeOnly`. A real stack gets them by `pulumi config set --secret`; the rehearsal makes them up.
 */
export function missingSecrets(schema: object, config: unknown): ConfigPath[] {
    const root = schema as Schema;
    const configSchema = root.properties?.["config"];
    const found: ConfigPath[] = [];
    if (configSchema !== undefined) {
        collect(root, [configSchema], config ?? {}, [], found);
    }
    return found;
}

/** `schemas` all hold for the value. */
function collect(root: Schema, schemas: readonly Schema[], value: unknown, path: ConfigPath, found: ConfigPath[]): void {
    const resolved = schemas.map((schema) => resolve(root, schema));
    if (Array.isArray(value)) {
        const items = resolved.flatMap((schema) => schema.items ?? []);
        value.forEach((element, index) => collect(root, items, element, [...path, index], found));
        return;
    }
    if (typeof value !== "object" || value === null) {
        return;
    }
    const map = value as Readonly<Record<string, unknown>>;
    const branches = resolved.flatMap((schema) => branchesOf(root, schema, map));
    for (const key of new Set([...branches.flatMap(({ properties }) => Object.keys(properties ?? {})), ...Object.keys(map)])) {
        const inner = branches.flatMap(({ properties, additionalProperties: further }) => {
            const named = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
            return named ?? (typeof further === "object" ? further : []);
        });
        const isSecret = inner.some((schema) => resolve(root, schema).writeOnly === true);
        if (isSecret && map[key] === undefined && branches.some(({ required }) => required?.includes(key) === true)) {
            found.push([...path, key]);
        } else if (!isSecret) {
            collect(root, inner, map[key], [...path, key], found);
        }
    }
}

/** The schemas that hold for a map: of a choice only the member whose constants the map has, of a condition only its outcome. */
function branchesOf(root: Schema, schema: Schema, map: Readonly<Record<string, unknown>>): Schema[] {
    const { oneOf = [], anyOf = [], allOf = [], if: condition } = schema;
    const chosen = [...oneOf, ...anyOf].map((member) => resolve(root, member)).find((member) => fits(member, map));
    const outcome = condition?.required?.every((key) => map[key] !== undefined) === true ? schema.then : schema.else;
    const more = [...allOf, ...(chosen === undefined ? [] : [chosen]), ...(outcome === undefined ? [] : [outcome])];
    return [schema, ...more.flatMap((inner) => branchesOf(root, resolve(root, inner), map))];
}

function fits({ properties = {} }: Schema, map: Readonly<Record<string, unknown>>): boolean {
    return Object.entries(properties).every(([key, property]) => property.const === undefined || property.const === map[key]);
}

function resolve(root: Schema, schema: Schema): Schema {
    const name = schema.$ref === undefined ? undefined : /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1];
    return name === undefined ? schema : (root.$defs?.[name] ?? {});
}
