import { createHash, randomUUID } from "node:crypto";
import { isObject, type Properties } from "../provider/values";
import { clone, objectAt, sameValue, textAt } from "./fields";
import { groupOf, isNamespacedKind, resourceName } from "./kinds";
import { ApiError, NoMatchError, type KubernetesObject, type ObjectReference, type ObjectStore, type WriteOptions } from "./object-store";
import { completed } from "./readiness";
import { ObjectFiles, type StoredObject } from "./object-files";
import { isValidName, withGeneratedName } from "./object-names";
import { applyConfiguration, conflicts, withoutConflicts } from "./server-side-apply";

/** Namespaces that every cluster has. They are not stored. */
export const IMPLICIT_NAMESPACES: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Metadata that only the server writes. */
const SERVER_METADATA = ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink", "deletionTimestamp"];

/**
 * The objects of the simulated clusters in files. It does what the API server does with names, namespaces, versions and owners, but it knows
 * no schemas: a field that does not exist is not refused.
 *
 * @param directory holds a folder for each cluster
 */
export class FileObjectStore implements ObjectStore {
    private readonly files: ObjectFiles;

    constructor(directory: string) {
        this.files = new ObjectFiles(directory);
    }

    async get(cluster: string, reference: ObjectReference): Promise<KubernetesObject> {
        this.requireKind(cluster, reference.apiVersion, reference.kind);
        return Promise.resolve(this.require(cluster, reference).object);
    }

    async list(cluster: string): Promise<KubernetesObject[]> {
        return Promise.resolve(this.files.list(cluster).map(({ object }) => object));
    }

    async isNamespaced(cluster: string, apiVersion: string, kind: string): Promise<boolean | undefined> {
        return Promise.resolve(this.scope(cluster, apiVersion, kind));
    }

    async create(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
        const submitted = this.admitted(cluster, withGeneratedName(object));
        const reference = referenceOf(submitted);
        const stored: StoredObject = {
            cluster,
            object: created(submitted),
            owners: { [options.fieldManager]: ownedFields(completedInputs(submitted)) },
            ...(options.stack === undefined ? {} : { stack: options.stack }),
        };
        const onlyLook = isImplicit(reference) || options.dryRun === true;
        if (onlyLook ? this.find(cluster, reference) !== undefined : !this.files.add(cluster, reference, stored)) {
            throw new ApiError("AlreadyExists", `${resourceName(reference.apiVersion, reference.kind)} "${reference.name}" already exists`);
        }
        return Promise.resolve(stored.object);
    }

    async apply(
        cluster: string,
        object: KubernetesObject,
        options: WriteOptions & { readonly force?: boolean },
    ): Promise<KubernetesObject> {
        const submitted = this.admitted(cluster, object);
        const reference = referenceOf(submitted);
        const existing = this.find(cluster, reference);
        if (existing === undefined) {
            return this.create(cluster, object, options);
        }
        const configuration = ownedFields(completedInputs(submitted));
        const found = conflicts(existing.owners, options.fieldManager, configuration);
        if (found.length > 0 && options.force !== true) {
            const fields = found.map(({ path, manager }) => `conflict with "${manager}": ${path}`).join(", ");
            throw new ApiError("Conflict", `Apply failed with ${String(found.length)} conflict${found.length === 1 ? "" : "s"}: ${fields}`);
        }
        const others = Object.entries(existing.owners).map(([name, owned]): [string, Properties] => [
            name,
            withoutConflicts(owned, configuration),
        ]);
        const merged = applyConfiguration(existing.object, existing.owners, options.fieldManager, configuration);
        const changed = !sameValue(merged, existing.object);
        const stored: StoredObject = {
            ...existing,
            object: changed ? completed(nextVersion(merged, existing.object)) : existing.object,
            owners: { ...Object.fromEntries(others), [options.fieldManager]: configuration },
        };
        if (options.dryRun !== true) {
            this.files.replace(cluster, reference, stored);
        }
        return stored.object;
    }

    async delete(cluster: string, reference: ObjectReference): Promise<void> {
        this.requireKind(cluster, reference.apiVersion, reference.kind);
        const { object } = this.require(cluster, reference);
        if (isImplicit(reference)) {
            throw new ApiError("Forbidden", `namespaces "${reference.name}" is forbidden: this namespace may not be deleted`);
        }
        // The contents go first, so that whoever is killed in between finds the owner still there and can delete it again.
        for (const owned of this.files.list(cluster).map((stored) => stored.object)) {
            if (isInNamespace(owned, reference) || isDefinedBy(owned, object)) {
                this.files.remove(cluster, referenceOf(owned));
            }
        }
        this.files.remove(cluster, reference);
        return Promise.resolve();
    }

    private find(cluster: string, reference: ObjectReference): StoredObject | undefined {
        if (isImplicit(reference)) {
            const metadata = { name: reference.name, uid: stableUuid(`${cluster}/${reference.name}`) };
            return { cluster, object: completed({ apiVersion: "v1", kind: "Namespace", metadata }), owners: {} };
        }
        return this.files.read(cluster, reference);
    }

