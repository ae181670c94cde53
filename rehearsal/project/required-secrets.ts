import type { ConfigPath } from "./stack-file";

interface Schema {
    readonly $ref?: string;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: boolean | Schema;
    readonly required?: readonly string[];
    readonly writeOnly?: boolean;
    readonly const?: unknown;
    readonly oneOf?: readonly Schema[];
    readonly anyOf?: readonly Schema[];
    readonly allOf?: readonly Schema[];
    readonly $defs?: Readonly<Record<string, Schema>>;
}

/**
 * The required secrets that a stack's configuration lacks, by the JSON schema of the project's stack files: a secret is what the schema
 * marks `writeOnly`. A real stack gets them by `pulumi config set --secret`; the rehearsal makes them up.
 */
export function missingSecrets(schema: object, config: unknown): ConfigPath[] {
    const root = schema as Schema;
    const configSchema = resolve(root, root.properties?.["config"]);
    const found: ConfigPath[] = [];
    if (configSchema !== undefined) {
        collect(root, configSchema, config ?? {}, [], found);
    }
    return found;
}

function collect(root: Schema, schema: Schema, value: unknown, path: ConfigPath, found: ConfigPath[]): void {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return;
    }
    const map = value as Readonly<Record<string, unknown>>;
    for (const branch of branches(root, schema, map)) {
        for (const [key, raw] of Object.entries(branch.properties ?? {})) {
            const property = resolve(root, raw) ?? {};
            if (property.writeOnly === true) {
                if (map[key] === undefined && branch.required?.includes(key) === true) {
                    found.push([...path, key]);
                }
            } else {
                collect(root, property, map[key], [...path, key], found);
            }
        }
        if (typeof branch.additionalProperties === "object") {
            for (const key of Object.keys(map).filter((name) => branch.properties?.[name] === undefined)) {
                collect(root, resolve(root, branch.additionalProperties) ?? {}, map[key], [...path, key], found);
            }
        }
    }
}

/** The object schemas that apply to this value: of a union only the member whose constants the value has. */
function branches(root: Schema, schema: Schema, value: Readonly<Record<string, unknown>>): Schema[] {
    const members = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((member) => resolve(root, member) ?? {});
    const chosen = members.find((member) =>
        Object.entries(member.properties ?? {}).every(([key, property]) => property.const === undefined || property.const === value[key]),
    );
    const all = (schema.allOf ?? []).map((member) => resolve(root, member) ?? {});
    return [schema, ...all, ...(chosen === undefined ? [] : [chosen])];
}

function resolve(root: Schema, schema: Schema | undefined): Schema | undefined {
    const name = schema?.$ref === undefined ? undefined : /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1];
    return name === undefined ? schema : root.$defs?.[name];
}
