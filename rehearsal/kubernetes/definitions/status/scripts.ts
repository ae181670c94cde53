import { readFileSync } from "node:fs";
import * as path from "node:path";
import { isObject, type Properties } from "../../../provider/values";
import type { Condition } from "../conditions";
import { groupOf } from "../../kinds";
import { textAt } from "../../fields";
import type { KubernetesObject } from "../../object-store";

/** An object that another one waits for. */
export interface Need {
    /** `<version>/<plural>` or `<group>/<version>/<plural>`. */
    readonly resource: string;
    /** Template. Absent for kinds that belong to the whole cluster. */
    readonly namespace?: string;
    /** Template. */
    readonly name: string;
    /** A condition that must be true. @default the object exists */
    readonly condition?: string;
    /** The name under which templates find it. */
    readonly as?: string;
    /** Path of a list: needed once for each element, `item`. */
    readonly each?: string;
    readonly when?: Condition;
    readonly unless?: Condition;
}

/** An object that the controller of a kind makes. */
export interface Made {
    readonly when?: Condition;
    readonly unless?: Condition;
    /** Goes with the object that it is made for. @default false */
    readonly owned?: boolean;
    /** Template. */
    readonly object: Properties;
}

/** What a controller does at one point. */
export interface Stage {
    /** Template. */
    readonly status?: Properties;
    readonly makes?: readonly Made[];
    /** Templates of a Git repository and a folder, whose definitions are installed. */
    readonly definitions?: { readonly repository: string; readonly path: string };
}

/** What the controller of one kind does with its objects. `README.md` has the form. */
export interface StatusScript {
    readonly kind: string;
    /** `<group>/<version>/<plural>`, or `v1/<plural>`. */
    readonly resource: string;
    readonly source: string;
    /** The objects that the controller is for. @default all */
    readonly when?: Condition;
    /** Seconds between a change of the object and `ready`. */
    readonly afterSeconds: number;
    readonly needs?: readonly Need[];
    /** What stands until then. @default nothing */
    readonly pending?: Stage;
    readonly ready: Stage;
    /** The controller holds the object by this until it has cleaned up. @default it does not */
    readonly finalizer?: string;
    /** Whether cleaning up removes what was made and installed. @default it stays */
    readonly removesWhen?: Condition;
}

type StoredScript = StatusScript | (Pick<StatusScript, "kind" | "resource"> & { readonly as: string });

interface StoredScripts {
    readonly scripts: readonly StoredScript[];
    readonly shared: Readonly<Record<string, Omit<StatusScript, "kind" | "resource">>>;
}

/** Every script. Kinds without one have no status that anybody waits for. */
export const STATUS_SCRIPTS: readonly StatusScript[] = readScripts();

/** Where objects of a resource are: `<group>/<version>/<plural>` as the API server has it in a path. */
export function resourcePath(resource: string, namespace?: string, name?: string): string {
    const cut = resource.lastIndexOf("/");
    const version = resource.slice(0, cut);
    const root = version.includes("/") ? `/apis/${version}` : `/api/${version}`;
    const home = namespace === undefined ? "" : `/namespaces/${namespace}`;
    return `${root}${home}/${resource.slice(cut + 1)}${name === undefined ? "" : `/${name}`}`;
}

/** The script of an object's kind, in whichever version the object was read. */
export function scriptOf(object: KubernetesObject): StatusScript | undefined {
    const [group, kind] = [groupOf(textAt(object, "apiVersion")), textAt(object, "kind")];
    return STATUS_SCRIPTS.find((script) => script.kind === kind && groupOf(versionOf(script)) === group);
}

/** The API version of a script's objects, for example `cert-manager.io/v1`. */
export function versionOf({ resource }: Pick<StatusScript, "resource">): string {
    return resource.slice(0, resource.lastIndexOf("/"));
}

function readScripts(): StatusScript[] {
    const file = path.join(__dirname, "scripts.json");
    const { scripts, shared } = JSON.parse(readFileSync(file, "utf8")) as StoredScripts;
    return scripts.map((script) => {
        if (!("as" in script)) {
            return script;
        }
        const { kind, resource, as } = script;
        const common = shared[as];
        if (!isObject(common)) {
            throw new Error(`${file}: ${resource} is as ${as}, which is not there`);
        }
        return { kind, resource, ...common };
    });
}