    private require(cluster: string, reference: ObjectReference): StoredObject {
        const stored = this.find(cluster, reference);
        if (stored === undefined) {
            throw new ApiError("NotFound", `${resourceName(reference.apiVersion, reference.kind)} "${reference.name}" not found`);
        }
        return stored;
    }

    /** What the server checks before it stores anything. */
    private admitted(cluster: string, object: KubernetesObject): KubernetesObject {
        const reference = referenceOf(object);
        const isNamespaced = this.requireKind(cluster, reference.apiVersion, reference.kind);
        if (!isValidName(reference)) {
            throw new ApiError(
                "Invalid",
                `${reference.kind} "${reference.name}" is invalid: metadata.name: Invalid value: "${reference.name}": use lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit`,
            );
        }
        const { namespace, ...metadata } = objectAt(object, "metadata");
        if (!isNamespaced) {
            return { ...object, metadata };
        }
        const home = typeof namespace === "string" && namespace !== "" ? namespace : "default";
        if (this.find(cluster, { apiVersion: "v1", kind: "Namespace", name: home }) === undefined) {
            throw new ApiError("NotFound", `namespaces "${home}" not found`);
        }
        return { ...object, metadata: { ...metadata, namespace: home } };
    }

    private requireKind(cluster: string, apiVersion: string, kind: string): boolean {
        const isNamespaced = this.scope(cluster, apiVersion, kind);
        if (isNamespaced === undefined) {
            throw new NoMatchError(apiVersion, kind);
        }
        return isNamespaced;
    }

    private scope(cluster: string, apiVersion: string, kind: string): boolean | undefined {
        const builtIn = isNamespacedKind(apiVersion, kind);
        if (builtIn !== undefined) {
            return builtIn;
        }
        const definition = this.files.list(cluster).find(({ object }) => defines(object, apiVersion, kind));
        return definition === undefined ? undefined : objectAt(definition.object, "spec")["scope"] !== "Cluster";
    }
}

export function referenceOf(object: KubernetesObject): ObjectReference {
    const metadata = objectAt(object, "metadata");
    const namespace = textAt(metadata, "namespace");
    return {
        apiVersion: textAt(object, "apiVersion"),
        kind: textAt(object, "kind"),
        name: textAt(metadata, "name"),
        ...(namespace === "" ? {} : { namespace }),
    };
}

function isImplicit(reference: ObjectReference): boolean {
    return reference.kind === "Namespace" && reference.apiVersion === "v1" && IMPLICIT_NAMESPACES.includes(reference.name);
}

function isInNamespace(object: KubernetesObject, owner: ObjectReference): boolean {
    return owner.kind === "Namespace" && owner.apiVersion === "v1" && referenceOf(object).namespace === owner.name;
}

function isDefinedBy(object: KubernetesObject, definition: KubernetesObject): boolean {
    return defines(definition, textAt(object, "apiVersion"), textAt(object, "kind"));
}

function defines(definition: KubernetesObject, apiVersion: string, kind: string): boolean {
    const spec = objectAt(definition, "spec");
    const versions = Array.isArray(spec["versions"]) ? spec["versions"].filter(isObject) : [];
    return (
        definition["kind"] === "CustomResourceDefinition" &&
        spec["group"] === groupOf(apiVersion) &&
        objectAt(spec, "names")["kind"] === kind &&
        versions.some((version) => version["served"] !== false && apiVersion.endsWith(`/${textAt(version, "name")}`))
    );
}

function created(object: KubernetesObject): KubernetesObject {
    const metadata: Properties = {
        ...objectAt(object, "metadata"),
        uid: randomUUID(),
        creationTimestamp: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
        generation: 1,
        resourceVersion: newVersion(),
    };
    return completed({ ...clone(object), metadata });
}

function nextVersion(merged: KubernetesObject, old: KubernetesObject): KubernetesObject {
    const metadata = objectAt(merged, "metadata");
    const generation = Number(objectAt(old, "metadata")["generation"] ?? 1);
    const specChanged = !sameValue(merged["spec"], old["spec"]);
    return { ...merged, metadata: { ...metadata, generation: specChanged ? generation + 1 : generation, resourceVersion: newVersion() } };
}

let lastVersion = 0n;

/** Opaque to clients, but growing. */
function newVersion(): string {
    const now = BigInt(Date.now()) * 1000n;
    lastVersion = now > lastVersion ? now : lastVersion + 1n;
    return lastVersion.toString();
}

/** What a manager owns of what it submitted. */
function ownedFields(object: KubernetesObject): Properties {
    const { apiVersion: _apiVersion, kind: _kind, metadata, status: _status, ...rest } = object;
    const owned = Object.entries(isObject(metadata) ? metadata : {}).filter(
        ([key]) => !["name", "namespace", "generateName", ...SERVER_METADATA].includes(key),
    );
    return clone({ ...rest, metadata: Object.fromEntries(owned) });
}

/** `stringData` is never stored: what it says is owned in `data`. */
function completedInputs(object: KubernetesObject): KubernetesObject {
    return object["kind"] === "Secret" && "stringData" in object ? completed(object) : object;
}

function stableUuid(text: string): string {
    const hex = createHash("sha256").update(text).digest("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
