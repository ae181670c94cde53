import { type Document, isMap, isScalar, isSeq, type Node, parseDocument, YAMLMap } from "yaml";
import { UserError } from "../screen";

/** A path into a stack file's `config` section: the key, then what `pulumi config set --path` takes. */
export type ConfigPath = readonly (string | number)[];

export interface PreparedStackFile {
    readonly document: Document;
    /** Where the copy needs a secret of its own: each value that was encrypted for the real stack. */
    readonly secretPaths: readonly ConfigPath[];
}

/**
 * Reads a tracked stack file for the rehearsal. Encrypted values are taken out, since the rehearsal has no key for them and must not
 * have one; so is all that ties the file to the real stack's secrets provider.
 */
export function prepareStackFile(text: string, file: string): PreparedStackFile {
    const document: Document = parseDocument(text);
    if (document.errors.length > 0) {
        throw new UserError(`${file} is not valid YAML: ${document.errors[0]?.message ?? "unknown error"}`);
    }
    if (document.contents === null) {
        document.contents = new YAMLMap();
    }
    if (!isMap(document.contents)) {
        throw new UserError(`${file} must be a map with a "config" section`);
    }
    for (const key of ["encryptionsalt", "encryptedkey", "secretsprovider"]) {
        document.delete(key);
    }
    const secretPaths: ConfigPath[] = [];
    const config: unknown = document.get("config");
    if (isMap(config)) {
        removeSecure(config, [], secretPaths);
    }
    return { document, secretPaths };
}

/** Removes each `secure:` value below `node` and notes where it was. */
function removeSecure(node: YAMLMap, path: ConfigPath, found: ConfigPath[]): void {
    for (const pair of [...node.items]) {
        const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
        const value = pair.value as Node | null;
        if (isSecure(value)) {
            found.push([...path, key]);
            node.delete(pair.key);
        } else {
            descend(value, [...path, key], found);
        }
    }
}

function descend(value: Node | null, path: ConfigPath, found: ConfigPath[]): void {
    if (isMap(value)) {
        removeSecure(value, path, found);
    } else if (isSeq(value)) {
        // an element keeps its place, so that the indexes of the others stay right
        (value.items as (Node | null)[]).forEach((element, index) => {
            if (isSecure(element)) {
                found.push([...path, index]);
                value.set(index, "");
            } else {
                descend(element, [...path, index], found);
            }
        });
    }
}

function isSecure(node: Node | null): boolean {
    return isMap(node) && node.items.length === 1 && node.has("secure");
}

/** The path as `pulumi config set --path` reads it: `ml-platform:sso.providers[0].clientSecret`. */
export function configPathText([key, ...rest]: ConfigPath): string {
    return (
        String(key) +
        rest.map((part) => (typeof part === "number" ? `[${part}]` : /^[\w-]+$/.test(part) ? `.${part}` : `["${part}"]`)).join("")
    );
}

/** The `secure:` values of a copy that an earlier run made, by path, so that generated secrets stay the same from run to run. */
export function secureValues(text: string): ReadonlyMap<string, string> {
    const values = new Map<string, string>();
    const walk = (value: unknown, path: ConfigPath): void => {
        if (Array.isArray(value)) {
            value.forEach((element, index) => walk(element, [...path, index]));
        } else if (typeof value === "object" && value !== null) {
            const secure = (value as Record<string, unknown>)["secure"];
            if (typeof secure === "string" && Object.keys(value).length === 1) {
                values.set(configPathText(path), secure);
                return;
            }
            for (const [key, element] of Object.entries(value)) {
                walk(element, [...path, key]);
            }
        }
    };
    const content: unknown = parseDocument(text).toJS();
    walk((content as { config?: unknown } | null)?.config ?? {}, []);
    return values;
}

/** Pulumi's salt for the passphrase: ties the file to the rehearsal's own secrets. */
export function encryptionSalt(text: string): string | undefined {
    const salt = (parseDocument(text).toJS() as { encryptionsalt?: unknown } | null)?.encryptionsalt;
    return typeof salt === "string" ? salt : undefined;
}
