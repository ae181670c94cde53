import type { Properties } from "../provider/values";

/** A Kubernetes object as the API server returns it. */
export type KubernetesObject = Properties;

/** What names one object of a cluster. */
export interface ObjectReference {
    readonly apiVersion: string;
    readonly kind: string;
    /** Absent for kinds that belong to the whole cluster. */
    readonly namespace?: string;
    readonly name: string;
}

export interface WriteOptions {
    /** Who owns the fields that are written. */
    readonly fieldManager: string;
    /** Pulumi stack whose program asks. The API server does not know it, the rehearsal's inventory does. */
    readonly stack?: string | undefined;
    /** Checks everything and returns what would be stored, but stores nothing. */
    readonly dryRun?: boolean;
    /** Told what the server remarks on a request that it fulfils, for example that a version is deprecated. */
    readonly warn?: (message: string) => void;
}

export interface ApplyOptions extends WriteOptions {
    /** Takes over fields that another manager owns with another value. */
    readonly force?: boolean;
}

/** What becomes of the objects that an object owns when it is deleted: they go first, they go afterwards, or they stay. */
export type Propagation = "Foreground" | "Background" | "Orphan";

/** What a store does beside keeping objects. */
export interface Capabilities {
    /** A dry run finds what an API server would refuse: unknown fields, values out of range, changes of what cannot change. */
    readonly validates: boolean;
    /** Controllers run: an object is made at once and becomes ready later, and a deleted one may take time to go. */
    readonly controllers: boolean;
    /** Releases of Helm are objects of a kind of their own; otherwise they are Secrets, as Helm keeps them. */
    readonly releaseKind: boolean;
}

/**
 * The objects of the simulated clusters, in the terms of the Kubernetes REST API. Every method fails with an {@link ApiError}.
 *
 * Objects given and returned hold no secret markers and nothing unknown.
 */
export interface ObjectStore {
    capabilities(cluster: string): Capabilities;
    /** GET. Fails with `NotFound`. */
    get(cluster: string, reference: ObjectReference): Promise<KubernetesObject>;
    /** Everything that was made in the cluster by whoever uses it, a release of Helm as one thing; what the cluster makes itself is left out. */
    list(cluster: string): Promise<StandingObject[]>;
    /** GET of a collection: every object of a kind, of one namespace when one is given. Fails with {@link NoMatchError}. */
    listKind(cluster: string, apiVersion: string, kind: string, namespace?: string): Promise<KubernetesObject[]>;
    /** POST. Fails with `AlreadyExists`, with `NotFound` for a namespace that is not there, with {@link NoMatchError} for an unknown kind. */
    create(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject>;
    /**
     * PATCH with server-side apply: creates the object or merges into it, and removes what the same manager applied before and does not any more.
     * Fails with `Conflict` when another manager owns a field with another value, unless forced.
     */
    apply(cluster: string, object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject>;
    /** PUT: the object as given in place of the one that stands. Fails with `NotFound`. */
    replace(cluster: string, object: KubernetesObject, options: WriteOptions): Promise<KubernetesObject>;
    /**
     * DELETE. A namespace takes its objects with it, a definition its custom resources. Fails with `NotFound`.
     *
     * @param propagation @default Foreground
     */
    delete(cluster: string, reference: ObjectReference, propagation?: Propagation): Promise<void>;
    /** Whether objects of a kind belong to a namespace; undefined when the cluster does not know the kind. */
    isNamespaced(cluster: string, apiVersion: string, kind: string): Promise<boolean | undefined>;
}

/** An object that somebody made in a cluster. */
export interface StandingObject {
    readonly object: KubernetesObject;
    /** Pulumi stack whose program made it, where it is known. */
    readonly stack?: string;
}

/** HTTP statuses by reason (`metav1.StatusReason` of the Kubernetes API). */
const statusCodes: Readonly<Record<string, number>> = {
    BadRequest: 400,
    Forbidden: 403,
    NotFound: 404,
    AlreadyExists: 409,
    Conflict: 409,
    Invalid: 422,
};

/** What a refusal says beside its sentence. */
export interface RefusalDetails {
    /** HTTP status. @default - the usual one of the reason */
    readonly code?: number;
    /** The resource that it is about, as in paths: `namespaces` when an object's namespace is missing. */
    readonly resource?: string;
    /** A line for each field that is at fault. */
    readonly causes?: readonly string[];
}

/** A refusal of the API server, in its own words. */
export class ApiError extends Error {
    /** HTTP status. */
    readonly code: number;
    readonly resource: string;
    readonly causes: readonly string[];

    constructor(
        /** As the API has it, for example `NotFound`, `AlreadyExists`, `Conflict` or `Invalid`. */
        readonly reason: string,
        message: string,
        details: RefusalDetails = {},
    ) {
        super(message);
        this.name = "ApiError";
        this.code = details.code ?? statusCodes[reason] ?? 500;
        this.resource = details.resource ?? "";
        this.causes = details.causes ?? [];
    }
}

/** Whether a request failed because the namespace of its object is not there. */
export function isNamespaceMissing(error: unknown): boolean {
    return error instanceof ApiError && error.reason === "NotFound" && error.resource === "namespaces";
}

/** Whether what was asked for is not there: neither the object nor, any more, its kind. */
export function isAbsence(error: unknown): boolean {
    return (error instanceof ApiError && error.reason === "NotFound") || error instanceof NoMatchError;
}

/** For `catch`: undefined for what is not there; every other error goes on. */
export function absent(error: unknown): undefined {
    if (isAbsence(error)) {
        return undefined;
    }
    throw error;
}

/** No API of the cluster has such a kind. */
export class NoMatchError extends Error {
    constructor(apiVersion: string, kind: string) {
        super(`no matches for kind "${kind}" in version "${apiVersion}"`);
        this.name = "NoMatchError";
    }
}
