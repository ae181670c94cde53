import type { Properties } from "../provider/values";
import { definitionBroughtInCluster } from "./definitions/installers";
import { clone, objectAt, sameValue } from "./fields";
import {
    completedInputs,
    created,
    defines,
    isDefinedBy,
    isInNamespace,
    nextVersion,
    ownedFields,
    referenceOf,
    SERVER_METADATA,
    stableUuid,
} from "./file-objects";
import { groupOf, isNamespacedKind, resourceName } from "./kinds";
import {
    ApiError,
    type ApplyOptions,
    type Capabilities,
    type KubernetesObject,
    NoMatchError,
    type ObjectReference,
    type ObjectStore,
    type StandingObject,
    type WriteOptions,
} from "./object-store";
import { isPartOfRelease } from "./made-objects";
import { completed } from "./readiness";
import { ObjectFiles, type StoredObject } from "./object-files";
import { isValidName, withGeneratedName } from "./object-names";
import { applyConfiguration, conflicts, withoutConflicts } from "./server-side-apply";

/** Namespaces that every cluster has. They are not stored. */
export const IMPLICIT_NAMESPACES: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

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

    capabilities(): Capabilities {
        return { validates: false, controllers: false, releaseKind: true };
    }

    async list(cluster: string): Promise<StandingObject[]> {
        const made = this.files.list(cluster).filter(({ object }) => !isPartOfRelease(object));
        const standing = made.map(({ object, stack }) => ({ object, ...(stack === undefined ? {} : { stack }) }));
        return Promise.resolve(standing);
    }

    async listKind(cluster: string, apiVersion: string, kind: string, namespace?: string): Promise<KubernetesObject[]> {
        this.requireKind(cluster, apiVersion, kind);
        const implicit = IMPLICIT_NAMESPACES.flatMap((name) => {
            const stored = this.find(cluster, { apiVersion: "v1", kind: "Namespace", name });
            return stored === undefined ? [] : [stored.object];
        });
        const found = [...implicit, ...this.files.list(cluster).map(({ object }) => object)].filter((object) => {
            const reference = referenceOf(object);
            const isOfKind = reference.kind === kind && groupOf(reference.apiVersion) === groupOf(apiVersion);
            return isOfKind && (namespace === undefined || reference.namespace === namespace);
        });
        return Promise.resolve(found);
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

    async apply(cluster: string, object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject> {
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

    async replace(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject> {
        const submitted = this.admitted(cluster, object);
        const reference = referenceOf(submitted);
        const existing = this.require(cluster, reference);
        const kept = Object.entries(objectAt(existing.object, "metadata")).filter(([key]) => SERVER_METADATA.includes(key));
        const metadata = { ...objectAt(submitted, "metadata"), ...Object.fromEntries(kept) };
        const stored: StoredObject = {
            ...existing,
            object: completed(nextVersion({ ...clone(submitted), metadata }, existing.object)),
            owners: { [options.fieldManager]: ownedFields(completedInputs(submitted)) },
        };
        if (options.dryRun !== true) {
            this.files.replace(cluster, reference, stored);
        }
        return Promise.resolve(stored.object);
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
            throw new ApiError("NotFound", `namespaces "${home}" not found`, { resource: "namespaces" });
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
        if (definition === undefined) {
            const brought = definitionBroughtInCluster(apiVersion, kind);
            return brought === undefined ? undefined : brought.scope === "Namespaced";
        }
        return objectAt(definition.object, "spec")["scope"] !== "Cluster";
    }
}

function isImplicit(reference: ObjectReference): boolean {
    return reference.kind === "Namespace" && reference.apiVersion === "v1" && IMPLICIT_NAMESPACES.includes(reference.name);
}
