import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Value } from "../../provider/values";

/** How a change of a property is dealt with by azure-native: it replaces the resource. */
export type ReplaceReason = "path" | "provider" | "mutability";
/** Why Azure refuses a change that azure-native sends as an update. */
export type FixedReason = "service" | "arm" | "mutabilityNested";

/** One row of a type table; `types/README.md` explains the keys. */
export interface PropertyRow {
    readonly type?: "string" | "integer" | "number" | "boolean" | "object" | "array" | "map" | "any";
    readonly required?: boolean;
    readonly requiredByApi?: boolean;
    readonly default?: Value;
    readonly enum?: readonly string[];
    readonly open?: boolean;
    readonly min?: number;
    readonly max?: number;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly maxItems?: number;
    readonly pattern?: string;
    readonly replaces?: ReplaceReason;
    readonly fixed?: FixedReason;
    readonly secret?: boolean;
    readonly writeOnly?: boolean;
    readonly readOnly?: boolean;
    readonly ignored?: boolean;
    readonly map?: boolean;
    readonly path?: boolean;
    readonly ref?: string;
}

/** A property with what lies below it. */
export interface PropertyNode extends PropertyRow {
    readonly children: Map<string, PropertyNode>;
    item?: PropertyNode;
    values?: PropertyNode;
}

export interface NameRule {
    readonly property: string;
    readonly scope: "global" | "tenant" | "subscription" | "resourceGroup" | "parent";
    readonly pattern?: string;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly special?: readonly string[];
    readonly enum?: readonly string[];
}

export interface TypeTable {
    readonly type: string;
    readonly armType: string;
    readonly apiVersion: string;
    /** ARM id with its path parameters in braces. */
    readonly id: string;
    readonly name: NameRule;
    readonly parents: readonly string[];
    readonly longRunning: boolean;
    /** Names of the output properties of the SDK's class. */
    readonly outputs: readonly string[];
    readonly root: PropertyNode;
}

interface TableFile extends Omit<TypeTable, "root"> {
    readonly properties: Readonly<Record<string, PropertyRow>>;
}

const TYPES_DIRECTORY = join(__dirname, "..", "types");
const loaded = new Map<string, TypeTable>();

/** `azure-native:network:Subnet` -> `network_Subnet.json`. */
function fileOf(type: string): string {
    const [, module, name] = type.split(":");
    return `${module ?? ""}_${name ?? ""}.json`;
}

export function isSimulated(type: string): boolean {
    return /^azure-native:\w+:\w+$/.test(type) && existsSync(join(TYPES_DIRECTORY, fileOf(type)));
}

/** Every type that has a table. */
export function simulatedTypes(): string[] {
    return readdirSync(TYPES_DIRECTORY)
        .filter((file) => file.endsWith(".json"))
        .map((file) => `azure-native:${file.replace(".json", "").replace("_", ":")}`)
        .sort();
}

/** @throws Error that names the file to add, when the type has no table */
export function tableOf(type: string): TypeTable {
    const known = loaded.get(type);
    if (known !== undefined) {
        return known;
    }
    if (!isSimulated(type)) {
        throw new Error(
            `the rehearsal does not simulate ${type}: add rehearsal/azure/types/${fileOf(type)} (the README there explains its keys), ` +
                `and a behaviour in rehearsal/azure/behaviours if Azure computes something for it`,
        );
    }
    const { properties, ...file } = JSON.parse(readFileSync(join(TYPES_DIRECTORY, fileOf(type)), "utf8")) as TableFile;
    const table: TypeTable = { ...file, root: treeOf(properties) };
    loaded.set(type, table);
    return table;
}

function treeOf(rows: Readonly<Record<string, PropertyRow>>): PropertyNode {
    const root: PropertyNode = { type: "object", children: new Map() };
    const byPath = new Map<string, PropertyNode>([["", root]]);
    const nodeAt = (path: string): PropertyNode => {
        const known = byPath.get(path);
        if (known !== undefined) {
            return known;
        }
        const row = rows[path] ?? {};
        const node: PropertyNode = { ...row, children: new Map() };
        byPath.set(path, node);
        if (path.endsWith("[]")) {
            nodeAt(path.slice(0, -2)).item = node;
        } else if (path.endsWith(".*")) {
            nodeAt(path.slice(0, -2)).values = node;
        } else {
            const dot = path.lastIndexOf(".");
            nodeAt(path.slice(0, Math.max(dot, 0))).children.set(path.slice(dot + 1), node);
        }
        return node;
    };
    for (const path of Object.keys(rows)) {
        nodeAt(path);
    }
    for (const [path, row] of Object.entries(rows)) {
        if (row.ref !== undefined) {
            const target = nodeAt(row.ref);
            const node = nodeAt(path);
            for (const [name, child] of target.children) {
                node.children.set(name, child);
            }
        }
    }
    return root;
}
