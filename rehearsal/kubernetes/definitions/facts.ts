import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Properties, Value } from "../../provider/values";

/** The shape of one field: a word (a type, or the name of a shape with `#` before it), or what is known of it. `README.md` has the form. */
export type Shape = string | ShapeFacts;
export type ShapeFields = Readonly<Record<string, Shape>>;

/** Bounds and rules of a field. A list has `items`, a map `values`, an object with known fields `fields`; anything else has a `type`. */
export interface ShapeFacts {
    readonly type?: string;
    /** By name; `!` after it: required. */
    readonly fields?: ShapeFields;
    readonly items?: Shape;
    readonly values?: Shape;
    readonly format?: string;
    readonly enum?: Value[];
    readonly pattern?: string;
    readonly min?: number;
    readonly max?: number;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly minItems?: number;
    readonly maxItems?: number;
    readonly minProperties?: number;
    readonly maxProperties?: number;
    readonly nullable?: boolean;
    readonly default?: Value;
    /** Any field is allowed below, beside those that are listed. */
    readonly open?: boolean;
    /** A whole Kubernetes object. */
    readonly embedded?: boolean;
    readonly listType?: string;
    readonly listKeys?: string[];
    readonly mapType?: string;
    /** Rules in CEL. */
    readonly rules?: readonly string[];
    readonly oneOf?: Properties[];
    readonly anyOf?: Properties[];
    readonly allOf?: Properties[];
    readonly not?: Properties;
}

/** What is known of one custom resource definition. */
export interface DefinitionFacts {
    /** `<plural>.<group>`, its name in a cluster. */
    readonly name: string;
    /** The release that it was read from, as in the name of its file, for example `cert-manager-1.21.1`. */
    readonly release: string;
    readonly group: string;
    readonly plural: string;
    readonly kind: string;
    readonly shortNames: readonly string[];
    readonly scope: "Namespaced" | "Cluster";
    /** The versions that are served. */
    readonly versions: readonly string[];
    /** The one in which objects are stored. */
    readonly storage: string;
    /** Fields beside `apiVersion`, `kind`, `metadata` and `status`; absent where they are not known, and are not checked. */
    readonly fields?: ShapeFields;
    /** Rules in CEL of the object as a whole. */
    readonly rules: readonly string[];
    /** Shapes by name, for the words with `#`. */
    readonly shapes: ShapeFields;
}

interface StoredDefinition {
    readonly kind: string;
    readonly scope: "Namespaced" | "Cluster";
    readonly versions: readonly [string, ...string[]];
    readonly storage?: string;
    readonly shortNames?: readonly string[];
    readonly rules?: readonly string[];
    readonly fields?: ShapeFields;
}

/** One file: the definitions of one release. */
interface StoredRelease {
    readonly release: string;
    readonly source: string;
    readonly read: string;
    readonly shapes?: ShapeFields;
    readonly definitions: Readonly<Record<string, StoredDefinition>>;
}

const FOLDER = path.join(__dirname, "facts");

/** How a user finds the folder. */
const SHOWN_FOLDER = "rehearsal/kubernetes/definitions/facts";

/** Shapes that several releases share, the fields of a pod for example. */
const SHARED = "shapes";

const readReleases = new Map<string, readonly DefinitionFacts[]>();
let sharedShapes: ShapeFields | undefined;

/** Every release whose definitions are known. */
export function knownReleases(): string[] {
    return readdirSync(FOLDER)
        .filter((file) => file.endsWith(".json") && file !== `${SHARED}.json`)
        .map((file) => file.slice(0, -".json".length))
        .sort();
}

/**
 * The definitions of a release, by name.
 *
 * @throws Error for a release without a file
 */
export function definitionsOfRelease(release: string): readonly DefinitionFacts[] {
    const known = readReleases.get(release);
    if (known !== undefined) {
        return known;
    }
    if (!knownReleases().includes(release)) {
        throw new Error(`the definitions of ${release} are not known; add ${SHOWN_FOLDER}/${release}.json`);
    }
    sharedShapes ??= readFile<{ readonly shapes: ShapeFields }>(SHARED).shapes;
    const stored = readFile<StoredRelease>(release);
    const shapes = { ...sharedShapes, ...stored.shapes };
    const facts = Object.entries(stored.definitions).map(([name, definition]) => factsOf(name, release, definition, shapes));
    readReleases.set(release, facts);
    return facts;
}

/**
 * One definition of a release.
 *
 * @throws Error where the release is not known, or does not have it
 */
export function definitionFacts(release: string, name: string): DefinitionFacts {
    const facts = definitionsOfRelease(release).find((one) => one.name === name);
    if (facts === undefined) {
        throw new Error(`${release} has no definition ${name}; add it to ${SHOWN_FOLDER}/${release}.json`);
    }
    return facts;
}

function factsOf(name: string, release: string, stored: StoredDefinition, shapes: ShapeFields): DefinitionFacts {
    const dot = name.indexOf(".");
    const { kind, scope, versions, storage = versions[0], shortNames = [], rules = [], fields } = stored;
    return {
        name,
        release,
        group: name.slice(dot + 1),
        plural: name.slice(0, dot),
        kind,
        shortNames,
        scope,
        versions,
        storage,
        rules,
        ...(fields === undefined ? {} : { fields }),
        shapes,
    };
}

function readFile<Content>(name: string): Content {
    return JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), "utf8")) as Content;
}
